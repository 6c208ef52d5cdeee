/// Small helpers on text.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace iamproof {

constexpr char fold(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

/// ASCII letters in lower case, everything else as it is: how IAM compares actions, keys and variable names.
inline std::string folded(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = fold(c);
  return out;
}

/// fold() of each of eight bytes.
inline std::uint64_t fold8(std::uint64_t bytes) {
  constexpr std::uint64_t each = 0x0101010101010101U;
  const std::uint64_t low = bytes & (0x7FU * each);
  // In each byte, bit 7 of `from_a` says >= 'A', of `past_z` says > 'Z'; neither sum can carry into the next byte.
  const std::uint64_t from_a = low + (0x80U - 'A') * each;
  const std::uint64_t past_z = low + (0x7FU - 'Z') * each;
  const std::uint64_t upper = ~bytes & (from_a ^ past_z) & (0x80U * each);
  return bytes | (upper >> 2U);
}

/// Up to eight bytes from `at`, the rest zero.
inline std::uint64_t load8(const char* at, std::size_t count) {
  std::uint64_t bytes = 0;
  std::memcpy(&bytes, at, count < 8 ? count : 8);
  return bytes;
}

inline bool equal_folded(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); i += 8) {
    if (fold8(load8(a.data() + i, a.size() - i)) != fold8(load8(b.data() + i, b.size() - i))) return false;
  }
  return true;
}

}  // namespace iamproof
