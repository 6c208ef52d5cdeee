#include "glob/characters.h"

#include <doctest/doctest.h>

#include <vector>

using namespace iamproof;

TEST_CASE("characters: UTF-8 by code point, other bytes as themselves") {
  const struct {
    std::string_view text;
    std::vector<char32_t> expected;
  } rows[] = {
      {"", {}},
      {"aZ", {U'a', U'Z'}},
      {"\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80", {0xE9, 0x20AC, 0x1F600}},
      {"\xF4\x8F\xBF\xBF", {0x10FFFF}},
      {"\xC3", {0xDCC3}},                                      // cut off
      {"\xC3z", {0xDCC3, U'z'}},                               // not continued
      {"\x80", {0xDC80}},                                      // continues nothing
      {"\xC0\xAF", {0xDCC0, 0xDCAF}},                          // overlong
      {"\xED\xA0\x80", {0xDCED, 0xDCA0, 0xDC80}},              // a surrogate
      {"\xF4\x90\x80\x80", {0xDCF4, 0xDC90, 0xDC80, 0xDC80}},  // beyond the last code point
      {"\xFF", {0xDCFF}},
  };
  for (const auto& row : rows) {
    CAPTURE(row.text);
    std::vector<char32_t> read;
    std::string written;
    for (std::size_t at = 0; at < row.text.size();) {
      const Character next = character_at(row.text, at);
      read.push_back(next.c);
      append(written, next.c);
      at += next.bytes;
    }
    CHECK(read == row.expected);
    CHECK(written == row.text);
  }
}

TEST_CASE("characters: every code point is read back") {
  for (char32_t c = 0; c <= 0x10FFFF; c += c < 0x3000 ? 1 : 61) {
    if (c >= 0xD800 && c <= 0xDFFF) continue;
    std::string text;
    append(text, c);
    const Character read = character_at(text, 0);
    if (read.c != c || read.bytes != text.size()) FAIL(static_cast<std::uint32_t>(c));
  }
}
