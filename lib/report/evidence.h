/// What both formats say about a breach.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "iamproof/report.h"

namespace iamproof {

/// A breach of a refuted claim by its number.
const Breach& breach_of(const CheckedClaim& checked, std::size_t number);

/// The breach that shows a stratum: the witness is its.
const Breach& lead_of(const CheckedClaim& checked, const Stratum& stratum);

/// The policies that a breach's statement is one of: the subject's, or those that the claim compares them with.
const CompiledPolicies& side_of(const CheckSubject& subject, const CheckedClaim& checked, const Breach& breach);

/// Where the Deny is that makes the difference of a breach: on the other side than its statement.
const CompiledPolicies& other_side_of(const CheckSubject& subject, const CheckedClaim& checked, const Breach& breach);

/// What a finding points into. Both are null where the text could not be read, `policy` where it is none.
struct FoundIn {
  const Source* source = nullptr;
  const Policy* policy = nullptr;
};

/// `checked` and `breach` are null for a fault of the document itself.
FoundIn found_in(const CheckSubject& subject, const Finding& finding, const CheckedClaim* checked,
                 const Breach* breach);

/// The decision on a witness: the subject's, or that of the policies a claim compares it with.
Decision decision_on(const CompiledPolicies& policies, const CheckedClaim& checked, const Request& witness);

/// The context keys that a reader of a breach wants to know absent: those that the claim's region or the statements at
/// fault test. Each once, in the order of their names.
std::vector<std::string_view> keys_that_matter(const CheckSubject& subject, const CheckedClaim& checked,
                                               const Breach& breach);

}  // namespace iamproof
