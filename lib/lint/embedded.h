/// Texts of the source tree that are part of the library: the packs and the pages.
#pragma once

#include <span>
#include <string_view>

namespace iamproof {

struct Embedded {
  std::string_view name, text;
};

extern const std::span<const Embedded> embedded_packs;
extern const std::span<const Embedded> embedded_pages;  ///< sorted by name

}  // namespace iamproof
