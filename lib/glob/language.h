/// Texts that lie inside some patterns and outside others: emptiness with a sample.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "glob/glob.h"

namespace iamproof {

/// Steps a search may still take. Running out is an answer of its own, never a guess.
struct Budget {
  std::uint64_t left = 1'000'000;
  bool spend(std::uint64_t steps) {
    if (steps > left) {
      left = 0;
      return false;
    }
    left -= steps;
    return true;
  }
};

/// A text satisfies it iff (some glob of `globs` matches the text) == `inside`. No globs: nothing matches.
struct Membership {
  std::vector<const Glob*> globs;  ///< not owned, without variables
  bool inside = true;
};

enum class Found : std::uint8_t { yes, no, out_of_budget };

struct TextSearch {
  Found found = Found::no;
  std::string text;  ///< a text that satisfies every constraint, as short as can be; valid UTF-8 if the patterns are
};

/// Looks for a text that satisfies all constraints. Exact: `no` means none exists.
/// The automaton is the product of the patterns, built as far as needed: one step per state and letter, more where a
/// state is large. Letters are the characters of the patterns and one that stands for all others.
/// `alphabet`, if it is not empty: the characters that a text may have, ASCII.
TextSearch find_text(std::span<const Membership> constraints, Budget& budget, std::string_view alphabet = {});

}  // namespace iamproof
