#include "finding/fix.h"

#include <doctest/doctest.h>

#include <string>

#include "iamproof/policy.h"

using namespace iamproof;

namespace {

/// The span of `part` in a text that has it once.
Span span_of(const Source& source, std::string_view part) {
  const std::size_t at = source.text().find(part);
  REQUIRE(at != std::string_view::npos);
  REQUIRE(source.text().find(part, at + 1) == std::string_view::npos);
  return {static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(at + part.size())};
}

}  // namespace

TEST_CASE("fix: edits replace spans and touch nothing else") {
  CHECK(with_edits("abc", {}) == "abc");
  CHECK(with_edits("abc", {{{0, 1}, "X"}, {{1, 1}, "-"}, {{2, 3}, ""}}) == "X-b");
  CHECK(with_edits("abc", {{{3, 3}, "d"}}) == "abcd");
  CHECK(with_edits("", {{{0, 0}, "d"}}) == "d");
}

TEST_CASE("fix: texts become JSON strings") {
  CHECK(fix::quoted("s3:Get*") == R"("s3:Get*")");
  CHECK(fix::quoted("a\"b\\c\n\x01") == R"("a\"b\\c\u000a\u0001")");
  CHECK(fix::quoted("é") == "\"é\"");
}

TEST_CASE("fix: an item goes with one comma and the white space beside it") {
  struct {
    std::string_view text, item, left;
  } rows[] = {
      {R"(["a", "b", "c"])", R"("a")", R"(["b", "c"])"},
      {R"(["a", "b", "c"])", R"("b")", R"(["a", "c"])"},
      {R"(["a", "b", "c"])", R"("c")", R"(["a", "b"])"},
      {R"(["a","b"])", R"("a")", R"(["b"])"},
      {R"(["a","b"])", R"("b")", R"(["a"])"},
      {"[\n  \"a\",\n  \"b\"\n]", R"("a")", "[\n  \"b\"\n]"},
      {"[\n  \"a\",\n  \"b\"\n]", R"("b")", "[\n  \"a\"\n]"},
      {"[\r\n\t\"a\",\r\n\t\"b\",\r\n\t\"c\"\r\n]", R"("b")", "[\r\n\t\"a\",\r\n\t\"c\"\r\n]"},
      {"[ \"a\"\n , \"b\"\n , \"c\" ]", R"("a")", "[ \"b\"\n , \"c\" ]"},
      {"[ \"a\"\n , \"b\"\n , \"c\" ]", R"("b")", "[ \"a\"\n , \"c\" ]"},
      {"[ \"a\"\n , \"b\"\n , \"c\" ]", R"("c")", "[ \"a\"\n , \"b\" ]"},
      {"[ \n \"a\" \n ]", R"("a")", "[]"},
      {"[ \"a\",\n  \"b\", \"c\",\n  \"d\" ]", R"("b")", "[ \"a\",\n  \"c\",\n  \"d\" ]"},
      {"[ \"a\",\n  \"b\", \"c\",\n  \"d\" ]", R"("c")", "[ \"a\",\n  \"b\",\n  \"d\" ]"},
      {R"(["a,]\"", "b"])", R"("b")", R"(["a,]\""])"},
      {R"(["b", ",[\\"])", R"("b")", R"([",[\\"])"},
      {R"({ "k": { "x": [] }, "l": 1 })", R"("k": { "x": [] })", R"({ "l": 1 })"},
      {R"({ "k": 1, "l": [2, {}] })", R"("l": [2, {}])", R"({ "k": 1 })"},
      {R"({ "k": 1 })", R"("k": 1)", R"({})"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.text);
    CAPTURE(row.item);
    const Source source("x", std::string(row.text));
    CHECK(with_edits(row.text, {fix::remove(source, span_of(source, row.item))}) == row.left);
  }
}

TEST_CASE("fix: several items go together, whichever they are") {
  const std::string_view layouts[] = {R"(["a", "b", "c", "d"])",
                                      "[\n  \"a\",\n  \"b\",\n  \"c\",\n  \"d\"\n]",
                                      R"(["a","b","c","d"])",
                                      "[ \"a\"\n, \"b\" ,\"c\"\n,\t\"d\" ]",
                                      "[\"a\",\n\"b\", \"c\",\n\"d\" ]",
                                      "[\n\"a\", \"b\",\n\"c\", \"d\"\n]"};
  const std::string_view names[] = {R"("a")", R"("b")", R"("c")", R"("d")"};
  for (const std::string_view layout : layouts) {
    const Source source("x", std::string(layout));
    for (unsigned set = 0; set < 16; ++set) {
      std::vector<Span> items;
      std::string left;
      for (unsigned i = 4; i-- > 0;) {  // in any order
        if ((set >> i & 1U) != 0) {
          items.push_back(span_of(source, names[i]));
        } else {
          left = std::string(names[i]) + (left.empty() ? "" : ",") + left;
        }
      }
      const std::vector<Edit> edits = fix::remove_all(source, items);
      for (std::size_t i = 1; i < edits.size(); ++i) CHECK(edits[i - 1].span.end <= edits[i].span.begin);
      std::string text = with_edits(layout, edits);
      CAPTURE(text);
      std::string bare = text;
      std::erase_if(bare, [](char c) { return c == ' ' || c == '\n' || c == '\t'; });
      CHECK(bare == "[" + left + "]");
      if (set == 15) CHECK(text == "[]");
    }
  }
}

TEST_CASE("fix: items of two containers go together") {
  const Source source("x", R"({"a": ["b", "c"], "d": ["e", "f"]})");
  const auto edits = fix::remove_all(source, {span_of(source, R"("b")"), span_of(source, R"("f")")});
  CHECK(with_edits(source.text(), edits) == R"({"a": ["c"], "d": ["e"]})");
}

TEST_CASE("fix: a member is put in front as the others are laid out") {
  struct {
    std::string_view text, with;
  } rows[] = {
      {R"({"a": 1})", R"({"V": "x", "a": 1})"},
      {R"({ "a" : 1 })", R"({ "V": "x", "a" : 1 })"},
      {R"({"a":1})", R"({"V":"x","a":1})"},
      {"{\n  \"a\": 1\n}", "{\n  \"V\": \"x\",\n  \"a\": 1\n}"},
      {"{\r\n\t\"a\":1\r\n}", "{\r\n\t\"V\": \"x\",\r\n\t\"a\":1\r\n}"},
      {"{\n\n    \"a\": 1 }", "{\n\n    \"V\": \"x\",\n    \"a\": 1 }"},
      {R"({"a\":b": 1})", R"({"V": "x", "a\":b": 1})"},
      {"{}", R"({"V": "x"})"},
      {"{ }", R"({"V": "x" })"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.text);
    const Source source("x", std::string(row.text));
    const Span object{0, static_cast<std::uint32_t>(row.text.size())};
    CHECK(with_edits(row.text, {fix::insert_member(source, object, "V", R"("x")")}) == row.with);
  }
}

TEST_CASE("fix: members are found from their names and from their values") {
  const std::string_view members[] = {R"("k" : "v\"},")",
                                      R"("k":1.5e3)",
                                      R"("k": true)",
                                      R"("k": {"a": [{}, "]"]})",
                                      R"("k"
    : [ [1, 2], "}" ])",
                                      R"("k":"")",
                                      R"("k": {})",
                                      R"("\u006b": -0)"};
  for (const std::string_view member : members) {
    for (const std::string_view after : {"}", " }", ", \"l\": 2}", "\n}"}) {
      const Source source("x", "{ \"j\": \"\\\\\", " + std::string(member) + std::string(after));
      CAPTURE(source.text());
      const Span whole = span_of(source, member);
      const auto key_size = static_cast<std::uint32_t>(member.find('"', 1) + 1);
      CHECK(fix::member_of_key(source, {whole.begin, whole.begin + key_size}) == whole);
      const std::size_t value = member.find_first_not_of(" \n", member.find(':') + 1);
      CHECK(fix::member_of_value(source, {whole.begin + static_cast<std::uint32_t>(value), whole.end}) == whole);
    }
  }
}

TEST_CASE("fix: edits stand in the order of the text") {
  const Fix fix = fix::new_meaning("x", {{{4, 5}, "b"}, {{1, 2}, "a"}});
  CHECK(fix.changes_meaning);
  CHECK(fix.edits.front().text == "a");
  CHECK_FALSE(fix::same_meaning("x", {{{0, 1}, ""}}).changes_meaning);
}
