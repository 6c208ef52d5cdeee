// A claim is refuted by one request; the questions below leave none out.
//
//   never-allowed R    a way to be allowed is met, a statement of R applies, no Deny applies
//   only-within R      a way to be allowed is met, no statement of R applies, no Deny applies
//   always-denied R    a statement of R applies, no Deny applies
//   always-allowed R   a statement of R applies, and a Deny does, or no way to be allowed is met
//   undecided R        a statement of R applies, and a Deny does, or a way to be allowed is met
//
// A way is met when of each of its lists of Allows (the identity's, the boundary's, each level of SCPs...) one applies;
// it is not met when of one list none does. For identity-based policies alone there is one way of one list.
//
// Each question is asked for every class of callers, every class of actions and every choice of the statements that are
// to apply. The request found shows one way; the breach reported is the string of the policy to change: the pattern of
// the Allow that lets the action in, or the part of a Deny that was meant for such requests (it tests a key that the
// region tests) and misses this one. Where the region is of nearly all actions in some context ("every call without
// MFA"), no single action is at fault but the Allow as a whole, and it is reported once rather than for each of its
// patterns.
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
#include "prove/stakes.h"
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
  ClaimProver(const CompiledPolicies& policies, const CompiledClaim& compiled, const Inquiry& inquiry,
              const ProveOptions& options)
      : policies_(policies),
        question_(inquiry.question),
        unstated_(inquiry.unstated),
        compiled_(compiled),
        options_(options),
        rules_(policies.impl(), inquiry.unstated),
        callers_(inquiry.callers),
        breaches_(policies),
        budget_{options.step_budget} {
    for (const CompiledStatement& statement : policies.impl().statements) {
      if (statement.effect == Effect::allow) allows_.push_back(&statement);
      all_.push_back(&statement);
    }
    all_.insert(all_.end(), compiled.statements.begin(), compiled.statements.end());
    keys_ = key_table(all_, policies.catalogue());
    for (const CompiledStatement* statement : all_) replay_cost_ += statement->size;
    replay_cost_ /= values_per_step;
    all_.insert(all_.end(), rules_.statements().begin(), rules_.statements().end());
    for (CallerClass& caller : callers_) close_context(caller);
  }

  Answer run() {
    const auto any = [](const CompiledStatement&) { return true; };
    const auto allow = [&](const CompiledStatement& s) { return is_of_set(s) && s.effect == Effect::allow; };
    const auto region = [&](const CompiledStatement& s) { return is_region(s); };
    const bool of_allows = question_ == Question::never_allowed || question_ == Question::only_within;
    const bool of_region = question_ != Question::only_within;
    const auto classes =
        action_classes(all_, of_allows ? NeededStatement(allow) : any, of_region ? NeededStatement(region) : any,
                       policies_.catalogue(), options_.assume.closed_catalogue, budget_);
    if (classes) {
      for (const ActionClass& actions : *classes) {
        for (const CallerClass& caller : callers_) {
          if (exhausted()) break;
          ask(actions, caller);
        }
      }
      blame_allows();
    } else {
      open("grouping the actions ran out of the step budget");
    }
    return answer();
  }

 private:
  /// Requests of one class that refute the claim: these actions, by this caller, in this scene.
  struct Exposure {
    std::vector<ActionId> actions;
    std::string outside;
    const CallerClass* caller = nullptr;
    Scene scene;
    bool any_resource = false;                  ///< no statement looks at the resource
    const CompiledStatement* region = nullptr;  ///< the statement of the region that applies, where one must
  };

  /// What is asked about: a class of actions and one of callers, and the statements at stake.
  struct Subject {
    const ActionClass& actions;
    const CallerClass& caller;
    const Stakes& stakes;
    Statements region;
  };

  /// Where a class of callers carries nothing but what it lists, all other keys are absent.
  void close_context(CallerClass& caller) const {
    if (!caller.closed_context) return;
    for (const auto& [key, facts] : keys_) {
      if (!caller.keys.confined.contains(key)) caller.keys.states.try_emplace(key, std::nullopt);
    }
  }

  template <class List>
  static bool is_in(const CompiledStatement& statement, const List& list) {
    const std::less<> before;  // pointers into different arrays
    return !before(&statement, list.data()) && before(&statement, list.data() + list.size());
  }
  bool is_region(const CompiledStatement& statement) const { return is_in(statement, compiled_.region); }
  bool is_of_set(const CompiledStatement& statement) const { return is_in(statement, policies_.impl().statements); }

  void ask(const ActionClass& actions, const CallerClass& caller) {
    const std::vector<Stakes> all_stakes = stakes_of(policies_, rules_, actions, caller, unstated_);
    if (all_stakes.empty()) note_left_out(actions);
    note_canonical_users(actions);
    for (const Stakes& stakes : all_stakes) {
      Subject subject{actions, caller, stakes, {}};
      for (const CompiledStatement* statement : actions.statements) {
        if (is_region(*statement)) subject.region.push_back(statement);
      }
      ask(subject);
    }
  }

  /// Said only where the region means such actions in particular: nobody who asks about `*` has them in mind.
  void note_left_out(const ActionClass& actions) {
    if (question_ == Question::only_within) return;  // what the region lists is what may be
    const std::string name = actions.members.empty()
                                 ? actions.outside
                                 : std::string(policies_.catalogue().action_name(actions.members.front()));
    for (const CompiledStatement* statement : actions.statements) {
      if (!is_region(*statement) || statement->actions.negated) continue;
      const ActionPattern* pattern = statement->actions.find(folded(name));
      if (pattern == nullptr || pattern->kind == ActionPattern::Kind::everything) continue;
      assumptions_.insert(fmt::format("`{}` is left out: no policy of a user or role decides on it", name));
    }
  }

  /// An account that goes by its canonical user id is one nobody else can name: whom it lets in, or spares, is open.
  void note_canonical_users(const ActionClass& actions) {
    using Kind = PrincipalPattern::Kind;
    for (const CompiledStatement* statement : actions.statements) {
      if (!statement->principal || (statement->effect == Effect::deny && !statement->principal->negated)) continue;
      for (const PrincipalPattern& pattern : statement->principal->patterns) {
        if (pattern.kind == Kind::canonical_user) open("which account a canonical user id stands for is not known");
      }
    }
  }

  void ask(const Subject& subject) {
    switch (question_) {
      case Question::never_allowed:
        return ask_never_allowed(subject);
      case Question::only_within:
        return ask_only_within(subject);
      case Question::always_denied:
        return ask_always_denied(subject);
      case Question::always_allowed:
        return ask_always_allowed(subject);
      case Question::undecided:
        ask_denied(subject);
        return ask_never_allowed(subject);
    }
  }

  /// What lets `allow` be the one of the first list of a way, and leaves open which ones of the others apply.
  static SearchProblem with_way(const CompiledStatement& allow, const WayToAllow& way, const Statements& denies) {
    SearchProblem problem{{&allow}, denies, {}};
    for (std::size_t i = 1; i < way.size(); ++i) problem.some_of.push_back(way[i].allows);
    return problem;
  }

  void ask_never_allowed(const Subject& subject) {
    for (const WayToAllow& way : subject.stakes.ways) {
      for (const CompiledStatement* allow : way.front().allows) {
        for (const CompiledStatement* part : subject.region) {
          if (exhausted()) return;
          SearchProblem problem = with_way(*allow, way, subject.stakes.denies);
          problem.must.push_back(part);
          const auto exposures = probe(subject, std::move(problem), part);
          for (const Exposure& exposure : exposures) blame_let_through(exposure, *allow);
          if (!exposures.empty()) break;
        }
      }
    }
    if (!subject.stakes.free_way) return;
    for (const CompiledStatement* part : subject.region) {
      for (const Exposure& exposure : probe(subject, {{part}, subject.stakes.denies, {}}, part)) blame_nobody(exposure);
    }
  }

  void ask_only_within(const Subject& subject) {
    Statements outside = subject.stakes.denies;
    outside.insert(outside.end(), subject.region.begin(), subject.region.end());
    for (const WayToAllow& way : subject.stakes.ways) {
      for (const CompiledStatement* allow : way.front().allows) {
        if (exhausted()) return;
        const auto exposures = probe(subject, with_way(*allow, way, outside), nullptr);
        for (const Exposure& exposure : exposures) blame_let_through(exposure, *allow);
      }
    }
    if (!subject.stakes.free_way) return;
    for (const Exposure& exposure : probe(subject, {{}, outside, {}}, nullptr)) blame_nobody(exposure);
  }

  void ask_always_denied(const Subject& subject) {
    for (const CompiledStatement* part : subject.region) {
      if (exhausted()) return;
      const auto exposures = probe(subject, {{part}, subject.stakes.denies, {}}, part);
      for (const Exposure& exposure : exposures) blame_not_denied(exposure);
      if (!exposures.empty()) break;
    }
  }

  void ask_denied(const Subject& subject) {
    for (const CompiledStatement* part : subject.region) {
      for (const CompiledStatement* deny : subject.stakes.denies) {
        if (exhausted()) return;
        for (const Exposure& exposure : probe(subject, {{part, deny}, {}, {}}, part)) blame_denied(exposure, *deny);
      }
    }
  }

  void ask_always_allowed(const Subject& subject) {
    ask_denied(subject);
    if (subject.stakes.free_way) return;
    for (const CompiledStatement* part : subject.region) ask_unmet(subject, *part, 0, {});
  }

  /// Leaves the ways from number `way` on unmet, by one list of each.
  void ask_unmet(const Subject& subject, const CompiledStatement& part, std::size_t way, const Statements& unmet) {
    if (exhausted()) return;
    if (way == subject.stakes.ways.size()) {
      for (const Exposure& exposure : probe(subject, {{&part}, unmet, {}}, &part)) blame_not_allowed(exposure);
      return;
    }
    for (const AllowGroup& group : subject.stakes.ways[way]) {
      Statements more = unmet;
      more.insert(more.end(), group.allows.begin(), group.allows.end());
      ask_unmet(subject, part, way + 1, more);
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
    problem.for_each([&](const CompiledStatement& statement) { cost += statement.size; });
    return 1 + cost / values_per_step;
  }

  static bool looks_at_resource(const SearchProblem& problem) {
    bool looks = false;
    problem.for_each(
        [&](const CompiledStatement& statement) { looks = looks || !statement.resources.is_everything(); });
    return looks;
  }

  /// Every action of the class for which the problem has a request, with one.
  std::vector<Exposure> probe(const Subject& subject, SearchProblem problem, const CompiledStatement* region) {
    const ActionClass& actions = subject.actions;
    if (subject.stakes.within != nullptr) problem.must.push_back(subject.stakes.within);
    if (subject.stakes.without != nullptr) problem.must_not.push_back(subject.stakes.without);
    budget_.spend(cost_of(actions, problem));
    if (exhausted()) return {};
    const bool any_resource = !looks_at_resource(problem);
    Exposure whole{actions.members, actions.outside, &subject.caller, {}, any_resource, region};
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
    return probe_by_resource_type(subject, problem, region);
  }

  std::vector<Exposure> probe_by_resource_type(const Subject& subject, const SearchProblem& problem,
                                               const CompiledStatement* region) {
    std::vector<Exposure> out;
    for (auto& [types, members] : by_resource_types(subject.actions.members)) {
      Exposure exposure{members, {}, &subject.caller, {}, false, region};
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
    return settle(problem, universe, keys_, exposure.caller->keys, options_.assume, budget_, replays);
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
    if (callers_.size() > 1 || exposure.caller->is_fixed) {
      set_caller(*exposure.caller, request);
    } else {
      request.principal = principal_of(request);
    }
    return request;
  }

  std::string name_of(const std::string& key) const {
    const auto at = keys_.find(key);
    return at != keys_.end() ? at->second.name : spelling(key, key, policies_.catalogue());
  }

  /// Of an account that the context or else the resource names, so that the request stays within one account.
  std::string principal_of(const Request& request) const {
    const auto text = [&](std::string_view key) -> const std::string* {
      const auto at = request.context.find(key);
      return at == request.context.end() ? nullptr : std::get_if<std::string>(&at->second);
    };
    if (const std::string* arn = text("aws:PrincipalArn")) return *arn;
    const std::string* name = text("aws:username");
    const std::string* account = text("aws:PrincipalAccount");
    const std::string_view owner = owner_of(request, {});
    std::string_view home = is_account_id(owner) ? owner : "111122223333";
    if (account != nullptr && is_account_id(*account)) home = *account;
    if (!policies_.policies().session.empty()) {
      return fmt::format("arn:aws:sts::{}:assumed-role/example-role/example-session", home);
    }
    return fmt::format("arn:aws:iam::{}:user/{}", home, name == nullptr ? "example-user" : *name);
  }

  /// The evaluator's word on a witness.
  bool refutes(const Request& request) const {
    const ActionName action(request.action, policies_.catalogue());
    const bool inside = in_region(compiled_, request, action);
    const Decision decision = decide(policies_.impl(), request, action, unstated_);
    switch (question_) {
      case Question::never_allowed:
        return inside && decision == Decision::explicit_allow;
      case Question::only_within:
        return !inside && decision == Decision::explicit_allow;
      case Question::always_denied:
        return inside && decision != Decision::explicit_deny;
      case Question::always_allowed:
        return inside && decision != Decision::explicit_allow;
      case Question::undecided:
        return inside && decision != Decision::implicit_deny;
    }
    return false;
  }

  void blame_let_through(const Exposure& exposure, const CompiledStatement& allow) {
    if (question_ == Question::never_allowed && blame_near_miss(exposure, Effect::deny)) return;
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

  /// The root user of the resource's account needs no policy.
  void blame_nobody(const Exposure& exposure) {
    add(exposure, exposure.actions, {std::nullopt, {}, "it needs no Allow"});
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
    note_callers();
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

  /// What is taken of callers and of the policies of others.
  void note_callers() {
    const PolicySet& set = policies_.policies();
    if (callers_.size() == 1 && callers_.front().is_fixed) return;  // the caller is given
    if (!unstated_.in_management_account && (!set.scp.empty() || !set.rcp.empty())) {
      assumptions_.insert("the caller is no service-linked role, which neither SCPs nor RCPs bind");
      if (set.management_account.empty()) {
        assumptions_.insert("neither the caller nor the resource is of the organization's management account");
      }
    }
    if (callers_.size() == 1) return;
    if (set.identity.empty()) {
      assumptions_.insert("a caller of another account is allowed by that account");
      assumptions_.insert("the root user of the resource's account, who needs no policy, is left out");
    } else {
      assumptions_.insert("the resource belongs to the caller's account");
    }
  }

  const CompiledPolicies& policies_;
  Question question_;
  Unstated unstated_;
  const CompiledClaim& compiled_;
  const ProveOptions& options_;
  ActionRules rules_;
  std::vector<CallerClass> callers_;
  Breaches breaches_;
  Budget budget_;
  Statements allows_, all_;
  KeyTable keys_;
  std::uint64_t replay_cost_ = 1;  // steps of one evaluation of all statements
  std::set<std::string> assumptions_;
  std::set<std::string> open_;
  std::map<std::pair<const CompiledStatement*, std::string_view>, std::vector<Exposure>> exposed_by_;
};

}  // namespace

Answer prove_claim(const CompiledPolicies& policies, const CompiledClaim& claim, const Inquiry& inquiry,
                   const ProveOptions& options) {
  return ClaimProver(policies, claim, inquiry, options).run();
}

}  // namespace iamproof
