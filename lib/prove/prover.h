/// One claim against one set of policies.
#pragma once

#include "iamproof/prove.h"
#include "prove/claim.h"

namespace iamproof {

Answer prove_claim(const CompiledPolicies& policies, const Claim& claim, const CompiledClaim& compiled,
                   const ProveOptions& options);

}  // namespace iamproof
