#include "iamproof/format.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <string>

using namespace iamproof;

namespace {

std::string formatted(std::string_view text, FormatOptions options = {}) {
  const auto result = format(Source("x.json", std::string(text)), options);
  REQUIRE_MESSAGE(result, text);
  return *result;
}

FormatOptions minify() {
  FormatOptions options;
  options.minify = true;
  return options;
}

}  // namespace

TEST_CASE("format: a policy in its one style") {
  const std::string expected = R"({
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "A",
      "Effect": "Allow",
      "Action": ["s3:GetObject", "s3:\u0050utObject"],
      "Resource": "*",
      "Condition": { "Bool": { "aws:SecureTransport": "true" } }
    },
    {
      "Effect": "Deny",
      "NotAction": [
        "iam:CreateVirtualMFADevice",
        "iam:EnableMFADevice",
        "iam:GetUser",
        "iam:ListMFADevices"
      ],
      "Resource": [],
      "Condition": {
        "BoolIfExists": { "aws:MultiFactorAuthPresent": "false" },
        "NumericLessThan": { "aws:MultiFactorAuthAge": 36.0e2 },
        "Null": {}
      }
    }
  ]
}
)";
  CHECK(formatted(expected) == expected);
  std::string small = formatted(expected, minify());
  CHECK(small.find_first_of(" \n\t\r") == std::string::npos);
  CHECK(formatted(small) == expected);
  CHECK(formatted(small, minify()) == small);
  std::string spread;
  for (const char c : small) (spread += c) += c == ',' || c == '{' ? "\r\n\t " : "";
  CHECK(formatted(spread) == expected);
}

TEST_CASE("format: layouts") {
  struct {
    std::string_view text, expected;
  } rows[] = {
      {"{}", "{}\n"},
      {" [ ] ", "[]\n"},
      {"\"a b\"", "\"a b\"\n"},
      {"-0.10E+2", "-0.10E+2\n"},
      {"[1,[2,[]],{\"a\":{}}]", "[\n  1,\n  [2, []],\n  { \"a\": {} }\n]\n"},
      {R"({"Statement":{"Effect":"Allow"}})", "{\n  \"Statement\": {\n    \"Effect\": \"Allow\"\n  }\n}\n"},
      {R"({"statement":[{"a":1}]})", "{\n  \"statement\": [\n    {\n      \"a\": 1\n    }\n  ]\n}\n"},
      {R"({"Statement":[]})", "{\n  \"Statement\": []\n}\n"},
      {R"({"a":" :, {\" "})", "{\n  \"a\": \" :, {\\\" \"\n}\n"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.text);
    CHECK(formatted(row.text) == row.expected);
    CHECK(formatted(row.expected) == row.expected);
  }
}

TEST_CASE("format: what fits is measured in characters, with the comma that follows") {
  FormatOptions options;
  options.width = 14;
  CHECK(formatted(R"({"k":["é","ü"]})", options) == "{\n  \"k\": [\n    \"é\",\n    \"ü\"\n  ]\n}\n");
  options.width = 17;
  CHECK(formatted(R"({"k":["é","ü"]})", options) == "{\n  \"k\": [\"é\", \"ü\"]\n}\n");
  CHECK(formatted(R"({"k":["é","ü"],"l":1})", options) ==
        "{\n  \"k\": [\n    \"é\",\n    \"ü\"\n  ],\n  \"l\": 1\n}\n");
  options.width = 18;
  CHECK(formatted(R"({"k":["é","ü"],"l":1})", options) == "{\n  \"k\": [\"é\", \"ü\"],\n  \"l\": 1\n}\n");
  options.width = 0;
  CHECK(formatted("[[1]]", options) == "[\n  [\n    1\n  ]\n]\n");
}

TEST_CASE("format: what is no JSON is an error with its place") {
  struct {
    std::string_view text;
    Position position;
  } rows[] = {{"{\"a\": 1,\n \"b\": }", {2, 7}},
              {"[\"a\",, \"b\"]", {1, 6}},
              {"[\"a\",]", {1, 6}},
              {"{\"a\": 1} // note", {1, 10}},
              {"{\"a\": 1, \"a\": 2}", {1, 10}}};
  for (const auto& row : rows) {
    CAPTURE(row.text);
    for (const bool small : {false, true}) {
      FormatOptions options;
      options.minify = small;
      const auto result = format(Source("x.json", std::string(row.text)), options);
      REQUIRE_FALSE(result);
      CHECK(result.errors().front().source == "x.json");
      REQUIRE(result.errors().front().position);
      CHECK(*result.errors().front().position == row.position);
    }
  }
  CHECK_FALSE(format(Source("x", "")));
  CHECK_FALSE(format(Source("x", "\xEF\xBB\xBF{}")));
}

TEST_CASE("format: an outcome beyond the limit is an error") {
  FormatOptions options;
  options.limits.bytes = 1000;
  std::string text = std::string(30, '[') + "1";
  for (int i = 0; i < 100; ++i) text += ",1";
  text += std::string(30, ']');
  const auto result = format(Source("x", text), options);
  REQUIRE_FALSE(result);
  CHECK(result.errors().front().message == "cannot be formatted: it would take more than 1000 bytes");
  options.minify = true;
  CHECK(format(Source("x", text), options));
}

TEST_CASE("format: every JSON document of the corpus, and again") {
  std::size_t count = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(IAMPROOF_ROOT "/corpus")) {
    if (entry.path().extension() != ".json") continue;
    CAPTURE(entry.path().string());
    auto text = read_file(entry.path().string());
    REQUIRE(text);
    const Source source(entry.path().string(), *text);
    const auto once = format(source);
    if (!once) continue;  // of corpus/malformed
    ++count;
    CHECK(formatted(*once) == *once);
    const std::string small = formatted(*once, minify());
    CHECK(formatted(*text, minify()) == small);
    CHECK(formatted(small) == *once);
    CHECK(small.size() <= text->size());
    const std::string_view lines = *once;
    CHECK(lines.ends_with("\n"));
    CHECK(lines.find(" \n") == std::string_view::npos);
    CHECK(lines.find('\r') == std::string_view::npos);
  }
  CHECK(count >= 40);
}
