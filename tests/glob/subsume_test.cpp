#include <doctest/doctest.h>

#include <array>

#include "glob/glob.h"
#include "glob/language.h"
#include "glob/small_world.h"

using namespace iamproof;
using namespace iamproof::small_world;

namespace {

Token variable(std::uint32_t number) {
  return {.kind = Token::Kind::variable, .variable = number};
}
Token character(char32_t c) {
  return {.c = c};
}
Token wildcard(Token::Kind kind, CharClass cls) {
  return {.kind = kind, .cls = cls};
}

constexpr auto one = Token::Kind::one;
constexpr auto many = Token::Kind::many;

}  // namespace

TEST_CASE("subsume: one pattern inside another") {
  const struct {
    std::string_view outer, inner;
    bool holds;
  } rows[] = {
      {"logs-*", "logs-?", true},
      {"logs-?*", "logs-*", false},  // "logs-" itself
      {"*", "", true},
      {"", "*", false},
      {"?*", "*?", true},
      {"?*", "*a", true},  // the `?` is any of its characters
      {"??*", "*a", false},
      {"*a?*", "*a*a", true},
      {"*ab?*c*", "*ab*abc", true},
      {"*ab*", "*a*b*", false},
      {"*a*b*", "*ab*", true},
      {"*aa??*c", "aa*ac", false},  // "aaac"
      {"a", "A", false},
      {"s3:Get*", "s3:GetObject*Acl", true},
      {"s3:*", "s?:*", false},
      {"arn:aws:s3:::*", "arn:aws:s3:::b/*", true},
      {"arn:aws:s3:::b/*", "arn:aws:s3:::b*", false},
  };
  for (const auto& row : rows) {
    CAPTURE(row.outer);
    CAPTURE(row.inner);
    CHECK(subsumes(Glob(row.outer), Glob(row.inner)) == row.holds);
  }
}

TEST_CASE("subsume: the case of letters") {
  const LetterCase either = LetterCase::insensitive;
  CHECK(subsumes(Glob("S3:*", either), Glob("s3:GET*", either)));
  CHECK(subsumes(Glob("S3:*", either), Glob("s3:GET*")));
  CHECK_FALSE(subsumes(Glob("s3:*"), Glob("s3:get*", either)));
  CHECK(subsumes(Glob("?3:*"), Glob("s3:get*", either)));
  CHECK(subsumes(Glob("12*"), Glob("123", either)));
}

TEST_CASE("subsume: narrower classes") {
  const auto glob = [](std::vector<Token> tokens) { return Glob::from_tokens(std::move(tokens)); };
  const Token no_colons = wildcard(many, CharClass::no_colon);
  const Token anything = wildcard(many, CharClass::any);
  const Token digit = wildcard(one, CharClass::digit);
  CHECK(subsumes(Glob("*"), glob({no_colons})));
  CHECK_FALSE(subsumes(glob({no_colons}), Glob("*")));
  CHECK(subsumes(glob({no_colons, character(U':'), anything}), Glob("*:*")));  // the first colon
  CHECK_FALSE(subsumes(glob({no_colons, character(U':'), no_colons}), Glob("*:*")));
  CHECK(subsumes(Glob("?"), glob({digit})));
  CHECK_FALSE(subsumes(glob({digit}), Glob("?")));
  // Ten digits and no more: among eleven one comes twice, but not where a pattern can say so.
  CHECK_FALSE(subsumes(Glob("*0*1*2*3*4*5*6*7*8*9*"), glob(std::vector<Token>(10, digit))));
  CHECK_FALSE(subsumes(Glob("arn:aws:iam::012345678901:*"), glob({anything, digit, digit, anything})));
}

TEST_CASE("subsume: a variable is one unknown text") {
  const LetterCase either = LetterCase::insensitive;
  const struct {
    std::vector<Token> outer, inner;
    bool holds;
  } rows[] = {
      {{variable(1)}, {variable(1)}, true},
      {{variable(1)}, {variable(2)}, false},
      {{wildcard(many, CharClass::any)}, {variable(1)}, true},
      {{wildcard(many, CharClass::no_colon)}, {variable(1)}, false},
      {{wildcard(one, CharClass::any), wildcard(many, CharClass::any)}, {variable(1)}, false},  // may be empty
      {{wildcard(many, CharClass::any), character(U'b')}, {variable(1), character(U'b')}, true},
      {{variable(1)}, {character(U'a')}, false},
      {{variable(1), wildcard(many, CharClass::any)}, {variable(1), character(U'/'), variable(2)}, true},
  };
  for (const auto& row : rows) {
    const Glob outer = Glob::from_tokens(row.outer);
    const Glob inner = Glob::from_tokens(row.inner);
    CAPTURE(to_string(outer));
    CAPTURE(to_string(inner));
    CHECK(subsumes(outer, inner) == row.holds);
  }
  CHECK(subsumes(Glob::from_tokens({variable(1)}, either), Glob::from_tokens({variable(1)})));
  CHECK_FALSE(subsumes(Glob::from_tokens({variable(1)}), Glob::from_tokens({variable(1)}, either)));
}

TEST_CASE("subsume: agrees with all short texts at random, and a false has a witness") {
  CAPTURE(seed());
  MESSAGE("seed " << seed());
  Random random(seed());
  const World world = make_world(random, 160, 6);
  std::size_t held = 0;
  for (std::size_t o = 0; o < world.globs.size(); ++o) {
    for (std::size_t i = 0; i < world.globs.size(); ++i) {
      const Glob& outer = world.globs[o];
      const Glob& inner = world.globs[i];
      const std::string pair = to_string(outer) + " over " + to_string(inner);
      if (subsumes(outer, inner)) {
        ++held;
        if ((world.matched[i] & ~world.matched[o]).any()) FAIL(pair);
        continue;
      }
      const std::array<Membership, 2> difference = {Membership{{&inner}, true}, Membership{{&outer}, false}};
      Budget budget;
      const TextSearch witness = find_text(difference, budget);
      if (witness.found != Found::yes) FAIL(pair << ": no witness");
      if (!naive_matches(inner, witness.text) || naive_matches(outer, witness.text)) FAIL(pair << ": " << witness.text);
    }
  }
  CHECK(held > world.globs.size());
}
