#include "arn/arn.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <vector>

#include "glob/characters.h"
#include "support/embedded.h"

namespace iamproof {
namespace {

constexpr std::size_t last_component = 5;
constexpr std::size_t account_component = 4;
constexpr std::size_t partition_component = 1;
constexpr std::size_t service_component = 2;
constexpr std::size_t account_digits = 12;

/// A line of data/colon_free.tsv. A placeholder that begins with `*` stands for all that end so.
struct ColonFree {
  std::string_view service, placeholder;
};

std::vector<ColonFree> read_colon_free() {
  std::vector<ColonFree> out;
  std::string_view text = embedded_names.front().text;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    const std::size_t tab = line.find('\t');
    if (line.empty() || line.front() == '#' || tab == std::string_view::npos) continue;
    out.push_back({line.substr(0, tab), line.substr(tab + 1, line.find('\t', tab + 1) - tab - 1)});
  }
  std::stable_sort(out.begin(), out.end(),
                   [](const ColonFree& a, const ColonFree& b) { return a.service < b.service; });
  return out;
}

bool is_free_of_colons(std::string_view service, std::string_view name) {
  static const std::vector<ColonFree> rows = read_colon_free();
  auto row = std::lower_bound(rows.begin(), rows.end(), service,
                              [](const ColonFree& a, std::string_view b) { return a.service < b; });
  for (; row != rows.end() && row->service == service; ++row) {
    const std::string_view placeholder = row->placeholder;
    if (placeholder == name || (placeholder.front() == '*' && name.ends_with(placeholder.substr(1)))) return true;
  }
  return false;
}

/// Appends tokens and keeps count of the component they fall in.
class Builder {
 public:
  Builder(Colons colons, Placeholders placeholders) : colons_(colons), placeholders_(placeholders) {}

  std::size_t component() const { return component_; }

  void literal(char32_t c) {
    tokens_.push_back({.kind = Token::Kind::literal, .c = c});
    if (component_ == service_component && c != U':') append(service_, c);
    if (c == U':' && component_ < last_component) ++component_;
  }

  void wildcard() {
    const CharClass cls = component_ < last_component ? CharClass::no_colon : CharClass::any;
    tokens_.push_back({.kind = Token::Kind::many, .cls = cls});
  }

  void placeholder(std::string_view name) {
    if (component_ == account_component) {
      tokens_.insert(tokens_.end(), account_digits, {.kind = Token::Kind::one, .cls = CharClass::digit});
    } else if (component_ == partition_component) {
      for (const char c : std::string_view("aws")) literal(static_cast<char32_t>(c));
      wildcard();
    } else {
      const bool may_hold_colons = component_ == last_component && !is_free_of_colons(name);
      const CharClass cls = may_hold_colons ? CharClass::any : CharClass::no_colon;
      if (placeholders_ == Placeholders::filled)
        tokens_.push_back({.kind = Token::Kind::one, .cls = CharClass::no_colon});
      tokens_.push_back({.kind = Token::Kind::many, .cls = cls});
    }
  }

  bool is_free_of_colons(std::string_view name) const {
    return colons_ == Colons::as_named && iamproof::is_free_of_colons(service_, name);
  }

  Glob finish() { return Glob::from_tokens(std::move(tokens_)); }

 private:
  const Colons colons_;
  const Placeholders placeholders_;
  std::vector<Token> tokens_;
  std::size_t component_ = 0;
  std::string service_;
};

}  // namespace

std::optional<ArnParts> split_arn(std::string_view text) {
  if (!text.starts_with("arn:")) return std::nullopt;
  text.remove_prefix(4);
  std::array<std::string_view, 4> parts;
  for (std::string_view& part : parts) {
    const std::size_t colon = text.find(':');
    if (colon == std::string_view::npos) return std::nullopt;
    part = text.substr(0, colon);
    text.remove_prefix(colon + 1);
  }
  return ArnParts{parts[0], parts[1], parts[2], parts[3], text};
}

bool is_account_id(std::string_view text) {
  return text.size() == 12 && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::optional<Glob> arn_like(const Glob& pattern) {
  std::vector<Token> tokens = pattern.tokens();
  std::size_t component = 0;
  for (Token& token : tokens) {
    if (component == last_component) break;
    if (token.kind == Token::Kind::literal && token.c == U':') ++component;
    const bool wildcard = token.kind == Token::Kind::one || token.kind == Token::Kind::many;
    if (wildcard && token.cls == CharClass::any) token.cls = CharClass::no_colon;
  }
  if (component < last_component) return std::nullopt;
  return Glob::from_tokens(std::move(tokens), pattern.letters());
}

Glob arn_format(std::string_view format, Colons colons, Placeholders placeholders) {
  Builder builder(colons, placeholders);
  for (std::size_t at = 0; at < format.size();) {
    if (const std::size_t close = format.find('}', at); format.substr(at).starts_with("${") && close != format.npos) {
      builder.placeholder(format.substr(at + 2, close - at - 2));
      at = close + 1;
      continue;
    }
    const Character next = character_at(format, at);
    at += next.bytes;
    if (next.c == U'*') {
      builder.wildcard();
    } else {
      builder.literal(next.c);
    }
  }
  return builder.finish();
}

}  // namespace iamproof
