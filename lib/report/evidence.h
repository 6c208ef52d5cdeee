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

/// The context keys that conditions of the subject's policies ask for; each once, in the order of their names.
std::vector<std::string_view> condition_keys(const CheckSubject& subject);

}  // namespace iamproof
