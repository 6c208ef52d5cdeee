// A statement adds nothing when there is no request that it applies to and the others do not:
//
//   Allow s3:GetObject on b/*                                must
//   Allow s3:Get*      on b/*  unless aws:SecureTransport    must_not
//   Allow s3:GetObject on *    if aws:SecureTransport        must_not      no such request: the first one is covered
//
// That is one search problem for each class of actions. Callers are left out of it: any context may come from some
// caller, so a proof holds for each of them, and a statement counts among the others only if it names all the callers
// that the one in question does.
//
// What makes it cheap is the order. Most statements that share actions with others differ in resources, and the first
// action that both name shows it; actions are grouped only where that first one is covered.
#include "prove/reach.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <set>

#include <fmt/format.h>

#include "evaluate/match.h"
#include "prove/action_classes.h"
#include "prove/covers.h"
#include "prove/settle.h"

namespace iamproof {

namespace {

/// What one step of the budget buys where bits of sets of actions are only gone through.
constexpr std::size_t bits_per_step = 1024;

bool is_everything(const ActionPattern& pattern) {
  return pattern.kind == ActionPattern::Kind::everything;
}

bool names_outside_the_catalogue(const ActionElement& actions) {
  if (!actions.negated) return !actions.outside.empty();
  return std::none_of(actions.patterns.begin(), actions.patterns.end(), is_everything);
}

/// Whether some action that the catalogue does not have may be in both. Over-approximating.
bool may_meet_outside(const ActionElement& a, const ActionElement& b) {
  if (!names_outside_the_catalogue(a) || !names_outside_the_catalogue(b)) return false;
  if (a.negated || b.negated) return true;
  const auto meet = [](const ActionPattern& one, const ActionPattern& other) {
    return is_everything(one) || is_everything(other) || !disjoint(one.glob, other.glob);
  };
  return std::any_of(a.outside.begin(), a.outside.end(), [&](std::uint32_t i) {
    return std::any_of(b.outside.begin(), b.outside.end(),
                       [&](std::uint32_t k) { return meet(a.patterns[i], b.patterns[k]); });
  });
}

/// The part as a statement of its own, for the search, which does not look at actions.
CompiledStatement without_actions(const StatementPart& part) {
  CompiledStatement out;
  if (part.resources) {
    out.resources = part.statement->resources;
  } else {
    out.resources.patterns.push_back({read_template("*", {}), {}, false});
  }
  for (const std::size_t i : part.conditions) out.conditions.push_back(part.statement->conditions[i]);
  out.size = part.statement->size;
  return out;
}

}  // namespace

StatementPart StatementPart::whole(const CompiledStatement& statement) {
  StatementPart part{&statement, true, {}};
  for (std::size_t i = 0; i < statement.conditions.size(); ++i) part.conditions.push_back(i);
  return part;
}

/// Actions that a search problem is asked for together.
struct Reach::Actions {
  std::vector<ActionId> members;  ///< of the catalogue
  bool outside = false;           ///< others too
};

/// One question: what its answers so far come to.
class Reach::Question {
 public:
  Question(const Reach& reach, Budget& budget) : reach_(reach), budget_(budget) {}

  bool refuted() const { return refuted_; }

  void ask(const Actions& actions, const SearchProblem& problem) {
    if (refuted_ || (actions.members.empty() && !actions.outside)) return;
    note_guesses(problem);
    if (!budget_.spend(1 + actions.members.size() / bits_per_step))
      return open("the search ran out of its step budget");
    const bool by_types = !actions.outside && looks_at_resource(problem) && reach_.assume_.resource_types;
    // Most problems have a request, and the first action shows one.
    if (by_types && has_types(actions.members.front())) {
      refuted_ = std::holds_alternative<Scene>(settle_for(actions.members.front(), problem));
      if (refuted_) return;
    }
    const Settled free = settle_in(ResourceUniverse::any(), problem);
    if (std::holds_alternative<NoRequest>(free)) return;
    if (!by_types) return note(free);
    ask_by_resource_types(actions, problem, free);
  }

  void open(std::string reason) {
    if (reason_.empty()) reason_ = std::move(reason);
  }

  ReachAnswer answer() {
    ReachAnswer answer;
    answer.covered = refuted_ ? Covered::no : reason_.empty() ? Covered::yes : Covered::unknown;
    answer.reason = std::move(reason_);
    answer.resource_types = resource_types_;
    answer.guesses = {guesses_.begin(), guesses_.end()};
    return answer;
  }

 private:
  static bool looks_at_resource(const SearchProblem& problem) {
    bool looks = false;
    problem.for_each(
        [&](const CompiledStatement& statement) { looks = looks || !statement.resources.is_everything(); });
    return looks;
  }

  /// `*` is said to be the resource of actions without, but AWS itself writes `arn:aws:s3:::*` for s3:ListAllMyBuckets.
  bool has_types(ActionId action) const { return !reach_.policies_.catalogue().resources(action).empty(); }

  Settled settle_for(ActionId action, const SearchProblem& problem) {
    return settle_in(ResourceUniverse::shared(reach_.policies_.catalogue(), action), problem);
  }

  void ask_by_resource_types(const Actions& actions, const SearchProblem& problem, const Settled& free) {
    std::set<std::uint32_t> asked;
    for (const ActionId action : actions.members) {
      if (!asked.insert(reach_.policies_.catalogue().resource_list(action)).second) continue;
      if (!has_types(action)) return note(free);
      if (!budget_.spend(1)) return open("the search ran out of its step budget");
      note(settle_for(action, problem));
      if (refuted_) return;
    }
    resource_types_ = true;
  }

  void note(const Settled& settled) {
    if (const auto* why = std::get_if<Open>(&settled)) open(why->reason);
    if (std::holds_alternative<Scene>(settled)) refuted_ = true;
  }

  Settled settle_in(const ResourceUniverse& universe, const SearchProblem& problem) {
    const auto applies_in = [&](const Scene& scene) {
      return [&](const CompiledStatement* statement) {
        return (problem.later == nullptr || statement->actions.matches_outside(scene.action)) &&
               statement->resources.matches(scene.resource, scene.context) &&
               conditions_hold(*statement, scene.context);
      };
    };
    const auto replays = [&](const Scene& scene) {
      return std::all_of(problem.must.begin(), problem.must.end(), applies_in(scene)) &&
             std::none_of(problem.must_not.begin(), problem.must_not.end(), applies_in(scene));
    };
    return settle(problem, {universe, reach_.keys_, {}, reach_.assume_}, budget_, replays);
  }

  void note_guesses(const SearchProblem& problem) {
    problem.for_each([&](const CompiledStatement& statement) {
      for (const Predicate& predicate : statement.conditions) {
        const KeyFacts& facts = reach_.keys_.find(predicate.key())->second;
        if (facts.known || predicate.op().family == Family::null) continue;
        guesses_.insert(
            fmt::format("`{}` carries {}", facts.name, facts.multivalued ? "a set of values" : "one value"));
      }
    });
  }

  const Reach& reach_;
  Budget& budget_;
  bool refuted_ = false;
  bool resource_types_ = false;
  std::string reason_;
  std::set<std::string> guesses_;
};

static std::vector<const CompiledStatement*> all_of(const CompiledPolicies& policies) {
  std::vector<const CompiledStatement*> out;
  for (const CompiledStatement& statement : policies.impl().statements) out.push_back(&statement);
  return out;
}

Reach::Reach(const CompiledPolicies& policies, const Assumptions& assume)
    : policies_(policies), assume_(assume), keys_(key_table(all_of(policies), policies.catalogue())) {}

ReachAnswer Reach::never_applies(const StatementPart& part, Budget& budget) const {
  Question question(*this, budget);
  const CompiledStatement statement = without_actions(part);
  Actions actions{{}, names_outside_the_catalogue(part.statement->actions) || !part.resources};
  if (!actions.outside) {
    part.statement->actions.catalogue.for_each(
        [&](std::size_t action) { actions.members.push_back(static_cast<ActionId>(action)); });
  }
  question.ask(actions, {{&statement}, {}, {}, nullptr});
  return question.answer();
}

ReachAnswer Reach::always_holds(std::size_t condition, const StatementPart& part, Budget& budget) const {
  Question question(*this, budget);
  const CompiledStatement given = without_actions(part);
  const CompiledStatement asked = without_actions({part.statement, false, {condition}});
  // Of any action: whether a key can have a value does not depend on it.
  question.ask({{}, true}, {{&given}, {&asked}, {}, nullptr});
  return question.answer();
}

/// The actions that several statements all name, and of others those statements that may cover some of it.
struct Reach::Overlap {
  Bitset common;         ///< of the catalogue
  bool outside = false;  ///< perhaps others too
  Statements able;
  bool alike = true;  ///< each of `able` names all of the actions

  explicit Overlap(const Statements& statements) : common(statements.front()->actions.catalogue) {
    const ActionElement& first = statements.front()->actions;
    outside = names_outside_the_catalogue(first);
    for (std::size_t i = 1; i < statements.size(); ++i) {
      common.keep_common(statements[i]->actions.catalogue);
      outside = outside && may_meet_outside(first, statements[i]->actions);
    }
  }

  void add(const CompiledStatement& other, const Statements& statements) {
    const ActionElement& first = statements.front()->actions;
    if (!common.meets(other.actions.catalogue) && !(outside && may_meet_outside(first, other.actions))) return;
    if (std::none_of(statements.begin(), statements.end(),
                     [&](const CompiledStatement* statement) { return names_callers_of(other, *statement); })) {
      return;
    }
    able.push_back(&other);
    alike = alike && common.is_within(other.actions.catalogue) && (!outside || covers_outside(other.actions, first));
  }

  std::vector<ActionId> members() const {
    std::vector<ActionId> out;
    common.for_each([&](std::size_t action) { out.push_back(static_cast<ActionId>(action)); });
    return out;
  }

  std::optional<ActionId> first_member() const {
    std::optional<ActionId> first;
    common.for_each([&](std::size_t action) {
      if (!first) first = static_cast<ActionId>(action);
    });
    return first;
  }
};

ReachAnswer Reach::covers(const Statements& others, const Statements& statements, Budget& budget) const {
  Question question(*this, budget);
  Overlap overlap(statements);
  for (const CompiledStatement* other : others) {
    if (!budget.spend(1 + overlap.common.size() / bits_per_step)) {
      question.open("the search ran out of its step budget");
      return question.answer();
    }
    overlap.add(*other, statements);
  }
  ask_overlap(question, statements, overlap, budget);
  ReachAnswer answer = question.answer();
  answer.by = std::move(overlap.able);
  return answer;
}

void Reach::ask_overlap(Question& question, const Statements& statements, const Overlap& overlap,
                        Budget& budget) const {
  SearchProblem problem{statements, overlap.able, {}, nullptr};
  if (overlap.alike) return question.ask({overlap.members(), overlap.outside}, problem);
  if (const auto action = overlap.first_member()) {
    std::erase_if(problem.must_not,
                  [&](const CompiledStatement* other) { return !other->actions.catalogue.contains(*action); });
    question.ask({{*action}, false}, problem);
  }
  if (!question.refuted()) ask_by_action_class(question, statements, overlap.able, budget);
}

void Reach::ask_by_action_class(Question& question, const Statements& statements, const Statements& able,
                                Budget& budget) const {
  Statements all = statements;
  all.insert(all.end(), able.begin(), able.end());
  ActionScope scope(policies_.catalogue());
  scope.add(statements.front()->actions);
  const auto classes = action_classes(all, {}, scope, policies_.catalogue(), assume_.closed_catalogue, budget);
  if (!classes) return question.open("grouping the actions ran out of the step budget");
  for (const ActionClass& group : *classes) {
    const auto names = [&](const CompiledStatement* statement) {
      return std::find(group.statements.begin(), group.statements.end(), statement) != group.statements.end();
    };
    if (!std::all_of(statements.begin(), statements.end(), names)) continue;
    SearchProblem problem{statements, {}, {}, group.later ? &*group.later : nullptr};
    std::copy_if(able.begin(), able.end(), std::back_inserter(problem.must_not), names);
    question.ask({group.members, !group.outside.empty()}, problem);
  }
}

bool names_callers_of(const CompiledStatement& outer, const CompiledStatement& inner) {
  if (!outer.principal || !inner.principal) return !outer.principal && !inner.principal;
  using Kind = PrincipalPattern::Kind;
  const auto same = [](const PrincipalPattern& a, const PrincipalPattern& b) {
    return a.kind == b.kind && (a.kind == Kind::account ? a.account == b.account : a.text == b.text);
  };
  const auto lists = [&](const PrincipalElement& element) {
    return [&](const PrincipalPattern& pattern) {
      return std::any_of(element.patterns.begin(), element.patterns.end(),
                         [&](const PrincipalPattern& other) { return same(other, pattern); });
    };
  };
  const auto& wide = outer.principal->patterns;
  const auto& narrow = inner.principal->patterns;
  if (outer.principal->negated) {
    return inner.principal->negated && std::all_of(wide.begin(), wide.end(), lists(*inner.principal));
  }
  // An Allow for everyone is worth as much as one for the caller by name.
  const bool everyone = std::any_of(wide.begin(), wide.end(),
                                    [](const PrincipalPattern& pattern) { return pattern.kind == Kind::everyone; });
  return everyone || (!inner.principal->negated && std::all_of(narrow.begin(), narrow.end(), lists(*outer.principal)));
}

}  // namespace iamproof
