#include "glob/glob.h"

#include <doctest/doctest.h>

#include "glob/small_world.h"

using namespace iamproof;

namespace {

using Kind = Token::Kind;

Token one(CharClass cls) {
  return {.kind = Kind::one, .cls = cls};
}
Token many(CharClass cls) {
  return {.kind = Kind::many, .cls = cls};
}

}  // namespace

TEST_CASE("glob: patterns that say the same are equal") {
  const struct {
    std::string_view a, b;
    bool equal;
  } rows[] = {
      {"**", "*", true},   {"*?", "?*", true},       {"a*?*?b", "a??*b", true}, {"*a*", "**a**", true},
      {"", "", true},      {"?", "*", false},        {"a", "A", false},         {"??", "?", false},
      {"a*", "*a", false}, {"\xC3\xA9", "?", false},
  };
  for (const auto& row : rows) {
    CAPTURE(row.a);
    CAPTURE(row.b);
    CHECK((Glob(row.a) == Glob(row.b)) == row.equal);
  }
  CHECK(Glob("AbC*", LetterCase::insensitive) == Glob("aBc**", LetterCase::insensitive));
  CHECK(Glob("a", LetterCase::insensitive) != Glob("a"));
}

TEST_CASE("glob: a wider wildcard takes up its neighbours") {
  const auto equal = [](std::vector<Token> a, std::vector<Token> b) {
    return Glob::from_tokens(std::move(a)) == Glob::from_tokens(std::move(b));
  };
  CHECK(equal({many(CharClass::digit), many(CharClass::any)}, {many(CharClass::any)}));
  CHECK(equal({many(CharClass::any), many(CharClass::no_colon)}, {many(CharClass::any)}));
  CHECK(equal({many(CharClass::digit), many(CharClass::no_colon), many(CharClass::any)}, {many(CharClass::any)}));
  CHECK_FALSE(equal({many(CharClass::digit), one(CharClass::any)}, {one(CharClass::any), many(CharClass::digit)}));
  CHECK(equal({{.kind = Kind::literal, .cls = CharClass::digit, .c = U'a', .variable = 7}}, {{.c = U'a'}}));
}

TEST_CASE("glob: what it is") {
  const struct {
    Glob glob;
    bool literal, everything, variables;
  } rows[] = {
      {Glob(), true, false, false},
      {Glob("abc"), true, false, false},
      {Glob("*"), false, true, false},
      {Glob("***"), false, true, false},
      {Glob("?*"), false, false, false},
      {Glob::literal("*"), true, false, false},
      {Glob::from_tokens({many(CharClass::no_colon)}), false, false, false},
      {Glob::from_tokens({{.kind = Kind::variable, .variable = 1}}), false, false, true},
  };
  for (const auto& row : rows) {
    CAPTURE(small_world::to_string(row.glob));
    CHECK(row.glob.is_literal() == row.literal);
    CHECK(row.glob.is_everything() == row.everything);
    CHECK(row.glob.has_variables() == row.variables);
  }
}
