/// Exact look-ups by name, without regard to case, in constant time and without allocation.
#pragma once

#include <optional>
#include <string_view>

#include "catalogue/block.h"

namespace iamproof {

std::optional<ActionId> find_action(const Block& block, std::string_view name);
std::optional<ServiceId> find_service(const Block& block, std::string_view prefix);
/// A key of this name, else the template that matches it with the longest text before its variable part.
std::optional<std::uint32_t> find_key(const Block& block, std::string_view name);
std::optional<std::uint32_t> find_operation(const Block& block, std::string_view name);

}  // namespace iamproof
