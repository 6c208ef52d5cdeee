/// What can be wrong with a JSON text.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "iamproof/result.h"
#include "iamproof/source.h"

namespace iamproof::json {

enum class FaultKind : std::uint8_t {
  byte_order_mark,
  not_utf8,
  control_character,
  unclosed_string,
  bad_escape,
  lone_surrogate,
  escaped_nul,
  long_string,
  bad_scalar,
  duplicate_key,
  no_value,
  no_key,
  no_colon,
  no_comma_in_object,
  no_comma_in_array,
  trailing_text,
  too_deep,
};

/// Whether it is JSON that we do not read rather than no JSON.
inline bool is_limit(FaultKind kind) {
  return kind == FaultKind::long_string || kind == FaultKind::too_deep;
}

/// Small, so that a text made of nothing but faults costs no more than any other: messages are worded for those shown.
struct Fault {
  FaultKind kind;
  Span span;  ///< the text it is about
};

/// The first `most` faults in the order of the text, and a count of the others. O(n log n + bytes).
Errors to_errors(const Source& source, std::vector<Fault> faults, std::size_t most);

}  // namespace iamproof::json
