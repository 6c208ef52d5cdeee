/// `*` and `?` as a language: what IAM means by a pattern over actions, ARNs and condition values.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace iamproof {

enum class LetterCase : std::uint8_t { sensitive, insensitive };  ///< insensitive folds ASCII letters only

/// The characters a wildcard may stand for. Patterns of policies use `any`; the others describe ARNs: in an ARN
/// operator a wildcard may not leave its component, and an account is twelve digits.
enum class CharClass : std::uint8_t { any, no_colon, digit };

bool in_class(char32_t c, CharClass cls);

/// One step of a pattern.
struct Token {
  enum class Kind : std::uint8_t {
    literal,   ///< exactly `c`
    one,       ///< one character of `cls`
    many,      ///< any run of characters of `cls`, possibly empty
    variable,  ///< the text of policy variable number `variable`, whatever it is
  };
  Kind kind = Kind::literal;
  CharClass cls = CharClass::any;
  char32_t c = 0;
  std::uint32_t variable = 0;
  friend bool operator==(const Token&, const Token&) = default;
};

/// A pattern in normal form: no two adjacent `many` of one class, `one` before `many` of its class ("*?" is "?*").
/// Characters are code points: `?` takes one, however many bytes it has. Bytes that are not UTF-8 stand for themselves.
class Glob {
 public:
  Glob() = default;
  /// `*` and `?` are wildcards, everything else is literal.
  explicit Glob(std::string_view pattern, LetterCase letters = LetterCase::sensitive);
  /// Nothing is special.
  static Glob literal(std::string_view text, LetterCase letters = LetterCase::sensitive);
  static Glob from_tokens(std::vector<Token> tokens, LetterCase letters = LetterCase::sensitive);

  const std::vector<Token>& tokens() const { return tokens_; }
  LetterCase letters() const { return letters_; }
  bool is_literal() const { return literal_; }        ///< it matches exactly one text (or its case variants)
  bool is_everything() const { return everything_; }  ///< it is `*`
  bool has_variables() const { return variables_; }

  /// Whether the whole text is matched. Time linear in the text times the words of 64 tokens; never exponential.
  /// A pattern that has variables matches nothing here: resolve them first.
  bool matches(std::string_view text) const;

  friend bool operator==(const Glob&, const Glob&) = default;

 private:
  Glob(std::vector<Token> normalised, LetterCase letters);

  std::vector<Token> tokens_;
  LetterCase letters_ = LetterCase::sensitive;
  bool literal_ = true;
  bool everything_ = false;
  bool variables_ = false;
};

/// True iff `outer` matches every text that `inner` matches, for every value of the variables: a variable is one
/// unknown text, inside only the same variable or a `*` of class any. Exact without variables; with them a false may be
/// wrong, a true never is. Exact needs both of one LetterCase or `inner` literal; otherwise the insensitive one must be
/// outer.
///   subsumes("logs-*", "logs-?")    true
///   subsumes("logs-?*", "logs-*")   false: "logs-" itself is left out
/// O(|outer| * |inner|). Where `outer` has wildcards of class no_colon or digit, or names all ten digits against an
/// `inner` of class digit, a search of bounded length decides; beyond its bound the answer is false.
bool subsumes(const Glob& outer, const Glob& inner);

/// True iff no text is matched by both. O(|a| * |b|). Variables count as `*`, so true is never wrong.
bool disjoint(const Glob& a, const Glob& b);

}  // namespace iamproof
