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

#include <fmt/format.h>

#include "evaluate/decide.h"
#include "evaluate/match.h"
#include "prove/action_classes.h"
#include "prove/assumed.h"
#include "prove/blamer.h"
#include "prove/prober.h"
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
        all_(statements_of(policies, compiled)),
        keys_(key_table(all_, policies.catalogue())),
        witnesses_(policies.catalogue(), inquiry_.callers, keys_,
                   [this](const Request& request, const ActionName& action) { return refutes(request, action); }),
        prober_(policies.catalogue(), keys_, witnesses_, options),
        blamer_(policies, keys_, witnesses_, prober_, options_.first_only) {
    witnesses_.count(policies.impl().statements);
    witnesses_.count(compiled.region);
    const bool of_region =
        inquiry_.question == ProofQuestion::always_denied || inquiry_.question == ProofQuestion::always_allowed;
    for (CallerClass& caller : inquiry_.callers) {
      close_context(caller);
      if (of_region) leave_own_arns_at_home(caller);
    }
  }

  ClaimProver(const ClaimProver&) = delete;
  ClaimProver& operator=(const ClaimProver&) = delete;

  Answer run() {
    const Catalogue& catalogue = policies_.catalogue();
    const auto classes = action_classes(all_, rules_.statements(), scope(), catalogue, options_.assume.closed_catalogue,
                                        prober_.budget());
    if (classes) {
      for (const ActionClass& actions : *classes) {
        for (const CallerClass& caller : inquiry_.callers) {
          if (is_done()) break;
          ask(actions, caller);
        }
      }
    } else {
      prober_.open("grouping the actions ran out of the step budget");
    }
    note_callers(policies_.policies(), inquiry_.unstated, inquiry_.callers, prober_);
    return prober_.answer(blamer_.take());
  }

 private:
  /// The actions of the region, of the Allows, or of both.
  ActionScope scope() const {
    const bool of_allows =
        inquiry_.question == ProofQuestion::never_allowed || inquiry_.question == ProofQuestion::only_within;
    ActionScope region(policies_.catalogue());
    for (const CompiledStatement& statement : compiled_.region) region.add(statement.actions);
    if (!of_allows) return region;
    ActionScope allows(policies_.catalogue());
    for (const CompiledStatement& statement : policies_.impl().statements) {
      if (statement.effect == Effect::allow) allows.add(statement.actions);
    }
    if (inquiry_.question == ProofQuestion::never_allowed) allows.intersect(region);
    return allows;
  }

  bool refutes(const Request& request, const ActionName& action) const {
    const bool inside = in_region(compiled_, request, action);
    const Decision decision = decide(policies_.impl(), request, action, inquiry_.unstated);
    switch (inquiry_.question) {
      case ProofQuestion::never_allowed:
        return inside && decision == Decision::explicit_allow;
      case ProofQuestion::only_within:
        return !inside && decision == Decision::explicit_allow;
      case ProofQuestion::always_denied:
        return inside && decision != Decision::explicit_deny;
      case ProofQuestion::always_allowed:
        return inside && decision != Decision::explicit_allow;
      case ProofQuestion::undecided:
        return inside && decision != Decision::implicit_deny;
    }
    return false;
  }

  /// What is asked about: a class of actions and one of callers, and the statements at stake.
  struct Subject {
    const ActionClass& actions;
    const CallerClass& caller;
    const Stakes& stakes;
    Statements region;
  };

  bool is_done() { return prober_.exhausted() || (options_.first_only && blamer_.has_blamed()); }

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
    if (inquiry_.question == ProofQuestion::only_within) return;  // what the region lists is what may be
    const std::string name = actions.members.empty()
                                 ? actions.outside
                                 : std::string(policies_.catalogue().action_name(actions.members.front()));
    for (const CompiledStatement* statement : actions.statements) {
      if (!is_region(*statement) || statement->actions.negated) continue;
      const ActionPattern* pattern = statement->actions.find(folded(name));
      if (pattern == nullptr || pattern->kind == ActionPattern::Kind::everything) continue;
      prober_.assume(fmt::format("`{}` is left out: no policy of a user or role decides on it", name));
    }
  }

  /// A Deny that names one stops no less than it seems to: only what is always allowed may rest on what it spares.
  void note_canonical_users(const ActionClass& actions) {
    for (const CompiledStatement* statement : actions.statements) {
      const bool only_stops = inquiry_.question != ProofQuestion::always_allowed && statement->effect == Effect::deny &&
                              statement->principal && !statement->principal->negated;
      if (!only_stops) iamproof::note_canonical_users(*statement, prober_);
    }
  }

  void ask(const Subject& subject) {
    switch (inquiry_.question) {
      case ProofQuestion::never_allowed:
        return ask_never_allowed(subject);
      case ProofQuestion::only_within:
        return ask_only_within(subject);
      case ProofQuestion::always_denied:
        return ask_always_denied(subject);
      case ProofQuestion::always_allowed:
        return ask_always_allowed(subject);
      case ProofQuestion::undecided:
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
          if (is_done()) return;
          SearchProblem problem = with_way(*allow, way, subject.stakes.denies);
          problem.must.push_back(part);
          const auto exposures = probe(subject, std::move(problem), part);
          for (const Exposure& exposure : exposures) let_through(exposure, *allow);
          if (exposes_all(exposures, subject.actions)) break;
        }
      }
    }
    if (!subject.stakes.free_way) return;
    for (const CompiledStatement* part : subject.region) {
      for (const Exposure& exposure : probe(subject, {{part}, subject.stakes.denies, {}}, part))
        blamer_.nobody(exposure);
    }
  }

  void let_through(const Exposure& exposure, const CompiledStatement& allow) {
    if (inquiry_.question == ProofQuestion::never_allowed) {
      blamer_.let_past(exposure, allow);
    } else {
      blamer_.let_through(exposure, allow);
    }
  }

  void ask_only_within(const Subject& subject) {
    Statements outside = subject.stakes.denies;
    outside.insert(outside.end(), subject.region.begin(), subject.region.end());
    for (const WayToAllow& way : subject.stakes.ways) {
      for (const CompiledStatement* allow : way.front().allows) {
        if (is_done()) return;
        const auto exposures = probe(subject, with_way(*allow, way, outside), nullptr);
        for (const Exposure& exposure : exposures) blamer_.let_through(exposure, *allow);
      }
    }
    if (!subject.stakes.free_way) return;
    for (const Exposure& exposure : probe(subject, {{}, outside, {}}, nullptr)) blamer_.nobody(exposure);
  }

  void ask_always_denied(const Subject& subject) {
    for (const CompiledStatement* part : subject.region) {
      if (is_done()) return;
      const auto exposures = probe(subject, {{part}, subject.stakes.denies, {}}, part);
      for (const Exposure& exposure : exposures) blamer_.not_denied(exposure);
      if (exposes_all(exposures, subject.actions)) break;
    }
  }

  void ask_denied(const Subject& subject) {
    for (const CompiledStatement* part : subject.region) {
      for (const CompiledStatement* deny : subject.stakes.denies) {
        if (is_done()) return;
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
    if (is_done()) return;
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

  std::vector<Exposure> probe(const Subject& subject, SearchProblem problem, const CompiledStatement* region) {
    add_bounds(subject.stakes, problem);
    return prober_.probe(subject.actions, subject.caller, std::move(problem), region);
  }

  const CompiledPolicies& policies_;
  const CompiledClaim& compiled_;
  const ProveOptions& options_;
  Inquiry inquiry_;
  ActionRules rules_;
  Statements all_;
  KeyTable keys_;
  Witnesses witnesses_;
  Prober prober_;
  Blamer blamer_;
};

}  // namespace

bool in_region(const CompiledClaim& claim, const Request& request, const ActionName& action) {
  return std::any_of(claim.region.begin(), claim.region.end(),
                     [&](const CompiledStatement& statement) { return applies(statement, request, action); });
}

Answer prove_claim(const CompiledPolicies& policies, const CompiledClaim& claim, const Inquiry& inquiry,
                   const ProveOptions& options) {
  return ClaimProver(policies, claim, inquiry, options).run();
}

}  // namespace iamproof
