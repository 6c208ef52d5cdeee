#include <algorithm>

#include "lint/trust.h"

namespace iamproof {

namespace {

bool is_of_organization(const Predicate& condition) {
  return condition.key() == "aws:principalorgid" || condition.key() == "aws:principalorgpaths";
}

/// Conditions that ask for the organization, or a part of it, and for nothing else.
bool asks_for_organization_alone(const CompiledStatement& allow) {
  return !allow.conditions.empty() &&
         std::all_of(allow.conditions.begin(), allow.conditions.end(), [](const Predicate& condition) {
           return is_of_organization(condition) && !condition.op().negated && condition.op().family != Family::null;
         });
}

/// Whether the statement may deny the role to members of the organization by more than their names.
bool narrows(const CompiledStatement& deny, const Subject& subject) {
  if (!lets_assume(subject, deny)) return false;
  if (deny.conditions.empty()) return !principals_of(deny, PrincipalPattern::Kind::everyone).empty();
  return !std::all_of(deny.conditions.begin(), deny.conditions.end(), is_of_organization);
}

void run(const Subject& subject, std::uint64_t, Reporter& reporter) {
  const auto& denies = subject.denies();
  if (std::any_of(denies.begin(), denies.end(), [&](const auto* deny) { return narrows(*deny, subject); })) return;
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
