// Statements in words: each means what the operator does, absent keys included.
#include <doctest/doctest.h>

#include <string>

#include "iamproof/policy.h"
#include "iamproof/strata.h"

using namespace iamproof;

static Policy policy_of(const Source& source) {
  Result<Reading> reading = parse(source);
  REQUIRE(reading);
  return std::move(reading->policy);
}

static std::string condition(const std::string& written, std::size_t most = 0) {
  const Source source("policy", R"({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*",
                                   "Resource": "*", "Condition": {)" +
                                    written + "}}]}");
  const Policy policy = policy_of(source);
  const StatementWords words = in_words(policy.statements.front(), {most, {}});
  REQUIRE(words.conditions.size() == 1);
  return words.conditions.front();
}

TEST_CASE("words: every operator family, set operator and negation") {
  const struct {
    const char *written, *words;
  } rows[] = {
      {R"("Bool": {"aws:MultiFactorAuthPresent": "true"})", "when aws:MultiFactorAuthPresent is true"},
      {R"("BoolIfExists": {"aws:MultiFactorAuthPresent": true})", "when aws:MultiFactorAuthPresent is true or absent"},
      {R"("StringEquals": {"aws:PrincipalOrgID": ["o-1", "o-2", "o-3"]})",
       "when aws:PrincipalOrgID is o-1, o-2 or o-3"},
      {R"("StringNotEquals": {"aws:PrincipalOrgID": "o-1"})", "unless aws:PrincipalOrgID is o-1"},
      {R"("StringNotEqualsIfExists": {"aws:PrincipalOrgID": "o-1"})", "unless aws:PrincipalOrgID is o-1"},
      {R"("StringEqualsIgnoreCase": {"s3:prefix": "home"})", "when s3:prefix is home in any letter case"},
      {R"("StringLike": {"s3:prefix": ["home/*", ""]})", R"(when s3:prefix is like home/* or "")"},
      {R"("StringNotLike": {"s3:prefix": "a b"})", R"(unless s3:prefix is like "a b")"},
      {R"("NumericLessThan": {"s3:max-keys": 10})", "when s3:max-keys is less than 10"},
      {R"("NumericLessThanEquals": {"s3:max-keys": "10"})", "when s3:max-keys is at most 10"},
      {R"("NumericGreaterThan": {"s3:max-keys": "10"})", "when s3:max-keys is more than 10"},
      {R"("NumericGreaterThanEquals": {"s3:max-keys": "10"})", "when s3:max-keys is at least 10"},
      {R"("NumericNotEquals": {"s3:max-keys": "10"})", "unless s3:max-keys is 10"},
      {R"("DateLessThan": {"aws:CurrentTime": "2030-01-01T00:00:00Z"})",
       "when aws:CurrentTime is before 2030-01-01T00:00:00Z"},
      {R"("DateGreaterThanEquals": {"aws:CurrentTime": "2030-01-01T00:00:00Z"})",
       "when aws:CurrentTime is not before 2030-01-01T00:00:00Z"},
      {R"("IpAddress": {"aws:SourceIp": ["10.0.0.0/8", "192.0.2.1"]})",
       "when aws:SourceIp is in 10.0.0.0/8 or 192.0.2.1"},
      {R"("NotIpAddress": {"aws:SourceIp": "10.0.0.0/8"})", "unless aws:SourceIp is in 10.0.0.0/8"},
      {R"("ArnLike": {"aws:SourceArn": "arn:aws:sns:*:*:t"})", "when aws:SourceArn is like arn:aws:sns:*:*:t"},
      {R"("Null": {"aws:TokenIssueTime": "true"})", "when aws:TokenIssueTime is absent"},
      {R"("Null": {"aws:TokenIssueTime": "false"})", "when aws:TokenIssueTime is present"},
      {R"("Null": {"aws:TokenIssueTime": ["true", "false"]})", "whether aws:TokenIssueTime is present or absent"},
      {R"("ForAllValues:StringEquals": {"aws:TagKeys": ["a", "b"]})",
       "when every value of aws:TagKeys, if there are any, is a or b"},
      {R"("ForAllValues:StringNotLike": {"aws:TagKeys": "a*"})", "when no value of aws:TagKeys is like a*"},
      {R"("ForAnyValue:StringEquals": {"aws:TagKeys": "a"})", "when a value of aws:TagKeys is a"},
      {R"("ForAnyValue:StringEqualsIfExists": {"aws:TagKeys": "a"})",
       "when a value of aws:TagKeys is a, or there are none"},
      {R"("ForAnyValue:StringNotEquals": {"aws:TagKeys": "a"})", "when a value of aws:TagKeys is not a"},
      {R"("ForAnyValue:StringNotLike": {"aws:TagKeys": ["a*", "b*", "c"]})",
       "when a value of aws:TagKeys is like neither a*, b* nor c"},
      {R"("StringEquals": {"aws:PrincipalTag/t": []})", "when aws:PrincipalTag/t is nothing"},
      {R"("StringMatches": {"aws:PrincipalTag/t": "x"})", "when StringMatches holds for aws:PrincipalTag/t"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.written);
    CHECK(condition(row.written) == row.words);
  }
}

TEST_CASE("words: long lists are cut only where that is asked for") {
  const std::string many = R"("StringEquals": {"aws:PrincipalOrgID": ["a", "b", "c", "d"]})";
  CHECK(condition(many) == "when aws:PrincipalOrgID is a, b, c or d");
  CHECK(condition(many, 2) == "when aws:PrincipalOrgID is a, b or 2 more");
  CHECK(condition(many, 4) == "when aws:PrincipalOrgID is a, b, c or d");
}

TEST_CASE("words: resources and principals") {
  const struct {
    const char *elements, *principals, *resources;
  } rows[] = {
      {R"("Resource": "*")", "", "on every resource"},
      {R"("Resource": ["arn:aws:s3:::b", "*"])", "", "on every resource"},
      {R"("Resource": ["arn:aws:s3:::b", "arn:aws:s3:::b/*"])", "", "on arn:aws:s3:::b or arn:aws:s3:::b/*"},
      {R"("NotResource": ["arn:aws:s3:::b", "arn:aws:s3:::b/*"])", "",
       "on all resources but arn:aws:s3:::b and arn:aws:s3:::b/*"},
      {R"("NotResource": "*")", "", "on no resource"},
      {R"("Principal": "*", "Resource": "*")", "for everyone", "on every resource"},
      {R"("Principal": {"AWS": ["111122223333", "arn:aws:iam::444455556666:root", "arn:aws:iam::111122223333:role/r"]})",
       "for account 111122223333, account 444455556666 or arn:aws:iam::111122223333:role/r", ""},
      {R"("Principal": {"Service": "ec2.amazonaws.com", "Federated": "accounts.google.com"})",
       "for ec2.amazonaws.com or those whom accounts.google.com vouches for", ""},
      {R"("NotPrincipal": {"AWS": ["111122223333", "444455556666"]}, "Resource": "*")",
       "for everyone but account 111122223333 and account 444455556666", "on every resource"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.elements);
    const Source source("policy", R"({"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "s3:*", )" +
                                      std::string(row.elements) + "}]}");
    const Policy policy = policy_of(source);
    const StatementWords words = in_words(policy.statements.front());
    CHECK(words.principals == row.principals);
    CHECK(words.resources == row.resources);
    CHECK(words.conditions.empty());
  }
}

TEST_CASE("words: every text of the document goes through the quotation asked for") {
  const Source source("policy", R"({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*",
    "Principal": {"AWS": ["111122223333", "AIDAEXAMPLE"], "CanonicalUser": "79a5", "Federated": "f", "Service": "s"},
    "Resource": ["arn:aws:s3:::b"], "Condition": {"StringLike": {"s3:prefix": "p"}, "Odd": {"k": "v"},
    "Null": {"aws:TokenIssueTime": "perhaps"}}}]})");
  const Policy policy = policy_of(source);
  const StatementWords words =
      in_words(policy.statements.front(), {0, [](std::string_view text) { return "<" + std::string(text) + ">"; }});
  CHECK(words.principals ==
        "for account <111122223333>, <AIDAEXAMPLE>, the canonical user <79a5>, those whom <f> vouches for or <s>");
  CHECK(words.resources == "on <arn:aws:s3:::b>");
  CHECK(words.conditions == std::vector<std::string>{"when <s3:prefix> is like <p>", "when <Odd> holds for <k>",
                                                     "when the absence of <aws:TokenIssueTime> is <perhaps>"});
}
