/// Requests to decide on: for the latest version of every AWS managed policy, a handful of its own and of others.
#pragma once

#include <vector>

#include "iamproof/evaluate.h"

namespace iamproof::bench {

struct DecideCase {
  const Source* source = nullptr;
  CompiledPolicies policies;  ///< the document as the one identity-based policy of a user
  std::vector<Request> requests;
};

/// Of every latest version of the corpus, in its order. Exits with a message if a document cannot be compiled or the
/// requests do not bring about every decision.
std::vector<DecideCase> decide_cases();

/// The median over `rounds` of the time of one decision, in nanoseconds.
double time_of_decision(const DecideCase& decide_case, int rounds);

/// The value below which a share of them lies; sorts them.
double quantile(std::vector<double>& values, double share);

}  // namespace iamproof::bench
