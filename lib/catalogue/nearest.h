/// Names near a mistyped one.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "catalogue/block.h"

namespace iamproof {

/// The insertions, deletions, replacements and swaps of neighbours that make `b` of `a`, without regard to case;
/// `limit` + 1 when there are more than `limit`. O(|a| * |b|), without allocation; texts over 128 bytes are far.
std::size_t edit_distance(std::string_view a, std::string_view b, std::size_t limit);

std::vector<std::string_view> nearest_actions(const Block& block, std::string_view name, std::size_t limit);
std::vector<std::string_view> nearest_keys(const Block& block, std::string_view name, std::size_t limit);

}  // namespace iamproof
