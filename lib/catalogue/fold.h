/// ASCII letters without regard to case: hashing and comparing eight bytes at a time, without making a folded copy.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace iamproof {

inline char fold(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
}

inline std::string folded(std::string_view text) {
  std::string result(text);
  for (char& c : result) c = fold(c);
  return result;
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

inline std::uint64_t mix(std::uint64_t x) {
  x *= 0x9E3779B97F4A7C15U;
  return x ^ (x >> 32U);
}

/// The same for texts that differ only in case.
inline std::uint64_t hash_folded(std::string_view text) {
  std::uint64_t hash = mix(text.size());
  for (std::size_t i = 0; i < text.size(); i += 8) hash = mix(hash ^ fold8(load8(text.data() + i, text.size() - i)));
  return mix(hash);
}

inline bool equal_folded(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); i += 8) {
    if (fold8(load8(a.data() + i, a.size() - i)) != fold8(load8(b.data() + i, b.size() - i))) return false;
  }
  return true;
}

}  // namespace iamproof
