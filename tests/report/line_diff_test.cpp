#include <doctest/doctest.h>

#include <random>
#include <string>
#include <vector>

#include "iamproof/report.h"

using namespace iamproof;

namespace {

std::string diff_of(std::string_view before, std::string_view after) {
  std::string out;
  write_line_diff(out, "x", before, after, {});
  return out;
}

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    lines.emplace_back(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return lines;
}

/// Makes of `before` what a diff of it says, by its line numbers and signs alone.
std::string patched(std::string_view before, std::string_view diff) {
  const std::vector<std::string> old = lines_of(before);
  std::string out;
  std::size_t at = 0;
  for (const std::string& line : lines_of(diff)) {
    if (line.starts_with("---") || line.starts_with("+++")) continue;
    if (line.starts_with("@@")) {
      std::size_t begin = 0, count = 0;
      REQUIRE(std::sscanf(line.c_str(), "@@ -%zu,%zu", &begin, &count) == 2);
      if (count > 0) --begin;
      REQUIRE(begin >= at);
      while (at < begin) out += old[at++] + '\n';
      continue;
    }
    if (line[0] != '+') {
      REQUIRE(at < old.size());
      CHECK(line.substr(1) == old[at]);
      ++at;
    }
    if (line[0] != '-') out += line.substr(1) + '\n';
  }
  while (at < old.size()) out += old[at++] + '\n';
  return out;
}

}  // namespace

TEST_CASE("line diff: what changed, with three lines around it") {
  CHECK(diff_of("a\nb\nc\nd\ne\nf\ng\n", "a\nb\nc\nX\ne\nf\ng\n") ==
        "--- x\n+++ x\n@@ -1,7 +1,7 @@\n a\n b\n c\n-d\n+X\n e\n f\n g\n");
  CHECK(diff_of("1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1\n2\n3\n4\n6\n7\n8\n9\n") ==
        "--- x\n+++ x\n@@ -2,7 +2,6 @@\n 2\n 3\n 4\n-5\n 6\n 7\n 8\n");
  CHECK(diff_of("", "a\n") == "--- x\n+++ x\n@@ -0,0 +1,1 @@\n+a\n");
  CHECK(diff_of("a\n", "") == "--- x\n+++ x\n@@ -1,1 +0,0 @@\n-a\n");
  CHECK(diff_of("a", "b\n") == "--- x\n+++ x\n@@ -1,1 +1,1 @@\n-a\n\\ no line end at the end of the file\n+b\n");
}

TEST_CASE("line diff: nothing reaches the terminal as it stands") {
  CHECK(diff_of("a\xE2\x80\xAE\x7F\r\n", "b\n") == "--- x\n+++ x\n@@ -1,1 +1,1 @@\n-a\\u{202e}\\u{7f}\n+b\n");
}

TEST_CASE("line diff: one text and its diff make the other") {
  std::mt19937 random(7);
  for (int round = 0; round < 2000; ++round) {
    const auto text = [&] {
      std::string lines;
      for (auto count = random() % 25; count > 0; --count) (lines += static_cast<char>('a' + random() % 4)) += '\n';
      return lines;
    };
    const std::string before = text(), after = text();
    CAPTURE(before);
    CAPTURE(after);
    CHECK(patched(before, diff_of(before, after)) == after);
  }
}

TEST_CASE("line diff: texts that differ throughout are one change") {
  std::string before, after;
  for (int i = 0; i < 1500; ++i) {
    before += "a" + std::to_string(i) + '\n';
    after += "b" + std::to_string(i) + '\n';
  }
  CHECK(patched(before, diff_of(before, after)) == after);
}
