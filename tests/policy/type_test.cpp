#include "policy/read.h"

#include <doctest/doctest.h>

#include <string>

#include "iamproof/policy.h"

using namespace iamproof;

namespace {

const std::string plain = R"({"Statement": {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}})";
const std::string trust =
    R"({"Statement": {"Effect": "Allow", "Principal": {"AWS": "111122223333"}, "Action": "sts:AssumeRole"}})";
const std::string everyone =
    R"({"Statement": {"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*"}})";

std::string attached(std::string_view actions, std::string_view resources,
                     std::string_view principal = "111122223333") {
  return R"({"Statement": {"Effect": "Allow", "Principal": {"AWS": ")" + std::string(principal) + R"("}, "Action": )" +
         std::string(actions) + R"(, "Resource": )" + std::string(resources) + "}}";
}

Policy read(std::string name, std::string text, const ReadOptions& options = {}) {
  const Source source(std::move(name), std::move(text));
  auto reading = parse(source, options);
  REQUIRE(reading);
  Policy policy = std::move(reading->policy);
  policy.source = nullptr;  // gone
  return policy;
}

}  // namespace

TEST_CASE("type: told by the elements and by the path") {
  const std::string bucket = attached(R"("s3:GetObject")", R"("arn:aws:s3:::reports/*")");
  const struct {
    std::string path, text;
    PolicyType type;
  } rows[] = {
      {"admin.json", plain, PolicyType::identity},
      {"<stdin>", plain, PolicyType::identity},
      {"scp.json", plain, PolicyType::scp},
      {"org/scps/deny.json", plain, PolicyType::scp},
      {"deny-leave.scp.json", plain, PolicyType::scp},
      {"Deny_Leave_SCP.json", plain, PolicyType::scp},
      {"service-control-policies/a/b.json", plain, PolicyType::scp},
      {"boundaries/dev.json", plain, PolicyType::boundary},
      {"dev-permissions-boundary.json", plain, PolicyType::boundary},
      {"session/upload.json", plain, PolicyType::session},
      {"upload.session.json", plain, PolicyType::session},
      {"scps/identity/a.json", plain, PolicyType::identity},  // the nearest
      {"rcp/only-us.json", everyone, PolicyType::rcp},
      {"endpoint/all.json", everyone, PolicyType::endpoint},
      {"s3-vpc-endpoint.json", everyone, PolicyType::endpoint},
      {"anything.json", trust, PolicyType::trust},
      {"anything.json",
       R"({"Statement": {"Effect": "Allow", "Principal": {"AWS": "111122223333"}, "Action": "sts:*"}})",
       PolicyType::trust},
      {"trust-policy.json", trust, PolicyType::trust},
      {"app-trust-policy.json", attached(R"("sts:*")", R"("*")"), PolicyType::trust},  // its Resource is the fault
      {"bucket-policy.json", bucket, PolicyType::resource},
      // What the path says cannot be.
      {"scps/bucket.json", bucket, PolicyType::resource},
      {"rcps/bucket.json", bucket, PolicyType::resource},
      {"trust-policy.json", bucket, PolicyType::resource},
      {"trust-policy.json", plain, PolicyType::identity},
      {"bucket-policies/a.json", plain, PolicyType::identity},
      {"endpoint/a.json", plain, PolicyType::identity},
      // Words that mean something else.
      {"user-session.json", plain, PolicyType::identity},
      {"scpx.json", plain, PolicyType::identity},
      {"describe.json", plain, PolicyType::identity},
      {"myscp.json", plain, PolicyType::identity},
      {"escape/identity-center.json", plain, PolicyType::identity},
      {"resources/a.json", plain, PolicyType::identity},
      {"policy.json", everyone, PolicyType::resource},
  };
  for (const auto& row : rows) {
    CAPTURE(row.path);
    CAPTURE(row.text);
    const Policy policy = read(row.path, row.text);
    CHECK(to_string(policy.type) == to_string(row.type));
    CHECK_FALSE(policy.type_reason.empty());
  }
}

TEST_CASE("type: the reason says what told it") {
  CHECK(read("a.json", plain).type_reason == "no statement has a Principal; an SCP or boundary looks the same");
  CHECK(read("x/scps/a.json", plain).type_reason == "the folder `scps` says so");
  CHECK(read("x/a.scp.json", plain).type_reason == "the name `a.scp.json` says so");
  CHECK(read("scps/a.json", trust).type_reason ==
        "a statement has a Principal, although the folder `scps` says a service control policy");
  CHECK(read("scps/a.json", plain, {PolicyType::boundary, {}}).type_reason == "so it was asked for");
}

TEST_CASE("type: what a resource policy is attached to") {
  const std::string one = R"("arn:aws:s3:::reports/*")";
  const std::string access_point = R"("arn:aws:s3:eu-west-1:111122223333:accesspoint/app/object/*")";
  const struct {
    std::string path, text, service;
  } rows[] = {
      {"a.json", attached(R"("s3:GetObject")", one), "s3"},
      {"a.json", attached(R"(["S3:GetObject", "s3:*"])", R"(["arn:aws:s3:::reports", "arn:aws:s3:::reports/*"])"),
       "s3"},
      {"a.json", attached(R"("s3:GetObject")", one, "*"), "s3"},
      {"a.json", attached(R"("s3:GetObject")", access_point), "s3"},
      {"a.json", attached(R"("sqs:SendMessage")", R"("arn:aws:sqs:eu-west-1:111122223333:orders")", "*"), "sqs"},
      {"a.json", attached(R"("kms:*")", R"("*")"), "kms"},
      // Every bucket, two buckets, a bucket that is not fixed: an endpoint's or an organization's policy.
      {"a.json", attached(R"("s3:GetObject")", R"("*")"), ""},
      {"a.json", attached(R"("s3:GetObject")", R"(["arn:aws:s3:::a/*", "arn:aws:s3:::b/*"])"), ""},
      {"a.json", attached(R"("s3:GetObject")", R"("arn:aws:s3:::team-*/*")"), ""},
      {"a.json", attached(R"("kms:*")", R"("*")", "*"), ""},
      {"a.json", everyone, ""},
      // Several services, or none in particular.
      {"a.json", attached(R"(["s3:GetObject", "kms:Decrypt"])", one), "s3"},  // one bucket
      {"a.json", attached(R"("kms:Decrypt")", one), ""},
      {"a.json", attached(R"(["sqs:SendMessage", "kms:Decrypt"])", R"("arn:aws:sqs:eu-west-1:111122223333:orders")"),
       ""},
      {"a.json", attached(R"("s3:GetObject")", R"("arn:aws:sqs:eu-west-1:111122223333:orders")"), ""},
      {"a.json", attached(R"("*")", one), ""},
      {"bucket-policy.json", attached(R"(["s3:GetObject", "kms:Decrypt"])", one), "s3"},
      {"bucket-policy.json", attached(R"("sns:Publish")", R"("arn:aws:sns:eu-west-1:111122223333:a")"), "sns"},
      {"bucket-policy.json", attached(R"("*")", R"("*")"), ""},
      {"key-policy.json", attached(R"("kms:*")", R"("*")", "*"), "kms"},
      {"a.json", plain, ""},
      {"a.json", trust, ""},
  };
  for (const auto& row : rows) {
    CAPTURE(row.path);
    CAPTURE(row.text);
    CHECK(read(row.path, row.text).service == row.service);
  }
  ReadOptions options{PolicyType::resource, {}};
  CHECK(read("a.json", attached(R"("kms:*")", R"("*")"), options).service == "kms");
  options.service = "s3";
  CHECK(read("a.json", attached(R"("kms:*")", R"("*")"), options).service == "s3");
}

TEST_CASE("json-syntax: the first fault of a text that is no JSON") {
  const auto fault_of = [](std::string text) {
    const Source source("a.json", std::move(text));
    return syntax_fault(source);
  };
  CHECK_FALSE(fault_of(plain));
  CHECK_FALSE(fault_of("[1]"));
  const auto comma = fault_of(R"({"Statement": [1,], "a": })");
  REQUIRE(comma);
  CHECK(comma->check == "json-syntax");
  CHECK(comma->aws_code == "JSON_SYNTAX_ERROR");
  CHECK(comma->span.begin == 17);
  REQUIRE(fault_of(""));
  CHECK(fault_of("")->message == "the text is empty; expected a JSON document");
  CHECK(fault_of(R"({"a": 1, "a": 2})"));
  CHECK_FALSE(fault_of(std::string(100, '[') + std::string(100, ']')));  // a limit, not a fault
}
