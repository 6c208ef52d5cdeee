#include <doctest/doctest.h>

#include <algorithm>
#include <map>

#include "glob/language.h"
#include "glob/small_world.h"

using namespace iamproof;
using namespace iamproof::small_world;

namespace {

constexpr std::string_view name_letters = "abcdefghijklmnopqrstuvwxyz0123456789";

using Answer = std::map<std::vector<bool>, std::string>;

std::optional<Answer> ask(const std::vector<Glob>& globs, std::string_view prefix, std::string_view letters,
                          const std::vector<std::string_view>& excluded, std::uint64_t steps = 1'000'000) {
  std::vector<const Glob*> pointers;
  for (const Glob& glob : globs) pointers.push_back(&glob);
  Budget budget{steps};
  const auto found = signatures(pointers, prefix, letters, excluded, budget);
  if (!found) return std::nullopt;
  Answer answer;
  for (const Signature& signature : *found) {
    CHECK(answer.emplace(signature.inside, signature.text).second);
  }
  return answer;
}

}  // namespace

TEST_CASE("signatures: the classes of action names that are not known") {
  const std::vector<Glob> globs = {Glob("s3:Get*", LetterCase::insensitive), Glob("S3:*Acl", LetterCase::insensitive),
                                   Glob("s3:PutObject", LetterCase::insensitive),
                                   Glob("ec2:*", LetterCase::insensitive)};
  const Answer expected = {{{false, false, false, false}, "s3:a"},
                           {{true, false, false, false}, "s3:get"},
                           {{false, true, false, false}, "s3:acl"},
                           {{true, true, false, false}, "s3:getaacl"}};
  // "s3:putobject" is known: nothing else is in that class.
  CHECK(ask(globs, "s3:", name_letters, {"s3:getacl", "s3:getobject", "s3:putobject"}) == expected);
}

TEST_CASE("signatures: at the edges") {
  CHECK(ask({}, "", "ab", {}) == Answer{{{}, "a"}});
  CHECK(ask({}, "", "ab", {"a", "b"}) == Answer{{{}, "aa"}});
  CHECK(ask({}, "x", "", {}) == Answer{});
  CHECK(ask({Glob("a")}, "", "ab", {"a"}) == Answer{{{false}, "b"}});
  CHECK(ask({Glob("a")}, "a", "ab", {}) == Answer{{{false}, "aa"}});  // the prefix alone is no text
  CHECK(ask({Glob("?")}, "", "a", {"a", "aa", "aaa"}) == Answer{{{false}, "aaaa"}});
  CHECK(ask({Glob("*")}, "s3:", "ab", {}) == Answer{{{true}, "s3:a"}});
  CHECK_FALSE(ask({Glob("*a*b*")}, "", "ab", {}, 3));
}

TEST_CASE("signatures: agree with all short texts at random") {
  CAPTURE(seed());
  MESSAGE("seed " << seed());
  Random random(seed());
  const std::vector<std::string> tails = all_texts("ab1:", 5);
  for (int round = 0; round < 1'500; ++round) {
    const std::string_view letters = std::string_view("ab1:").substr(0, 1 + random.below(4));
    const std::string prefix = tails[random.below(6)];
    std::vector<Glob> globs;
    for (std::size_t left = random.below(5); left > 0; --left)
      globs.push_back(random_glob(random, 5, random.chance(2)));
    std::vector<std::string> names;
    for (std::size_t left = random.below(40); left > 0; --left) {
      names.push_back((random.chance(4) ? "" : prefix) + tails[random.below(100)]);
    }
    std::sort(names.begin(), names.end());
    const std::vector<std::string_view> excluded(names.begin(), names.end());

    std::string question = "prefix " + prefix + " letters " + std::string(letters) + " globs";
    for (const Glob& glob : globs) question += "  " + to_string(glob);
    for (const std::string& name : names) question += "\nexcluded " + name;
    CAPTURE(question);

    const auto signature_of = [&globs](const std::string& text) {
      std::vector<bool> inside;
      for (const Glob& glob : globs) inside.push_back(naive_matches(glob, text));
      return inside;
    };
    const std::optional<Answer> answer = ask(globs, prefix, letters, excluded);
    REQUIRE(answer);
    for (const auto& found : *answer) {
      const std::string& text = found.second;
      CAPTURE(text);
      REQUIRE(text.starts_with(prefix));
      REQUIRE(text.size() > prefix.size());
      REQUIRE(text.find_first_not_of(letters, prefix.size()) == std::string::npos);
      REQUIRE_FALSE(std::binary_search(excluded.begin(), excluded.end(), std::string_view(text)));
      REQUIRE(signature_of(text) == found.first);
    }
    for (const std::string& tail : tails) {  // shorter ones first
      const std::string text = prefix + tail;
      if (tail.empty() || tail.find_first_not_of(letters) != std::string::npos) continue;
      if (std::binary_search(excluded.begin(), excluded.end(), std::string_view(text))) continue;
      const auto found = answer->find(signature_of(text));
      if (found == answer->end()) FAIL("missed " << text);
      if (found->second.size() > text.size()) FAIL(found->second << " is longer than " << text);
    }
  }
}

TEST_CASE("signatures: hard questions end by budget") {
  std::vector<Glob> globs;
  for (char c = 'a'; c <= 'z'; ++c) globs.emplace_back(std::string("*") + c + "???*" + c + "*");
  CHECK_FALSE(ask(globs, "s3:", name_letters, {}, 200'000));
}
