// A claim is refuted by one request; the questions below leave none out.
//
//   never-allowed R    an Allow applies, a statement of R applies, no Deny applies
//   only-within R      an Allow applies, no statement of R applies, no Deny applies
//   always-denied R    a statement of R applies, no Deny applies
//   always-allowed R   a statement of R applies, and a Deny does, or no Allow does
//
// Each is asked for every class of actions and every choice of the statements that are to apply. The request found
// shows one way; the breach reported is the string of the policy to change: the pattern of the Allow that lets the
// action in, or the part of a Deny that was meant for such requests (it tests a key that the region tests) and misses
// this one. Where the region is of nearly all actions in some context ("every call without MFA"), no single action is
// at fault but the Allow as a whole, and it is reported once rather than for each of its patterns.
#include "prove/prover.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include <fmt/format.h>

#include "catalogue/nearest.h"
#include "evaluate/decide.h"
#include "evaluate/match.h"
#include "prove/action_classes.h"
#include "prove/blame.h"
#include "prove/settle.h"
#include "support/text.h"

namespace iamproof {

bool in_region(const CompiledClaim& claim, const Request& request, const ActionName& action) {
  return std::any_of(claim.region.begin(), claim.region.end(),
                     [&](const CompiledStatement& statement) { return applies(statement, request, action); });
}

namespace {

using Statements = std::vector<const CompiledStatement*>;

class ClaimProver {
 public:
  ClaimProver(const CompiledPolicies& policies, const Claim& claim, const CompiledClaim& compiled,
              const ProveOptions& options)
      : policies_(policies),
        claim_(claim),
        compiled_(compiled),
        options_(options),
        breaches_(policies),
        budget_{options.step_budget} {
    for (const CompiledStatement& statement : policies.impl().statements) {
      (statement.effect == Effect::deny ? denies_ : allows_).push_back(&statement);
      all_.push_back(&statement);
    }
    all_.insert(all_.end(), compiled.statements.begin(), compiled.statements.end());
    keys_ = key_table(all_, policies.catalogue());
    for (const CompiledStatement* statement : all_) replay_cost_ += statement->size;
    replay_cost_ /= values_per_step;
  }

  Answer run() {
    const auto any = [](const CompiledStatement&) { return true; };
    const auto allow = [&](const CompiledStatement& s) { return is_allow(s); };
    const auto region = [&](const CompiledStatement& s) { return is_region(s); };
    const bool of_allows = claim_.kind == ClaimKind::never_allowed || claim_.kind == ClaimKind::only_within;
    const bool of_region = claim_.kind != ClaimKind::only_within;
    const auto classes =
        action_classes(all_, of_allows ? NeededStatement(allow) : any, of_region ? NeededStatement(region) : any,
                       policies_.catalogue(), options_.assume.closed_catalogue, budget_);
    if (classes) {
      for (const ActionClass& actions : *classes) {
        if (exhausted()) break;
        ask(actions);
      }
      blame_allows();
    } else {
      open("grouping the actions ran out of the step budget");
    }
    return answer();
  }

 private:
  /// Requests of one class that refute the claim: these actions, in this scene.
  struct Exposure {
    std::vector<ActionId> actions;
    std::string outside;
    Scene scene;
    bool any_resource = false;                  ///< no statement looks at the resource
    const CompiledStatement* region = nullptr;  ///< the statement of the region that applies, where one must
  };

  bool is_region(const CompiledStatement& statement) const {
    const std::less<> before;  // pointers into different arrays
    const CompiledStatement* first = compiled_.region.data();
    return !before(&statement, first) && before(&statement, first + compiled_.region.size());
  }
  bool is_allow(const CompiledStatement& statement) const {
    return !is_region(statement) && statement.effect == Effect::allow;
  }

  void ask(const ActionClass& actions) {
    Statements allows, denies, region;
    for (const CompiledStatement* statement : actions.statements) {
      (is_region(*statement) ? region : is_allow(*statement) ? allows : denies).push_back(statement);
    }
    switch (claim_.kind) {
      case ClaimKind::never_allowed:
        return ask_never_allowed(actions, allows, denies, region);
      case ClaimKind::only_within:
        return ask_only_within(actions, allows, denies, region);
      case ClaimKind::always_denied:
        return ask_always_denied(actions, denies, region);
      case ClaimKind::always_allowed:
        return ask_always_allowed(actions, allows, denies, region);
    }
  }

  void ask_never_allowed(const ActionClass& actions, const Statements& allows, const Statements& denies,
                         const Statements& region) {
    for (const CompiledStatement* allow : allows) {
      for (const CompiledStatement* part : region) {
        if (exhausted()) return;
        const auto exposures = probe(actions, {{allow, part}, denies}, part);
        for (const Exposure& exposure : exposures) blame_let_through(exposure, *allow);
        if (!exposures.empty()) break;
      }
    }
  }

  void ask_only_within(const ActionClass& actions, const Statements& allows, Statements denies,
                       const Statements& region) {
    denies.insert(denies.end(), region.begin(), region.end());
    for (const CompiledStatement* allow : allows) {
      if (exhausted()) return;
      for (const Exposure& exposure : probe(actions, {{allow}, denies}, nullptr)) blame_let_through(exposure, *allow);
    }
  }

  void ask_always_denied(const ActionClass& actions, const Statements& denies, const Statements& region) {
    for (const CompiledStatement* part : region) {
      if (exhausted()) return;
      const auto exposures = probe(actions, {{part}, denies}, part);
      for (const Exposure& exposure : exposures) blame_not_denied(exposure);
      if (!exposures.empty()) break;
    }
  }

  void ask_always_allowed(const ActionClass& actions, const Statements& allows, const Statements& denies,
                          const Statements& region) {
    for (const CompiledStatement* part : region) {
      for (const CompiledStatement* deny : denies) {
        if (exhausted()) return;
        for (const Exposure& exposure : probe(actions, {{part, deny}, {}}, part)) blame_denied(exposure, *deny);
      }
      if (exhausted()) return;
      for (const Exposure& exposure : probe(actions, {{part}, allows}, part)) blame_not_allowed(exposure);
    }
  }

  /// What one step of the budget buys where patterns, values and actions are only gone through.
  static constexpr std::uint64_t values_per_step = 8;

  /// Nothing more is tried once the budget is spent, and the answer says so.
  bool exhausted() {
    if (budget_.left == 0) open("the search ran out of its step budget");
    return budget_.left == 0;
  }

  /// What a probe costs before it searches: its statements are looked through and its actions handed on.
  static std::uint64_t cost_of(const ActionClass& actions, const SearchProblem& problem) {
    std::uint64_t cost = actions.members.size();
    for (const auto* statements : {&problem.must, &problem.must_not}) {
      for (const CompiledStatement* statement : *statements) cost += statement->size;
    }
    return 1 + cost / values_per_step;
  }

  static bool looks_at_resource(const SearchProblem& problem) {
    const auto looks = [](const CompiledStatement* statement) { return !statement->resources.is_everything(); };
    return std::any_of(problem.must.begin(), problem.must.end(), looks) ||
           std::any_of(problem.must_not.begin(), problem.must_not.end(), looks);
  }

  /// Every action of the class for which the problem has a request, with one.
  std::vector<Exposure> probe(const ActionClass& actions, const SearchProblem& problem,
                              const CompiledStatement* region) {
    budget_.spend(cost_of(actions, problem));
    if (exhausted()) return {};
    const bool any_resource = !looks_at_resource(problem);
    Exposure whole{actions.members, actions.outside, {}, any_resource, region};
    const Settled free = settle_for(whole, problem, ResourceUniverse::any());
    if (std::holds_alternative<NoRequest>(free)) return {};
    if (actions.members.empty() || any_resource || !options_.assume.resource_types) {
      if (const auto* why = std::get_if<Open>(&free)) {
        open(why->reason);
        return {};
      }
      whole.scene = std::get<Scene>(free);
      return {whole};
    }
    return probe_by_resource_type(actions, problem, region);
  }

  std::vector<Exposure> probe_by_resource_type(const ActionClass& actions, const SearchProblem& problem,
                                               const CompiledStatement* region) {
    std::vector<Exposure> out;
    for (auto& [types, members] : by_resource_types(actions.members)) {
      Exposure exposure{members, {}, {}, false, region};
      const auto universe = ResourceUniverse::of_action(policies_.catalogue(), members.front());
      const Settled typed = settle_for(exposure, problem, universe);
      if (const auto* why = std::get_if<Open>(&typed)) {
        open(why->reason);
      } else if (const auto* scene = std::get_if<Scene>(&typed)) {
        exposure.scene = *scene;
        out.push_back(std::move(exposure));
      } else {
        assumptions_.insert(
            fmt::format("actions work on the resource types that the catalogue of {} lists for them, "
                        "and names of IAM, numbers and ids hold no colon",
                        policies_.catalogue().date()));
      }
    }
    return out;
  }

  using ResourceTypes = std::vector<std::pair<ResourceTypeId, bool>>;

  std::map<ResourceTypes, std::vector<ActionId>> by_resource_types(const std::vector<ActionId>& actions) const {
    std::map<ResourceTypes, std::vector<ActionId>> out;
    for (const ActionId action : actions) {
      ResourceTypes types;
      for (const ActionResource& resource : policies_.catalogue().resources(action)) {
        types.emplace_back(resource.type, resource.required);
      }
      out[types].push_back(action);
    }
    return out;
  }

  Settled settle_for(const Exposure& exposure, const SearchProblem& problem, const ResourceUniverse& universe) {
    const auto replays = [&](const Scene& scene) {
      if (!budget_.spend(replay_cost_)) return false;
      Exposure candidate = exposure;
      candidate.scene = scene;
      return refutes(request_of(candidate, first_action(exposure)));
    };
    return settle(problem, universe, keys_, options_.assume, budget_, replays);
  }

  static std::optional<ActionId> first_action(const Exposure& exposure) {
    return exposure.actions.empty() ? std::nullopt : std::optional(exposure.actions.front());
  }

  Request request_of(const Exposure& exposure, std::optional<ActionId> action) const {
    Request request;
    request.action = action ? std::string(policies_.catalogue().action_name(*action)) : exposure.outside;
    for (const auto& [key, value] : exposure.scene.context) request.context.emplace(name_of(key), value);
    request.resource = exposure.scene.resource;
    if (action && exposure.any_resource) {
      request.resource = ResourceUniverse::of_action(policies_.catalogue(), *action).likely.front();
    }
    request.principal = principal_of(request.context);
    return request;
  }

  std::string name_of(const std::string& key) const {
    const auto at = keys_.find(key);
    return at != keys_.end() ? at->second.name : spelling(key, key, policies_.catalogue());
  }

  static std::string principal_of(const Context& context) {
    const auto text = [&](std::string_view key) -> const std::string* {
      const auto at = context.find(key);
      return at == context.end() ? nullptr : std::get_if<std::string>(&at->second);
    };
    if (const std::string* arn = text("aws:PrincipalArn")) return *arn;
    const std::string* name = text("aws:username");
    return "arn:aws:iam::111122223333:user/" + (name == nullptr ? std::string("example-user") : *name);
  }

  /// The evaluator's word on a witness.
  bool refutes(const Request& request) const {
    const ActionName action(request.action, policies_.catalogue());
    const bool inside = in_region(compiled_, request, action);
    const Decision decision = decide(policies_.impl(), request, action, {.owner_trusts_account = true});
    switch (claim_.kind) {
      case ClaimKind::never_allowed:
        return inside && decision == Decision::explicit_allow;
      case ClaimKind::only_within:
        return !inside && decision == Decision::explicit_allow;
      case ClaimKind::always_denied:
        return inside && decision != Decision::explicit_deny;
      case ClaimKind::always_allowed:
        return inside && decision != Decision::explicit_allow;
    }
    return false;
  }

  void blame_let_through(const Exposure& exposure, const CompiledStatement& allow) {
    if (claim_.kind == ClaimKind::never_allowed && blame_near_miss(exposure, Effect::deny)) return;
    exposed_by_[{&allow, "lets it through"}].push_back(exposure);
  }

  /// Blames the patterns of each Allow for all it exposes, in one pass over them.
  void blame_allows() {
    for (const auto& [by, exposures] : exposed_by_) blame_action(exposures, *by.first, by.second);
  }

  void blame_not_denied(const Exposure& exposure) {
    if (blame_near_miss(exposure, Effect::deny)) return;
    const Request request = request_of(exposure, first_action(exposure));
    const ActionName action(request.action, policies_.catalogue());
    for (const CompiledStatement* allow : allows_) {
      if (applies(*allow, request, action)) {
        exposed_by_[{allow, "lets it through and nothing denies it"}].push_back(exposure);
        return;
      }
    }
    add(exposure, exposure.actions, {std::nullopt, {}, "no Deny reaches it"});
  }

  void blame_denied(const Exposure& exposure, const CompiledStatement& deny) {
    if (deny.conditions.empty()) return blame_action({exposure}, deny, "denies it");
    const auto meant = std::find_if(deny.conditions.begin(), deny.conditions.end(), [&](const Predicate& predicate) {
      return region_tests(exposure, predicate.key()) || !keys_.find(predicate.key())->second.known;
    });
    const auto at = meant == deny.conditions.end() ? deny.conditions.begin() : meant;
    const Condition& condition =
        policies_.statement(deny.ref).conditions[static_cast<std::size_t>(at - deny.conditions.begin())];
    add(exposure, exposure.actions,
        {deny.ref, condition.key.span,
         fmt::format("this Deny stops it: `{}` on `{}` holds", condition.op.text, condition.key.text)});
  }

  void blame_not_allowed(const Exposure& exposure) {
    if (blame_near_miss(exposure, Effect::allow)) return;
    add(exposure, exposure.actions, {std::nullopt, {}, "no Allow reaches it"});
  }

  /// Blames the statement that was meant for the request and comes nearest to applying, if there is one.
  bool blame_near_miss(const Exposure& exposure, Effect effect) {
    budget_.spend(4 * replay_cost_);  // a reason is made for every statement
    const Evaluation evaluation = evaluate(policies_, request_of(exposure, first_action(exposure)));
    const Miss* nearest = nullptr;
    for (const Miss& miss : evaluation.misses) {
      if (policies_.statement(miss.statement).effect != effect || !meant_for(exposure, miss, effect)) continue;
      if (nearest == nullptr || miss.element > nearest->element) nearest = &miss;
    }
    if (nearest == nullptr) return false;
    const CompiledStatement& statement = compiled(nearest->statement);
    if (nearest->element == Element::action && statement.actions.negated) {
      const std::vector<Exposure> exposures{exposure};
      blame_patterns(patterns_at_fault(exposures, statement), statement, "is left out of this Deny");
    } else {
      const std::string_view what =
          effect == Effect::deny ? "this Deny does not stop it" : "this Allow does not reach it";
      add(exposure, exposure.actions, {nearest->statement, nearest->span, fmt::format("{}: {}", what, nearest->why)});
    }
    return true;
  }

  /// A Deny is meant for a request of the region when it tests a key that the region tests; an Allow when it names the
  /// action.
  bool meant_for(const Exposure& exposure, const Miss& miss, Effect effect) const {
    if (effect == Effect::allow) return miss.element != Element::action;
    const auto& conditions = compiled(miss.statement).conditions;
    return std::any_of(conditions.begin(), conditions.end(), [&](const Predicate& predicate) {
      return region_tests(exposure, predicate.key()) || misspells_key_of_region(exposure, predicate.key());
    });
  }

  /// The catalogue does not know the key, and the region tests one that is spelt nearly alike.
  bool misspells_key_of_region(const Exposure& exposure, const std::string& key) const {
    constexpr std::size_t typos = 2;
    if (exposure.region == nullptr || keys_.find(key)->second.known) return false;
    const auto& conditions = exposure.region->conditions;
    return std::any_of(conditions.begin(), conditions.end(),
                       [&](const Predicate& predicate) { return edit_distance(key, predicate.key(), typos) <= typos; });
  }

  static bool region_tests(const Exposure& exposure, const std::string& key) {
    return exposure.region != nullptr &&
           std::any_of(exposure.region->conditions.begin(), exposure.region->conditions.end(),
                       [&](const Predicate& predicate) { return predicate.key() == key; });
  }

  const CompiledStatement& compiled(StatementRef ref) const {
    const auto& statements = policies_.impl().statements;
    return *std::lower_bound(statements.begin(), statements.end(), ref,
                             [](const CompiledStatement& s, StatementRef r) { return s.ref < r; });
  }

  void blame_action(const std::vector<Exposure>& exposures, const CompiledStatement& statement, std::string_view what) {
    if (statement.actions.negated) return blame_whole(exposures, statement, fmt::format("`NotAction` {}", what));
    const auto at_fault = patterns_at_fault(exposures, statement);
    if (at_fault.size() > 1 && std::any_of(exposures.begin(), exposures.end(), asked_of_nearly_all_actions)) {
      const std::string_view effect = statement.effect == Effect::deny ? "Deny" : "Allow";
      return blame_whole(exposures, statement, fmt::format("this {} {}", effect, what));
    }
    blame_patterns(at_fault, statement, what);
  }

  static bool asked_of_nearly_all_actions(const Exposure& exposure) {
    return exposure.region != nullptr && exposure.region->actions.negated && !exposure.region->conditions.empty();
  }

  void blame_whole(const std::vector<Exposure>& exposures, const CompiledStatement& statement,
                   const std::string& reason) {
    for (const Exposure& exposure : exposures) {
      add(exposure, exposure.actions, {statement.ref, statement.actions.key, reason});
    }
  }

  /// Which exposure an action is part of.
  class Exposed {
   public:
    Exposed(const std::vector<Exposure>& exposures, std::size_t action_count)
        : exposures_(exposures), exposure_of_(action_count, 0) {
      for (std::uint32_t i = 0; i < exposures.size(); ++i) {
        for (const ActionId action : exposures[i].actions) exposure_of_[action] = i + 1;
      }
    }

    using Named = std::map<const Exposure*, std::vector<ActionId>>;

    /// The exposures that a pattern has part in, with the actions it names in each.
    Named named_by(const ActionPattern& pattern) const {
      Named named;
      if (pattern.kind == ActionPattern::Kind::everything) {
        for (const Exposure& exposure : exposures_) named[&exposure] = exposure.actions;
        return named;
      }
      for (const ActionId action : pattern.actions) {
        if (const std::uint32_t at = exposure_of_[action]; at != 0) named[&exposures_[at - 1]].push_back(action);
      }
      for (const Exposure& exposure : exposures_) {
        if (exposure.actions.empty() && pattern.matches(exposure.outside)) named[&exposure];
      }
      return named;
    }

   private:
    const std::vector<Exposure>& exposures_;
    std::vector<std::uint32_t> exposure_of_;  // number of the exposure, from 1
  };

  /// The action patterns of a statement that name exposed actions, with those.
  using PatternsAtFault = std::vector<std::pair<const ActionPattern*, Exposed::Named>>;

  PatternsAtFault patterns_at_fault(const std::vector<Exposure>& exposures, const CompiledStatement& statement) const {
    const Exposed exposed(exposures, policies_.catalogue().action_count());
    PatternsAtFault out;
    for (const ActionPattern& pattern : statement.actions.patterns) {
      Exposed::Named named = exposed.named_by(pattern);
      if (!named.empty()) out.emplace_back(&pattern, std::move(named));
    }
    return out;
  }

  void blame_patterns(const PatternsAtFault& at_fault, const CompiledStatement& statement, std::string_view what) {
    const Source& source = *policies_.policy(statement.ref).source;
    for (const auto& [pattern, named] : at_fault) {
      const std::string_view quoted = source.slice(pattern->span);
      const Blame blame{statement.ref, pattern->span,
                        fmt::format("`{}` {}", quoted.substr(1, quoted.size() - 2), what)};
      for (const auto& [exposure, actions] : named) add(*exposure, actions, blame);
    }
  }

  void add(const Exposure& exposure, const std::vector<ActionId>& actions, Blame blame) {
    budget_.spend(replay_cost_);
    // The first breach is worth its cost whatever is left.
    if (!breaches_.empty() && exhausted()) return;
    Request witness = request_of(exposure, actions.empty() ? std::nullopt : std::optional(actions.front()));
    if (refutes(witness)) {
      breaches_.add(std::move(blame), actions, std::move(witness));
    } else {
      open("a request that refutes the claim did not replay");
    }
  }

  void open(const std::string& reason) { open_.insert(reason); }

  Answer answer() {
    Answer answer;
    answer.open = {open_.begin(), open_.end()};
    answer.steps = options_.step_budget - budget_.left;
    note_assumptions();
    answer.assumptions = {assumptions_.begin(), assumptions_.end()};
    auto breaches = std::move(breaches_).take();
    if (!breaches.empty()) {
      answer.verdict = Refuted{std::move(breaches)};
    } else if (!answer.open.empty()) {
      answer.verdict = Unknown{answer.open.front()};
    } else {
      answer.verdict = Proved{};
    }
    return answer;
  }

  void note_assumptions() {
    for (const auto& [key, facts] : keys_) {
      if (facts.known) continue;
      if (options_.assume.unknown_keys_absent && facts.reserved) {
        assumptions_.insert(
            fmt::format("no request carries the key `{}`, which the catalogue does not know", facts.name));
      } else {
        assumptions_.insert(fmt::format("the key `{}`, which the catalogue does not know, carries {}", facts.name,
                                        facts.multivalued ? "a set of values" : "one value"));
      }
    }
    if (options_.assume.closed_catalogue) {
      assumptions_.insert(
          fmt::format("within the catalogue of {}: actions added later are left out", policies_.catalogue().date()));
    }
  }

  const CompiledPolicies& policies_;
  const Claim& claim_;
  const CompiledClaim& compiled_;
  const ProveOptions& options_;
  Breaches breaches_;
  Budget budget_;
  Statements allows_, denies_, all_;
  KeyTable keys_;
  std::uint64_t replay_cost_ = 1;  // steps of one evaluation of all statements
  std::set<std::string> assumptions_;
  std::set<std::string> open_;
  std::map<std::pair<const CompiledStatement*, std::string_view>, std::vector<Exposure>> exposed_by_;
};

}  // namespace

Answer prove_claim(const CompiledPolicies& policies, const Claim& claim, const CompiledClaim& compiled,
                   const ProveOptions& options) {
  return ClaimProver(policies, claim, compiled, options).run();
}

}  // namespace iamproof
