/// Texts as characters: UTF-8 one code point at a time, exact for bytes that are not UTF-8 too.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace iamproof {

struct Character {
  char32_t c = 0;
  std::uint32_t bytes = 1;
};

/// The character that begins at `at` (inside the text). A byte b that begins no well-formed sequence is the character
/// 0xDC00 + b: UTF-8 encodes no surrogates, so nothing else has that number and append() gives the byte back.
Character character_at(std::string_view text, std::size_t at);

void append(std::string& text, char32_t c);

inline bool is_lower(char32_t c) {
  return c >= U'a' && c <= U'z';
}
inline bool is_upper(char32_t c) {
  return c >= U'A' && c <= U'Z';
}
inline char32_t fold(char32_t c) {
  return is_upper(c) ? c + (U'a' - U'A') : c;
}
inline char32_t unfold(char32_t c) {
  return is_lower(c) ? c - (U'a' - U'A') : c;
}

}  // namespace iamproof
