/// What AWS's documents leave open, or the prover only bounds: where none of it is in a policy, a question about it has
/// an answer.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "oracle/evaluator.h"

namespace agree {

/// One of them, which is decided where it is assumed how.
inline constexpr const char* unqualified_key = "a multivalued key without qualifier";

/// In words, for a table.
std::set<std::string> open_constructs(const std::vector<oracle::Statement>& policies);

}  // namespace agree
