#include "oracle/text.h"

namespace oracle {

// How many bytes the UTF-8 character at `at` has; 0 if none starts there. RFC 3629: no overlong form, no surrogate,
// nothing beyond U+10FFFF.
static std::size_t utf8_length(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) -> unsigned {
    return at + i < text.size() ? static_cast<unsigned char>(text[at + i]) : 0U;
  };
  const auto follows = [&](std::size_t i) { return byte(i) >= 0x80 && byte(i) <= 0xBF; };
  const unsigned first = byte(0);
  if (first < 0x80) return 1;
  if (first >= 0xC2 && first <= 0xDF && follows(1)) return 2;
  if (first >= 0xE0 && first <= 0xEF && follows(1) && follows(2)) {
    if (first == 0xE0 && byte(1) < 0xA0) return 0;
    if (first == 0xED && byte(1) > 0x9F) return 0;
    return 3;
  }
  if (first >= 0xF0 && first <= 0xF4 && follows(1) && follows(2) && follows(3)) {
    if (first == 0xF0 && byte(1) < 0x90) return 0;
    if (first == 0xF4 && byte(1) > 0x8F) return 0;
    return 4;
  }
  return 0;
}

std::vector<char32_t> characters(std::string_view text) {
  std::vector<char32_t> out;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = utf8_length(text, at);
    const auto first = static_cast<unsigned char>(text[at]);
    if (length == 0) {
      out.push_back(0x110000U + first);
      ++at;
      continue;
    }
    constexpr unsigned masks[] = {0, 0x7F, 0x1F, 0x0F, 0x07};
    char32_t c = first & masks[length];
    for (std::size_t i = 1; i < length; ++i) c = (c << 6U) | (static_cast<unsigned char>(text[at + i]) & 0x3FU);
    out.push_back(c);
    at += length;
  }
  return out;
}

static char fold(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

std::string fold(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = fold(c);
  return out;
}

bool same_but_for_case(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i)
    if (fold(a[i]) != fold(b[i])) return false;
  return true;
}

static void append_literal(Pattern& pattern, std::string_view text) {
  for (const char32_t c : characters(text)) pattern.push_back({PatternCharacter::Kind::literal, c});
}

static void append_with_wildcards(Pattern& pattern, std::string_view text) {
  for (const char32_t c : characters(text)) {
    auto kind = PatternCharacter::Kind::literal;
    if (c == U'*') kind = PatternCharacter::Kind::any_run;
    if (c == U'?') kind = PatternCharacter::Kind::any_one;
    pattern.push_back({kind, c});
  }
}

Pattern without_variables(std::string_view text, Wildcards wildcards) {
  Pattern pattern;
  if (wildcards == Wildcards::yes)
    append_with_wildcards(pattern, text);
  else
    append_literal(pattern, text);
  return pattern;
}

Pattern wildcard_pattern(std::string_view text) {
  return without_variables(text, Wildcards::yes);
}

// reach[j], after i steps: the first i characters of the pattern can match exactly the first j of the text.
bool matches(const Pattern& pattern, const std::vector<char32_t>& text) {
  std::vector<char> reach(text.size() + 1, 0);
  reach[0] = 1;
  for (const PatternCharacter& p : pattern) {
    std::vector<char> next(text.size() + 1, 0);
    for (std::size_t j = 0; j <= text.size(); ++j) {
      const bool takes_one = j > 0 && reach[j - 1] != 0;
      switch (p.kind) {
        case PatternCharacter::Kind::literal:
          next[j] = takes_one && text[j - 1] == p.character;
          break;
        case PatternCharacter::Kind::any_one:
          next[j] = takes_one;
          break;
        case PatternCharacter::Kind::any_run:
          next[j] = reach[j] != 0 || (j > 0 && next[j - 1] != 0);
          break;
      }
    }
    reach.swap(next);
  }
  return reach[text.size()] != 0;
}

namespace {

// What stands between `${` and its `}`, taken apart, and where the text goes on.
struct Variable {
  std::string name;
  std::optional<std::string> default_text;
  std::size_t end = 0;
};

// `${name}` or `${name, 'default'}` with any number of blanks, starting at `${`. Nothing if it is not written that way.
std::optional<Variable> read_variable(std::string_view text, std::size_t begin) {
  const std::size_t name_begin = begin + 2;
  const std::size_t name_end = text.find_first_of("},", name_begin);
  if (name_end == std::string_view::npos || name_end == name_begin) return std::nullopt;
  Variable variable;
  variable.name = std::string(text.substr(name_begin, name_end - name_begin));
  if (variable.name.find_first_of(" ${'") != std::string::npos) return std::nullopt;
  if (text[name_end] == '}') {
    variable.end = name_end + 1;
    return variable;
  }
  const std::size_t quote = text.find_first_not_of(' ', name_end + 1);
  if (quote == std::string_view::npos || text[quote] != '\'') return std::nullopt;
  const std::size_t default_begin = quote + 1;
  const std::size_t default_end = text.find("'}", default_begin);
  if (default_end == std::string_view::npos) return std::nullopt;
  variable.default_text = std::string(text.substr(default_begin, default_end - default_begin));
  variable.end = default_end + 2;
  return variable;
}

// A single value is the value. A key that is absent, or that carries a set, leaves the default.
std::optional<std::string> value_of(const Variable& variable, const Request& request) {
  const ContextValue* value = request.find(variable.name);
  if (value)
    if (const auto* single = std::get_if<std::string>(value)) return *single;
  return variable.default_text;
}

}  // namespace

std::optional<Pattern> expand(std::string_view text, Wildcards wildcards, const Request& request) {
  Pattern pattern;
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t dollar = text.find("${", at);
    const Pattern plain = without_variables(text.substr(at, dollar - at), wildcards);
    pattern.insert(pattern.end(), plain.begin(), plain.end());
    if (dollar == std::string_view::npos) break;

    const std::string_view escape = text.substr(dollar, 4);
    if (escape == "${*}" || escape == "${?}" || escape == "${$}") {
      append_literal(pattern, escape.substr(2, 1));
      at = dollar + 4;
      continue;
    }
    const std::optional<Variable> variable = read_variable(text, dollar);
    if (!variable) return std::nullopt;  // IAM refuses such a text; it matches nothing
    const std::optional<std::string> value = value_of(*variable, request);
    if (!value) return std::nullopt;
    append_literal(pattern, *value);
    at = variable->end;
  }
  return pattern;
}

}  // namespace oracle
