/// Which document plays which part for a request, and the compiled form that evaluate() and prove() share.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "iamproof/catalogue.h"
#include "iamproof/policy.h"
#include "iamproof/result.h"

namespace iamproof {

/// The policies that decide together on the requests of one principal. A part that is not given is not in force, except
/// as Evaluation and Assumptions say. IAM User Guide, "Policy evaluation logic".
struct PolicySet {
  /// Of the principal: managed, inline and those of its groups, which act as one set. Of a role session, the role's.
  std::vector<Policy> identity;
  std::optional<Policy> resource;  ///< of the resource: a bucket policy, a key policy, a role's trust policy
  std::optional<Policy> boundary;  ///< the principal's permissions boundary
  std::vector<Policy> session;     ///< of the session, if the principal is one; they act as one set
  /// Over the principal's account, a list for each level from the organization's root down to the account. A level
  /// without a policy allows nothing.
  std::vector<std::vector<Policy>> scp;
  std::vector<std::vector<Policy>> rcp;  ///< likewise over the resource's account
  std::optional<Policy> endpoint;        ///< of the VPC endpoint that requests travel through
  /// The management account of the organization, twelve digits. SCPs do not bind its principals, nor RCPs its
  /// resources. Empty: whatever account it is, it is neither the principal's nor the resource's.
  std::string management_account;
};

/// A document on its own, as the set of what it lets pass: an SCP, a boundary or a session policy like an
/// identity-based policy; a trust policy and an endpoint's like a resource's; RCPs over resources that allow
/// everything, which customers' RCPs never do themselves.
PolicySet alone(Policy policy);

/// A document of a PolicySet and its part.
struct PlacedPolicy {
  const Policy* policy = nullptr;          ///< of the PolicySet
  PolicyType part = PolicyType::identity;  ///< `resource` for trust policies too
  std::uint32_t level = 0;                 ///< of an SCP or RCP: 0 is the root's
};

/// A statement of a PolicySet: which document, in the order of CompiledPolicies::documents(), and which statement of
/// it, from 0. Identity-based policies come first, so their number is their place in PolicySet::identity.
struct StatementRef {
  std::uint32_t policy = 0;
  std::uint32_t statement = 0;
  friend auto operator<=>(const StatementRef&, const StatementRef&) = default;
};

/// A PolicySet with its meaning worked out once. Immutable; copies share it; any number of threads may use one.
/// The Sources of its policies must outlive it.
class CompiledPolicies {
 public:
  const PolicySet& policies() const;
  /// Identity-based, resource-based, boundary, session, SCPs and RCPs by level, endpoint. Lives as long as a copy.
  std::span<const PlacedPolicy> documents() const;
  const Catalogue& catalogue() const;
  const Statement& statement(StatementRef ref) const;
  const Policy& policy(StatementRef ref) const;
  const PlacedPolicy& document(StatementRef ref) const;

  struct Impl;
  explicit CompiledPolicies(std::shared_ptr<const Impl> impl);
  const Impl& impl() const { return *impl_; }

 private:
  std::shared_ptr<const Impl> impl_;
};

/// The document to show where a claim about all of a set points at none of its statements: the first identity-based
/// one; without any, the first RCP, else the first of all. The set is not empty.
const Policy& main_document(const CompiledPolicies& policies);

/// Errors: a document that holds what IAM would refuse (see Reading::is_valid) has no meaning to compile.
/// Time about linear in the documents.
Result<CompiledPolicies> compile(PolicySet policies, const Catalogue& catalogue);

}  // namespace iamproof
