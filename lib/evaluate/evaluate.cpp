// First what is in force and which ways to be allowed the caller has (requirements.h). Then one pass over the
// statements: one applicable Deny anywhere settles the request, whatever allows it; Allows are gathered by part. Then
// the ways are tried. Why a request is denied implicitly is told in the order in which AWS describes its own steps, by
// the first that fails.
#include "iamproof/evaluate.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "evaluate/decide.h"
#include "evaluate/match.h"
#include "evaluate/settle.h"
#include "support/text.h"

namespace iamproof {

bool KeyNameLess::operator()(std::string_view a, std::string_view b) const {
  const std::size_t shared = a.size() < b.size() ? a.size() : b.size();
  for (std::size_t i = 0; i < shared; ++i) {
    const char x = fold(a[i]);
    const char y = fold(b[i]);
    if (x != y) return x < y;
  }
  return a.size() < b.size();
}

static constexpr std::array<std::string_view, 3> decision_names = {"ExplicitlyDenied", "Allowed", "ImplicitlyDenied"};

std::string_view to_string(Decision decision) {
  return decision_names[static_cast<std::size_t>(decision)];
}

std::optional<Decision> decision_from(std::string_view name) {
  const auto at = std::find(decision_names.begin(), decision_names.end(), name);
  if (at == decision_names.end()) return std::nullopt;
  return static_cast<Decision>(at - decision_names.begin());
}

std::string_view to_string(Element element) {
  constexpr std::array<std::string_view, 4> names = {"action", "principal", "resource", "condition"};
  return names[static_cast<std::size_t>(element)];
}

std::string_view to_string(Step step) {
  constexpr std::array<std::string_view, 10> names = {"no-policy", "explicit-deny", "rcp",      "scp",     "endpoint",
                                                      "resource",  "identity",      "boundary", "session", "root-user"};
  return names[static_cast<std::size_t>(step)];
}

/// Notes that a statement allows: `forms` are those in which it names the caller.
static void grant(Grants& grants, const CompiledStatement& statement, Forms forms) {
  if (statement.part == PolicyType::resource) {
    grants.resource |= forms;
  } else if (statement.part == PolicyType::scp) {
    grants.scp |= std::uint32_t{1} << statement.level;
  } else {
    grants.parts.insert(statement.part);
  }
}

/// Whether an Allow of the statement would be nothing new.
static bool is_granted(const Grants& grants, const CompiledStatement& statement, Forms forms) {
  if (statement.part == PolicyType::resource) return (grants.resource & forms) == forms;
  if (statement.part == PolicyType::scp) return (grants.scp >> statement.level & 1U) != 0;
  return grants.parts.contains(statement.part);
}

Decision decide(const CompiledPolicies::Impl& policies, const Request& request, const ActionName& action,
                const Unstated& unstated) {
  const Situation situation = Situation::of(policies, request, action, unstated);
  if (situation.rule == ServiceRule::always_allowed) return Decision::explicit_allow;
  Grants grants;
  for (const CompiledStatement& statement : policies.statements) {
    if (!situation.in_force.contains(statement.part)) continue;
    const Forms forms = concerns(statement, situation.caller, policies.policies);
    if (forms == no_form) continue;
    if (statement.effect == Effect::allow && is_granted(grants, statement, forms)) continue;
    if (!applies(statement, request, action)) continue;
    // One matching Deny settles the request; no Allow seen later can lift it.
    if (statement.effect == Effect::deny) return Decision::explicit_deny;
    grant(grants, statement, forms);
  }
  const bool allowed = std::any_of(situation.ways.begin(), situation.ways.end(), [&](const Way& way) {
    return is_met(way, situation, grants, policies.policies, unstated);
  });
  return allowed ? Decision::explicit_allow : Decision::implicit_deny;
}

Decision decide(const CompiledPolicies& policies, const Request& request) {
  return decide(policies.impl(), request, ActionName(request.action, policies.catalogue()), {});
}

namespace {

/// The statements of the policies that are in force, held against a request.
class Evaluator {
 public:
  Evaluator(const CompiledPolicies& policies, const Request& request)
      : policies_(policies),
        request_(request),
        action_(request.action, policies.catalogue()),
        situation_(Situation::of(policies.impl(), request, action_, {})) {}

  Evaluation run() {
    for (const CompiledStatement& statement : policies_.impl().statements) try_statement(statement);
    if (situation_.rule == ServiceRule::always_allowed) {
      evaluation_.decision = Decision::explicit_allow;
      evaluation_.settled_by = {Step::no_policy, {}, "no policy decides on `sts:GetCallerIdentity`"};
    } else if (!denies_.empty()) {
      deny_explicitly();
    } else if (const Way* way = met_way()) {
      allow(*way);
    } else {
      deny_implicitly();
    }
    return std::move(evaluation_);
  }

 private:
  struct Applying {
    const CompiledStatement* statement;
    Forms forms;
    Match match;
  };

  Trial trial(const CompiledStatement& statement) const {
    return {statement, policies_.statement(statement.ref), request_, action_, situation_.caller, policies_.policies()};
  }

  void try_statement(const CompiledStatement& statement) {
    auto misses = misses_of(trial(statement), 1);
    if (!misses.empty()) {
      evaluation_.misses.push_back(std::move(misses.front()));
      return;
    }
    if (!situation_.in_force.contains(statement.part)) return;
    const Forms forms = concerns(statement, situation_.caller, policies_.policies());
    const bool deny = statement.effect == Effect::deny;
    (deny ? denies_ : allows_).push_back({&statement, forms, match_of(trial(statement))});
    if (!deny) grant(grants_, statement, forms);
  }

  const Way* met_way() const {
    const auto at = std::find_if(situation_.ways.begin(), situation_.ways.end(), [&](const Way& way) {
      return is_met(way, situation_, grants_, policies_.policies(), {});
    });
    return at == situation_.ways.end() ? nullptr : &*at;
  }

  void deny_explicitly() {
    evaluation_.decision = Decision::explicit_deny;
    evaluation_.settled_by = explicit_deny(*denies_.front().statement);
    for (Applying& deny : denies_) evaluation_.because.push_back(deny.match);
  }

  void allow(const Way& way) {
    evaluation_.decision = Decision::explicit_allow;
    evaluation_.settled_by = allowance(way, situation_);
    for (Applying& applying : allows_) {
      const PolicyType part = applying.statement->part;
      const bool needed =
          part == PolicyType::resource ? (applying.forms & way.resource) != 0 : way.parts.contains(part);
      if (needed) evaluation_.because.push_back(applying.match);
    }
  }

  void deny_implicitly() {
    evaluation_.settled_by = shortfall(situation_, grants_, policies_.policies());
    evaluation_.nearest = nearest_miss();
  }

  static bool is_of(const CompiledStatement& statement, const Settlement& settled) {
    const auto part = part_of(settled.step);
    return part && statement.part == *part && (!settled.level || *settled.level == statement.level);
  }

  /// The Allow of the part that settled it that fails in one element only, in the one most particular to it.
  std::optional<Miss> nearest_miss() const {
    std::optional<Miss> nearest;
    for (const CompiledStatement& statement : policies_.impl().statements) {
      if (statement.effect != Effect::allow || !is_of(statement, evaluation_.settled_by)) continue;
      std::vector<Miss> misses = misses_of(trial(statement), 2);
      if (misses.size() != 1) continue;
      if (!nearest || misses.front().element > nearest->element) nearest = std::move(misses.front());
    }
    return nearest;
  }

  const CompiledPolicies& policies_;
  const Request& request_;
  ActionName action_;
  Situation situation_;
  Grants grants_;
  std::vector<Applying> denies_, allows_;
  Evaluation evaluation_;
};

}  // namespace

Evaluation evaluate(const CompiledPolicies& policies, const Request& request) {
  return Evaluator(policies, request).run();
}

}  // namespace iamproof
