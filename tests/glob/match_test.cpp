#include <doctest/doctest.h>

#include <chrono>

#include "glob/glob.h"
#include "glob/small_world.h"

using namespace iamproof;
using namespace iamproof::small_world;

TEST_CASE("match: one text") {
  const struct {
    std::string_view pattern, text;
    bool matches;
  } rows[] = {
      {"", "", true},
      {"", "a", false},
      {"*", "", true},
      {"*", "a\nb", true},
      {"?", "", false},
      {"?", "ab", false},
      {"s3:Get*", "s3:GetObject", true},
      {"s3:Get*", "s3:getObject", false},
      {"s3:*Object", "s3:GetObjectAcl", false},
      {"a*b*c", "aXbXbXc", true},
      {"a*bc*d", "abbcbcxd", true},
      {"*aab", "aaaaaab", true},
      {"*aab", "aaaaaaba", false},
      {"a?c", "a/c", true},
      {"?", "\xC3\xA9", true},  // one character, two bytes
      {"??", "\xC3\xA9", false},
      {"??", "\xC3\xC3", true},      // not UTF-8: each byte is one
      {"*\xA9", "\xC3\xA9", false},  // half a character is no character
      {"\xC3?", "\xC3\xC3", true},
      {"a+b(1).t*", "a+b(1).txt", true},
      {"a+b", "aab", false},
      {"[ab]", "a", false},
  };
  for (const auto& row : rows) {
    CAPTURE(row.pattern);
    CAPTURE(row.text);
    CHECK(Glob(row.pattern).matches(row.text) == row.matches);
  }
}

TEST_CASE("match: without regard to case, ASCII letters alone are folded") {
  CHECK(Glob("S3:get*", LetterCase::insensitive).matches("s3:GETObject"));
  CHECK_FALSE(Glob("\xC3\xA9", LetterCase::insensitive).matches("\xC3\x89"));
  CHECK_FALSE(Glob("@", LetterCase::insensitive).matches("`"));
}

TEST_CASE("match: nothing is special in a literal, nothing matches a variable") {
  CHECK(Glob::literal("a*?").matches("a*?"));
  CHECK_FALSE(Glob::literal("a*?").matches("abc"));
  const Glob open = Glob::from_tokens({{.kind = Token::Kind::many}, {.kind = Token::Kind::variable}});
  CHECK_FALSE(open.matches(""));
  CHECK_FALSE(open.matches("a"));
}

TEST_CASE("match: agrees with the naive matcher at random") {
  CAPTURE(seed());
  MESSAGE("seed " << seed());
  Random random(seed());
  const std::vector<std::string> texts = all_texts(alphabet, 4);
  for (int round = 0; round < 200; ++round) {
    const Glob glob = random_glob(random, 7, random.chance(2));
    CAPTURE(to_string(glob));
    for (const std::string& text : texts) {
      if (glob.matches(text) != naive_matches(glob, text)) FAIL(text);
    }
  }
  for (int round = 0; round < 20'000; ++round) {  // longer texts of fewer letters, where runs repeat
    const Glob glob = random_glob(random, 9, random.chance(2));
    std::string text(random.below(14), 'a');
    for (char& c : text) c = alphabet[random.below(3)];
    if (glob.matches(text) != naive_matches(glob, text)) FAIL(to_string(glob) << " on " << text);
  }
}

TEST_CASE("match: agrees with the naive matcher beyond one word of positions") {
  Random random(seed());
  for (int round = 0; round < 300; ++round) {
    std::vector<Token> tokens;
    std::string text;
    for (std::size_t i = 0; i < 150; ++i) {
      const char c = random.chance(20) ? 'b' : 'a';
      text.push_back(c);
      if (i < 140 || random.chance(3)) tokens.push_back({.c = static_cast<char32_t>(c)});
      if (random.chance(40)) tokens.push_back({.kind = Token::Kind::many, .cls = CharClass::no_colon});
    }
    const Glob glob = Glob::from_tokens(tokens);
    if (glob.matches(text) != naive_matches(glob, text)) FAIL(to_string(glob) << " on " << text);
  }
}

TEST_CASE("match: no pattern is slow") {
  const std::string text(1'000'000, 'a');
  const std::string segment(500, 'a');
  std::vector<Token> narrow;
  for (int i = 0; i < 20; ++i) {
    narrow.push_back({.kind = Token::Kind::many, .cls = CharClass::no_colon});
    narrow.push_back({.c = U'a'});
  }
  narrow.push_back({.c = U'b'});
  const Glob globs[] = {Glob("a*a*a*a*b"), Glob("*" + segment + "b"), Glob("*" + segment + "b*" + segment + "b*"),
                        Glob("*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*ab*"), Glob::from_tokens(narrow)};
  const auto before = std::chrono::steady_clock::now();
  for (const Glob& glob : globs) CHECK_FALSE(glob.matches(text));
  CHECK(std::chrono::steady_clock::now() - before < std::chrono::seconds(10));
}
