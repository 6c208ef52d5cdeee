/// Claims in their compiled form.
#pragma once

#include <optional>
#include <vector>

#include "compile/statement.h"
#include "iamproof/prove.h"

namespace iamproof {

struct CompiledClaim {
  std::vector<CompiledStatement> region;
  std::vector<const CompiledStatement*> statements;  ///< of `region`, as the prover takes them
  std::optional<CompiledPolicies> reference;         ///< on its own; of a claim that compares
};

struct CompiledClaims::Impl {
  ClaimFile file;
  Catalogue catalogue;
  std::vector<CompiledClaim> claims;
};

/// Whether some statement of the region applies to the request.
bool in_region(const CompiledClaim& claim, const Request& request, const ActionName& action);

/// The answer to claim `index`, which compares: see reference_of().
Answer prove_comparison(const CompiledPolicies& policies, const CompiledClaims& claims, std::size_t index,
                        const ProveOptions& options);

}  // namespace iamproof
