// What a document says must not be able to steer the terminal it is shown on, nor to look like something else there. A
// Sid of "ok\x1b[2K\r✓ proved" could wipe the line that accuses it; U+202E turns the rest of a line around; U+200B
// hides between two letters. Whatever is not plainly visible is therefore spelled out: \u{1b}, \u{202e}, \u{200b}.
#include "report/terminal.h"

#include <algorithm>
#include <array>
#include <iterator>

#include <fmt/format.h>

namespace iamproof {

namespace {

struct Range {
  char32_t first, last;
};

// Ascending. Unicode's general categories Cc, Cf, Zl, Zp, Co, Cn (noncharacters), and the fillers that look like
// nothing.
constexpr Range unshowable[] = {
    {0x00, 0x1F},        {0x7F, 0x9F},       {0xAD, 0xAD},       {0x034F, 0x034F},   {0x0600, 0x0605},
    {0x061C, 0x061C},    {0x06DD, 0x06DD},   {0x070F, 0x070F},   {0x0890, 0x0891},   {0x08E2, 0x08E2},
    {0x115F, 0x1160},    {0x17B4, 0x17B5},   {0x180B, 0x180F},   {0x200B, 0x200F},   {0x2028, 0x202E},
    {0x2060, 0x206F},    {0x3164, 0x3164},   {0xD800, 0xF8FF},   {0xFDD0, 0xFDEF},   {0xFE00, 0xFE0F},
    {0xFEFF, 0xFEFF},    {0xFFA0, 0xFFA0},   {0xFFF0, 0xFFFF},   {0x110BD, 0x110BD}, {0x110CD, 0x110CD},
    {0x13430, 0x1343F},  {0x1BCA0, 0x1BCA3}, {0x1D173, 0x1D17A}, {0x1FFFE, 0x1FFFF}, {0x2FFFE, 0x2FFFF},
    {0x3FFFE, 0x10FFFF},
};

// Combining marks sit on the character before them.
constexpr Range zero_width[] = {
    {0x0300, 0x036F}, {0x0483, 0x0489}, {0x0591, 0x05BD}, {0x064B, 0x065F}, {0x0E31, 0x0E31},
    {0x0E34, 0x0E3A}, {0x1AB0, 0x1AFF}, {0x1DC0, 0x1DFF}, {0x20D0, 0x20FF}, {0xFE20, 0xFE2F},
};

// East Asian Width "wide" and "fullwidth", and emoji.
constexpr Range double_width[] = {
    {0x1100, 0x115E},   {0x2E80, 0x303E},   {0x3041, 0x33FF},   {0x3400, 0x4DBF},   {0x4E00, 0x9FFF}, {0xA000, 0xA4CF},
    {0xA960, 0xA97F},   {0xAC00, 0xD7A3},   {0xF900, 0xFAFF},   {0xFE30, 0xFE6F},   {0xFF01, 0xFF60}, {0xFFE0, 0xFFE6},
    {0x1F300, 0x1F64F}, {0x1F680, 0x1F6FF}, {0x1F900, 0x1F9FF}, {0x20000, 0x3FFFD},
};

template <std::size_t n>
bool within(char32_t c, const Range (&ranges)[n]) {
  const auto* const after = std::upper_bound(std::begin(ranges), std::end(ranges), c,
                                             [](char32_t value, const Range& range) { return value < range.first; });
  return after != std::begin(ranges) && c <= std::prev(after)->last;
}

std::size_t width_of(char32_t c) {
  if (c < 0x300) return 1;
  if (within(c, zero_width)) return 0;
  return within(c, double_width) ? 2 : 1;
}

}  // namespace

CodePoint code_point_at(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char first = byte(at);
  if (first < 0x80) return {first, 1, true};
  const CodePoint bad{first, 1, false};
  const std::size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  if (first < 0xC2 || first > 0xF4 || length > text.size() - at) return bad;
  char32_t value = first & (0x7FU >> length);
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(at + i) & 0xC0U) != 0x80U) return bad;
    value = (value << 6U) | (byte(at + i) & 0x3FU);
  }
  constexpr std::array<char32_t, 5> shortest = {0, 0, 0x80, 0x800, 0x10000};
  if (value < shortest[length] || value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF)) return bad;
  return {value, length, true};
}

bool is_showable(char32_t c) {
  return !within(c, unshowable);
}

std::size_t append_shown(std::string& out, CodePoint c, bool unicode) {
  const std::size_t before = out.size();
  if (!c.valid) {
    fmt::format_to(std::back_inserter(out), "\\x{{{:02x}}}", static_cast<unsigned>(c.value));
  } else if (c.value == U'\t') {
    out += "    ";
  } else if (!is_showable(c.value) || (!unicode && c.value > 0x7E)) {
    fmt::format_to(std::back_inserter(out), "\\u{{{:x}}}", static_cast<unsigned>(c.value));
  } else if (c.value < 0x80) {
    out += static_cast<char>(c.value);
  } else {
    for (std::size_t i = c.bytes; i-- > 0;) {
      const char32_t bits = c.value >> (6 * i);
      const char32_t lead = c.bytes == 2 ? 0xC0U : c.bytes == 3 ? 0xE0U : 0xF0U;
      out += static_cast<char>(i + 1 == c.bytes ? (lead | bits) : (0x80U | (bits & 0x3FU)));
    }
    return width_of(c.value);
  }
  return out.size() - before;
}

std::string shown(std::string_view text, const TextOptions& options, std::size_t limit) {
  std::string out;
  std::size_t columns = 0;
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint c = code_point_at(text, at);
    if (columns >= limit) return out += options.unicode ? "…" : "...";
    if (c.value == U'\t') {
      out += "\\u{9}";
      columns += 5;
    } else {
      columns += append_shown(out, c, options.unicode);
    }
    at += c.bytes;
  }
  return out;
}

std::string styled(std::string_view text, Style style, const TextOptions& options) {
  if (!options.color || style == Style::plain) return std::string(text);
  constexpr std::array<std::string_view, 9> codes = {"0", "1", "2", "1;31", "32", "1;33", "34", "1;35", "36"};
  return fmt::format("\x1b[{}m{}\x1b[0m", codes[static_cast<std::size_t>(style)], text);
}

Style style_of(Severity severity) {
  switch (severity) {
    case Severity::error:
      return Style::red;
    case Severity::security_warning:
      return Style::magenta;
    case Severity::warning:
      return Style::yellow;
    case Severity::suggestion:
      break;
  }
  return Style::cyan;
}

}  // namespace iamproof
