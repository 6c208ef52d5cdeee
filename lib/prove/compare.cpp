// Versions of a policy are mostly the same, and what is the same needs no search. A statement is fresh for an action
// where no statement of the other set that reaches as far, seen from the texts, names the action too:
//
//   earlier   Allow [s3:GetObject, s3:ListBucket] on *, Deny s3:* unless mfa
//   later     Allow [s3:Get*] on *,                     Deny s3:* unless mfa
//   fresh     the later Allow, for s3:GetBucketAcl and so on; not for s3:GetObject. The Denies are the same.
//
// Something new can be allowed only for actions of which an Allow of the subject is fresh, or a Deny of the reference.
// (Where the two sets do not have the same parts everything counts as fresh.) Those actions are grouped, and for each
// group and each class of callers a request is looked for that meets a way to be allowed by the subject, that none of
// its Denies reaches, and that for the reference
//
//   either a fresh Deny of the reference reaches,
//   or that meets no way to be allowed: of every way of the reference, none of the Allows of one list applies.
#include "prove/compare.h"

#include <algorithm>

#include "evaluate/decide.h"
#include "evaluate/match.h"
#include "prove/assumed.h"
#include "prove/blamer.h"
#include "prove/covers.h"
#include "prove/prober.h"
#include "prove/stakes.h"

namespace iamproof {

namespace {

using Statements = std::vector<const CompiledStatement*>;

/// Whether the same parts decide in both sets.
bool have_same_parts(const PolicySet& a, const PolicySet& b) {
  return a.identity.empty() == b.identity.empty() && a.resource.has_value() == b.resource.has_value() &&
         a.boundary.has_value() == b.boundary.has_value() && a.session.empty() == b.session.empty() &&
         a.scp.size() == b.scp.size() && a.rcp.size() == b.rcp.size() &&
         a.endpoint.has_value() == b.endpoint.has_value() && a.management_account == b.management_account;
}

/// Statements of one set and, for each, those of the other that reach as far. What the budget leaves no time to find
/// counts as fresh: then more is searched, and nothing else is different.
class Freshness {
 public:
  /// Those of `subject` with this effect. `comparable`: both sets have the same parts.
  Freshness(const std::vector<CompiledStatement>& subject, const std::vector<CompiledStatement>& reference,
            Effect effect, bool comparable, Budget& budget) {
    constexpr std::size_t statements_per_step = 16;
    const std::uint64_t kept = budget.left / 2;
    for (const CompiledStatement& statement : subject) {
      if (statement.effect != effect) continue;
      Entry& entry = entries_.emplace_back(Entry{&statement, {}});
      if (!comparable || budget.left <= kept) continue;
      budget.spend(1 + reference.size() / statements_per_step);
      for (const CompiledStatement& other : reference) {
        const bool is_alike = other.effect == effect && other.part == statement.part && other.level == statement.level;
        if (is_alike && covers(other, statement)) entry.covered_by.push_back(&other);
      }
    }
  }

  /// Adds the actions for which a statement is fresh.
  void add_to(ActionScope& scope) const {
    for (const Entry& entry : entries_) {
      const ActionElement& actions = entry.statement->actions;
      Bitset fresh = actions.catalogue;
      for (const CompiledStatement* other : entry.covered_by) fresh.erase_all(other->actions.catalogue);
      scope.catalogue.insert_all(fresh);
      add_outside(entry, scope);
    }
  }

  bool is_fresh(const CompiledStatement& statement, const ActionClass& actions) const {
    const auto at = std::find_if(entries_.begin(), entries_.end(),
                                 [&](const Entry& entry) { return entry.statement == &statement; });
    return at != entries_.end() && !is_named_by_one(actions, at->covered_by);
  }

 private:
  struct Entry {
    const CompiledStatement* statement;
    Statements covered_by;
  };

  static void add_outside(const Entry& entry, ActionScope& scope) {
    const ActionElement& actions = entry.statement->actions;
    const auto is_covered = [&](const auto& part) {
      return std::any_of(entry.covered_by.begin(), entry.covered_by.end(),
                         [&](const CompiledStatement* other) { return covers_outside(other->actions, part); });
    };
    if (actions.negated) {
      scope.everywhere = scope.everywhere || !is_covered(actions);
      return;
    }
    for (const std::uint32_t i : actions.outside) {
      if (!is_covered(actions.patterns[i])) scope.add_outside(actions.patterns[i]);
    }
  }

  std::vector<Entry> entries_;
};

/// What both comparisons begin with.
struct Comparison {
  const Side& subject;
  const Side& reference;
  const ProveOptions& options;
  Budget budget;
  Freshness gains;  ///< of the subject's statements
  Freshness stops;  ///< of the reference's Denies, where they matter

  ActionScope scope() const {
    ActionScope scope(subject.policies.catalogue());
    gains.add_to(scope);
    stops.add_to(scope);
    return scope;
  }
};

class Comparer {
 public:
  Comparer(const Comparison& comparison, std::vector<ActionClass> classes, const ActionRules& subject_rules,
           const ActionRules& reference_rules, std::uint64_t steps, Judge judge)
      : subject_(comparison.subject),
        reference_(comparison.reference),
        options_(with_budget(comparison.options, steps)),
        comparison_(comparison),
        subject_rules_(subject_rules),
        reference_rules_(reference_rules),
        classes_(std::move(classes)),
        callers_(caller_classes({&subject_.policies.impl(), &reference_.policies.impl()})),
        keys_(key_table(statements_of(classes_), subject_.policies.catalogue())),
        witnesses_(subject_.policies.catalogue(), callers_, keys_, std::move(judge)),
        prober_(subject_.policies.catalogue(), keys_, witnesses_, options_),
        blamer_(subject_.policies, keys_, witnesses_, prober_, options_.first_only),
        flat_(have_same_parts(subject_.policies.policies(), reference_.policies.policies())) {
    witnesses_.count(subject_.policies.impl().statements);
    witnesses_.count(reference_.policies.impl().statements);
    prober_.admit_unheard_of_keys();
  }

  Comparer(const Comparer&) = delete;
  Comparer& operator=(const Comparer&) = delete;

  Answer allowed() {
    return ask_all([this](const Pair& pair) { ask_allowed(pair); });
  }
  Answer denied() {
    return ask_all([this](const Pair& pair) { ask_denied(pair); });
  }

 private:
  /// What is at stake on both sides, for a class of actions and one of callers.
  struct Pair {
    const ActionClass& actions;
    const CallerClass& caller;
    const Stakes& subject;
    const Stakes& reference;
  };

  static ProveOptions with_budget(ProveOptions options, std::uint64_t steps) {
    options.step_budget = steps;
    return options;
  }

  static Statements statements_of(const std::vector<ActionClass>& classes) {
    Statements out;
    for (const ActionClass& actions : classes) {
      out.insert(out.end(), actions.statements.begin(), actions.statements.end());
    }
    std::sort(out.begin(), out.end(), std::less<>());
    out.erase(std::unique(out.begin(), out.end()), out.end());
    return out;
  }

  template <class Ask>
  Answer ask_all(Ask ask) {
    for (const ActionClass& actions : classes_) {
      for (const CompiledStatement* statement : actions.statements) note_canonical_users(*statement, prober_);
      for (const CallerClass& caller : callers_) {
        if (is_done()) break;
        const auto subject = stakes_of(subject_.policies, subject_rules_, actions, caller, subject_.unstated);
        if (subject.empty()) continue;
        auto reference = stakes_of(reference_.policies, reference_rules_, actions, caller, reference_.unstated);
        if (reference.empty()) reference.emplace_back();  // it decides on no such action, and allows none
        for (const Stakes& a : subject) {
          for (const Stakes& b : reference) ask({actions, caller, a, b});
        }
      }
    }
    note_callers(subject_.policies.policies(), subject_.unstated, callers_, prober_);
    note_callers(reference_.policies.policies(), reference_.unstated, callers_, prober_);
    return prober_.answer(blamer_.take());
  }

  bool is_done() { return prober_.exhausted() || (options_.first_only && blamer_.has_blamed()); }

  void ask_allowed(const Pair& pair) {
    for (const WayToAllow& way : pair.subject.ways) {
      for (const CompiledStatement* allow : way.front().allows) {
        // With one list on either side, an Allow that is not fresh has its like in the list that is to be unmet.
        const bool one_list = flat_ && way.size() == 1 && pair.subject.ways.size() == 1;
        const bool may_be_unmet = !one_list || comparison_.gains.is_fresh(*allow, pair.actions);
        SearchProblem problem{{allow}, pair.subject.denies, {}};
        for (std::size_t i = 1; i < way.size(); ++i) problem.some_of.push_back(way[i].allows);
        ask_allowed(pair, problem, allow, may_be_unmet);
      }
    }
    if (pair.subject.free_way) ask_allowed(pair, {{}, pair.subject.denies, {}}, nullptr, true);
  }

  /// What satisfies `allowed` is allowed by the subject: by the Allow, or if there is none, without one.
  void ask_allowed(const Pair& pair, const SearchProblem& allowed, const CompiledStatement* allow, bool may_be_unmet) {
    if (is_done()) return;
    const bool unmet =
        may_be_unmet && !pair.reference.free_way && unmet_from(pair, allowed, allow, pair.reference.ways.begin());
    if (!unmet) ask_stopped(pair, allowed, allow);
  }

  /// Leaves the ways of the reference from `next` on unmet, by one list of each. Whether all actions of the class are
  /// exposed so.
  bool unmet_from(const Pair& pair, const SearchProblem& allowed, const CompiledStatement* allow,
                  std::vector<WayToAllow>::const_iterator next) {
    if (is_done()) return true;
    if (next != pair.reference.ways.end()) {
      return std::any_of(next->begin(), next->end(), [&](const AllowGroup& group) {
        SearchProblem problem = allowed;
        problem.must_not.insert(problem.must_not.end(), group.allows.begin(), group.allows.end());
        return unmet_from(pair, problem, allow, next + 1);
      });
    }
    std::vector<Exposure> exposures = probe(pair, allowed);
    const bool exposes = exposes_all(exposures, pair.actions);
    for (Exposure& exposure : exposures) blame(std::move(exposure), allow);
    return exposes;
  }

  /// Looks for what a Deny of the reference applies to.
  void ask_stopped(const Pair& pair, SearchProblem allowed, const CompiledStatement* allow) {
    const Statements denies = fresh_denies(pair);
    if (denies.empty()) return;
    allowed.some_of.push_back(denies);
    for (Exposure& exposure : probe(pair, std::move(allowed))) {
      exposure.denied_by = denied_by(denies, exposure);
      blame(std::move(exposure), allow);
    }
  }

  void blame(Exposure exposure, const CompiledStatement* allow) {
    if (allow != nullptr) {
      blamer_.let_through(std::move(exposure), *allow);
    } else {
      blamer_.nobody(exposure);
    }
  }

  void ask_denied(const Pair& pair) {
    for (const CompiledStatement* deny : pair.subject.denies) {
      if (is_done()) return;
      if (!comparison_.gains.is_fresh(*deny, pair.actions)) continue;
      for (Exposure& exposure : probe(pair, {{deny}, pair.reference.denies, {}})) {
        blamer_.denied_here(std::move(exposure), *deny);
      }
    }
  }

  Statements fresh_denies(const Pair& pair) const {
    Statements out;
    for (const CompiledStatement* deny : pair.reference.denies) {
      if (comparison_.stops.is_fresh(*deny, pair.actions)) out.push_back(deny);
    }
    return out;
  }

  std::optional<StatementRef> denied_by(const Statements& denies, const Exposure& exposure) const {
    const Request request = witnesses_.request_of(exposure);
    const ActionName action(request.action, subject_.policies.catalogue());
    for (const CompiledStatement* deny : denies) {
      if (applies(*deny, request, action)) return deny->ref;
    }
    return std::nullopt;
  }

  std::vector<Exposure> probe(const Pair& pair, SearchProblem problem) {
    add_bounds(pair.subject, problem);
    add_bounds(pair.reference, problem);
    return prober_.probe(pair.actions, pair.caller, std::move(problem), nullptr);
  }

  const Side& subject_;
  const Side& reference_;
  const ProveOptions options_;
  const Comparison& comparison_;
  const ActionRules& subject_rules_;
  const ActionRules& reference_rules_;
  const std::vector<ActionClass> classes_;
  const std::vector<CallerClass> callers_;
  const KeyTable keys_;
  Witnesses witnesses_;
  Prober prober_;
  Blamer blamer_;
  const bool flat_;
};

Statements all_statements(const Comparison& comparison) {
  Statements out;
  for (const Side* side : {&comparison.subject, &comparison.reference}) {
    for (const CompiledStatement& statement : side->policies.impl().statements) out.push_back(&statement);
  }
  return out;
}

Answer left_open(const std::string& reason, std::uint64_t steps) {
  Answer answer;
  answer.verdict = Unknown{reason};
  answer.open = {reason};
  answer.steps = steps;
  return answer;
}

template <class Ask>
Answer compare(Comparison& comparison, Decision decision, Ask ask) {
  if (!(comparison.subject.policies.catalogue() == comparison.reference.policies.catalogue())) {
    return left_open("the policies were compiled against different catalogues", 0);
  }
  const ActionScope scope = comparison.scope();
  if (scope.is_empty()) return {};  // proved: all that is the subject's is the reference's too
  const Side& subject = comparison.subject;
  const Side& reference = comparison.reference;
  const ActionRules subject_rules(subject.policies.impl(), subject.unstated);
  const ActionRules reference_rules(reference.policies.impl(), reference.unstated);
  Budget& budget = comparison.budget;
  Statements rules = subject_rules.statements();
  rules.insert(rules.end(), reference_rules.statements().begin(), reference_rules.statements().end());
  auto classes = action_classes(all_statements(comparison), rules, scope, subject.policies.catalogue(),
                                comparison.options.assume.closed_catalogue, budget);
  if (!classes) {
    return left_open("grouping the actions ran out of the step budget", comparison.options.step_budget - budget.left);
  }
  const auto decided = [&](const Side& side, const Request& request, const ActionName& action) {
    return decide(side.policies.impl(), request, action, side.unstated) == decision;
  };
  Comparer comparer(comparison, std::move(*classes), subject_rules, reference_rules, budget.left,
                    [&](const Request& request, const ActionName& action) {
                      return decided(subject, request, action) && !decided(reference, request, action);
                    });
  Answer answer = ask(comparer);
  answer.steps += comparison.options.step_budget - budget.left;
  return answer;
}

}  // namespace

Answer compare_allowed(const Side& subject, const Side& reference, const ProveOptions& options) {
  const auto& ours = subject.policies.impl().statements;
  const auto& theirs = reference.policies.impl().statements;
  const bool comparable = have_same_parts(subject.policies.policies(), reference.policies.policies());
  Budget budget{options.step_budget};
  Freshness gains(ours, theirs, Effect::allow, comparable, budget);
  Freshness stops(theirs, ours, Effect::deny, comparable, budget);
  Comparison comparison{subject, reference, options, budget, std::move(gains), std::move(stops)};
  return compare(comparison, Decision::explicit_allow, [](Comparer& comparer) { return comparer.allowed(); });
}

Answer compare_denied(const Side& subject, const Side& reference, const ProveOptions& options) {
  const auto& ours = subject.policies.impl().statements;
  const auto& theirs = reference.policies.impl().statements;
  const bool comparable = have_same_parts(subject.policies.policies(), reference.policies.policies());
  Budget budget{options.step_budget};
  Freshness gains(ours, theirs, Effect::deny, comparable, budget);
  Freshness stops({}, {}, Effect::deny, comparable, budget);
  Comparison comparison{subject, reference, options, budget, std::move(gains), std::move(stops)};
  return compare(comparison, Decision::explicit_deny, [](Comparer& comparer) { return comparer.denied(); });
}

}  // namespace iamproof
