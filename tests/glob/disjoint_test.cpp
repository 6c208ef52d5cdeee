#include <doctest/doctest.h>

#include <array>

#include "glob/glob.h"
#include "glob/language.h"
#include "glob/small_world.h"

using namespace iamproof;
using namespace iamproof::small_world;

TEST_CASE("disjoint: two patterns with no text in common") {
  const struct {
    std::string_view a, b;
    bool holds;
  } rows[] = {
      {"a*", "b*", true},     {"a*", "*b", false},       {"*a", "*b", true},
      {"", "?*", true},       {"", "*", false},          {"a?c", "ab*", false},
      {"a?c", "abcd*", true}, {"*a*b*", "*b*a*", false}, {"s3:get*", "S3:Get*", true},
  };
  for (const auto& row : rows) {
    CAPTURE(row.a);
    CAPTURE(row.b);
    CHECK(disjoint(Glob(row.a), Glob(row.b)) == row.holds);
    CHECK(disjoint(Glob(row.b), Glob(row.a)) == row.holds);
  }
  CHECK_FALSE(disjoint(Glob("s3:get*", LetterCase::insensitive), Glob("S3:Get*")));
}

TEST_CASE("disjoint: a variable may be any text") {
  const Glob home = Glob::from_tokens({{.c = U'a'}, {.kind = Token::Kind::variable, .variable = 3}});
  CHECK_FALSE(disjoint(home, Glob("ab")));
  CHECK(disjoint(home, Glob("b*")));
}

TEST_CASE("disjoint: agrees with all short texts at random, and a false has a witness") {
  CAPTURE(seed());
  Random random(seed());
  const World world = make_world(random, 160, 6);
  for (std::size_t a = 0; a < world.globs.size(); ++a) {
    for (std::size_t b = 0; b < world.globs.size(); ++b) {
      const std::string pair = to_string(world.globs[a]) + " and " + to_string(world.globs[b]);
      if (disjoint(world.globs[a], world.globs[b])) {
        if ((world.matched[a] & world.matched[b]).any()) FAIL(pair);
        continue;
      }
      const std::array<Membership, 2> both = {Membership{{&world.globs[a]}, true}, Membership{{&world.globs[b]}, true}};
      Budget budget;
      const TextSearch witness = find_text(both, budget);
      if (witness.found != Found::yes) FAIL(pair << ": no witness");
      if (!naive_matches(world.globs[a], witness.text) || !naive_matches(world.globs[b], witness.text)) {
        FAIL(pair << ": " << witness.text);
      }
    }
  }
}
