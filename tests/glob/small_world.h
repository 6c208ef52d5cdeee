/// A world small enough to try everything in: random globs, all short texts, and a matcher nobody can doubt.
#pragma once

#include <bitset>
#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "glob/glob.h"

namespace iamproof::small_world {

inline constexpr std::string_view alphabet = "ab:A1";

/// Printed by the tests that use it; set IAMPROOF_SEED to see a failure again.
std::uint64_t seed();

/// Fills the table of every token against every place of the text, which is ASCII.
bool naive_matches(const Glob& glob, std::string_view text);

class Random {
 public:
  explicit Random(std::uint64_t seed) : engine_(seed) {}
  std::size_t below(std::size_t limit) { return engine_() % limit; }
  bool chance(std::size_t one_in) { return below(one_in) == 0; }

 private:
  std::mt19937_64 engine_;
};

/// Any kind of token but variables; `classes` false: wildcards of class any only.
Glob random_glob(Random& random, std::size_t most_tokens, bool classes);

/// All texts over `letters` up to a length, shorter ones first.
std::vector<std::string> all_texts(std::string_view letters, std::size_t most);

/// By the place in World::texts.
using TextSet = std::bitset<4096>;

/// Globs, and of every text whether each matches it (naively).
struct World {
  std::vector<std::string> texts;  ///< up to 5 characters, shorter ones first
  std::vector<Glob> globs;
  std::vector<TextSet> matched;  ///< by glob
};
World make_world(Random& random, std::size_t globs, std::size_t most_tokens);

/// For messages: "a?*" with classes as "?[digit]", and the case.
std::string to_string(const Glob& glob);

}  // namespace iamproof::small_world
