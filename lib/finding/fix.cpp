// What surrounds an element of an array or a member of an object is white space and then a comma or a bracket, on
// either side. So all that has to be looked at for taking one out are the bytes next to it:
//
//   [ "a", "b",      taking out "b" takes the comma before it:  [ "a",
//     "c" ]                                                       "c" ]
//                    taking out "a", the one after it:          [ "b",
//                                                                 "c" ]
//
// One that begins a line which goes on after it takes the comma after it as well, so that the rest of the line stays.
#include "finding/fix.h"

#include <algorithm>
#include <array>

namespace iamproof {

std::string with_edits(std::string_view text, const std::vector<Edit>& edits) {
  std::string out;
  std::size_t at = 0;
  for (const Edit& edit : edits) {
    out += text.substr(at, edit.span.begin - at);
    out += edit.text;
    at = edit.span.end;
  }
  return out += text.substr(at);
}

namespace fix {

static Fix fix_of(std::string title, bool changes_meaning, std::vector<Edit> edits) {
  std::sort(edits.begin(), edits.end(), [](const Edit& a, const Edit& b) { return a.span.begin < b.span.begin; });
  return {std::move(title), changes_meaning, std::move(edits)};
}

Fix same_meaning(std::string title, std::vector<Edit> edits) {
  return fix_of(std::move(title), false, std::move(edits));
}

Fix new_meaning(std::string title, std::vector<Edit> edits) {
  return fix_of(std::move(title), true, std::move(edits));
}

std::string quoted(std::string_view text) {
  static constexpr std::array<char, 16> digits = {'0', '1', '2', '3', '4', '5', '6', '7',
                                                  '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'};
  std::string out = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20) {
      out += "\\u00";
      out += digits[byte >> 4U];
      out += digits[byte & 0xFU];
      continue;
    }
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out += '"';
}

Edit write(Span value, std::string json) {
  return {value, std::move(json)};
}

Edit write_string(Span value, std::string_view text) {
  return {value, quoted(text)};
}

static bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/// The first byte from `at` on that is not white space.
static std::uint32_t skip_space(std::string_view text, std::uint32_t at) {
  while (at < text.size() && is_space(text[at])) ++at;
  return at;
}

/// Likewise backwards: the end of what stands before `at`.
static std::uint32_t skip_space_back(std::string_view text, std::uint32_t at) {
  while (at > 0 && is_space(text[at - 1])) --at;
  return at;
}

/// Where the item after this one begins; else the closing bracket.
static std::uint32_t next_item(std::string_view text, Span item) {
  const std::uint32_t after = skip_space(text, item.end);
  return text[after] == ',' ? skip_space(text, after + 1) : after;
}

static bool is_first(std::string_view text, Span item) {
  return text[skip_space_back(text, item.begin) - 1] != ',';
}

static bool is_last(std::string_view text, Span item) {
  return text[skip_space(text, item.end)] != ',';
}

static bool has_line_end(std::string_view text, std::uint32_t begin, std::uint32_t end) {
  return text.substr(begin, end - begin).find('\n') != std::string_view::npos;
}

/// Of an item that is followed by another: whether what stays before it is a line end, and that one is beside it.
static bool begins_line(std::string_view text, Span item) {
  return has_line_end(text, skip_space_back(text, item.begin), item.begin) &&
         !has_line_end(text, item.end, next_item(text, item));
}

/// Of one item, or from the first to the last of some that are neighbours.
static Span extent(std::string_view text, Span item) {
  const std::uint32_t before = skip_space_back(text, item.begin);
  const bool first = is_first(text, item), last = is_last(text, item);
  if (first && last) return {before, skip_space(text, item.end)};
  if (!last && (first || begins_line(text, item))) return {item.begin, next_item(text, item)};
  return {skip_space_back(text, before - 1), item.end};
}

Edit remove(const Source& source, Span item) {
  return {extent(source.text(), item), {}};
}

std::vector<Edit> remove_all(const Source& source, std::vector<Span> items) {
  const std::string_view text = source.text();
  std::sort(items.begin(), items.end(), [](Span a, Span b) { return a.begin < b.begin; });
  std::vector<Edit> edits;
  for (std::size_t i = 0; i < items.size(); ++i) {
    Span run = items[i];
    while (i + 1 < items.size() && next_item(text, run) == items[i + 1].begin) run.end = items[++i].end;
    edits.push_back({extent(text, run), {}});
  }
  return edits;
}

/// The end of the string that begins at `at`.
static std::uint32_t string_end(std::string_view text, std::uint32_t at) {
  for (++at; text[at] != '"'; ++at) {
    if (text[at] == '\\') ++at;
  }
  return at + 1;
}

/// The end of the value that begins at `at`.
static std::uint32_t value_end(std::string_view text, std::uint32_t at) {
  std::size_t depth = 0;
  do {
    const char c = text[at];
    if (c == '"') {
      at = string_end(text, at);
      continue;
    }
    if (c == '{' || c == '[') ++depth;
    if (c == '}' || c == ']') --depth;
    ++at;
    const bool is_scalar = depth == 0 && c != '}' && c != ']';
    while (is_scalar && at < text.size() && !is_space(text[at]) && text[at] != ',' && text[at] != '}' &&
           text[at] != ']') {
      ++at;
    }
  } while (depth > 0);
  return at;
}

/// What stands between a comma and the next member: where these have a line each, the line end and the indentation.
static std::string_view separator(std::string_view text, std::uint32_t brace, std::uint32_t first) {
  const std::string_view space = text.substr(brace + 1, first - brace - 1);
  std::size_t line = space.rfind('\n');
  if (line != std::string_view::npos) {
    if (line > 0 && space[line - 1] == '\r') --line;
    return space.substr(line);
  }
  const std::uint32_t colon = skip_space(text, string_end(text, first));
  return is_space(text[colon + 1]) ? " " : "";
}

Edit insert_member(const Source& source, Span object, std::string_view name, std::string_view json) {
  const std::string_view text = source.text();
  const std::uint32_t first = skip_space(text, object.begin + 1);
  std::string member = quoted(name);
  if (text[first] == '}') return {{object.begin + 1, object.begin + 1}, (member += ": ").append(json)};
  const std::string_view space = separator(text, object.begin, first);
  member += space.empty() ? ":" : ": ";
  member.append(json).append(",").append(space);
  return {{first, first}, std::move(member)};
}

Span member_of_value(const Source& source, Span value) {
  const std::string_view text = source.text();
  const std::uint32_t colon = skip_space_back(text, value.begin) - 1;
  const std::uint32_t key_end = skip_space_back(text, colon);
  return {static_cast<std::uint32_t>(text.rfind('"', key_end - 2)), value.end};
}

Span member_of_key(const Source& source, Span key) {
  const std::string_view text = source.text();
  const std::uint32_t colon = skip_space(text, key.end);
  return {key.begin, value_end(text, skip_space(text, colon + 1))};
}

}  // namespace fix

}  // namespace iamproof
