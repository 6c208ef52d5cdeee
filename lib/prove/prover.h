/// One question about every request, put to one set of policies.
#pragma once

#include <vector>

#include "evaluate/requirements.h"
#include "iamproof/prove.h"
#include "prove/callers.h"
#include "prove/claim.h"

namespace iamproof {

enum class ProofQuestion : std::uint8_t {
  never_allowed,
  always_denied,
  always_allowed,
  only_within,
  undecided,  ///< nothing of the region is allowed, and nothing explicitly denied
};

struct Inquiry {
  ProofQuestion question = ProofQuestion::never_allowed;
  std::vector<CallerClass> callers;  ///< all that are asked about
  Unstated unstated;
  /// None of them goes by a canonical user id of the policies.
  bool canonical_users_are_others = false;
};

Answer prove_claim(const CompiledPolicies& policies, const CompiledClaim& claim, const Inquiry& inquiry,
                   const ProveOptions& options);

}  // namespace iamproof
