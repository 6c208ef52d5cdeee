// Decisions expected of every request that matches a pattern, from corpus/claims/patterns.ndjson.

#include <doctest/doctest.h>

#include <algorithm>
#include <set>

#include "iamproof/prove.h"
#include "support/rows.h"

using namespace iamproof;
using namespace support;

namespace {

void check_row(const Json& row) {
  const Documents documents = compile_set(row.at("policies"));
  REQUIRE_MESSAGE(documents.policies, documents.fault);
  const Request pattern = read_request(row.at("request"));
  const auto expected = decision_from(row.at("expected").text);
  REQUIRE(expected);
  CHECK((is_pattern(pattern) || pattern.resource == "*"));
  const Answer answer = prove_decision(*documents.policies, pattern, *expected);
  CAPTURE(describe(answer));
  CHECK(verdict_name(answer.verdict) == row.at("verdict").text);
  const auto* refuted = std::get_if<Refuted>(&answer.verdict);
  if (refuted == nullptr) return;
  CHECK_FALSE(refuted->breaches.empty());
  for (const Breach& breach : refuted->breaches) {
    CAPTURE(write_request(breach.witness));
    CHECK(evaluate(*documents.policies, breach.witness).decision != *expected);
    CHECK(breach.witness.principal == pattern.principal);
    for (const auto& [key, value] : pattern.context) {
      REQUIRE(breach.witness.context.contains(key));
      if (value != ContextValue("*")) CHECK(breach.witness.context.at(key) == value);
    }
  }
}

}  // namespace

TEST_CASE("prove: a decision expected of every request that matches a pattern") {
  std::set<std::string> ids;
  for (const auto& numbered : read_ndjson(corpus_file("claims/patterns.ndjson"))) {
    const int line = numbered.first;
    const std::string id = numbered.second.at("id").text;
    CAPTURE(line);
    CAPTURE(id);
    CHECK(ids.insert(id).second);
    check_row(numbered.second);
  }
  CHECK(ids.size() == 30);
}

TEST_CASE("prove: a decision on one caller takes nothing of callers") {
  const Documents documents = compile_set(read_json(R"({
    "identity": [{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}],
    "scp": [[{"Version": "2012-10-17", "Statement": {"Effect": "Deny", "Action": "s3:*", "Resource": "*"}}]]})"));
  REQUIRE(documents.policies);
  Request pattern;
  pattern.principal = "arn:aws:iam::111122223333:user/alice";
  pattern.action = "s3:*";
  pattern.resource = "arn:aws:s3:::b/*";
  pattern.resource_account = "111122223333";
  const Answer answer = prove_decision(*documents.policies, pattern, Decision::explicit_deny);
  CAPTURE(describe(answer));
  CHECK(std::holds_alternative<Proved>(answer.verdict));
  CHECK(answer.assumptions.empty());
}

TEST_CASE("prove: a decision on a list says what it takes of conditions without set operator") {
  const Documents documents = compile_set(read_json(R"({
    "identity": [{"Version": "2012-10-17", "Statement": [
      {"Effect": "Allow", "Action": "*", "Resource": "*"},
      {"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": {"StringEquals": {"aws:TagKeys": "team"}}}]}]})"));
  REQUIRE(documents.policies);
  Request pattern;
  pattern.principal = "arn:aws:iam::111122223333:user/alice";
  pattern.action = "iam:Tag*";
  pattern.resource = "*";
  pattern.context["aws:TagKeys"] = std::vector<std::string>{"team"};
  const Answer answer = prove_decision(*documents.policies, pattern, Decision::explicit_allow);
  CAPTURE(describe(answer));
  CHECK(std::holds_alternative<Proved>(answer.verdict));
  CHECK(std::any_of(answer.assumptions.begin(), answer.assumptions.end(), [](const std::string& taken) {
    return taken.starts_with("a condition without set operator on the multivalued key `aws:TagKeys`");
  }));
}
