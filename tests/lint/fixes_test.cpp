// The fixes that checks give their findings: what is left of a document after all of them, and what has none.

#include <doctest/doctest.h>

#include <string>

#include "iamproof/fix.h"

using namespace iamproof;

namespace {

const Catalogue& catalogue() {
  static const Catalogue built_in = Catalogue::built_in();
  return built_in;
}

/// Of statements, each with its braces: the statements as they are after all fixes. Those that keep the meaning must
/// do.
std::string fixed(const std::string& statements, bool changes_meaning = false, std::optional<PolicyType> type = {}) {
  const std::string before = R"({"Version": "2012-10-17", "Statement": )";
  FixOptions options;
  options.read.type = type;
  const auto out = apply_fixes("x.json", before + statements + "}", catalogue(), options);
  REQUIRE_MESSAGE(out, statements);
  CHECK(out->left.empty());
  if (out->is_changed() && !changes_meaning) {
    REQUIRE(out->comparison);
    CHECK(out->comparison->relation == Relation::equal);
  }
  return out->after.substr(before.size(), out->after.size() - before.size() - 1);
}

std::string allow(const std::string& actions, const std::string& resources = "\"*\"") {
  return R"({"Effect": "Allow", "Action": )" + actions + ", \"Resource\": " + resources + "}";
}

std::string fixed_actions(const std::string& actions, bool changes_meaning = true) {
  return fixed(allow(actions), changes_meaning);
}

std::string deny_when(const std::string& condition) {
  return R"({"Effect": "Deny", "Action": "sqs:*", "Resource": "*", "Condition": )" + condition + "}";
}

}  // namespace

TEST_CASE("fixes: entries that another one covers go") {
  CHECK(fixed(allow(R"(["s3:GetObject","S3:getobject","s3:Get*", "sqs:*"])")) == allow(R"(["s3:Get*", "sqs:*"])"));
  CHECK(fixed(allow("[\n  \"s3:*Object\",\n  \"s3:GetObject\",\n  \"s3:Get*\"\n]")) ==
        allow("[\n  \"s3:*Object\",\n  \"s3:Get*\"\n]"));
  CHECK(fixed(allow("\"s3:*\"", R"(["arn:aws:s3:::a-*/x", "arn:aws:s3:::a-*"])")) ==
        allow("\"s3:*\"", R"(["arn:aws:s3:::a-*"])"));
  CHECK(fixed(R"({"Effect": "Deny", "NotAction": ["iam:Get*", "iam:*"], "Resource": "*"})") ==
        R"({"Effect": "Deny", "NotAction": ["iam:*"], "Resource": "*"})");
}

TEST_CASE("fixes: of statements that say the same one stays, and all that have a Sid") {
  const std::string plain = allow("\"sqs:*\""), named = R"({"Sid": "A", )" + plain.substr(1);
  const std::string also_named = R"({"Sid": "B", )" + plain.substr(1);
  CHECK(fixed("[" + plain + ",\n " + plain + ",\n " + plain + "]") == "[" + plain + "]");
  CHECK(fixed("[" + plain + ", " + named + ", " + plain + "]") == "[" + named + "]");
  CHECK(fixed("[" + named + ", " + plain + ", " + also_named + "]") == "[" + named + ", " + also_named + "]");
  CHECK(fixed("[" + named + ", " + also_named + "]") == "[" + named + ", " + also_named + "]");
}

TEST_CASE("fixes: an action of one slip is written as it was meant") {
  CHECK(fixed_actions(R"("s3:GetObjct")") == allow(R"("s3:GetObject")"));
  CHECK(fixed_actions(R"("s3:GteBucketAcl")") == allow(R"("s3:GetBucketAcl")"));
  CHECK(fixed_actions(R"(["iam:DeleteLoginProfiles", "sts:GetCallerIdentitiy"])") ==
        allow(R"(["iam:DeleteLoginProfile", "sts:GetCallerIdentity"])"));
  CHECK(fixed_actions(R"("ec2:DescribeCustomerGateway")") == allow(R"("ec2:DescribeCustomerGateways")"));
  CHECK(fixed_actions(R"("config:select-resource-config")") == allow(R"("config:SelectResourceConfig")"));
  CHECK(fixed_actions(R"(["s3:GetObjct", "s3:GetObject"])") == allow(R"(["s3:GetObject"])"));
  CHECK(fixed(R"({"Effect": "Deny", "NotAction": "sts:AssumeRol", "Resource": "*"})", true) ==
        R"({"Effect": "Deny", "NotAction": "sts:AssumeRole", "Resource": "*"})");
}

TEST_CASE("fixes: an action that may be meant for several stays") {
  for (const char* action : {"iam:GetInstanceProfiles", "apigateway:PATC", "s3:GetObjects2", "ec2:Descripe*",
                             "ec2:GetObject", "dynamo:GetItem", "bedrock:InvokeModel2"}) {
    CAPTURE(action);
    const std::string written = '"' + std::string(action) + '"';
    CHECK(fixed_actions(written) == allow(written));
  }
}

TEST_CASE("fixes: an API operation is replaced by the action that permits it if that does nothing of another kind") {
  CHECK(fixed_actions(R"(["s3:ListObjectsV2", "s3:PutBucketEncryption"])") ==
        allow(R"(["s3:ListBucket", "s3:PutEncryptionConfiguration"])"));
  CHECK(fixed_actions(R"(["s3:DeleteObjects", "sqs:SendMessageBatch"])") ==
        allow(R"(["s3:DeleteObject", "sqs:SendMessage"])"));
  for (const char* action : {"s3:HeadObject", "s3:CopyObject", "apigateway:CreateApi", "s3:ListDirectoryBuckets"}) {
    const std::string written = '"' + std::string(action) + '"';
    CHECK(fixed_actions(written) == allow(written));
  }
}

TEST_CASE("fixes: an action under a prefix that is none gets the one of the service that is called so") {
  CHECK(fixed_actions(R"(["cloudwatchlogs:PutLogEvents", "dynamodbd:getitem"])") ==
        allow(R"(["logs:PutLogEvents", "dynamodb:GetItem"])"));
  for (const char* action : {"cloudwatchlogs:*", "cloudwatchlogs:PutObject", "dynamo:GetItem", "e2:RunInstances"}) {
    const std::string written = '"' + std::string(action) + '"';
    CHECK(fixed_actions(written) == allow(written));
  }
}

TEST_CASE("fixes: a key of one slip is written as it was meant") {
  CHECK(fixed(deny_when(R"({"StringNotEquals": {"aws:PrincipalOrgIDD": "o-a1b2c3d4e5"}})"), true) ==
        deny_when(R"({"StringNotEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}})"));
  CHECK(fixed(deny_when(R"({"Bool": {"aws:MultiFactorAuthPresen": "false"}})"), true) ==
        deny_when(R"({"BoolIfExists": {"aws:MultiFactorAuthPresent": "false"}})"));
  for (const char* key :
       {"aws:SourceVpcs", "aws:RequestTags/team", "s4:prefix", "s3:prefx", "aws:PrincipalOrgPaths2"}) {
    CAPTURE(key);
    const std::string condition = deny_when(R"({"StringEquals": {")" + std::string(key) + R"(": "x"}})");
    CHECK(fixed(condition, true) == condition);
  }
  const std::string both = deny_when(R"({"IpAddress": {"aws:SourceIpp": "192.0.2.7", "aws:SourceIp": "192.0.2.8"}})");
  CHECK(fixed(both, true) == both);
}

TEST_CASE("fixes: a range is written as it is compared") {
  CHECK(fixed(deny_when(R"({"NotIpAddress": {"aws:SourceIp": ["203.0.113.57/24", "2001:DB8::1/32"]}})")) ==
        deny_when(R"({"NotIpAddress": {"aws:SourceIp": ["203.0.113.0/24", "2001:db8::/32"]}})"));
}

TEST_CASE("fixes: a pattern of `*` alone is Null") {
  CHECK(fixed(deny_when(R"({"StringLike": {"aws:RequestTag/a": ["*"]}})")) ==
        deny_when(R"({"Null": {"aws:RequestTag/a": "false"}})"));
  CHECK(fixed(deny_when(R"({"StringNotLikeIfExists": {"aws:RequestTag/a": "*"}})")) ==
        deny_when(R"({"Null": {"aws:RequestTag/a": "true"}})"));
  CHECK(fixed(deny_when(R"({"ForAnyValue:StringLike": {"aws:TagKeys": "*"}})")) ==
        deny_when(R"({"Null": {"aws:TagKeys": "false"}})"));
  CHECK(fixed(deny_when(R"({"StringLike": {"aws:RequestTag/a": "*", "aws:RequestTag/b": "*"},)"
                        R"( "StringNotLike": {"aws:RequestTag/c": "*"}})")) ==
        deny_when(R"({"Null": {"aws:RequestTag/c": "true", "aws:RequestTag/b": "false",)"
                  R"( "aws:RequestTag/a": "false"}})"));
  // Something was meant by it, but what?
  const std::string always = deny_when(R"({"StringLikeIfExists": {"aws:RequestTag/a": "*"}})");
  CHECK(fixed(always) == always);
}

TEST_CASE("fixes: values that do nothing go") {
  CHECK(fixed(deny_when(R"({"Bool": {"aws:SecureTransport": ["false", "False"]}})")) ==
        deny_when(R"({"Bool": {"aws:SecureTransport": ["false"]}})"));
  const std::string both = deny_when(R"({"Bool": {"aws:SecureTransport": ["false", "true"]}})");
  CHECK(fixed(both) == both);
  CHECK(fixed(deny_when(R"({"NumericLessThan": {"s3:max-keys": ["10", "100", "50"]}})")) ==
        deny_when(R"({"NumericLessThan": {"s3:max-keys": ["100"]}})"));
}

TEST_CASE("fixes: a Deny without MFA reaches those who have no key for it") {
  CHECK(fixed(deny_when(R"({"Bool": {"aws:MultiFactorAuthPresent": "false"}})"), true) ==
        deny_when(R"({"BoolIfExists": {"aws:MultiFactorAuthPresent": "false"}})"));
  CHECK(fixed(deny_when(R"({"Bool": {"aws:ViaAWSService": "false", "aws:MultiFactorAuthPresent": [false]}})"), true) ==
        deny_when(
            R"({"BoolIfExists": {"aws:MultiFactorAuthPresent": [false]}, "Bool": {"aws:ViaAWSService": "false"}})"));
  CHECK(fixed(deny_when(R"({"BoolIfExists": {"aws:ViaAWSService": "false"},)"
                        R"( "Bool": {"aws:MultiFactorAuthPresent": "false"}})"),
              true) ==
        deny_when(R"({"BoolIfExists": {"aws:MultiFactorAuthPresent": "false", "aws:ViaAWSService": "false"}})"));
  // An organization has roles and services, which this would lock out.
  const std::string scp = deny_when(R"({"Bool": {"aws:MultiFactorAuthPresent": "false"}})");
  CHECK(fixed(scp, false, PolicyType::scp) == scp);
}
