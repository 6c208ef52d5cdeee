#include "source/excerpt.h"

#include <array>

namespace iamproof {

static constexpr std::size_t longest_excerpt = 80;

static bool is_continuation(char c) {
  return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
}

// The first two bytes decide: the second is what excludes overlong forms, surrogates and values that are too large.
std::size_t utf8_length(std::string_view text) {
  if (text.empty()) return 0;
  const auto first = static_cast<unsigned char>(text[0]);
  if (first < 0x80) return 1;
  if (first < 0xC2 || first > 0xF4) return 0;
  const std::size_t length = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
  if (text.size() < length) return 0;
  for (std::size_t i = 1; i < length; ++i) {
    if (!is_continuation(text[i])) return 0;
  }
  const auto second = static_cast<unsigned char>(text[1]);
  if (first == 0xE0 && second < 0xA0) return 0;
  if (first == 0xED && second >= 0xA0) return 0;
  if (first == 0xF0 && second < 0x90) return 0;
  if (first == 0xF4 && second >= 0x90) return 0;
  return length;
}

static void append_hex_byte(std::string& out, std::string_view prefix, unsigned char byte) {
  static constexpr std::array<char, 16> digits = {'0', '1', '2', '3', '4', '5', '6', '7',
                                                  '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'};
  out += prefix;
  out += digits[byte >> 4U];
  out += digits[byte & 0xFU];
}

std::string in_backticks(std::string_view text) {
  std::string out = "`";
  for (std::size_t characters = 0; !text.empty(); ++characters) {
    if (characters == longest_excerpt) {
      out += "...";
      break;
    }
    const std::size_t length = utf8_length(text);
    const auto byte = static_cast<unsigned char>(text[0]);
    if (length == 0) {
      append_hex_byte(out, "\\x", byte);
    } else if (byte < 0x20 || byte == 0x7F) {
      append_hex_byte(out, "\\u00", byte);
    } else {
      out += text.substr(0, length);
    }
    text.remove_prefix(length == 0 ? 1 : length);
  }
  out += '`';
  return out;
}

}  // namespace iamproof
