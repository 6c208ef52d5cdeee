// Statements that differ in one list only, and are alternatives in that list, say the same as one statement with both
// lists in one:
//
//   Allow s3:GetObject on b/*     Allow s3:PutObject on b/*     one Allow of both actions
//   Allow s3:GetObject if StringEquals k a       likewise if StringEquals k b       one Allow if StringEquals k [a, b]
//
// That holds of actions, of resources, and of the values of a condition that asks for one of them (not of Not-operators
// and ForAllValues, where all values together say less or more than each). To find such statements without comparing
// each with each, every statement is filed under everything it says but one list.
#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include "lint/check.h"

namespace iamproof {

namespace {

/// Texts one after another in a way that can be taken apart again.
void append(std::string& out, std::string_view text) {
  out += fmt::format("{}:", text.size());
  out += text;
}

void append_all(std::string& out, std::vector<std::string_view> texts) {
  std::sort(texts.begin(), texts.end());
  texts.erase(std::unique(texts.begin(), texts.end()), texts.end());
  out += fmt::format("{}[", texts.size());
  for (const std::string_view text : texts) append(out, text);
}

std::vector<std::string_view> texts_of(const TextList& list) {
  std::vector<std::string_view> texts;
  for (const Text& text : list.values) texts.push_back(text.text);
  return texts;
}

std::vector<std::string_view> actions_of(const CompiledStatement& statement) {
  std::vector<std::string_view> texts;
  for (const ActionPattern& pattern : statement.actions.patterns) texts.push_back(pattern.text);
  return texts;
}

std::vector<std::string_view> values_of(const Condition& condition) {
  std::vector<std::string_view> texts;
  for (const Value& value : condition.values) texts.push_back(value.text.text);
  return texts;
}

/// Whether the condition holds iff it would with one of its values alone.
bool is_alternatives(const Predicate& predicate) {
  const Operator& op = predicate.op();
  return !op.negated && op.family != Family::null && op.qualifier != Qualifier::for_all_values &&
         predicate.is_documented();
}

/// Whether a Sid tells a reader something: those that editors make up do not.
bool says_what_for(const Statement& statement) {
  if (!statement.sid) return false;
  const std::string_view sid = statement.sid->text;
  const std::string_view name = sid.substr(0, sid.find_last_not_of("0123456789") + 1);
  constexpr std::string_view made_up[] = {"", "Sid", "Statement", "Stmt", "VisualEditor"};
  return std::find(std::begin(made_up), std::end(made_up), name) == std::end(made_up);
}

/// The list in which statements may differ.
struct Facet {
  enum class Kind : std::uint8_t { actions, resources, values } kind = Kind::actions;
  std::size_t condition = 0;  ///< of values
};

class Search {
 public:
  Search(const Subject& subject, std::uint64_t step_budget, Reporter& reporter)
      : subject_(subject), budget_{step_budget}, reporter_(reporter) {}

  void run() {
    for (const CompiledStatement* statement : subject_.statements()) {
      if (!says_what_for(subject_.written(*statement)) && subject_.may_apply(*statement)) file(*statement);
    }
    for (const Group* group : order_) {
      Subject::Statements free;
      std::copy_if(group->statements.begin(), group->statements.end(), std::back_inserter(free),
                   [&](const CompiledStatement* statement) { return !merged_.contains(statement); });
      if (free.size() > 1) consider(free, group->facet);
    }
  }

 private:
  struct Group {
    Facet facet;
    Subject::Statements statements;
  };

  void file(const CompiledStatement& statement) {
    if (!statement.actions.negated) file(statement, {Facet::Kind::actions, 0});
    if (subject_.written(statement).resources) file(statement, {Facet::Kind::resources, 0});
    for (std::size_t i = 0; i < statement.conditions.size(); ++i) {
      if (is_alternatives(statement.conditions[i])) file(statement, {Facet::Kind::values, i});
    }
  }

  void file(const CompiledStatement& statement, const Facet& facet) {
    if (!budget_.spend(statement.size)) return reporter_.undecided(Steps::ran_out);
    const auto [at, is_new] = groups_.try_emplace(all_but(statement, facet), Group{facet, {}});
    if (is_new) order_.push_back(&at->second);
    at->second.statements.push_back(&statement);
  }

  /// Equal for statements of one document that say the same but for the list.
  std::string all_but(const CompiledStatement& statement, const Facet& facet) const {
    const Statement& written = subject_.written(statement);
    std::string out = fmt::format("{} {} {} {}\n", statement.ref.policy, statement.effect == Effect::allow ? 'A' : 'D',
                                  static_cast<int>(facet.kind), facet.condition);
    append_principal(out, written.principal, 'P');
    append_principal(out, written.not_principal, 'N');
    out += statement.actions.negated ? 'N' : 'A';
    if (facet.kind != Facet::Kind::actions) append_all(out, actions_of(statement));
    if (written.not_resources) append_all(out += 'N', texts_of(*written.not_resources));
    if (written.resources && facet.kind != Facet::Kind::resources) append_all(out += 'R', texts_of(*written.resources));
    std::vector<std::string> conditions;
    for (std::size_t i = 0; i < statement.conditions.size(); ++i) {
      const bool open = facet.kind == Facet::Kind::values && facet.condition == i;
      std::string& condition = conditions.emplace_back();
      append(condition, written.conditions[i].op.text);
      append(condition, statement.conditions[i].key());
      if (open) condition += '?';
      if (!open) append_all(condition, values_of(written.conditions[i]));
    }
    append_all(out, {conditions.begin(), conditions.end()});
    return out;
  }

  static void append_principal(std::string& out, const std::optional<Principal>& principal, char mark) {
    if (!principal) return;
    out += mark;
    std::vector<std::string> groups;
    for (const PrincipalGroup& group : principal->groups) {
      append(groups.emplace_back(), group.kind.text);
      append_all(groups.back(), texts_of(group.values));
    }
    append_all(out, {groups.begin(), groups.end()});
  }

  /// Of statements that differ in the list only: those of which none holds all that another has in it.
  void consider(const Subject::Statements& statements, const Facet& facet) {
    Subject::Statements distinct;
    for (const CompiledStatement* statement : statements) {
      if (!budget_.spend(1 + statements.size() * statement->size / 8)) {
        return reporter_.undecided(Steps::ran_out);
      }
      const bool within_another =
          std::any_of(statements.begin(), statements.end(), [&](const CompiledStatement* other) {
            if (other == statement || !is_within(*statement, *other, facet)) return false;
            return other < statement || !is_within(*other, *statement, facet);  // of two alike the first one stays
          });
      if (!within_another) distinct.push_back(statement);
    }
    if (distinct.size() < 2) return;
    merged_.insert(distinct.begin(), distinct.end());
    report(distinct, facet);
  }

  bool is_within(const CompiledStatement& inner, const CompiledStatement& outer, const Facet& facet) const {
    switch (facet.kind) {
      case Facet::Kind::actions:
        return all_within(inner.actions.patterns, outer.actions.patterns, is_within_action);
      case Facet::Kind::resources:
        return all_within(inner.resources.patterns, outer.resources.patterns, [](const auto& a, const auto& b) {
          return !a.pattern.glob.has_variables() && !b.pattern.glob.has_variables() &&
                 subsumes(b.pattern.glob, a.pattern.glob);
        });
      case Facet::Kind::values:
        break;
    }
    return all_within(values_of(subject_.written(inner).conditions[facet.condition]),
                      values_of(subject_.written(outer).conditions[facet.condition]), std::equal_to<>());
  }

  static bool is_within_action(const ActionPattern& inner, const ActionPattern& outer) {
    if (outer.kind == ActionPattern::Kind::everything || inner.text == outer.text) return true;
    return inner.service() == outer.service() && subsumes(Glob(outer.text), Glob(inner.text));
  }

  template <class List, class Within>
  static bool all_within(const List& inner, const List& outer, Within within) {
    return std::all_of(inner.begin(), inner.end(), [&](const auto& a) {
      return std::any_of(outer.begin(), outer.end(), [&](const auto& b) { return within(a, b); });
    });
  }

  void report(const Subject::Statements& statements, const Facet& facet) {
    const CompiledStatement& first = *statements.front();
    const std::string others = reporter_.names_of({statements.begin() + 1, statements.end()}, first);
    std::string what;
    switch (facet.kind) {
      case Facet::Kind::actions:
        what = "`Action`";
        break;
      case Facet::Kind::resources:
        what = "`Resource`";
        break;
      case Facet::Kind::values:
        what = "the values of " + reporter_.conditions_of({&first, false, {facet.condition}});
        break;
    }
    reporter_.at(first, Severity::suggestion,
                 fmt::format("{} could be one with {}: they differ in {} only", this_one(first), others, what),
                 "join the lists in one statement");
  }

  const Subject& subject_;
  Budget budget_;
  Reporter& reporter_;
  std::map<std::string, Group> groups_;
  std::vector<const Group*> order_;
  std::set<const CompiledStatement*, std::less<>> merged_;
};

void run(const Subject& subject, std::uint64_t step_budget, Reporter& reporter) {
  if (subject.statements().size() > 1) Search(subject, step_budget, reporter).run();
}

}  // namespace

static constexpr Code codes[] = {{"", Severity::suggestion}};

extern const Check mergeable_statements{.id = "mergeable-statements",
                                        .pack = LintPack::security,
                                        .needs = Needs::prover,
                                        .types = every_policy_type,
                                        .codes = codes,
                                        .run = run};

}  // namespace iamproof
