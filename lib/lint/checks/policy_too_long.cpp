#include <algorithm>
#include <string>

#include <fmt/format.h>

#include "lint/check.h"
#include "lint/size.h"

namespace iamproof {

namespace {

constexpr Code identity_code = {"POLICY_SIZE_EXCEEDS_IDENTITY_POLICY_QUOTA", Severity::warning};
constexpr Code trust_code = {"POLICY_SIZE_EXCEEDS_ROLE_TRUST_POLICY_QUOTA", Severity::warning};
constexpr Code resource_code = {"POLICY_SIZE_EXCEEDS_RESOURCE_POLICY_QUOTA", Severity::warning};
constexpr Code scp_code = {"POLICY_SIZE_EXCEEDS_SCP_QUOTA", Severity::error};
constexpr Code rcp_code = {"POLICY_SIZE_EXCEEDS_RCP_QUOTA", Severity::error};

const Code& code_of(PolicyType type) {
  if (type == PolicyType::trust) return trust_code;
  if (type == PolicyType::resource) return resource_code;
  if (type == PolicyType::scp) return scp_code;
  return type == PolicyType::rcp ? rcp_code : identity_code;
}

/// The least that any resource policy may have: what is shorter fits wherever it is attached.
std::size_t least_of_resource_policies() {
  std::size_t least = std::string::npos;
  for (const Quota& quota : quotas()) {
    if (quota.of.starts_with("resource:")) least = std::min(least, quota.limit);
  }
  return least;
}

void look(const Document& document, DocumentReporter& reporter) {
  constexpr std::size_t shorter_than_any = 2000;  // no quota is less: nothing is looked up for most documents
  const Policy& policy = document.policy();
  if (policy.span.end - policy.span.begin <= shorter_than_any) return;
  const bool attached = document.type() == PolicyType::resource;
  if (attached && policy.service.empty()) {
    if (size_of(policy, false).minified > least_of_resource_policies()) {
      reporter.undecided("how long the policy may be depends on what it is attached to, which is not known");
    }
    return;
  }
  std::string of(to_string(document.type()));
  if (attached) of += ":" + policy.service;
  const Quota* quota = find_quota(of);
  if (quota == nullptr) return;
  if (auto excess = excess_of(policy, *quota)) {
    reporter.add(code_of(document.type()), document.whole(), std::move(excess->message), std::move(excess->help));
  }
}

constexpr Code codes[] = {identity_code, trust_code, resource_code, scp_code, rcp_code};

}  // namespace

extern const Check policy_too_long{
    .id = "policy-too-long",
    .pack = LintPack::aws,
    .needs = Needs::document,
    .types = {PolicyType::identity, PolicyType::resource, PolicyType::trust, PolicyType::scp, PolicyType::rcp},
    .codes = codes,
    .look = look};

}  // namespace iamproof
