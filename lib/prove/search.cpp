// A statement applies when its resource element and all its conditions hold, so it does not apply when one of them
// fails:
//
//   must:      A1: resource in b/*, Bool mfa true            one way to satisfy it
//   must_not:  D1: resource in b/secret/*, tag = red         two ways: resource outside b/secret/*, or tag not red
//
//   some_of:   [S1, S2]                              S1 or S2, then as for must
//
// The search asserts everything the `must` statements say and one statement of each list of `some_of`, then picks for
// each `must_not` statement, the shortest first, one of its parts to fail, and goes back when a dimension (the
// resource, one key, the name of an action yet to come) has no value left for what is asserted of it. Dimensions are
// independent of each other but for policy variables, which the theories widen or which are pinned.
#include "prove/search.h"

#include <algorithm>
#include <type_traits>

namespace iamproof {

namespace {

class Searcher {
 public:
  Searcher(const SearchProblem& problem, const ResourceUniverse& universe, const SearchWorld& world, Budget& budget)
      : problem_(problem), universe_(universe), world_(world), budget_(budget) {}

  SearchAnswer run() {
    SearchAnswer answer;
    answer.found = start();
    if (answer.found == Found::yes) answer = assemble();
    return answer;
  }

 private:
  Found start() {
    for (const CompiledStatement* statement : problem_.must) {
      if (splits_name(*statement)) names_.push_back({&statement->actions, true});
      if (!statement->resources.is_everything()) resources_.push_back({&statement->resources, true});
      for (const Predicate& predicate : statement->conditions) keys_[predicate.key()].push_back({&predicate, true});
    }
    for (const auto& [key, state] : world_.pinned) {
      if (world_.keys->contains(key)) keys_[key];  // a pinned key is part of the scene even if nothing tests it here
    }
    const Found name = check_name();
    if (name != Found::yes) return name;
    const Found resource = check_resource();
    if (resource != Found::yes) return resource;
    for (const auto& [key, constraints] : keys_) {
      const Found found = solve_key(key, constraints, world_, budget_).found;
      if (found != Found::yes) return found;
    }
    for (const auto& group : problem_.some_of) {
      // A statement that applies whatever the rest of the request is makes the list's choice.
      const auto applies = [this](const CompiledStatement* statement) { return applies_anyway(*statement); };
      if (std::none_of(group.begin(), group.end(), applies)) choices_.push_back(&group);
    }
    to_fail_ = problem_.must_not;
    if (to_fail_.size() > deepest) return Found::out_of_budget;
    const auto parts = [](const CompiledStatement* s) {
      return s->conditions.size() + (s->resources.is_everything() ? 0U : 1U);
    };
    std::stable_sort(to_fail_.begin(), to_fail_.end(),
                     [&](const CompiledStatement* a, const CompiledStatement* b) { return parts(a) < parts(b); });
    return choose_from(0);
  }

  bool applies_anyway(const CompiledStatement& statement) const {
    return statement.conditions.empty() && statement.resources.is_everything() && !splits_name(statement);
  }

  /// Whether the statement names some of the actions in question and not others.
  bool splits_name(const CompiledStatement& statement) const {
    return problem_.later != nullptr && problem_.later->is_split_by(statement);
  }

  /// Makes a statement of each list from number `next` on apply.
  Found choose_from(std::size_t next) {
    if (next == choices_.size()) return fail_from(0);
    Found best = Found::no;
    for (const CompiledStatement* statement : *choices_[next]) {
      if (!budget_.spend(1)) return Found::out_of_budget;
      const std::size_t names = names_.size();
      const std::size_t resources = resources_.size();
      Found found = assert_statement(*statement);
      if (found == Found::yes) found = choose_from(next + 1);
      if (found == Found::yes) return found;
      if (found == Found::out_of_budget) best = found;
      names_.resize(names);
      resources_.resize(resources);
      for (const Predicate& predicate : statement->conditions) keys_[predicate.key()].pop_back();
      if (budget_.left == 0) return Found::out_of_budget;
    }
    return best;
  }

  Found assert_statement(const CompiledStatement& statement) {
    const bool splits = splits_name(statement);
    if (splits) names_.push_back({&statement.actions, true});
    if (!statement.resources.is_everything()) resources_.push_back({&statement.resources, true});
    for (const Predicate& predicate : statement.conditions) keys_[predicate.key()].push_back({&predicate, true});
    Found found = splits ? check_name() : Found::yes;
    if (found == Found::yes && !statement.resources.is_everything()) found = check_resource();
    for (const Predicate& predicate : statement.conditions) {
      if (found != Found::yes) return found;
      found = check_key(predicate.key());
    }
    return found;
  }

  /// Statements a search goes through one inside the other; the call stack bounds it.
  static constexpr std::size_t deepest = 4096;

  Found check_name() {
    if (problem_.later == nullptr) return Found::yes;
    if (!budget_.spend(1)) return Found::out_of_budget;
    return find_name(*problem_.later, names_, budget_).found;
  }

  Found check_resource() {
    if (!budget_.spend(1)) return Found::out_of_budget;
    return solve_resource().found;
  }

  ResourceAnswer solve_resource() {
    ResourceAnswer answer = iamproof::solve_resource(resources_, universe_, world_, budget_, last_resource_);
    if (answer.found == Found::yes) last_resource_ = answer.resource;
    return answer;
  }

  Found check_key(const std::string& key) {
    if (!budget_.spend(1)) return Found::out_of_budget;
    return solve_key(key, keys_[key], world_, budget_).found;
  }

  /// Makes the statements from number `next` on fail.
  Found fail_from(std::size_t next) {
    if (next == to_fail_.size()) return Found::yes;
    const CompiledStatement& statement = *to_fail_[next];
    if (!budget_.spend(1)) return Found::out_of_budget;
    if (fails_already(statement)) return fail_from(next + 1);
    Found best = Found::no;
    const auto is_over = [&](Found found) {
      if (found != Found::no) best = found;
      if (best != Found::yes && budget_.left == 0) best = Found::out_of_budget;
      return best == Found::yes || budget_.left == 0;
    };
    const auto name = [this] { return check_name(); };
    if (splits_name(statement) && is_over(fail_by(names_, {&statement.actions, false}, name, next))) return best;
    for (const Predicate& predicate : statement.conditions) {
      const auto key = [&] { return check_key(predicate.key()); };
      if (is_over(fail_by(keys_[predicate.key()], {&predicate, false}, key, next))) return best;
    }
    const auto resource = [this] { return check_resource(); };
    if (!statement.resources.is_everything())
      is_over(fail_by(resources_, {&statement.resources, false}, resource, next));
    return best;
  }

  /// Asserts one constraint and goes on to the statements after number `next`; takes it back where that leads nowhere.
  template <class Constraint, class Check>
  Found fail_by(std::vector<Constraint>& asserted, const std::type_identity_t<Constraint>& constraint, Check check,
                std::size_t next) {
    asserted.push_back(constraint);
    Found found = check();
    if (found == Found::yes) found = fail_from(next + 1);
    if (found != Found::yes) asserted.pop_back();
    return found;
  }

  bool fails_already(const CompiledStatement& statement) {
    std::size_t work = names_.size() + resources_.size();
    for (const Predicate& predicate : statement.conditions) {
      const auto at = keys_.find(predicate.key());
      if (at != keys_.end()) work += at->second.size();
    }
    if (!budget_.spend(work / 8)) return false;
    const auto fails = [&](const auto& constraints, const auto* element) {
      return std::any_of(constraints.begin(), constraints.end(),
                         [&](const auto& constraint) { return constraint.element == element && !constraint.wanted; });
    };
    if (fails(names_, &statement.actions) || fails(resources_, &statement.resources)) return true;
    return std::any_of(statement.conditions.begin(), statement.conditions.end(), [&](const Predicate& predicate) {
      const auto at = keys_.find(predicate.key());
      return at != keys_.end() && std::any_of(at->second.begin(), at->second.end(), [&](const KeyConstraint& asserted) {
               return !asserted.wanted && asserted.predicate->canonical() == predicate.canonical();
             });
    });
  }

  SearchAnswer assemble() {
    SearchAnswer answer;
    answer.found = Found::yes;
    if (problem_.later != nullptr) {
      TextSearch name = find_name(*problem_.later, names_, budget_);
      if (name.found != Found::yes) return {name.found, {}, Worth::exact, {}};
      answer.scene.action = std::move(name.text);
    }
    const ResourceAnswer resource = solve_resource();
    if (resource.found != Found::yes) return {resource.found, {}, Worth::exact, {}};
    answer.scene.resource = resource.resource;
    note(answer, resource.worth, resource.reason);
    for (const auto& [key, constraints] : keys_) {
      const KeyAnswer state = solve_key(key, constraints, world_, budget_);
      if (state.found != Found::yes) return {state.found, {}, Worth::exact, {}};
      if (state.value) answer.scene.context.emplace(key, *state.value);
      note(answer, state.worth, state.reason);
    }
    fill_in(answer.scene);
    for (const auto& [key, text] : world_.pinned) {
      if (text) answer.scene.context.insert_or_assign(key, *text);
    }
    return answer;
  }

  /// What every request carries and nothing asserted speaks of.
  void fill_in(Scene& scene) {
    for (const auto& [key, facts] : *world_.keys) {
      if (!facts.always_present || keys_.contains(key) || world_.fixed->confined.contains(key)) continue;
      const std::string_view likely = likely_value(key);
      if (facts.may_be(likely)) scene.context.emplace(key, std::string(likely));
    }
  }

  static void note(SearchAnswer& answer, Worth worth, const std::string& reason) {
    answer.worth = worse(answer.worth, worth);
    if (answer.reason.empty()) answer.reason = reason;
  }

  const SearchProblem& problem_;
  const ResourceUniverse& universe_;
  const SearchWorld& world_;
  Budget& budget_;
  std::vector<NameConstraint> names_;
  std::vector<ResourceConstraint> resources_;
  std::string last_resource_;  // that answered: what is asserted or taken back since often leaves it an answer
  std::map<std::string, std::vector<KeyConstraint>> keys_;
  std::vector<const SearchProblem::Statements*> choices_;
  std::vector<const CompiledStatement*> to_fail_;
};

}  // namespace

SearchAnswer search(const SearchProblem& problem, const ResourceUniverse& universe, const SearchWorld& world,
                    Budget& budget) {
  return Searcher(problem, universe, world, budget).run();
}

}  // namespace iamproof
