// The fixes that faults of the grammar carry: each row is a document, the check, and the document with its fix.

#include <doctest/doctest.h>

#include <algorithm>
#include <string>

#include "iamproof/policy.h"

using namespace iamproof;

namespace {

struct Row {
  std::string_view check, text, fixed;  ///< an empty `fixed`: the check finds it, and has no fix
  bool changes_meaning = true;
  std::optional<PolicyType> type = {};
};

void check_row(const Row& row) {
  CAPTURE(row.check);
  CAPTURE(row.text);
  const Source source("x", std::string(row.text));
  const auto reading = parse(source, {row.type, {}});
  REQUIRE(reading);
  const auto at = std::find_if(reading->faults.begin(), reading->faults.end(),
                               [&](const Finding& fault) { return fault.check == row.check; });
  REQUIRE(at != reading->faults.end());
  REQUIRE(at->fix.has_value() == !row.fixed.empty());
  if (!at->fix) return;
  CHECK(with_edits(row.text, at->fix->edits) == row.fixed);
  CHECK(at->fix->changes_meaning == row.changes_meaning);
  CHECK_FALSE(at->fix->title.empty());
  // It cures: the same is not found at that place again.
  const Source after("x", std::string(row.fixed));
  const auto again = parse(after, {row.type, {}});
  REQUIRE(again);
  CHECK(std::none_of(again->faults.begin(), again->faults.end(), [&](const Finding& fault) {
    return fault.check == row.check && fault.pointer == at->pointer && fault.message == at->message;
  }));
}

}  // namespace

TEST_CASE("fixes: names and words in the wrong letter case") {
  const Row rows[] = {
      {"unknown-element", R"({"statement": []})", R"({"Statement": []})"},
      {"unknown-element", R"({"Statement": [{"effect" : "Allow"}]})", R"({"Statement": [{"Effect" : "Allow"}]})"},
      {"unknown-element", R"({"Statement": [{"not\u0061ction": "a:b"}]})", R"({"Statement": [{"NotAction": "a:b"}]})"},
      {"unknown-element", R"({"Statement": [{"Effect": "Deny", "effect": "Allow"}]})", ""},
      {"unknown-element", R"({"Statement": [{"EFFECT": "Deny", "effect": "Allow"}]})", ""},
      {"unknown-element", R"({"Statement": [{"Efect": "Allow"}]})", ""},
      {"unknown-element", R"({"Statement": [], "Comment": "x"})", ""},
      {"invalid-effect", R"({"Statement": {"Effect": "allow"}})", R"({"Statement": {"Effect": "Allow"}})"},
      {"invalid-effect", R"({"Statement": {"Effect": "DENY"}})", R"({"Statement": {"Effect": "Deny"}})"},
      {"invalid-effect", R"({"Statement": {"Effect": "Alow"}})", ""},
      {"invalid-operator", R"({"Statement": {"Condition": {"stringequals": {"a:b": "c"}}}})",
       R"({"Statement": {"Condition": {"StringEquals": {"a:b": "c"}}}})"},
      {"invalid-operator", R"({"Statement": {"Condition": {"forAnyValue:stringLikeifexists": {"a:b": "c"}}}})",
       R"({"Statement": {"Condition": {"ForAnyValue:StringLikeIfExists": {"a:b": "c"}}}})"},
      {"invalid-operator", R"({"Statement": {"Condition": {"stringequals": {"a:b": "c"}, "StringEquals": {}}}})", ""},
      {"invalid-operator", R"({"Statement": {"Condition": {"StringEqual": {"a:b": "c"}}}})", ""},
      {"null-with-if-exists", R"({"Statement": {"Condition": {"NullIfExists": {"a:b": "true"}}}})",
       R"({"Statement": {"Condition": {"Null": {"a:b": "true"}}}})"},
      {"null-with-if-exists",
       R"({"Statement": {"Condition": {"NullIfExists": {"a:b": "true"}, "Null": {"c:d": "true"}}}})", ""},
  };
  for (const Row& row : rows) check_row(row);
}

TEST_CASE("fixes: versions") {
  const PolicyType rcp = PolicyType::rcp;
  const Row rows[] = {
      {"missing-version", R"({"Statement": []})", R"({"Version": "2012-10-17", "Statement": []})", false},
      {"missing-version", "{\n    \"Statement\": []\n}",
       "{\n    \"Version\": \"2012-10-17\",\n    \"Statement\": []\n}", false},
      {"missing-version", R"({"Statement":{"Resource":"${aws:username}"}})",
       R"({"Version":"2012-10-17","Statement":{"Resource":"${aws:username}"}})"},
      {"missing-version", R"({"Statement":{"Resource":"\u0024{aws:username}"}})",
       R"({"Version":"2012-10-17","Statement":{"Resource":"\u0024{aws:username}"}})"},
      {"rcp-version", R"({"Statement": []})", R"({"Version": "2012-10-17", "Statement": []})", true, rcp},
      {"rcp-version", R"({"Version": "2008-10-17"})", R"({"Version": "2012-10-17"})", true, rcp},
      {"invalid-version", R"({"Version": "2024-01-01", "Statement": []})",
       R"({"Version": "2012-10-17", "Statement": []})"},
      {"invalid-version", R"({"Version": "2012-10-7", "Statement": {"Resource": "${a}"}})",
       R"({"Version": "2012-10-17", "Statement": {"Resource": "${a}"}})"},
      {"invalid-version", R"({"Version": "2008-10-7", "Statement": {"Resource": "${a}"}})", ""},
      {"invalid-version", R"({"Version": "2024-01-01", "Statement": {"Resource": "${a}"}})", ""},
  };
  for (const Row& row : rows) check_row(row);
}

TEST_CASE("fixes: what has no meaning goes") {
  const Row rows[] = {
      {"empty-sid", R"({"Statement": [{"Sid": "", "Effect": "Allow"}]})", R"({"Statement": [{"Effect": "Allow"}]})",
       false},
      {"empty-sid", "{\"Statement\": [{\n  \"Effect\": \"Allow\",\n  \"Sid\" :\t\"\"\n}]}",
       "{\"Statement\": [{\n  \"Effect\": \"Allow\"\n}]}", false},
      {"unsupported-id", R"({"Id": "a\"b", "Statement": []})", R"({"Statement": []})", false},
      {"unsupported-id", R"({"Statement": [], "Id": "x"})", R"({"Statement": []})", true, PolicyType::scp},
      {"empty-condition", R"({"Statement": [{"Effect": "Allow", "Condition": { }}]})",
       R"({"Statement": [{"Effect": "Allow"}]})", false},
      {"empty-operator", R"({"Statement": [{"Condition": {"StringLike": { }, "Null": {"a:b": "true"}}}]})",
       R"({"Statement": [{"Condition": {"Null": {"a:b": "true"}}}]})", false},
      {"empty-operator", R"({"Statement": [{"Condition": { "StringLike": {} }}]})",
       R"({"Statement": [{"Condition": {}}]})", false},
      {"wildcard-service-and-action", R"({"Statement": [{"Action": ["a:b", "*:*"]}]})",
       R"({"Statement": [{"Action": ["a:b", "*"]}]})", false},
      {"mixed-value-types", R"({"Statement": [{"Condition": {"StringLike": {"a:b": ["c", 1.50, true]}}}]})",
       R"({"Statement": [{"Condition": {"StringLike": {"a:b": ["c", "1.50", "true"]}}}]})"},
      {"mixed-value-types", R"({"Statement": [{"Condition": {"StringLike": {"a:b": [1, null, true]}}}]})",
       R"({"Statement": [{"Condition": {"StringLike": {"a:b": ["1", null, "true"]}}}]})"},
  };
  for (const Row& row : rows) check_row(row);
}
