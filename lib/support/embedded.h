/// Texts of the source tree that are part of the library: the packs, the pages, and what is known of keys, of names and
/// by checks.
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
extern const std::span<const Embedded> embedded_names;  ///< lib/arn/data
extern const std::span<const Embedded> embedded_lint;   ///< lib/lint/data

}  // namespace iamproof
