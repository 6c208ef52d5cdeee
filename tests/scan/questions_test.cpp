// Claims in few words: what they become, and what is said of words that mean nothing.

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "iamproof/questions.h"

using namespace iamproof;

namespace {

Question never(std::vector<std::string> actions) {
  Question question;
  question.id = "q";
  question.actions = std::move(actions);
  return question;
}

std::string first_error(const Result<ClaimFile>& file) {
  if (file) return {};
  const Error& error = file.errors().front();
  if (!error.position) return error.message;
  return error.source + ":" + std::to_string(error.position->line) + ":" + std::to_string(error.position->column) +
         ": " + error.message;
}

std::string verdict_on(const std::string& policy, ClaimFile claims) {
  const Source source("policy.json", policy);
  const Result<Reading> reading = parse(source);
  REQUIRE(reading);
  const auto policies = compile(alone(reading->policy), Catalogue::built_in());
  REQUIRE(policies);
  const auto compiled = compile(std::move(claims), Catalogue::built_in());
  REQUIRE(compiled);
  const char* const names[] = {"proved", "refuted", "unknown"};
  return names[prove(*policies, *compiled).front().verdict.index()];
}

std::string allowing(const std::string& action, const std::string& resource, const std::string& more = "") {
  return R"({"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": ")" + action + R"(", "Resource": ")" +
         resource + "\"" + more + "}}";
}

}  // namespace

TEST_CASE("questions: a claim is written down as a claim file") {
  Question question = never({"s3:Get*", "account:EnableRegion"});
  question.resources = {"arn:aws:s3:::a/*"};
  question.conditions = {"ForAnyValue:StringEquals:aws:TagKeys=[a,b]", "Bool:aws:SecureTransport=false",
                         R"({"Null": {"aws:SourceVpce": true}})"};
  const auto file = ask(question, Catalogue::built_in());
  REQUIRE(file);
  REQUIRE(file->sources.size() == 1);
  CHECK(file->sources.front()->text() ==
        R"({"claims":[{"id":"q","title":"","claim":"never-allowed","region":[{)"
        R"("Action":["s3:Get*","account:EnableRegion"],"Resource":["arn:aws:s3:::a/*"],"Condition":{)"
        R"("Bool":{"aws:SecureTransport":"false"},"ForAnyValue:StringEquals":{"aws:TagKeys":["a","b"]},)"
        R"("Null":{"aws:SourceVpce":true}}}]}]})");
}

TEST_CASE("questions: a family stands for its patterns") {
  const Catalogue catalogue = Catalogue::built_in();
  const auto file = ask(never({"billing"}), catalogue);
  REQUIRE(file);
  REQUIRE(file->claims.front().region.front().actions);
  CHECK(file->claims.front().region.front().actions->values.size() == catalogue.family("billing").size());
}

TEST_CASE("questions: words that mean nothing are an error, not a proof") {
  const Catalogue catalogue = Catalogue::built_in();
  struct {
    std::vector<std::string> actions, resources, conditions;
    const char* error;
  } rows[] = {
      {{"s3:GetObjects"}, {}, {}, "action `s3:GetObjects` matches no known action; did you mean"},
      {{"bills"}, {}, {}, "`bills` is neither a pattern of actions such as `s3:Get*` nor a family; the families are"},
      {{"s3:Get*"}, {"bucket"}, {}, "resource `bucket`"},
      {{"s3:Get*"}, {}, {"Bool"}, "condition `Bool`: is no condition; expected OPERATOR:KEY=VALUE, or JSON"},
      {{"s3:Get*"}, {}, {"Bool:aws:SecureTransport"}, "condition `Bool:aws:SecureTransport`: "},
      {{"s3:Get*"}, {}, {"Bol:aws:SecureTransport=true"}, "unknown condition operator `Bol`"},
      {{"s3:Get*"}, {}, {"{\"Bool\": 1}"}, "condition `{\"Bool\": 1}`: `Bool` must be an object of condition keys"},
      {{"s3:Get*"}, {}, {"{\"Bool\""}, "condition `{\"Bool\"`: is not JSON: "},
      {{"s3:Get*"},
       {},
       {"Bool:aws:SecureTransport=true", "Bool:aws:SecureTransport=false"},
       "condition `Bool:aws:SecureTransport=false`: `Bool` has `aws:SecureTransport` twice"},
  };
  for (const auto& row : rows) {
    Question question = never(row.actions);
    question.resources = row.resources;
    question.conditions = row.conditions;
    const std::string error = first_error(ask(question, catalogue));
    CAPTURE(error);
    CHECK(error.starts_with(row.error));
  }
}

TEST_CASE("questions: access lists of AWS's shapes") {
  const char* const shapes[] = {
      R"([{"actions": ["s3:GetObject"], "resources": ["arn:aws:s3:::payroll/*"]}])",
      R"({"access": [{"actions": ["s3:GetObject"], "resources": ["arn:aws:s3:::payroll/*"]}]})",
      R"({"actions": ["s3:PutObject", "s3:GetObject"], "resources": ["arn:aws:s3:::payroll/*"]})",
      R"({"actions": ["s3:GetObject"]})",
      R"({"resources": ["arn:aws:s3:::payroll/*"]})",
      R"([{"actions": ["sqs:*"]}, {"actions": ["s3:Get*"]}])",
  };
  for (const char* shape : shapes) {
    CAPTURE(shape);
    const Source source("access.json", shape);
    const auto file = ask_access(source);
    REQUIRE_MESSAGE(file, first_error(file));
    CHECK(verdict_on(allowing("s3:GetObject", "arn:aws:s3:::payroll/a"), *file) == "refuted");
    CHECK(verdict_on(allowing("ec2:DescribeInstances", "*"), *file) == "proved");
  }
}

TEST_CASE("questions: one listed action on one listed resource is enough, and both are needed") {
  const Source source("access.json", R"({"actions": ["s3:GetObject"], "resources": ["arn:aws:s3:::payroll/*"]})");
  const auto file = ask_access(source);
  REQUIRE(file);
  CHECK(verdict_on(allowing("s3:GetObject", "arn:aws:s3:::reports/*"), *file) == "proved");
  CHECK(verdict_on(allowing("s3:PutObject", "arn:aws:s3:::payroll/*"), *file) == "proved");
  CHECK(verdict_on(allowing("s3:*", "arn:aws:s3:::pay*"), *file) == "refuted");
}

TEST_CASE("questions: what is wrong with an access list has its place") {
  struct {
    const char* text;
    const char* error;
  } rows[] = {
      {"[]", "access.json:1:1: the list of access is empty: there is nothing to check"},
      {"7", "access.json:1:1: access is an object with `actions`, `resources`, or both, not a number"},
      {"{}", "access.json:1:1: access needs `actions`, `resources`, or both"},
      {R"([{"action": ["s3:GetObject"]}])",
       "access.json:1:3: unknown member `action` of access; expected `actions`, `resources`"},
      {R"([{"actions": "s3:GetObject"}])", "access.json:1:14: `actions` is an array of strings, not a string"},
      {R"([{"actions": []}])", "access.json:1:14: `actions` is empty and stands for none; leave it out for any"},
      {"[{\"actions\": [\"s3:GetObject\",\n 7]}]", "access.json:2:2: `actions` is an array of strings"},
      {R"([{"actions": ["GetObject"]}])", "access.json:1:15: action `GetObject` has no service prefix"},
      {R"({"access": {}, "more": 1})", "access.json:1:16: unknown member `more` beside `access`"},
      {R"({"access": {}})", "access.json:1:12: `access` is an array of objects, not an object"},
  };
  for (const auto& row : rows) {
    const Source source("access.json", row.text);
    const std::string error = first_error(ask_access(source));
    CAPTURE(row.text);
    CHECK(error == row.error);
  }
}

TEST_CASE("questions: without MFA") {
  ClaimFile file = ask_without_mfa();
  REQUIRE(file.claims.size() == 1);
  CHECK(file.claims.front().id == "without-mfa");
  CHECK(file.claims.front().kind == ClaimKind::always_denied);
  const std::string deny = R"({"Version": "2012-10-17", "Statement": {"Effect": "Deny", "NotAction":
      ["iam:EnableMFADevice", "iam:CreateVirtualMFADevice"], "Resource": "*", "Condition": {")";
  CHECK(verdict_on(deny + R"(BoolIfExists": {"aws:MultiFactorAuthPresent": "false"}}}})", file) == "proved");
  CHECK(verdict_on(deny + R"(Bool": {"aws:MultiFactorAuthPresent": "false"}}}})", file) == "refuted");
}

TEST_CASE("questions: a reference is a policy that IAM would store") {
  const Source good("old.json", allowing("s3:*", "*"));
  const auto file = ask_reference(ClaimKind::no_new_access, good);
  REQUIRE(file);
  CHECK(verdict_on(allowing("s3:GetObject", "*"), *file) == "proved");
  const Source bad("old.json", "{\n\"Version\": \"2012-10-17\", \"Statement\": []}");
  CHECK(first_error(ask_reference(ClaimKind::no_new_access, bad)) ==
        "old.json:2:39: `Statement` is empty; a policy has at least one");
}
