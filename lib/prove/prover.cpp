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

#include "prove/action_classes.h"
#include "prove/blamer.h"
#include "prove/settle.h"
#include "prove/stakes.h"
#include "support/text.h"

namespace iamproof {

namespace {

using Statements = std::vector<const CompiledStatement*>;

Statements statements_of(const CompiledPolicies& policies, const CompiledClaim& claim) {
  Statements out;
  for (const CompiledStatement& statement : policies.impl().statements) out.push_back(&statement);
  out.insert(out.end(), claim.statements.begin(), claim.statements.end());
  return out;
}

class ClaimProver {
 public:
  ClaimProver(const CompiledPolicies& policies, const CompiledClaim& compiled, const Inquiry& inquiry,
              const ProveOptions& options)
      : policies_(policies),
        compiled_(compiled),
        options_(options),
        inquiry_(inquiry),
        rules_(policies.impl(), inquiry.unstated),
        budget_{options.step_budget},
        all_(statements_of(policies, compiled)),
        keys_(key_table(all_, policies.catalogue())),
        witnesses_(policies, compiled, inquiry_, keys_),
        blamer_(policies, keys_, witnesses_, budget_, [this](const std::string& reason) { open(reason); }) {
    all_.insert(all_.end(), rules_.statements().begin(), rules_.statements().end());
    for (CallerClass& caller : inquiry_.callers) close_context(caller);
  }

  ClaimProver(const ClaimProver&) = delete;
  ClaimProver& operator=(const ClaimProver&) = delete;

  Answer run() {
    const auto any = [](const CompiledStatement&) { return true; };
    const auto allow = [&](const CompiledStatement& s) { return is_of_set(s) && s.effect == Effect::allow; };
    const auto region = [&](const CompiledStatement& s) { return is_region(s); };
    const bool of_allows = inquiry_.question == Question::never_allowed || inquiry_.question == Question::only_within;
    const bool of_region = inquiry_.question != Question::only_within;
    const auto classes =
        action_classes(all_, of_allows ? NeededStatement(allow) : any, of_region ? NeededStatement(region) : any,
                       policies_.catalogue(), options_.assume.closed_catalogue, budget_);
    if (classes) {
      for (const ActionClass& actions : *classes) {
        for (const CallerClass& caller : inquiry_.callers) {
          if (exhausted()) break;
          ask(actions, caller);
        }
      }
    } else {
      open("grouping the actions ran out of the step budget");
    }
    return answer();
  }

 private:
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
    const std::vector<Stakes> all_stakes = stakes_of(policies_, rules_, actions, caller, inquiry_.unstated);
    const bool is_provider = Caller::of(caller.request).kind == CallerKind::identity_provider;
    if (all_stakes.empty() && !is_provider) note_left_out(actions);
    if (!inquiry_.canonical_users_are_others) note_canonical_users(actions);
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
    if (inquiry_.question == Question::only_within) return;  // what the region lists is what may be
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
    switch (inquiry_.question) {
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
          for (const Exposure& exposure : exposures) blamer_.let_through(exposure, *allow);
          if (!exposures.empty()) break;
        }
      }
    }
    if (!subject.stakes.free_way) return;
    for (const CompiledStatement* part : subject.region) {
      for (const Exposure& exposure : probe(subject, {{part}, subject.stakes.denies, {}}, part))
        blamer_.nobody(exposure);
    }
  }

  void ask_only_within(const Subject& subject) {
    Statements outside = subject.stakes.denies;
    outside.insert(outside.end(), subject.region.begin(), subject.region.end());
    for (const WayToAllow& way : subject.stakes.ways) {
      for (const CompiledStatement* allow : way.front().allows) {
        if (exhausted()) return;
        const auto exposures = probe(subject, with_way(*allow, way, outside), nullptr);
        for (const Exposure& exposure : exposures) blamer_.let_through(exposure, *allow);
      }
    }
    if (!subject.stakes.free_way) return;
    for (const Exposure& exposure : probe(subject, {{}, outside, {}}, nullptr)) blamer_.nobody(exposure);
  }

  void ask_always_denied(const Subject& subject) {
    for (const CompiledStatement* part : subject.region) {
      if (exhausted()) return;
      const auto exposures = probe(subject, {{part}, subject.stakes.denies, {}}, part);
      for (const Exposure& exposure : exposures) blamer_.not_denied(exposure);
      if (!exposures.empty()) break;
    }
  }

  void ask_denied(const Subject& subject) {
    for (const CompiledStatement* part : subject.region) {
      for (const CompiledStatement* deny : subject.stakes.denies) {
        if (exhausted()) return;
        for (const Exposure& exposure : probe(subject, {{part, deny}, {}, {}}, part)) blamer_.denied(exposure, *deny);
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
      for (const Exposure& exposure : probe(subject, {{&part}, unmet, {}}, &part)) blamer_.not_allowed(exposure);
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
      if (!budget_.spend(witnesses_.replay_cost())) return false;
      Exposure candidate = exposure;
      candidate.scene = scene;
      return witnesses_.refutes(witnesses_.request_of(candidate));
    };
    return settle(problem, universe, keys_, exposure.caller->keys, options_.assume, budget_, replays);
  }

  void open(const std::string& reason) { open_.insert(reason); }

  Answer answer() {
    Answer answer;
    auto breaches = blamer_.take();
    answer.open = {open_.begin(), open_.end()};
    answer.steps = options_.step_budget - budget_.left;
    note_assumptions();
    answer.assumptions = {assumptions_.begin(), assumptions_.end()};
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
    if (inquiry_.callers.size() == 1 && inquiry_.callers.front().is_fixed) return;  // the caller is given
    if (!inquiry_.unstated.in_management_account && (!set.scp.empty() || !set.rcp.empty())) {
      assumptions_.insert("a caller that no policy names is no service-linked role, which neither SCPs nor RCPs bind");
      if (set.management_account.empty()) {
        assumptions_.insert("neither the caller nor the resource is of the organization's management account");
      }
    }
    if (!set.session.empty()) {
      assumptions_.insert("the caller is a session, and its aws:PrincipalArn that of a role or of a federated user");
    }
    if (inquiry_.callers.size() == 1) return;
    if (set.identity.empty()) {
      assumptions_.insert("a caller of another account is allowed by that account");
      assumptions_.insert("the root user of the resource's account, who needs no policy, is left out");
    } else {
      assumptions_.insert("the resource belongs to the caller's account");
    }
  }

  const CompiledPolicies& policies_;
  const CompiledClaim& compiled_;
  const ProveOptions& options_;
  Inquiry inquiry_;
  ActionRules rules_;
  Budget budget_;
  Statements all_;
  KeyTable keys_;
  Witnesses witnesses_;
  Blamer blamer_;
  std::set<std::string> assumptions_;
  std::set<std::string> open_;
};

}  // namespace

Answer prove_claim(const CompiledPolicies& policies, const CompiledClaim& claim, const Inquiry& inquiry,
                   const ProveOptions& options) {
  return ClaimProver(policies, claim, inquiry, options).run();
}

}  // namespace iamproof
