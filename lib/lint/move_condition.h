/// Puts a test of a key under another operator, for fixes.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "iamproof/policy.h"

namespace iamproof {

/// Edits after which `op` tests the key of `condition`, with the values `json`, in the place of its operator. What else
/// stands under either operator stays. Nothing if `op` has the key already: one name cannot stand there twice.
std::optional<std::vector<Edit>> under_operator(const Source& source, const Statement& statement,
                                                const Condition& condition, std::string_view op,
                                                const std::string& json);

}  // namespace iamproof
