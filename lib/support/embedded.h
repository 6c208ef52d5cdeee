/// Texts of the source tree that are part of the library: the packs, the pages, what is known of keys that go together.
#pragma once

#include <span>
#include <string_view>

namespace iamproof {

struct Embedded {
  std::string_view name, text;
};

extern const std::span<const Embedded> embedded_packs;
extern const std::span<const Embedded> embedded_pages;  ///< sorted by name
extern const std::span<const Embedded> embedded_facts;  ///< lib/prove/data

}  // namespace iamproof
