#include <algorithm>
#include <string>

#include "json/json.h"
#include "json/unescape.h"

namespace iamproof::json {

static char to_lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
}

static bool equals_ignoring_case(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) { return to_lower(x) == to_lower(y); });
}

static bool is_name(std::string_view body, std::string_view name) {
  if (body.find('\\') == std::string_view::npos) return equals_ignoring_case(body, name);
  std::vector<Fault> ignored;
  return equals_ignoring_case(unescape(body, 0, ignored), name);
}

// Where the string that opens at `at` has its closing quotation mark, or the end of the text.
static std::size_t closing_quote(std::string_view text, std::size_t at) {
  for (++at; at < text.size() && text[at] != '"'; ++at) {
    if (text[at] == '\\') ++at;
  }
  return std::min(at, text.size());
}

// A key is a string directly inside the outermost object with a colon after it; brackets inside strings do not count.
static bool has_key_utf8(std::string_view text, std::string_view name) {
  constexpr std::string_view space = " \t\r\n";
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  std::size_t start = std::min(text.find_first_not_of(space), text.size());
  if (start == text.size()) return false;
  // What begins like no JSON at all, as a comment does, will be refused: by name, if there is an object behind it.
  const bool is_other_json = std::string_view("[\"-0123456789tfn").find(text[start]) != std::string_view::npos;
  start = is_other_json ? std::string_view::npos : text.find('{', start);
  if (start == std::string_view::npos) return false;
  std::size_t depth = 0;
  for (std::size_t at = start; at < text.size(); ++at) {
    const char c = text[at];
    if (c == '{' || c == '[') ++depth;
    if ((c == '}' || c == ']') && --depth == 0) return false;
    if (c != '"') continue;
    const std::size_t close = closing_quote(text, at);
    if (depth == 1 && is_name(text.substr(at + 1, close - at - 1), name)) {
      const std::size_t after = text.find_first_not_of(space, close + 1);
      if (after != std::string_view::npos && text[after] == ':') return true;
    }
    at = close;
  }
  return false;
}

bool has_key(std::string_view text, std::string_view name) {
  if (!text.starts_with("\xFF\xFE") && !text.starts_with("\xFE\xFF")) return has_key_utf8(text, name);
  std::string ascii(text.substr(2));  // UTF-16 will be refused, but by name, not by looking like something else
  ascii.erase(std::remove(ascii.begin(), ascii.end(), '\0'), ascii.end());
  return has_key_utf8(ascii, name);
}

}  // namespace iamproof::json
