/// Whom a resource is shared with: a zone of trust, as data and as the region of the requests that carry a value of it.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "compile/statement.h"
#include "iamproof/prove.h"
#include "prove/claim.h"

namespace iamproof {

using Names = std::set<std::string, std::less<>>;

struct Trusted {
  Names accounts;                                      ///< twelve digits each
  Names organizations;                                 ///< ids
  Names vpcs;                                          ///< ids, of endpoints too
  Names services;                                      ///< that a policy names
  std::vector<std::string> blocks;                     ///< of aws:SourceIp
  std::map<std::string, Names, std::less<>> texts;     ///< fixed values of other keys, by key
  std::map<std::string, Names, std::less<>> subjects;  ///< patterns, by the key of the subject
  Names any_subjects;                                  ///< patterns, whoever vouches for them
  bool named_by_policy = false;
  bool has_canonical_users = false;  ///< accounts that the policy names by an id that nobody else knows
};

/// What a claim lists, and what the policies of the set name where the claim says so.
Trusted trusted_by(const CompiledPolicies& policies, const TrustZone& zone);

/// Where the callers in question come from decides which keys say something of them.
enum class Origin : std::uint8_t {
  nowhere,   ///< anonymous callers and AWS services
  account,   ///< its own keys follow from the account and are not looked at
  provider,  ///< an identity provider
};

/// Requests that carry a trusted value in a key that AWS sets and callers do not choose. Looks at keys that the
/// policies test; of a `caller` that is a provider, at the subject too; of one that is an account, at resources of its
/// own, where it is no outsider.
CompiledClaim trusted_region(const CompiledPolicies& policies, const Trusted& trusted, Origin origin,
                             std::string_view caller);

/// The account of an ARN pattern that has no wildcard up to there; "" where there is none.
std::string fixed_account(const Template& arn);

/// Every key, in lower case, that a condition of the set tests or a policy variable of it reads.
Names keys_tested_by(const CompiledPolicies& policies);

}  // namespace iamproof
