#include "lint/check.h"
#include "lint/size.h"

namespace iamproof {

namespace {

constexpr Code codes[] = {{"", Severity::suggestion}};

/// What is too long for every identity-based policy is the business of `policy-too-long`.
void look(const Document& document, DocumentReporter& reporter) {
  constexpr std::size_t shorter = 6144;
  const Policy& policy = document.policy();
  if (policy.span.end - policy.span.begin <= shorter) return;
  const Quota* managed = find_quota("managed");
  const Quota* any = find_quota(to_string(PolicyType::identity));
  if (managed == nullptr || (any != nullptr && excess_of(policy, *any))) return;
  auto excess = excess_of(policy, *managed);
  if (!excess) return;
  reporter.add(codes[0], document.whole(), std::move(excess->message),
               "shorten or split it, or keep it as an inline policy of a role; white space does not count");
}

}  // namespace

extern const Check too_long_for_managed_policy{.id = "too-long-for-managed-policy",
                                               .pack = LintPack::strict,
                                               .needs = Needs::document,
                                               .types = {PolicyType::identity},
                                               .codes = codes,
                                               .look = look};

}  // namespace iamproof
