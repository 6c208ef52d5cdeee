#include "json/unescape.h"

#include <algorithm>
#include <optional>

#include "source/excerpt.h"

namespace iamproof::json {

static std::optional<char32_t> hex4(std::string_view digits) {
  if (digits.size() < 4) return std::nullopt;
  char32_t value = 0;
  for (const char c : digits.substr(0, 4)) {
    const bool decimal = c >= '0' && c <= '9';
    const bool letter = (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    if (!decimal && !letter) return std::nullopt;
    value = value * 16 + static_cast<char32_t>(decimal ? c - '0' : (c | 0x20) - 'a' + 10);
  }
  return value;
}

static std::optional<char> simple_escape(char c) {
  switch (c) {
    case '"':
    case '\\':
    case '/':
      return c;
    case 'b':
      return '\b';
    case 'f':
      return '\f';
    case 'n':
      return '\n';
    case 'r':
      return '\r';
    case 't':
      return '\t';
    default:
      return std::nullopt;
  }
}

static void append_utf8(std::string& out, char32_t c) {
  const auto put = [&](char32_t byte) { out += static_cast<char>(byte); };
  if (c < 0x80) return put(c);
  if (c < 0x800) {
    put(0xC0 | (c >> 6U));
  } else {
    if (c < 0x10000) {
      put(0xE0 | (c >> 12U));
    } else {
      put(0xF0 | (c >> 18U));
      put(0x80 | ((c >> 12U) & 0x3FU));
    }
    put(0x80 | ((c >> 6U) & 0x3FU));
  }
  put(0x80 | (c & 0x3FU));
}

namespace {

// What one escape stands for, or what is wrong with it; `length` is how much of the text it takes.
struct Escape {
  std::size_t length;
  std::optional<char32_t> character;
  FaultKind fault = FaultKind::bad_escape;
};

}  // namespace

static bool is_high_surrogate(char32_t c) {
  return c >= 0xD800 && c < 0xDC00;
}
static bool is_low_surrogate(char32_t c) {
  return c >= 0xDC00 && c < 0xE000;
}

static Escape unicode_escape(std::string_view text) {
  const auto first = hex4(text.substr(2));
  if (!first) return {2, std::nullopt};
  if (*first == 0) return {6, std::nullopt, FaultKind::escaped_nul};
  if (is_low_surrogate(*first)) return {6, std::nullopt, FaultKind::lone_surrogate};
  if (!is_high_surrogate(*first)) return {6, first};
  const std::string_view rest = text.substr(6);
  const auto second = rest.starts_with("\\u") ? hex4(rest.substr(2)) : std::nullopt;
  if (!second || !is_low_surrogate(*second)) return {6, std::nullopt, FaultKind::lone_surrogate};
  return {12, 0x10000 + ((*first - 0xD800) << 10U) + (*second - 0xDC00)};
}

static Escape read_escape(std::string_view text) {
  if (text.size() < 2) return {text.size(), std::nullopt};
  if (text[1] == 'u') return unicode_escape(text);
  const auto c = simple_escape(text[1]);
  if (!c) return {1 + std::max<std::size_t>(1, utf8_length(text.substr(1))), std::nullopt};
  return {2, static_cast<char32_t>(*c)};
}

std::string unescape(std::string_view body, std::uint32_t begin, std::vector<Fault>& faults) {
  std::string out;
  out.reserve(body.size());
  std::size_t at = 0;
  while (at < body.size()) {
    const std::size_t plain = std::min(body.find('\\', at), body.size());
    out += body.substr(at, plain - at);
    at = plain;
    if (at == body.size()) break;
    const Escape escape = read_escape(body.substr(at));
    if (escape.character) {
      append_utf8(out, *escape.character);
    } else {
      const auto place = begin + static_cast<std::uint32_t>(at);
      faults.push_back({escape.fault, {place, place + static_cast<std::uint32_t>(escape.length)}});
      out += body.substr(at, escape.length);
    }
    at += escape.length;
  }
  return out;
}

}  // namespace iamproof::json
