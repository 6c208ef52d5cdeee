#include "iamproof/prove.h"

#include "prove/claim.h"
#include "prove/prover.h"

namespace iamproof {

std::vector<Answer> prove(const CompiledPolicies& policies, const CompiledClaims& claims, const ProveOptions& options) {
  std::vector<Answer> answers;
  for (std::size_t i = 0; i < claims.file().claims.size(); ++i) {
    answers.push_back(prove_claim(policies, claims.file().claims[i], claims.impl().claims[i], options));
  }
  return answers;
}

bool region_contains(const CompiledClaims& claims, std::size_t index, const Request& request) {
  return in_region(claims.impl().claims[index], request, ActionName(request.action, claims.impl().catalogue));
}

}  // namespace iamproof
