#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "iamproof/request.h"

using namespace iamproof;

static std::string text_of(const ContextValue& value) {
  if (const auto* single = std::get_if<std::string>(&value)) return *single;
  std::string out = "[";
  for (const std::string& item : std::get<std::vector<std::string>>(value)) out += item + ",";
  return out + "]";
}

/// What derive_context() adds, "name=value" in the order it gives.
static std::vector<std::string> derived(Request request) {
  const Context before = request.context;
  std::vector<std::string> out;
  for (const std::string& name : derive_context(request)) {
    CHECK_FALSE(before.contains(name));
    out.push_back(name + "=" + text_of(request.context.at(name)));
  }
  CHECK(request.context.size() == before.size() + out.size());
  for (const auto& [key, value] : before) CHECK(request.context.at(key) == value);
  CHECK(derive_context(request).empty());
  return out;
}

static Request request_of(const std::string& principal, const std::string& action = "s3:GetObject",
                          const std::string& resource = "arn:aws:s3:::b/k") {
  Request request;
  request.principal = principal;
  request.action = action;
  request.resource = resource;
  return request;
}

using Lines = std::vector<std::string>;

static std::string joined(const Lines& lines) {
  std::string out;
  for (const std::string& line : lines) out += line + "\n";
  return out;
}

TEST_CASE("derive: each kind of caller brings its own keys") {
  struct {
    std::string principal;
    Lines keys;
  } rows[] = {
      {"arn:aws:iam::111122223333:user/team/alice",
       {"aws:PrincipalAccount=111122223333", "aws:PrincipalArn=arn:aws:iam::111122223333:user/team/alice",
        "aws:PrincipalIsAWSService=false", "aws:PrincipalType=User", "aws:ResourceAccount=111122223333",
        "aws:username=alice"}},
      {"arn:aws:iam::111122223333:root",
       {"aws:PrincipalAccount=111122223333", "aws:PrincipalArn=arn:aws:iam::111122223333:root",
        "aws:PrincipalIsAWSService=false", "aws:PrincipalType=Account", "aws:ResourceAccount=111122223333",
        "aws:userid=111122223333"}},
      {"arn:aws:sts::111122223333:assumed-role/app/run1",
       {"aws:PrincipalAccount=111122223333", "aws:PrincipalArn=arn:aws:iam::111122223333:role/app",
        "aws:PrincipalIsAWSService=false", "aws:PrincipalType=AssumedRole", "aws:ResourceAccount=111122223333"}},
      {"arn:aws-cn:sts::111122223333:assumed-role/app/run1",  // the partition stays
       {"aws:PrincipalAccount=111122223333", "aws:PrincipalArn=arn:aws-cn:iam::111122223333:role/app",
        "aws:PrincipalIsAWSService=false", "aws:PrincipalType=AssumedRole", "aws:ResourceAccount=111122223333"}},
      {"arn:aws:iam::111122223333:role/team/app",
       {"aws:PrincipalAccount=111122223333", "aws:PrincipalArn=arn:aws:iam::111122223333:role/team/app",
        "aws:PrincipalIsAWSService=false", "aws:PrincipalType=AssumedRole", "aws:ResourceAccount=111122223333"}},
      {"arn:aws:sts::111122223333:federated-user/web",
       {"aws:PrincipalAccount=111122223333", "aws:PrincipalArn=arn:aws:sts::111122223333:federated-user/web",
        "aws:PrincipalIsAWSService=false", "aws:PrincipalType=FederatedUser", "aws:ResourceAccount=111122223333",
        "aws:userid=111122223333:web"}},
      {"cloudtrail.amazonaws.com",
       {"aws:PrincipalIsAWSService=true", "aws:PrincipalServiceName=cloudtrail.amazonaws.com"}},
      {"anonymous", {"aws:PrincipalAccount=anonymous", "aws:PrincipalType=Anonymous", "aws:userid=anonymous"}},
      {"accounts.google.com", {}},
      {"somebody", {}},
      {"", {}},
  };
  for (const auto& row : rows) {
    CAPTURE(row.principal);
    CHECK(joined(derived(request_of(row.principal))) == joined(row.keys));
  }
}

static std::string value_of(Request request, const std::string& key) {
  derive_context(request);
  const auto at = request.context.find(key);
  return at == request.context.end() ? "absent" : text_of(at->second);
}

TEST_CASE("derive: the issuer names the role of a session") {
  Request request = request_of("arn:aws:sts::111122223333:assumed-role/app/run1");
  request.session_issuer = "arn:aws:iam::111122223333:role/team/app";
  CHECK(value_of(request, "aws:PrincipalArn") == "arn:aws:iam::111122223333:role/team/app");
}

TEST_CASE("derive: the owner of the resource") {
  const std::string user = "arn:aws:iam::111122223333:user/alice";
  struct {
    std::string action, resource;
    const char* account;
    std::string owner;
  } rows[] = {
      {"s3:GetObject", "arn:aws:s3:::b/k", nullptr, "111122223333"},
      {"s3:GetObject", "arn:aws:s3:::b/k", "444455556666", "444455556666"},
      {"sns:Publish", "arn:aws:sns:us-east-1:444455556666:t", nullptr, "444455556666"},
      {"iam:GetPolicy", "arn:aws:iam::aws:policy/ReadOnlyAccess", nullptr, "111122223333"},
      {"s3:ListAllMyBuckets", "*", nullptr, "111122223333"},
      {"s3:GetObject", "arn:aws:s3:::b/k", "nobody", "absent"},
      {"ebs:GetSnapshotBlock", "arn:aws:ec2:us-east-1::snapshot/s", nullptr, "absent"},
      {"EC2:acceptvpcpeeringconnection", "arn:aws:ec2:us-east-1:111122223333:vpc/v", nullptr, "absent"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.action);
    CAPTURE(row.resource);
    Request request = request_of(user, row.action, row.resource);
    if (row.account != nullptr) request.resource_account = row.account;
    CHECK(value_of(request, "aws:ResourceAccount") == row.owner);
  }
}

TEST_CASE("derive: what the request says of itself stands, however it spells the key") {
  Request request = request_of("arn:aws:iam::111122223333:user/alice");
  request.context["AWS:USERNAME"] = "bob";
  request.context["aws:principalarn"] = std::vector<std::string>{"x"};
  CHECK(derived(request) == Lines{"aws:PrincipalAccount=111122223333", "aws:PrincipalIsAWSService=false",
                                  "aws:PrincipalType=User", "aws:ResourceAccount=111122223333"});
}

TEST_CASE("derive: keys that follow from other keys") {
  using Values = std::vector<std::string>;
  struct {
    Context given;
    std::string key, value;
  } rows[] = {
      {{{"aws:RequestTag/team", "red"}, {"AWS:requesttag/Cost", "1"}}, "aws:TagKeys", "[Cost,team,]"},
      {{{"aws:RequestTag/", "red"}}, "aws:TagKeys", "absent"},
      {{{"aws:RequestTag/team", "red"}, {"aws:TagKeys", Values{}}}, "aws:TagKeys", "[]"},
      {{{"aws:CalledVia", Values{"athena.amazonaws.com"}}}, "aws:ViaAWSService", "true"},
      {{{"aws:CalledVia", Values{"athena.amazonaws.com"}}}, "aws:CalledViaFirst", "athena.amazonaws.com"},
      {{{"aws:CalledVia", Values{"a.amazonaws.com", "b.amazonaws.com"}}}, "aws:ViaAWSService", "true"},
      {{{"aws:CalledVia", Values{"a.amazonaws.com", "b.amazonaws.com"}}}, "aws:CalledViaLast", "absent"},
      {{{"aws:CalledVia", Values{}}}, "aws:ViaAWSService", "absent"},
      {{{"aws:CurrentTime", "2026-06-01T12:00:00+02:00"}}, "aws:EpochTime", "1780308000"},
      {{{"aws:CurrentTime", "2026-06-01T12:00:00.5Z"}}, "aws:EpochTime", "absent"},
      {{{"aws:CurrentTime", "soon"}}, "aws:EpochTime", "absent"},
      {{{"aws:EpochTime", "1780308000"}}, "aws:CurrentTime", "2026-06-01T10:00:00Z"},
      {{{"aws:MultiFactorAuthAge", "60"}}, "aws:MultiFactorAuthPresent", "absent"},
      {{}, "aws:SecureTransport", "absent"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.key);
    CAPTURE(row.value);
    Request request = request_of("arn:aws:iam::111122223333:user/alice");
    request.context = row.given;
    CHECK(value_of(request, row.key) == row.value);
  }
}

TEST_CASE("derive: a web identity is known before there is a session") {
  const std::string role = "arn:aws:iam::111122223333:role/app";
  CHECK(value_of(request_of("accounts.google.com", "sts:AssumeRoleWithWebIdentity", role), "aws:FederatedProvider") ==
        "accounts.google.com");
  CHECK(value_of(request_of("arn:aws:iam::111122223333:saml-provider/corp", "sts:AssumeRoleWithSAML", role),
                 "aws:FederatedProvider") == "absent");
}
