#include <algorithm>

#include "lint/trust.h"

namespace iamproof {

namespace {

/// Conditions that ask for the organization, or a part of it, and for nothing else.
bool asks_for_organization_alone(const CompiledStatement& allow) {
  return !allow.conditions.empty() &&
         std::all_of(allow.conditions.begin(), allow.conditions.end(), [](const Predicate& condition) {
           const bool organization =
               condition.key() == "aws:principalorgid" || condition.key() == "aws:principalorgpaths";
           return organization && !condition.op().negated && condition.op().family != Family::null;
         });
}

void run(const Subject& subject, std::uint64_t, Reporter& reporter) {
  for (const CompiledStatement* allow : subject.allows()) {
    const auto everyone = principals_of(*allow, PrincipalPattern::Kind::everyone);
    if (everyone.empty() || !lets_assume(subject, *allow) || !asks_for_organization_alone(*allow)) continue;
    if (!subject.may_apply(*allow)) continue;
    reporter.at_entry(*allow, place_of(subject, *allow, *everyone.front()), Severity::security_warning,
                      "every principal of the organization's accounts that its own account lets may assume this role",
                      "name the roles that are meant, or ask for their ARNs with `aws:PrincipalArn`");
  }
}

}  // namespace

static constexpr Code codes[] = {{"", Severity::security_warning}};

extern const Check trust_whole_organization{.id = "trust-whole-organization",
                                            .pack = LintPack::strict,
                                            .needs = Needs::prover,
                                            .types = {PolicyType::trust},
                                            .codes = codes,
                                            .run = run};

}  // namespace iamproof
