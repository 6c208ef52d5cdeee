/// Which document plays which part for a request, and the compiled form that evaluate() and prove() share.
#pragma once

#include <memory>
#include <vector>

#include "iamproof/catalogue.h"
#include "iamproof/policy.h"
#include "iamproof/result.h"

namespace iamproof {

/// The policies that decide together. Identity-based policies of one principal act as one set: managed, inline and
/// those of its groups. IAM User Guide, "Policy evaluation logic".
struct PolicySet {
  std::vector<Policy> identity;
};

/// A statement of a PolicySet: which document, in the order given, and which statement of it, from 0.
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
  const Catalogue& catalogue() const;
  const Statement& statement(StatementRef ref) const;
  const Policy& policy(StatementRef ref) const;

  struct Impl;
  explicit CompiledPolicies(std::shared_ptr<const Impl> impl);
  const Impl& impl() const { return *impl_; }

 private:
  std::shared_ptr<const Impl> impl_;
};

/// Errors: a document that holds what IAM would refuse (see Reading::is_valid) has no meaning to compile.
/// Time about linear in the documents.
Result<CompiledPolicies> compile(PolicySet policies, const Catalogue& catalogue);

}  // namespace iamproof
