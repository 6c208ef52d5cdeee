#include "arn/arn.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <vector>

#include "glob/characters.h"

namespace iamproof {
namespace {

constexpr std::size_t last_component = 5;
constexpr std::size_t account_component = 4;
constexpr std::size_t service_component = 2;
constexpr std::size_t account_digits = 12;

/// Appends tokens and keeps count of the component they fall in.
class Builder {
 public:
  std::size_t component() const { return component_; }

  void literal(char32_t c) {
    tokens_.push_back({.kind = Token::Kind::literal, .c = c});
    if (component_ == service_component && c != U':') service_ += c;
    if (c == U':' && component_ < last_component) ++component_;
  }

  void wildcard() {
    const CharClass cls = component_ < last_component ? CharClass::no_colon : CharClass::any;
    tokens_.push_back({.kind = Token::Kind::many, .cls = cls});
  }

  void placeholder(std::string_view name) {
    if (component_ == account_component) {
      tokens_.insert(tokens_.end(), account_digits, {.kind = Token::Kind::one, .cls = CharClass::digit});
    } else {
      const bool may_hold_colons = component_ == last_component && !is_free_of_colons(name);
      const CharClass cls = may_hold_colons ? CharClass::any : CharClass::no_colon;
      tokens_.push_back({.kind = Token::Kind::many, .cls = cls});
    }
  }

  /// Names of IAM and numbers of accounts hold no colon, nor do the ids that some services make up. Names of other
  /// services may: models and streams, automated snapshots, a function with its alias, keys of objects.
  bool is_free_of_colons(std::string_view name) const {
    const bool made_up_ids = service_ == U"ec2" || service_ == U"organizations" || service_ == U"sso";
    return service_ == U"iam" || service_ == U"account" || (made_up_ids && name.ends_with("Id"));
  }

  Glob finish() { return Glob::from_tokens(std::move(tokens_)); }

 private:
  std::vector<Token> tokens_;
  std::size_t component_ = 0;
  std::u32string service_;
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

Glob arn_format(std::string_view format) {
  Builder builder;
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
