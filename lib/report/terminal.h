/// Text on a terminal: what may be shown of untrusted text, how wide it is, and colours.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "iamproof/finding.h"
#include "iamproof/report.h"

namespace iamproof {

/// One code point of a text. Bytes that are not UTF-8 come one at a time with `valid` false.
struct CodePoint {
  char32_t value = 0;
  std::size_t bytes = 1;
  bool valid = true;
};

/// The code point at byte `at`, which is inside `text`.
CodePoint code_point_at(std::string_view text, std::size_t at);

/// False for what a terminal would obey rather than show, or would show as nothing: control and escape characters,
/// direction marks and overrides, invisible and tag characters, line separators, noncharacters.
bool is_showable(char32_t c);

/// Appends one code point: itself, \u{...} where it is not showable (or not ASCII on a terminal without UTF-8), \x{..}
/// for a byte that is not UTF-8, four spaces for a tab. Returns the columns it takes.
std::size_t append_shown(std::string& out, CodePoint c, bool unicode);

/// A whole text likewise, but with tabs and line ends as \u{9} and \u{a}; cut with an ellipsis beyond `limit` columns.
std::string shown(std::string_view text, const TextOptions& options, std::size_t limit = 2000);

enum class Style : std::uint8_t { plain, bold, dim, red, green, yellow, blue, magenta, cyan };

/// The text in a style, or as it is when colours are off. The text must be fit to show.
std::string styled(std::string_view text, Style style, const TextOptions& options);

Style style_of(Severity severity);

}  // namespace iamproof
