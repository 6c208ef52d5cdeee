// One key, several conditions. A request carries nothing for the key, one value, or a set.
//
// Nothing: each condition's missing-key rule decides, by the evaluator itself.
// One value: every condition asks whether the value is among its operands. Families other than text cut their values
// into
//   finitely many cells, and a sample of each cell is tried by the evaluator itself. Texts are a language: likely texts
//   are tried first, then the product automaton of the patterns settles it.
// A set: conditions split into what every member must satisfy (ForAllValues to hold, ForAnyValue not to) and what some
//   member must (the others). A set of one member for each of the latter is as good as any; each member is a one-value
//   question.
//
//   ForAnyValue:StringEquals [a] holds, ForAllValues:StringEquals [a, b] does not
//   every member: nothing.  some member: in {a}; some member: outside {a, b}.  answer: {"a", "x"}
//
// A condition without qualifier on such a key is said to be an error, and AWS does not document what it decides:
// widened, it may hold of a request that carries the key or not, and is one more thing that a request has or has not:
// of two conditions that are the same one cannot hold and the other fail. Narrowed, only a missing key will do.
//
//   StringEquals a holds, StringEqualsIfExists a does not: none, whatever AWS does
//   StringEquals a holds, ForAllValues:StringEquals a does not: [a, b], perhaps
//
// Where the search says so, it decides as the evaluator does. It fails on a set, of whatever size; and it tests a value
// that comes on its own, for a service may well send one value so: both are looked for.
//
// Two more kinds of condition are not exact. A policy variable ties the key to another one: widened, it may be any
// text, and what it is part of excludes nothing, but the patterns that it takes along:
//
//   ArnLike arn:aws:ec2:*:*:instance/${k} holds, StringLike *${k} does not: none, whatever ${k} is
//
// An operator whose family does not fit the
// key decides in ways AWS does not document: widened, anything goes; narrowed, such a state is not used.
#include "prove/key_theory.h"

#include <algorithm>

#include <fmt/format.h>

namespace iamproof {

namespace {

/// Membership of a value in a predicate's operands.
struct Member {
  const Predicate* predicate;
  bool inside;
};

enum class Exactness : std::uint8_t { exact, variable, undocumented };

class KeySolver {
 public:
  KeySolver(const std::string& key, const std::vector<KeyConstraint>& constraints, const SearchWorld& world,
            Budget& budget)
      : key_(key), constraints_(constraints), world_(world), budget_(budget), facts_(world.keys->find(key)->second) {}

  KeyAnswer solve() {
    std::uint64_t work = 4 + constraints_.size() * constraints_.size() / 32;
    for (const KeyConstraint& constraint : constraints_) work += constraint.predicate->size() / 8;
    if (!budget_.spend(work)) return out_of_budget();
    if (contradictory()) return {};
    if (const Predicate* doubtful = undocumented_even_without_key()) return doubt(*doubtful);
    const auto pin = world_.pinned.find(key_);
    if (absent_only()) return pin != world_.pinned.end() && pin->second ? KeyAnswer{} : absent();
    if (pin != world_.pinned.end()) return pinned(pin->second);
    if (confinement() != nullptr && !confinement()->may_be_absent) return present();
    KeyAnswer answer = facts_.always_present ? present() : absent();
    if (good(answer)) return answer;
    const KeyAnswer other = facts_.always_present ? absent() : present();
    return better(answer, other);
  }

 private:
  static KeyAnswer out_of_budget() { return {Found::out_of_budget, std::nullopt, Worth::exact, {}}; }

  static bool good(const KeyAnswer& answer) { return answer.found == Found::yes && answer.worth == Worth::exact; }

  static const KeyAnswer& better(const KeyAnswer& a, const KeyAnswer& b) {
    if (a.found == Found::yes && b.found == Found::yes) return b.worth < a.worth ? b : a;
    if (a.found == Found::yes) return a;
    if (b.found == Found::yes) return b;
    return a.found == Found::out_of_budget ? a : b;
  }

  bool over() const { return world_.direction == Direction::over_approximate; }

  bool absent_only() const { return world_.assume.unknown_keys_absent && !facts_.known && facts_.reserved; }

  /// One condition wanted both ways: no request does that, however it is decided.
  bool contradictory() const {
    for (const KeyConstraint& a : constraints_) {
      for (const KeyConstraint& b : constraints_) {
        if (a.wanted && !b.wanted && a.predicate->canonical() == b.predicate->canonical()) return true;
      }
    }
    return false;
  }

  const Predicate* undocumented_even_without_key() const {
    const auto at = std::find_if(constraints_.begin(), constraints_.end(), [](const KeyConstraint& constraint) {
      return !constraint.predicate->is_documented_without_key();
    });
    return at == constraints_.end() ? nullptr : at->predicate;
  }

  KeyAnswer doubt(const Predicate& predicate) const {
    if (!over()) return {};
    return {Found::yes, std::nullopt, Worth::uncertain, reason_of_doubt(predicate)};
  }

  std::string reason_of_doubt(const Predicate& predicate) const {
    if (predicate.is_documented()) {
      return fmt::format("AWS does not document how `{}` operators decide on the key `{}`",
                         to_string(predicate.op().family), facts_.name);
    }
    return fmt::format("AWS does not document what the values of a `{}` operator on the key `{}` mean",
                       to_string(predicate.op().family), facts_.name);
  }

  bool all_hold(const ContextValue* value) const {
    return std::all_of(constraints_.begin(), constraints_.end(), [&](const KeyConstraint& constraint) {
      return constraint.predicate->holds(value, world_.pinned_context) == constraint.wanted;
    });
  }

  /// The rules for a missing key do not look at the policy's values, so they are exact for every operator.
  KeyAnswer absent() const {
    if (!all_hold(nullptr)) return {};
    return {Found::yes, std::nullopt, Worth::exact, {}};
  }

  KeyAnswer pinned(const KeyState& state) const {
    if (!state) return absent();
    if (unheard_of() && !over() && !world_.unheard_of_keys && !world_.fixed->states.contains(key_)) return {};
    const ContextValue& value = *state;
    if (const Predicate* predicate = undocumented_on(value)) {
      if (!over()) return {};
      return {Found::yes, value, Worth::uncertain, reason_of_doubt(*predicate)};
    }
    if (!all_hold(&value)) return {};
    return {Found::yes, value, Worth::exact, {}};
  }

  /// In a namespace of AWS, and yet not in the catalogue.
  bool unheard_of() const { return !facts_.known && facts_.reserved; }

  const Predicate* undocumented_on(const ContextValue& value) const {
    const bool is_set = std::holds_alternative<std::vector<std::string>>(value);
    const bool doubtful_set = is_set && !world_.lists_fail.contains(key_);
    const auto at = std::find_if(constraints_.begin(), constraints_.end(), [&](const KeyConstraint& constraint) {
      const Predicate& predicate = *constraint.predicate;
      return exactness(predicate) == Exactness::undocumented || (doubtful_set && is_unqualified(predicate));
    });
    return at == constraints_.end() ? nullptr : at->predicate;
  }

  static bool is_unqualified(const Predicate& predicate) {
    return predicate.op().family != Family::null && predicate.op().qualifier == Qualifier::none;
  }

  /// Of a condition on a key that is present; of one without qualifier, on a value of its own.
  Exactness exactness(const Predicate& predicate) const {
    if (predicate.op().family == Family::null) return Exactness::exact;
    if (!facts_.fits(predicate.op().family) || !predicate.is_documented()) return Exactness::undocumented;
    if (leaves_open(predicate)) return Exactness::variable;
    return Exactness::exact;
  }

  bool leaves_open(const Predicate& predicate) const {
    const auto& texts = predicate.operands().texts;
    return std::any_of(texts.begin(), texts.end(), [&](const Template& text) { return world_.leaves_open(text); });
  }

  KeyAnswer present() {
    KeyAnswer answer = facts_.multivalued ? set_or_single_value() : single_value();
    if (answer.found != Found::yes) return answer;
    if (odd_value_of_ != nullptr) {
      answer.worth = Worth::uncertain;
      answer.reason =
          fmt::format("AWS does not document how a negated `{}` operator decides on a text that is no such value",
                      to_string(odd_value_of_->op().family));
    }
    if (unheard_of() && !over() && !world_.unheard_of_keys) return {};
    if (unheard_of() && over()) {
      answer.worth = Worth::uncertain;
      answer.reason =
          fmt::format("no condition key `{}` is known to the catalogue; a request might carry it", facts_.name);
    }
    return answer;
  }

  KeyAnswer single_value() {
    std::vector<Member> members;
    KeyAnswer answer{Found::yes, std::nullopt, Worth::exact, {}};
    for (const auto& [predicate, wanted] : constraints_) {
      if (predicate->op().family == Family::null) {
        const ContextValue any = std::string("x");
        if (predicate->holds(&any, world_.pinned_context) != wanted) return {};
      } else if (!add_member(*predicate, wanted != predicate->op().negated, members, answer)) {
        return {};
      }
    }
    std::string text;
    answer.found = find_value(members, text);
    answer.value = ContextValue(text);
    return answer;
  }

  KeyAnswer set_or_single_value() {
    const bool unqualified = std::any_of(constraints_.begin(), constraints_.end(), [](const KeyConstraint& constraint) {
      return is_unqualified(*constraint.predicate);
    });
    if (!unqualified) return set_of_values();
    if (!world_.lists_fail.contains(key_)) return over() ? set_of_values() : KeyAnswer{};
    const KeyAnswer single = single_value();
    return single.found == Found::no || single.worth == Worth::uncertain ? better(set_of_values(), single) : single;
  }

  KeyAnswer set_of_values() {
    std::vector<Member> every;
    std::vector<Member> some;
    KeyAnswer answer{Found::yes, std::nullopt, Worth::exact, {}};
    bool may_be_null = true;
    bool may_be_filled = true;
    for (const auto& [predicate, wanted] : constraints_) {
      const Operator& op = predicate->op();
      if (is_unqualified(*predicate)) {
        const bool fails = world_.lists_fail.contains(key_);
        if (fails && wanted) return {};
        if (fails) continue;
        answer.worth = Worth::uncertain;
        answer.reason = reason_of_doubt(*predicate);
      } else if (op.family == Family::null) {
        const ContextValue filled = std::vector<std::string>{"x"};
        const ContextValue empty = std::vector<std::string>{};
        may_be_filled = may_be_filled && predicate->holds(&filled, world_.pinned_context) == wanted;
        may_be_null = may_be_null && predicate->holds(&empty, world_.pinned_context) == wanted;
      } else {
        const bool universal = (op.qualifier == Qualifier::for_all_values) == wanted;
        if (!add_member(*predicate, wanted != op.negated, universal ? every : some, answer)) return {};
      }
    }
    if (some.empty() && may_be_null && !same_wanted_both_ways(SetIs::empty)) {
      answer.value = std::vector<std::string>{};
      return answer;
    }
    if (!may_be_filled || same_wanted_both_ways(SetIs::filled)) return {};
    return filled_set(every, some, std::move(answer));
  }

  enum class SetIs : std::uint8_t { empty, filled };

  /// One test without qualifier that is to hold and to fail. With IfExists it holds where it does without; a set that
  /// is empty may count as a key that is missing.
  bool same_wanted_both_ways(SetIs set) const {
    for (const auto& [a, a_wanted] : constraints_) {
      for (const auto& [b, b_wanted] : constraints_) {
        if (!a_wanted || b_wanted || !is_unqualified(*a) || !is_unqualified(*b)) continue;
        if (a->op().negated != b->op().negated || a->language() != b->language()) continue;
        if (set == SetIs::filled || b->op().if_exists || !a->op().if_exists) return true;
      }
    }
    return false;
  }

  KeyAnswer filled_set(const std::vector<Member>& every, const std::vector<Member>& some, KeyAnswer answer) {
    std::vector<std::string> values;
    const std::size_t count = some.empty() ? 1 : some.size();
    for (std::size_t i = 0; i < count; ++i) {
      std::vector<Member> members = every;
      if (!some.empty()) members.push_back(some[i]);
      std::string text;
      const Found found = find_value(members, text);
      if (found != Found::yes) return {found, std::nullopt, Worth::exact, {}};
      if (std::find(values.begin(), values.end(), text) == values.end()) values.push_back(text);
    }
    answer.value = std::move(values);
    return answer;
  }

  /// False: the search is narrowed and this condition cannot be relied on.
  bool add_member(const Predicate& predicate, bool inside, std::vector<Member>& members, KeyAnswer& answer) const {
    const Exactness exactness_of = exactness(predicate);
    if (exactness_of == Exactness::undocumented) {
      if (!over()) return false;
      answer.worth = Worth::uncertain;
      answer.reason = reason_of_doubt(predicate);
      return true;
    }
    if (exactness_of == Exactness::variable) answer.worth = worse(answer.worth, Worth::approximate);
    members.push_back({&predicate, inside});
    return true;
  }

  /// A text that lies in and outside what `members` say.
  Found find_value(const std::vector<Member>& members, std::string& text) {
    if (!budget_.spend(members.size() * members.size() / 32)) return Found::out_of_budget;
    if (language_contradiction(members)) return Found::no;
    note_covered(members);
    for (const std::string& candidate : candidates(members)) {
      if (budget_.left == 0) return Found::out_of_budget;
      if (accepts(members, candidate)) {
        text = candidate;
        return Found::yes;
      }
    }
    if (budget_.left == 0) return Found::out_of_budget;
    if (facts_.family == Family::string) return search_language(members, text);
    return find_odd_value(members, text);  // the samples stand for every value of the family
  }

  /// A text that is no value of the family. AWS does not say whether a negated operator then holds.
  Found find_odd_value(const std::vector<Member>& members, std::string& text) {
    const bool any_text = !facts_.type || facts_.type == KeyType::string;
    const auto negated = std::find_if(members.begin(), members.end(),
                                      [](const Member& member) { return member.predicate->op().negated; });
    const bool doubtful = negated != members.end();
    text = "example";
    if (!any_text || (doubtful && !over())) return Found::no;
    if (!accepts(members, text)) return budget_.left == 0 ? Found::out_of_budget : Found::no;
    if (doubtful) odd_value_of_ = negated->predicate;
    return Found::yes;
  }

  /// The same operands required and excluded: false whatever their variables stand for.
  static bool language_contradiction(const std::vector<Member>& members) {
    for (const Member& a : members) {
      for (const Member& b : members) {
        if (a.inside && !b.inside && a.predicate->language() == b.predicate->language()) return true;
      }
    }
    return false;
  }

  /// Notes the patterns with variables that a text is to match, and cannot: one that it must not match takes all that
  /// they do, whatever the variables are.
  void note_covered(const std::vector<Member>& members) {
    covered_.clear();
    for (const Member& member : members) {
      if (!member.inside || !member.predicate->has_variables()) continue;
      for (const Template& operand : member.predicate->operands().texts) {
        if (world_.leaves_open(operand) && is_covered(*member.predicate, operand, members))
          covered_.push_back(&operand);
      }
    }
  }

  bool is_covered(const Predicate& predicate, const Template& operand, const std::vector<Member>& members) {
    const Glob inner = compared(predicate, operand).value_or(operand.glob);
    for (const Member& other : members) {
      if (other.inside || !budget_.spend(other.predicate->size() / 8)) continue;
      for (const Template& excluded : other.predicate->operands().texts) {
        const std::size_t work = excluded.glob.tokens().size() * inner.tokens().size() / 64;
        if (!hold_wherever(excluded.variables, operand.variables) || !budget_.spend(work)) continue;
        const auto outer = compared(*other.predicate, excluded);
        if (outer && subsumes(*outer, inner)) return true;
      }
    }
    return false;
  }

  /// The pattern that an operand compares with, variables left in it. Nothing where their texts decide what the
  /// components are.
  static std::optional<Glob> compared(const Predicate& predicate, const Template& operand) {
    if (predicate.op().family != Family::arn) return operand.glob;
    std::size_t colons = 0;
    for (const Token& token : operand.glob.tokens()) {
      if (token.kind == Token::Kind::variable && colons < 5) return std::nullopt;
      if (token.kind == Token::Kind::literal && token.c == U':') ++colons;
    }
    return comparison_glob(predicate, operand.glob);
  }

  std::vector<std::string> candidates(const std::vector<Member>& members) const {
    std::vector<const Predicate*> predicates;
    for (const Member& member : members) predicates.push_back(member.predicate);
    std::vector<std::string> out;
    if (const Confinement* confined = confinement()) out = confined->likely;
    if (const std::string_view likely = likely_value(key_); !likely.empty()) out.emplace_back(likely);
    if (facts_.type == KeyType::arn) out.emplace_back("arn:aws:iam::111122223333:role/example");
    if (facts_.family == Family::string && facts_.type == KeyType::arn) {
      for (std::string& sample : samples(facts_.family, predicates)) {
        if (facts_.is_value(sample)) out.push_back(std::move(sample));
      }
      return out;
    }
    for (std::string& sample : samples(facts_.family, predicates)) out.push_back(std::move(sample));
    return out;
  }

  const Confinement* confinement() const {
    const auto at = world_.fixed->confined.find(key_);
    return at == world_.fixed->confined.end() ? nullptr : &at->second;
  }

  bool is_confined_to(const std::string& text) const {
    const Confinement* confined = confinement();
    const auto matches = [&](const Glob& glob) { return glob.matches(text); };
    return confined == nullptr || (std::any_of(confined->inside.begin(), confined->inside.end(), matches) &&
                                   std::none_of(confined->outside.begin(), confined->outside.end(), matches));
  }

  bool accepts(const std::vector<Member>& members, const std::string& text) {
    return is_confined_to(text) && std::all_of(members.begin(), members.end(), [&](const Member& member) {
             if (!budget_.spend(member.predicate->size() / 8)) return false;
             if (leaves_open(*member.predicate)) return widened_accepts(member, text);
             const bool inside = member.predicate->test(text, world_.pinned_context) != member.predicate->op().negated;
             return inside == member.inside;
           });
  }

  /// A pattern with variables may stand for any text that fits around them, or for none.
  bool widened_accepts(const Member& member, const std::string& text) const {
    const auto globs = language_of(*member.predicate, member.inside);
    const bool inside = std::any_of(globs.begin(), globs.end(), [&](const Glob& glob) { return glob.matches(text); });
    return inside == member.inside;
  }

  /// The patterns of a text predicate. With variables: widened where the text is to lie inside, left out elsewhere.
  std::vector<Glob> language_of(const Predicate& predicate, bool inside) const {
    std::vector<Glob> out;
    for (const Template& operand : predicate.operands().texts) {
      if (world_.leaves_open(operand)) {
        // As plain text, not by ARN component: a variable's text may bring colons of its own.
        const bool is_covered = std::find(covered_.begin(), covered_.end(), &operand) != covered_.end();
        if (inside && !is_covered) out.push_back(widened(operand.glob));
        continue;
      }
      auto glob = resolve(operand, world_.pinned_context);
      if (glob) glob = comparison_glob(predicate, *glob);
      if (glob) out.push_back(std::move(*glob));
    }
    return out;
  }

  Found search_language(const std::vector<Member>& members, std::string& text) {
    std::vector<std::vector<Glob>> globs;
    std::vector<bool> inside;
    for (const Member& member : members) {
      globs.push_back(language_of(*member.predicate, member.inside));
      inside.push_back(member.inside);
    }
    if (facts_.type == KeyType::arn) {
      globs.push_back({Glob("arn:*:*:*:*:*")});
      inside.push_back(true);
    }
    if (const Confinement* confined = confinement()) {
      globs.push_back(confined->inside);
      inside.push_back(true);
      globs.push_back(confined->outside);
      inside.push_back(false);
    }
    std::vector<Membership> memberships(globs.size());
    for (std::size_t i = 0; i < globs.size(); ++i) {
      memberships[i].inside = inside[i];
      for (const Glob& glob : globs[i]) memberships[i].globs.push_back(&glob);
    }
    TextSearch search = find_text(memberships, budget_);
    text = std::move(search.text);
    return search.found;
  }

  const std::string& key_;
  const std::vector<KeyConstraint>& constraints_;
  const SearchWorld& world_;
  Budget& budget_;
  const KeyFacts& facts_;
  const Predicate* odd_value_of_ = nullptr;
  std::vector<const Template*> covered_;
};

}  // namespace

bool SearchWorld::leaves_open(const Template& text) const {
  if (direction == Direction::under_approximate) return false;
  return std::any_of(text.variables.begin(), text.variables.end(), [&](const Variable& variable) {
    const KeyFacts& facts = keys->find(variable.key)->second;
    const bool never_there = assume.unknown_keys_absent && !facts.known && facts.reserved;
    return !pinned.contains(variable.key) && !facts.multivalued && !never_there;
  });
}

KeyAnswer solve_key(const std::string& key, const std::vector<KeyConstraint>& constraints, const SearchWorld& world,
                    Budget& budget) {
  return KeySolver(key, constraints, world, budget).solve();
}

}  // namespace iamproof
