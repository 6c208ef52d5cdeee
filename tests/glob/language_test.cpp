#include "glob/language.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <deque>

#include "arn/arn.h"
#include "glob/small_world.h"

using namespace iamproof;
using namespace iamproof::small_world;

namespace {

/// Keeps the globs that its constraints point to.
struct Question {
  std::deque<Glob> kept;
  std::vector<Membership> constraints;

  void add(bool inside, const std::vector<Glob>& globs) {
    Membership& constraint = constraints.emplace_back();
    constraint.inside = inside;
    for (const Glob& glob : globs) constraint.globs.push_back(&kept.emplace_back(glob));
  }
  TextSearch ask(std::uint64_t steps = 1'000'000) const {
    Budget budget{steps};
    return find_text(constraints, budget);
  }
};

std::vector<Glob> globs_of(const std::vector<std::string_view>& patterns) {
  return {patterns.begin(), patterns.end()};
}

}  // namespace

TEST_CASE("language: a text inside some and outside others") {
  const struct {
    std::vector<std::string_view> inside, outside;
    Found found;
    std::string_view text;
  } rows[] = {
      {{"*"}, {}, Found::yes, ""},
      {{}, {"*"}, Found::no, ""},
      {{"s3:*"}, {"s3:Get*"}, Found::yes, "s3:"},
      {{"s3:?*"}, {"s3:x*"}, Found::yes, "s3:y"},
      {{"a?"}, {"ax", "ay"}, Found::yes, "az"},
      {{"logs-*"}, {"logs-?*"}, Found::yes, "logs-"},
      {{"logs-?*"}, {"logs-*"}, Found::no, ""},
      {{"*"}, {"", "?*"}, Found::no, ""},
      {{"*"}, {"?", "??*"}, Found::yes, ""},
      {{"?*"}, {"?", "???*"}, Found::yes, "xx"},
      {{"a", "b", "abc"}, {"a", "?"}, Found::yes, "abc"},
      {{"\xC3\xA9*"}, {"?"}, Found::yes, "\xC3\xA9x"},
  };
  for (const auto& row : rows) {
    Question question;
    if (!row.inside.empty()) question.add(true, globs_of(row.inside));
    question.add(false, globs_of(row.outside));
    const TextSearch answer = question.ask();
    CAPTURE(row.inside);
    CAPTURE(row.outside);
    CHECK(answer.found == row.found);
    CHECK(answer.text == row.text);
  }
}

TEST_CASE("language: no globs match nothing, no constraints want nothing") {
  CHECK(Question{}.ask().found == Found::yes);
  Question nothing;
  nothing.add(true, {});
  CHECK(nothing.ask().found == Found::no);
  Question spared;
  spared.add(false, {});
  CHECK(spared.ask().found == Found::yes);
}

TEST_CASE("language: texts read well") {
  Question bucket;
  bucket.add(true, {arn_format("arn:${Partition}:s3:::${BucketName}")});
  bucket.add(true, globs_of({"arn:aws:*"}));
  bucket.add(false, globs_of({"arn:aws:s3:::", "arn:aws:s3:::x"}));
  CHECK(bucket.ask().text == "arn:aws:s3:::y");

  Question user;
  user.add(true, {arn_format("arn:${Partition}:iam::${Account}:user/${UserNameWithPath}")});
  user.add(true, globs_of({"arn:aws:*"}));
  user.add(false, globs_of({"*/"}));
  CHECK(user.ask().text == "arn:aws:iam::111122223333:user/x");
}

TEST_CASE("language: a glob without regard to case beside one with") {
  Question question;
  question.add(true, {Glob("get?", LetterCase::insensitive)});
  question.add(false, {Glob("get?"), Glob("Get?")});
  const TextSearch answer = question.ask();
  CHECK(answer.found == Found::yes);
  CHECK(answer.text == "geTx");
  question.add(false, {Glob("GET?", LetterCase::insensitive)});
  CHECK(question.ask().found == Found::no);
}

TEST_CASE("language: agrees with all short texts at random") {
  CAPTURE(seed());
  MESSAGE("seed " << seed());
  Random random(seed());
  const World world = make_world(random, 150, 5);
  std::size_t yes = 0, no = 0;
  for (int round = 0; round < 30'000; ++round) {
    std::vector<Membership> constraints(1 + random.below(3));
    TextSet wanted;
    wanted.flip();
    std::string question;
    for (Membership& constraint : constraints) {
      constraint.inside = random.chance(2);
      question += constraint.inside ? "\ninside " : "\noutside ";
      TextSet matched;
      for (std::size_t left = random.below(4); left > 0; --left) {
        const std::size_t g = random.below(world.globs.size());
        constraint.globs.push_back(&world.globs[g]);
        question += to_string(world.globs[g]) + "  ";
        matched |= world.matched[g];
      }
      wanted &= constraint.inside ? matched : ~matched;
    }
    std::size_t first = 0;
    while (first < world.texts.size() && !wanted[first]) ++first;
    Budget budget;
    const TextSearch answer = find_text(constraints, budget);
    if (answer.found == Found::out_of_budget) FAIL(question << "\nout of budget");
    if (answer.found == Found::no) {
      ++no;
      if (first < world.texts.size()) FAIL(question << "\nmissed " << world.texts[first]);
      continue;
    }
    ++yes;
    for (const Membership& constraint : constraints) {
      const bool matched = std::any_of(constraint.globs.begin(), constraint.globs.end(),
                                       [&](const Glob* glob) { return naive_matches(*glob, answer.text); });
      if (matched != constraint.inside) FAIL(question << "\nwrong " << answer.text);
    }
    if (first < world.texts.size() && world.texts[first].size() < answer.text.size()) {
      FAIL(question << "\n" << answer.text << " is longer than " << world.texts[first]);
    }
  }
  CHECK(yes > 1000);
  CHECK(no > 1000);
}

TEST_CASE("language: hard questions end by budget") {
  Question question;
  std::vector<Glob> inside, outside;
  for (int i = 0; i < 40; ++i) {
    const auto a = static_cast<char>('a' + i % 26);
    const auto b = static_cast<char>('a' + (7 * i + 3) % 26);
    outside.emplace_back(std::string("*") + a + "*" + b + "??*" + a + "*");
    if (i < 12)
      question.add(true, {Glob(std::string("*") + b + "???????" + a + "*"), Glob(std::string("*?") + a + "?" + b)});
  }
  question.add(false, outside);
  const auto before = std::chrono::steady_clock::now();
  CHECK(question.ask(300'000).found == Found::out_of_budget);
  CHECK(std::chrono::steady_clock::now() - before < std::chrono::seconds(10));
}

TEST_CASE("language: many long patterns are not compared for ever") {
  std::vector<Glob> inside, outside;
  std::string stairs;
  for (int i = 0; i < 700; ++i) stairs += "*a?";
  for (int i = 0; i < 150; ++i) {
    const std::string end(static_cast<std::size_t>(i), 'b');
    inside.emplace_back(stairs + end + "c");
    outside.emplace_back(stairs + "*" + end + "d");
  }
  Question question;
  question.add(true, inside);
  question.add(true, outside);
  question.add(false, outside);
  const auto before = std::chrono::steady_clock::now();
  CHECK(question.ask(100'000).found != Found::yes);
  CHECK(std::chrono::steady_clock::now() - before < std::chrono::seconds(10));
}

TEST_CASE("language: bytes that would join to another character are no answer") {
  Question question;
  question.add(true, globs_of({"\xC3?"}));
  question.add(true, globs_of({"?\xA9"}));
  CHECK(question.ask().found != Found::yes);  // the bytes C3 A9 are one character
}
