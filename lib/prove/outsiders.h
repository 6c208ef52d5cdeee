/// Whether a resource lets in anybody who is outside a zone of trust.
#pragma once

#include "evaluate/requirements.h"
#include "iamproof/prove.h"

namespace iamproof {

Answer prove_outsiders(const CompiledPolicies& policies, const TrustZone& zone, const Unstated& unstated,
                       const ProveOptions& options);

}  // namespace iamproof
