// Verdicts that have to be right: one Allow, perhaps one Deny, and a claim that what is allowed of the same actions is
// never allowed. `proved` is only for what no request can meet, `refuted` only for what a request is documented to
// meet.

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "iamproof/catalogue.h"
#include "iamproof/policy.h"
#include "iamproof/prove.h"
#include "prove/resource_theory.h"
#include "support/rows.h"

using namespace iamproof;
using namespace support;

static std::string verdict_of(const Answer& answer) {
  if (std::holds_alternative<Proved>(answer.verdict)) return "proved";
  return std::holds_alternative<Refuted>(answer.verdict) ? "refuted" : "unknown";
}

// The statements without their brackets, on a region of one statement.
static Answer answer_to(const std::string& kind, const std::string& statements, const std::string& region,
                        const ProveOptions& options = {}) {
  const Source policy("policy", R"({"Version": "2012-10-17", "Statement": [)" + statements + "]}");
  const Source claim("claim", R"({"claims": [{"id": "c", "claim": ")" + kind + R"(", "region": [)" + region + "]}]}");
  Result<Reading> reading = parse(policy);
  REQUIRE(reading);
  REQUIRE(reading->is_valid());
  Result<ClaimFile> file = parse_claims(claim);
  REQUIRE(file);
  const Catalogue catalogue = Catalogue::built_in();
  PolicySet set;
  set.identity.push_back(std::move(reading->policy));
  const Result<CompiledPolicies> policies = compile(std::move(set), catalogue);
  const Result<CompiledClaims> claims = compile(std::move(*file), catalogue);
  REQUIRE(policies);
  REQUIRE(claims);
  return prove(*policies, *claims, options).front();
}

static std::string verdict(const std::string& statements, const std::string& region) {
  return verdict_of(answer_to("never-allowed", statements, region));
}

static std::string statement(const std::string& effect, const std::string& condition) {
  return R"({"Effect": ")" + effect + R"(", "Action": "iam:*", "Resource": "*", "Condition": )" + condition + "}";
}

TEST_CASE("prove: two lists of values are the same only value by value") {
  const struct {
    const char *allow, *deny, *verdict;
  } rows[] = {
      {R"({"StringEquals": {"aws:PrincipalTag/t": ["a", "b"]}})",
       R"({"StringEquals": {"aws:PrincipalTag/t": ["a", "b"]}})", "proved"},
      {R"({"StringEquals": {"aws:PrincipalTag/t": ["a", "b"]}})", R"({"StringEquals": {"aws:PrincipalTag/t": "a\nb"}})",
       "refuted"},
      {R"({"StringEquals": {"aws:PrincipalTag/t": "a\n1:b"}})",
       R"({"StringEquals": {"aws:PrincipalTag/t": ["a", "b"]}})", "refuted"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.allow);
    CAPTURE(row.deny);
    CHECK(verdict(statement("Allow", row.allow) + "," + statement("Deny", row.deny),
                  R"({"Action": "iam:*", "Resource": "*"})") == row.verdict);
  }
}

TEST_CASE("prove: values that AWS does not say how to read decide nothing") {
  const struct {
    const char *allow, *verdict;
  } rows[] = {
      {R"({"NumericLessThan": {"aws:MultiFactorAuthAge": "10"}})", "refuted"},
      {R"({"NumericLessThan": {"aws:MultiFactorAuthAge": "1e3"}})", "unknown"},
      {R"({"NumericLessThan": {"aws:MultiFactorAuthAge": 1e3}})", "unknown"},
      {R"({"NumericGreaterThan": {"aws:MultiFactorAuthAge": ".5"}})", "unknown"},
      {R"({"DateGreaterThan": {"aws:CurrentTime": "2020-1-1T00:00:00Z"}})", "unknown"},
      {R"({"DateGreaterThan": {"aws:CurrentTime": "2020-01-01T24:00:00Z"}})", "unknown"},
      {R"({"DateGreaterThan": {"aws:CurrentTime": "2020-01-01Z"}})", "unknown"},
      {R"({"Bool": {"aws:SecureTransport": "1"}})", "proved"},  // documented to match nothing
      {R"({"IpAddress": {"aws:SourceIp": "10.0.0.0/33"}})", "unknown"},
      {R"({"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/*"}})", "refuted"},
      {R"({"ArnLike": {"aws:PrincipalArn": "*"}})", "unknown"},
      {R"({"ArnEquals": {"aws:PrincipalArn": "arn:aws:iam::*"}})", "unknown"},
      {R"({"Null": {"aws:username": "yes"}})", "unknown"},
      {R"({"ForAnyValue:Null": {"aws:username": "yes"}})", "proved"},
      {R"({"StringEquals": {"aws:username": []}})", "unknown"},
      {R"({"ForAnyValue:StringEquals": {"aws:TagKeys": []}})", "proved"},
      {R"({"StringEqualsIgnoreCase": {"aws:PrincipalTag/t": "\u00c9"}})", "unknown"},
      // A tag may hold any text, but how `x` compares with a number is only clear where it is not to be unequal.
      {R"({"NumericNotEquals": {"aws:PrincipalTag/t": "5"}, "Null": {"aws:PrincipalTag/t": "false"}})", "refuted"},
      {R"({"NotIpAddress": {"aws:PrincipalTag/t": ["0.0.0.0/0", "::/0"]}, "Null": {"aws:PrincipalTag/t": "false"}})",
       "unknown"},
      // Without the key the value does not matter.
      {R"({"NumericLessThanIfExists": {"aws:MultiFactorAuthAge": "1e3"}})", "refuted"},
      {R"({"NumericLessThan": {"aws:MultiFactorAuthAge": "1e3"}, "Null": {"aws:MultiFactorAuthAge": "true"}})",
       "proved"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.allow);
    CHECK(verdict(statement("Allow", row.allow), R"({"Action": "iam:*", "Resource": "*"})") == row.verdict);
  }
}

TEST_CASE("prove: who asks in a witness has the policies of the set") {
  const Json everything =
      read_json(R"({"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}})");
  const Claims claims = compile_claims(read_json(
      R"({"claims": [{"id": "c", "claim": "never-allowed", "region": [{"Action": "*", "Resource": "*"}]}]})"));
  const struct {
    Json policies;
    const char* principal;
  } rows[] = {
      {Json::object({{"identity", Json::array({everything})}}), "arn:aws:iam::111122223333:user/example-user"},
      {Json::object({{"identity", Json::array({everything})}, {"session", Json::array({everything})}}),
       "arn:aws:sts::111122223333:assumed-role/example-role/example-session"},
  };
  for (const auto& row : rows) {
    const Documents documents = compile_set(row.policies);
    const Answer answer = prove(*documents.policies, *claims.compiled).front();
    REQUIRE(std::holds_alternative<Refuted>(answer.verdict));
    CHECK(std::get<Refuted>(answer.verdict).breaches.front().witness.principal == row.principal);
  }
}

TEST_CASE("prove: what an answer takes of callers is said") {
  const Json everything =
      read_json(R"({"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}})");
  const Json nothing =
      read_json(R"({"Version": "2012-10-17", "Statement": {"Effect": "Deny", "Action": "*", "Resource": "*"}})");
  const Claims claims = compile_claims(read_json(
      R"({"claims": [{"id": "c", "claim": "never-allowed", "region": [{"Action": "*", "Resource": "*"}]}]})"));
  const Json levels = Json::array({Json::array({everything})});
  const std::string service_linked =
      "a caller that no policy names is no service-linked role, which neither SCPs nor RCPs bind";
  const std::string member = "neither the caller nor the resource is of the organization's management account";
  const std::string session = "the caller is a session, and its aws:PrincipalArn that of a role or of a federated user";
  const struct {
    Json policies;
    bool in_management_account;
    std::vector<std::string> assumptions;
  } rows[] = {
      {Json::object({{"identity", Json::array({nothing})}}), false, {}},
      {Json::object({{"identity", Json::array({nothing})}, {"scp", levels}}), false, {service_linked, member}},
      {Json::object({{"identity", Json::array({nothing})}, {"scp", levels}}), true, {}},
      {Json::object({{"identity", Json::array({nothing})}, {"session", Json::array({everything})}}), false, {session}},
  };
  for (const auto& row : rows) {
    CAPTURE(write_json(row.policies));
    const Documents documents = compile_set(row.policies);
    ProveOptions options;
    options.in_management_account = row.in_management_account;
    const Answer answer = prove(*documents.policies, *claims.compiled, options).front();
    CHECK(std::holds_alternative<Proved>(answer.verdict));
    CHECK(answer.assumptions == row.assumptions);
  }
}

TEST_CASE("prove: a list denies what its texts say, whatever a variable among them stands for") {
  CHECK(verdict(statement("Allow", R"({"StringEquals": {"aws:PrincipalTag/t": "a"}})") + "," +
                    statement("Deny", R"({"StringLike": {"aws:PrincipalTag/t": ["a", "b", "${aws:username}"]}})"),
                R"({"Action": "iam:*", "Resource": "*"})") == std::string("proved"));
}

TEST_CASE("prove: the resource of a witness reads like one") {
  const struct {
    const char *pattern, *text;
  } rows[] = {
      {"*", "*"},
      {"arn:aws:s3:::b/*", "arn:aws:s3:::b/example"},
      {"arn:*:iam::*:role/?", "arn:aws:iam::111122223333:role/x"},
      {"arn:aws:sqs:*:*:*", "arn:aws:sqs:eu-west-1:111122223333:example"},
      {"arn:aws:logs:*:*:log-group:*:*", "arn:aws:logs:eu-west-1:111122223333:log-group:example:example"},
  };
  for (const auto& row : rows) CHECK(likely_resource(Glob(row.pattern)) == row.text);
}

TEST_CASE("prove: the time of a witness is a whole second next to the bound, where one will do") {
  const struct {
    const char *condition, *time;
  } rows[] = {
      {R"({"DateGreaterThan": {"aws:CurrentTime": "2030-01-01T00:00:00Z"}})", "2030-01-01T00:00:01Z"},
      {R"({"DateLessThan": {"aws:CurrentTime": "2020-01-01T00:00:00Z"}})", "2019-12-31T23:59:59Z"},
      {R"({"DateEquals": {"aws:CurrentTime": "2030-01-01T00:00:00Z"}})", "2030-01-01T00:00:00Z"},
      {R"({"DateNotEquals": {"aws:CurrentTime": "2030-01-01T00:00:00Z"}})", "2026-06-01T12:00:00Z"},
      {R"({"DateGreaterThan": {"aws:CurrentTime": "2030-01-01T00:00:00Z"},
           "DateLessThan": {"aws:CurrentTime": "2030-01-01T00:00:00.5Z"}})",
       "2030-01-01T00:00:00.000000001Z"},
      {R"({"DateLessThan": {"aws:CurrentTime": "0000-01-01"}})", nullptr},
      {R"({"DateGreaterThan": {"aws:CurrentTime": "9223372036854775806"}})", "9223372036854775807"},
      {R"({"DateGreaterThan": {"aws:CurrentTime": "9223372036854775807"}})", nullptr},
  };
  for (const auto& row : rows) {
    CAPTURE(row.condition);
    const Answer answer =
        answer_to("never-allowed", statement("Allow", row.condition), R"({"Action": "iam:*", "Resource": "*"})");
    if (row.time == nullptr) {
      CHECK(std::holds_alternative<Proved>(answer.verdict));
      continue;
    }
    REQUIRE(std::holds_alternative<Refuted>(answer.verdict));
    const Context& context = std::get<Refuted>(answer.verdict).breaches.front().witness.context;
    const auto time = context.find(std::string_view("aws:CurrentTime"));
    REQUIRE(time != context.end());
    CHECK(time->second == ContextValue(row.time));
  }
}

TEST_CASE("prove: a witness carries what every request carries, of the keys that a policy looks at") {
  const Answer answer = answer_to("never-allowed",
                                  R"({"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::a/*"},
         {"Effect": "Allow", "Action": "iam:CreateUser", "Resource": "*", "Condition":
           {"Bool": {"aws:MultiFactorAuthPresent": "true", "aws:SecureTransport": "true"}}})",
                                  R"({"Action": "s3:GetObject", "Resource": "*"})");
  REQUIRE(std::holds_alternative<Refuted>(answer.verdict));
  const Context& context = std::get<Refuted>(answer.verdict).breaches.front().witness.context;
  const auto transport = context.find(std::string_view("aws:SecureTransport"));
  REQUIRE(transport != context.end());
  CHECK(transport->second == ContextValue("true"));
  CHECK(context.find(std::string_view("aws:MultiFactorAuthPresent")) == context.end());
}

TEST_CASE("prove: a witness with a tag carries the list of its tags' keys, where the policy looks at it") {
  const Answer answer = answer_to("never-allowed",
                                  R"({"Effect": "Allow", "Action": "iam:CreateUser", "Resource": "*",
                                      "Condition": {"StringEquals": {"aws:RequestTag/team": "a"}}},
                                     {"Effect": "Deny", "Action": "iam:CreateUser", "Resource": "*",
                                      "Condition": {"ForAnyValue:StringEquals": {"aws:TagKeys": "owner"}}})",
                                  R"({"Action": "iam:CreateUser", "Resource": "*"})");
  REQUIRE(std::holds_alternative<Refuted>(answer.verdict));
  const Context& context = std::get<Refuted>(answer.verdict).breaches.front().witness.context;
  const auto keys = context.find(std::string_view("aws:TagKeys"));
  REQUIRE(keys != context.end());
  CHECK(keys->second == ContextValue(std::vector<std::string>{"team"}));
}

TEST_CASE("prove: a witness leaves out keys that nothing at stake looks at") {
  const Answer answer = answer_to("never-allowed",
                                  R"({"Effect": "Allow", "Action": "iam:CreateUser", "Resource": "*",
                                      "Condition": {"NumericLessThan": {"aws:MultiFactorAuthAge": "60"}}},
                                     {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*",
                                      "Condition": {"Bool": {"aws:MultiFactorAuthPresent": "true"}}})",
                                  R"({"Action": "iam:CreateUser", "Resource": "*"})");
  REQUIRE(std::holds_alternative<Refuted>(answer.verdict));
  const Context& context = std::get<Refuted>(answer.verdict).breaches.front().witness.context;
  CHECK(context.find(std::string_view("aws:MultiFactorAuthAge")) != context.end());
  CHECK(context.find(std::string_view("aws:MultiFactorAuthPresent")) == context.end());
}

TEST_CASE("prove: with fewer steps an answer is the same, or unknown") {
  const struct {
    const char *kind, *statements, *region, *verdict;
  } rows[] = {
      {"never-allowed", R"({"Effect": "Allow", "Action": "s3:ActionOfTomorrow", "Resource": "*"})",
       R"({"Action": "s3:ActionOfTomorrow", "Resource": "*"})", "refuted"},
      {"never-allowed", R"({"Effect": "Allow", "Action": "iam:*", "Resource": "*"})",
       R"({"Action": ["s3:*", "iam:New*"], "Resource": "*"})", "refuted"},
      {"always-denied", R"({"Effect": "Deny", "Action": ["iam:*", "s3:*"], "Resource": "*"})",
       R"({"Action": ["iam:*", "s3:*", "ec2:NewAction"], "Resource": "*"})", "refuted"},
      {"never-allowed",
       R"({"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/${aws:username}/*",
           "Condition": {"StringLike": {"aws:username": "*b*"}}})",
       R"({"Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/abc/*"})", "refuted"},
      {"never-allowed", R"({"Effect": "Allow", "Action": "*", "Resource": "*"},
                           {"Effect": "Deny", "NotAction": "iam:New*", "Resource": "*"},
                           {"Effect": "Deny", "Action": "iam:*", "Resource": "*"})",
       R"({"Action": "*", "Resource": "*"})", "proved"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.statements);
    CHECK(verdict_of(answer_to(row.kind, row.statements, row.region)) == row.verdict);
    for (std::uint64_t steps = 0; steps < 120; steps += steps < 40 ? 1 : 10) {
      CAPTURE(steps);
      ProveOptions options;
      options.step_budget = steps;
      const std::string answer = verdict_of(answer_to(row.kind, row.statements, row.region, options));
      CHECK((answer == "unknown" || answer == row.verdict));
    }
  }
}

TEST_CASE("prove: what is not documented is named") {
  const struct {
    const char *allow, *reason;
  } rows[] = {
      {R"({"NumericLessThan": {"aws:MultiFactorAuthAge": "1e3"}})",
       "AWS does not document what the values of a `numeric` operator on the key `aws:MultiFactorAuthAge` mean"},
      {R"({"StringEquals": {"aws:ViaAWSService": "true"}})",
       "AWS does not document how `string` operators decide on the key `aws:ViaAWSService`"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.allow);
    const Answer answer =
        answer_to("never-allowed", statement("Allow", row.allow), R"({"Action": "iam:*", "Resource": "*"})");
    REQUIRE(std::holds_alternative<Unknown>(answer.verdict));
    CHECK(std::get<Unknown>(answer.verdict).reason == row.reason);
  }
}

TEST_CASE("prove: of a Deny in the way, the condition that the region speaks of is pointed at") {
  const std::string allow = R"({"Effect": "Allow", "Action": "iam:*", "Resource": "*"})";
  const std::string deny = statement("Deny", R"({"StringEquals": {"aws:PrincipalTag/t": "a"},
    "Bool": {"aws:MultiFactorAuthPresent": "false"}, "StringLike": {"aws:username": "b*"}})");
  const struct {
    const char *condition, *pointer;
  } rows[] = {
      {R"({"Bool": {"aws:MultiFactorAuthPresent": "false"}})",
       "/Statement/1/Condition/Bool/aws:MultiFactorAuthPresent"},
      {R"({"StringLike": {"aws:username": "*b*"}})", "/Statement/1/Condition/StringLike/aws:username"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.condition);
    const Answer answer =
        answer_to("always-allowed", allow + "," + deny,
                  R"({"Action": "iam:*", "Resource": "*", "Condition": )" + std::string(row.condition) + "}");
    REQUIRE(std::holds_alternative<Refuted>(answer.verdict));
    CHECK(std::get<Refuted>(answer.verdict).breaches.front().pointer == row.pointer);
  }
}

TEST_CASE("prove: a Deny that nearly spells the key of the region is pointed at") {
  const std::string allow = R"({"Effect": "Allow", "Action": "iam:*", "Resource": "*"})";
  const std::string region =
      R"({"Action": "iam:*", "Resource": "*", "Condition": {"Bool": {"aws:MultiFactorAuthPresent": "false"}}})";
  const struct {
    const char *key, *pointer;
  } rows[] = {
      {"aws:MultiFactorAuthPresen", "/Statement/1/Condition/Bool/aws:MultiFactorAuthPresen"},
      {"aws:MultiFactrAuthPresen", "/Statement/1/Condition/Bool/aws:MultiFactrAuthPresen"},
      {"aws:MltiFactrAuthPresen", "/Statement/0/Action"},  // three typos are another key
      {"aws:SecureTransport", "/Statement/0/Action"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.key);
    const std::string deny = statement("Deny", R"({"Bool": {")" + std::string(row.key) + R"(": "false"}})");
    const Answer answer = answer_to("always-denied", allow + "," + deny, region);
    REQUIRE(std::holds_alternative<Refuted>(answer.verdict));
    const Breach& breach = std::get<Refuted>(answer.verdict).breaches.front();
    CHECK(breach.pointer == row.pointer);
    CHECK((breach.reason == "`iam:*` lets it through and nothing denies it") ==
          (breach.pointer == "/Statement/0/Action"));
  }
}

static std::string read(const std::string& effect, const std::string& resource) {
  return R"({"Effect": ")" + effect + R"(", "Action": "s3:GetObject", "Resource": ")" + resource + R"("})";
}

TEST_CASE("prove: resources with policy variables") {
  const struct {
    const char *allow, *region, *verdict;
  } rows[] = {
      {"arn:aws:s3:::b/${aws:username}/*", "arn:aws:s3:::b/alice/*", "refuted"},
      {"arn:aws:s3:::b/${aws:username}/*", "arn:aws:s3:::c/*", "proved"},
      {"arn:aws:s3:::b/${aws:username, 'x'}/*", "arn:aws:s3:::b/alice/*", "refuted"},
      {"arn:aws:s3:::b/${aws:username,'x'}/*", "arn:aws:s3:::b/alice/*", "refuted"},
      {"arn:aws:s3:::b/${aws:PrincipalTag/t}", "arn:aws:s3:::b/", "unknown"},  // would need the tag to be empty
      {"arn:aws:s3:::b/${aws:username,  'x'}/*", "arn:aws:s3:::b/x/*", "refuted"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.allow);
    CAPTURE(row.region);
    CHECK(verdict(read("Allow", row.allow),
                  R"({"Action": "s3:GetObject", "Resource": ")" + std::string(row.region) + R"("})") == row.verdict);
  }
}

TEST_CASE("prove: an ARN with parts missing neither grants nor denies for certain") {
  const std::string allow =
      R"({"Effect": "Allow", "Action": "sqs:*", "Resource": "arn:aws:sqs:us-east-1:111122223333:a"})";
  const struct {
    const char *deny, *verdict;
  } rows[] = {
      {"arn:aws:sqs:*:*:a", "proved"}, {"arn:aws:sqs:*", "proved"},      {"arn:aws:sqs:*a", "unknown"},
      {"arn:aws:sqs", "unknown"},      {"arn:aws:sns:*:*:a", "refuted"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.deny);
    const std::string deny = R"({"Effect": "Deny", "Action": "sqs:*", "Resource": ")" + std::string(row.deny) + R"("})";
    CHECK(verdict(allow + "," + deny, R"({"Action": "sqs:SendMessage", "Resource": "*"})") == row.verdict);
  }
}

TEST_CASE("prove: beside an ARN with parts missing another pattern of the list denies for certain") {
  const std::string allow =
      R"({"Effect": "Allow", "Action": "sqs:*", "Resource": "arn:aws:sqs:us-east-1:111122223333:a"})";
  const std::string deny = R"({"Effect": "Deny", "Action": "sqs:*", "Resource": ["arn:aws:sqs", "arn:aws:sqs:*:*:a"]})";
  CHECK(verdict(allow + "," + deny, R"({"Action": "sqs:SendMessage", "Resource": "*"})") == std::string("proved"));
}

TEST_CASE("prove: names in ARNs that hold a colon exist") {
  const struct {
    const char *action, *resource;
  } rows[] = {
      {"dynamodb:GetRecords", "arn:aws:dynamodb:us-east-1:111122223333:table/t/stream/2015-05-11T21:21:33.291"},
      {"lambda:InvokeFunction", "arn:aws:lambda:us-east-1:111122223333:function:f:*"},
      {"rds:CopyDBSnapshot", "arn:aws:rds:us-east-1:111122223333:snapshot:rds:*"},
      {"rds:CopyDBClusterSnapshot", "arn:aws:rds:us-east-1:111122223333:cluster-snapshot:rds:*"},
      {"cognito-identity:DeleteIdentityPool",
       "arn:aws:cognito-identity:us-east-1:111122223333:identitypool/us-east-1:1a2b3c4d"},
      {"bedrock:InvokeModel", "arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-3-haiku-20240307-v1:0"},
      {"states:StartExecution", "arn:aws:states:us-east-1:111122223333:stateMachine:m:prod"},
      {"iot:DeleteThing", "arn:aws:iot:us-east-1:111122223333:thing/site:7"},
      {"cloudwatch:DeleteAlarms", "arn:aws:cloudwatch:us-east-1:111122223333:alarm:team:*"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.action);
    const std::string statement =
        R"({"Effect": "Allow", "Action": ")" + std::string(row.action) + R"(", "Resource": ")" + row.resource + R"("})";
    CHECK(verdict(statement, R"({"Action": ")" + std::string(row.action) + R"(", "Resource": "*"})") == "refuted");
  }
}

TEST_CASE("claims: what would be proved, or kept back, whatever the policy says is refused") {
  const std::string some = R"("claim": "never-allowed", "region": [{"Action": "iam:*", "Resource": "*"}])";
  const struct {
    std::string claims;
    bool good;
  } rows[] = {
      {R"({"id": "a", "claim": "never-allowed", "region": []})", false},
      {R"({"id": "a", "claim": "only-within", "families": []})", false},
      {R"({"id": "a", "unless_refuted": "a", )" + some + "}", false},
      {R"({"id": "a", "unless_refuted": "z", )" + some + "}", false},
      {R"({"id": "a", "unless_refuted": "b", )" + some + R"(}, {"id": "b", "unless_refuted": "a", )" + some + "}",
       false},
      {R"({"id": "a", "unless_refuted": "b", )" + some + R"(}, {"id": "b", )" + some + "}", true},
  };
  for (const auto& row : rows) {
    CAPTURE(row.claims);
    const Source source("claims", R"({"claims": [)" + row.claims + "]}");
    CHECK(static_cast<bool>(parse_claims(source)) == row.good);
  }
}

TEST_CASE("prove: a breach has every action it lets through, by whichever statement of the region") {
  const Source policy("policy", R"({"Version": "2012-10-17", "Statement":
    {"Effect": "Allow", "Action": ["s3:GetObject", "iam:CreateUser"], "Resource": "*"}})");
  const Source claim("claim", R"({"claims": [{"id": "c", "claim": "never-allowed", "region": [
    {"Action": "*", "Resource": "arn:aws:s3:::b/?"},
    {"Action": "*", "Condition": {"DateNotEquals": {"aws:CurrentTime": "2026-07-01T00:00:00Z"}}}]}]})");
  const Catalogue catalogue = Catalogue::built_in();
  const Result<CompiledPolicies> policies = compile(alone(parse(policy)->policy), catalogue);
  const Result<CompiledClaims> claims = compile(*parse_claims(claim), catalogue);
  REQUIRE(policies);
  REQUIRE(claims);
  const Answer answer = prove(*policies, *claims).front();
  REQUIRE(std::holds_alternative<Refuted>(answer.verdict));
  CHECK(std::get<Refuted>(answer.verdict).breaches.size() == 2);
}

TEST_CASE("prove: a string that lets actions into several statements of the region is one breach, with all of them") {
  const Answer answer =
      answer_to("never-allowed", R"({"Effect": "Allow", "Action": "s3:*Object", "Resource": "*"})",
                R"({"Action": "s3:GetObject", "Condition": {"Bool": {"aws:SecureTransport": "false"}}},
                   {"Action": "s3:PutObject", "Resource": "arn:aws:s3:::b/*"})");
  REQUIRE(std::holds_alternative<Refuted>(answer.verdict));
  const auto& breaches = std::get<Refuted>(answer.verdict).breaches;
  REQUIRE(breaches.size() == 1);
  CHECK(breaches[0].actions.size() == 2);
  CHECK(std::is_sorted(breaches[0].actions.begin(), breaches[0].actions.end()));
}
