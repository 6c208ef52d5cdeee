// A Deny that meets no Allow of its own policy is not always idle: another policy of the same principal may allow what
// it denies. Only in an identity-based policy it is worth a remark. Trust policies and those of endpoints decide alone:
// what they do not allow themselves nothing allows. Of SCPs, RCPs and boundaries denying is the business, and the
// policy of a resource denies what identity-based policies allow.
#include <fmt/format.h>

#include "lint/check.h"

namespace iamproof {

namespace {

/// What it means where a Deny of a policy of this type meets no Allow of it; "": nothing.
std::string_view consequence(PolicyType type) {
  switch (type) {
    case PolicyType::identity:
      return "meets no Allow of this policy: it guards only against what other policies allow";
    case PolicyType::trust:
    case PolicyType::endpoint:
      return "denies nothing: it meets no Allow of this policy, and no other policy can allow it";
    case PolicyType::resource:
    case PolicyType::boundary:
    case PolicyType::session:
    case PolicyType::scp:
    case PolicyType::rcp:
      break;
  }
  return {};
}

/// Whether it is written as one: of everything but what it lists.
bool is_guardrail(const CompiledStatement& deny) {
  return deny.actions.negated || deny.resources.negated;
}

/// Whether the Deny and some Allow apply to one request.
ReachAnswer meets_none(const Subject& subject, const CompiledStatement& deny, Steps& steps) {
  ReachAnswer all;
  all.covered = Covered::yes;
  for (const CompiledStatement* allow : subject.allows()) {
    ReachAnswer answer = steps.spend([&](Budget& budget) {
      return subject.reach().covers({}, {&deny, allow}, budget);
    });
    if (answer.covered != Covered::yes) return answer;
    all.resource_types = all.resource_types || answer.resource_types;
    all.guesses.insert(all.guesses.end(), answer.guesses.begin(), answer.guesses.end());
  }
  return all;
}

void run(const Subject& subject, std::uint64_t step_budget, Reporter& reporter) {
  Steps steps(step_budget);
  for (const CompiledStatement* deny : subject.denies()) {
    if (const auto why = never_applies_because(subject, *deny, steps)) {
      reporter.at(*deny, why->severity, fmt::format("this Deny can never apply: {}", why->message),
                  "name what it is to deny: it guards nothing as it stands");
      continue;
    }
    const std::string_view what = is_guardrail(*deny) ? "" : consequence(subject.type_of(*deny));
    if (what.empty() || subject.allows().empty() || !subject.may_apply(*deny)) continue;
    const ReachAnswer answer = meets_none(subject, *deny, steps);
    if (answer.covered == Covered::unknown) reporter.undecided(answer.reason);
    if (answer.covered != Covered::yes) continue;
    reporter.at(*deny, Severity::suggestion, fmt::format("this Deny {}{}", what, resting_on(answer)), "");
  }
}

}  // namespace

static constexpr Code codes[] = {{"", Severity::security_warning}};

extern const Check deny_without_effect{.id = "deny-without-effect",
                                       .pack = LintPack::security,
                                       .needs = Needs::prover,
                                       .types = every_policy_type,
                                       .codes = codes,
                                       .run = run};

}  // namespace iamproof
