#include "lint/move_condition.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>

using namespace iamproof;

namespace {

/// A statement's Condition after the first condition on `key` was put under `op` with the value "v"; "-" if it cannot
/// be.
std::string moved(const std::string& condition, std::string_view key, std::string_view op) {
  const std::string before = R"({"Version": "2012-10-17", "Statement": {"Effect": "Deny", "Condition": )";
  const std::string after = R"(, "Action": "*", "Resource": "*"}})";
  const Source source("x.json", before + condition + after);
  const Result<Reading> reading = parse(source);
  REQUIRE_MESSAGE(reading, condition);
  const Statement& statement = reading->policy.statements.at(0);
  const auto found = std::find_if(statement.conditions.begin(), statement.conditions.end(),
                                  [&](const Condition& each) { return each.key.text == key; });
  REQUIRE(found != statement.conditions.end());
  auto edits = under_operator(source, statement, *found, op, "\"v\"");
  if (!edits) return "-";
  std::sort(edits->begin(), edits->end(), [](const Edit& a, const Edit& b) { return a.span.begin < b.span.begin; });
  const std::string out = with_edits(source.text(), *edits);
  const Source moved_source("moved.json", out);
  CHECK_MESSAGE(parse(moved_source), out);
  return out.substr(before.size(), out.size() - before.size() - after.size());
}

}  // namespace

TEST_CASE("move condition: a lone key gets another operator's name") {
  CHECK(moved(R"({"Bool": {"a:b": "x"}})", "a:b", "Null") == R"({"Null": {"a:b": "v"}})");
  CHECK(moved("{ \"Bool\" :\r\n\t{\"a:b\"\n:[ \"x\" , \"y\" ]} }", "a:b", "Null") ==
        "{ \"Null\" :\r\n\t{\"a:b\"\n:\"v\"} }");
  CHECK(moved(R"({"B\u006fol": {"a:b": ["x"]}, "StringLike": {"a:b": "y"}})", "a:b", "Null") ==
        R"({"Null": {"a:b": "v"}, "StringLike": {"a:b": "y"}})");
}

TEST_CASE("move condition: a key among others gets a block of its own") {
  CHECK(moved(R"({"Bool":{"a:b":"x","c:d":"y"}})", "a:b", "Null") == R"({"Null":{"a:b": "v"},"Bool":{"c:d":"y"}})");
  CHECK(moved(R"({"Bool": {"c:d": "y", "a:b": ["x"]}})", "a:b", "Null") ==
        R"({"Null": {"a:b": "v"}, "Bool": {"c:d": "y"}})");
  CHECK(
      moved("{\n  \"NumericEquals\": {\"e:f\": \"1\"},\n  \"Bool\": {\n    \"c:d\": \"y\",\n    \"a:b\": \"x\"\n  }\n}",
            "a:b", "Null") ==
      "{\n  \"Null\": {\"a:b\": \"v\"},\n  \"NumericEquals\": {\"e:f\": \"1\"},\n  \"Bool\": {\n    \"c:d\": "
      "\"y\"\n  }\n}");
}

TEST_CASE("move condition: a block of the operator that is there takes the key in") {
  CHECK(moved(R"({"Null": {"c:d": "true"}, "Bool": {"a:b": "x"}})", "a:b", "Null") ==
        R"({"Null": {"a:b": "v", "c:d": "true"}})");
  CHECK(moved(R"({"Bool": {"a:b": "x"}, "Null": {"c:d": "true"}})", "a:b", "Null") ==
        R"({"Null": {"a:b": "v", "c:d": "true"}})");
  CHECK(moved(R"({"Bool": {"a:b": "x", "e:f": "y"}, "Null": {}})", "a:b", "Null") ==
        R"({"Bool": {"e:f": "y"}, "Null": {"a:b": "v"}})");
  CHECK(moved("{\"Null\"\n : \n{\"c:d\":\"true\"},\"Bool\":{\"a:b\":\"x\"},\"StringLike\":{\"g:h\":\"z\"}}", "a:b",
              "Null") == "{\"Null\"\n : \n{\"a:b\":\"v\",\"c:d\":\"true\"},\"StringLike\":{\"g:h\":\"z\"}}");
}

TEST_CASE("move condition: no key stands twice under an operator, in whatever letter case") {
  CHECK(moved(R"({"Bool": {"a:b": "x"}, "Null": {"A:B": "true"}})", "a:b", "Null") == "-");
}

TEST_CASE("move condition: an awkward key is written as it was meant") {
  CHECK(moved(R"({"Bool": {"aws:ResourceTag/a\"{b": "x", "c:d": "y"}})", "aws:ResourceTag/a\"{b", "Null") ==
        R"({"Null": {"aws:ResourceTag/a\"{b": "v"}, "Bool": {"c:d": "y"}})");
}
