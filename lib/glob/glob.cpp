// The normal form.
//
// A run of wildcards says two things only: at least how many characters, and whether more may follow. So "*?", "?*" and
// "**?" are one pattern, written "?*" here: the `one`s first, then at most one `many`. Where classes mix, a `many`
// takes up a neighbouring `many` of a narrower class: the classes are nested (digit in no_colon in any), so of two
// adjacent `many`s one always goes, and in the normal form no two are adjacent. automaton.h relies on that.
//
//   "a**?b"                      a ? * b
//   many(any) many(digit)        many(any)
//   many(digit) one(any)         stays: the character of class any comes last
#include "glob/glob.h"

#include <algorithm>

#include "glob/automaton.h"
#include "glob/characters.h"

namespace iamproof {
namespace {

/// The same token with the fields its kind does not use at rest, so that == compares meanings.
Token tidy(const Token& token, LetterCase letters) {
  Token tidied{.kind = token.kind};
  switch (token.kind) {
    case Token::Kind::literal:
      tidied.c = letters == LetterCase::insensitive ? fold(token.c) : token.c;
      break;
    case Token::Kind::one:
    case Token::Kind::many:
      tidied.cls = token.cls;
      break;
    case Token::Kind::variable:
      tidied.variable = token.variable;
      break;
  }
  return tidied;
}

bool ends_in_many(const std::vector<Token>& tokens) {
  return !tokens.empty() && tokens.back().kind == Token::Kind::many;
}

/// Appends to tokens in normal form and keeps them so.
void append_normalised(std::vector<Token>& tokens, const Token& token) {
  if (token.kind == Token::Kind::many) {
    while (ends_in_many(tokens) && includes(token.cls, tokens.back().cls)) tokens.pop_back();
    if (ends_in_many(tokens)) return;  // a wider one
  } else if (token.kind == Token::Kind::one && ends_in_many(tokens) && tokens.back().cls == token.cls) {
    tokens.insert(tokens.end() - 1, token);
    return;
  }
  tokens.push_back(token);
}

/// The tokens of a text in normal form.
std::vector<Token> read(std::string_view text, bool wildcards, LetterCase letters) {
  std::vector<Token> tokens;
  tokens.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const Character next = character_at(text, at);
    at += next.bytes;
    if (wildcards && (next.c == U'*' || next.c == U'?')) {
      append_normalised(tokens, {.kind = next.c == U'*' ? Token::Kind::many : Token::Kind::one});
    } else {
      tokens.push_back({.c = letters == LetterCase::insensitive ? fold(next.c) : next.c});
    }
  }
  return tokens;
}

}  // namespace

bool in_class(char32_t c, CharClass cls) {
  switch (cls) {
    case CharClass::any:
      return true;
    case CharClass::no_colon:
      return c != U':';
    case CharClass::digit:
      return c >= U'0' && c <= U'9';
  }
  return false;
}

Glob::Glob(std::string_view pattern, LetterCase letters) : Glob(read(pattern, true, letters), letters) {}

Glob Glob::literal(std::string_view text, LetterCase letters) {
  return {read(text, false, letters), letters};
}

Glob Glob::from_tokens(std::vector<Token> tokens, LetterCase letters) {
  std::vector<Token> normalised;
  normalised.reserve(tokens.size());
  for (const Token& token : tokens) append_normalised(normalised, tidy(token, letters));
  return {std::move(normalised), letters};
}

Glob::Glob(std::vector<Token> normalised, LetterCase letters) : tokens_(std::move(normalised)), letters_(letters) {
  for (const Token& token : tokens_) {
    literal_ = literal_ && token.kind == Token::Kind::literal;
    variables_ = variables_ || token.kind == Token::Kind::variable;
  }
  everything_ = tokens_.size() == 1 && ends_in_many(tokens_) && tokens_[0].cls == CharClass::any;
}

}  // namespace iamproof
