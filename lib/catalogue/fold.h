/// Hashing of texts without regard to the case of ASCII letters, eight bytes at a time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "support/text.h"

namespace iamproof {

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

}  // namespace iamproof
