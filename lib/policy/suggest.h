/// "did you mean": the nearest of a few known words.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace iamproof {

/// The candidate that `word` was likely meant to be: one that differs in letter case only, else one at most two single
/// character edits away. Nothing for long words. O(candidates).
std::optional<std::string_view> closest(std::string_view word, std::span<const std::string_view> candidates);

/// "; did you mean `Statement`?", or nothing.
std::string did_you_mean(std::string_view word, std::span<const std::string_view> candidates);

bool equals_ignoring_case(std::string_view a, std::string_view b);  ///< ASCII letters only

}  // namespace iamproof
