/// What both formats say about a breach.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "iamproof/report.h"

namespace iamproof {

/// The breach that `checked.findings[index]` tells of.
const Breach& breach_of(const CheckedClaim& checked, std::size_t index);

/// Which of the subject's documents a finding is about.
std::size_t document_of(const CheckSubject& subject, const Finding& finding, const Breach* breach);

/// The context keys that a reader of a breach wants to know absent: those that the claim's region or the statement at
/// fault tests. Each once, in the order of their names; `compiled` only to find the statement.
std::vector<std::string_view> keys_that_matter(const CompiledPolicies& compiled, const Claim& claim,
                                               const Breach& breach);

}  // namespace iamproof
