/// Where the strings stand that an outcome tells of.
#pragma once

#include <optional>

#include "iamproof/case.h"

namespace iamproof {

/// The element of the request that a fault is about, in the case's own text, where the case has one.
std::optional<Span> place_of(const CaseOutcome& outcome, const RequestFault& fault);

}  // namespace iamproof
