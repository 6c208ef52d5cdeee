// What a claim compares policies with is a document, and the policies may be several of several types: an
// administrator's policy under a boundary and an SCP, say. The document stands in for those of its own part, and
// everything else stays as it is on both sides; otherwise a bucket policy that lets the caller in would be new access
// of whatever is compared.
#include <algorithm>

#include <fmt/format.h>

#include "compile/statement.h"
#include "prove/claim.h"

namespace iamproof {

namespace {

/// Of a set of documents of one kind: whether they belong to the caller, or to the resource.
bool has_part(const PolicySet& set, PolicyType part) {
  switch (part) {
    case PolicyType::identity:
      return !set.identity.empty();
    case PolicyType::resource:
    case PolicyType::trust:
      return set.resource.has_value();
    case PolicyType::boundary:
      return set.boundary.has_value();
    case PolicyType::session:
      return !set.session.empty();
    case PolicyType::scp:
      return !set.scp.empty();
    case PolicyType::rcp:
      return !set.rcp.empty();
    case PolicyType::endpoint:
      break;
  }
  return set.endpoint.has_value();
}

constexpr PolicyType parts[] = {PolicyType::identity, PolicyType::resource, PolicyType::boundary, PolicyType::session,
                                PolicyType::scp,      PolicyType::rcp,      PolicyType::endpoint};

/// The parts of `from` that `set` does not have.
void add_beside(PolicySet& set, const PolicySet& from) {
  if (set.identity.empty()) set.identity = from.identity;
  if (!set.resource) set.resource = from.resource;
  if (!set.boundary) set.boundary = from.boundary;
  if (set.session.empty()) set.session = from.session;
  if (set.scp.empty()) set.scp = from.scp;
  if (set.rcp.empty()) set.rcp = from.rcp;
  if (!set.endpoint) set.endpoint = from.endpoint;
  set.management_account = from.management_account;
}

bool has_all_parts_of(const PolicySet& set, const PolicySet& other) {
  return std::all_of(std::begin(parts), std::end(parts),
                     [&](PolicyType part) { return !has_part(other, part) || has_part(set, part); });
}

}  // namespace

std::optional<CompiledPolicies> reference_of(const CompiledClaims& claims, std::size_t index,
                                             const CompiledPolicies& policies) {
  const std::optional<CompiledPolicies>& alone = claims.impl().claims[index].reference;
  if (!alone) return std::nullopt;
  const PolicySet& own = policies.policies();
  if (has_all_parts_of(alone->policies(), own) && own.management_account.empty()) return alone;
  PolicySet set = alone->policies();
  add_beside(set, own);
  // Every document has been compiled before, so that nothing can be wrong with one.
  return *compile(std::move(set), policies.catalogue());
}

static PolicyType main_part(const CompiledPolicies& policies) {
  const Policy* main = &main_document(policies);
  const auto documents = policies.documents();
  return std::find_if(documents.begin(), documents.end(), [&](const PlacedPolicy& p) { return p.policy == main; })
      ->part;
}

/// Documents of different parts say nothing of each other: an identity-based policy names no principal, and a
/// resource's says nothing of other resources.
static std::optional<std::string> mismatch(const CompiledPolicies& policies, const CompiledPolicies& reference) {
  if (main_part(policies) == main_part(reference)) return std::nullopt;
  return fmt::format("the reference is of type `{}` and cannot be compared with a policy of type `{}`",
                     to_string(main_document(reference).type), to_string(main_document(policies).type));
}

Answer prove_comparison(const CompiledPolicies& policies, const CompiledClaims& claims, std::size_t index,
                        const ProveOptions& options) {
  const std::optional<CompiledPolicies>& alone = claims.impl().claims[index].reference;
  if (auto reason = mismatch(policies, *alone)) return Answer{Unknown{std::move(*reason)}, {}, {}, 0};
  const CompiledPolicies reference = *reference_of(claims, index, policies);
  const bool both_ways = claims.file().claims[index].kind == ClaimKind::equivalent;
  return both_ways ? prove_equivalent(policies, reference, options) : prove_no_new_access(policies, reference, options);
}

}  // namespace iamproof
