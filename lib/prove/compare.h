/// Two policy sets against each other: requests that the one allows, or explicitly denies, and the other does not.
#pragma once

#include "evaluate/requirements.h"
#include "iamproof/prove.h"

namespace iamproof {

/// A set and what is taken of what it does not say.
struct Side {
  const CompiledPolicies& policies;
  Unstated unstated;
};

/// Whether the reference allows every request that the subject allows.
Answer compare_allowed(const Side& subject, const Side& reference, const ProveOptions& options);

/// Whether the reference explicitly denies every request that the subject explicitly denies.
Answer compare_denied(const Side& subject, const Side& reference, const ProveOptions& options);

}  // namespace iamproof
