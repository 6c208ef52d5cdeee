#include <doctest/doctest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "iamproof/request.h"
#include "source/excerpt.h"
#include "support/rows.h"

using namespace iamproof;

using Lines = std::vector<std::string>;
using Values = std::vector<std::string>;

/// "pointer: message" of each fault.
static Lines faults_of(const Request& request) {
  Lines out;
  for (const RequestFault& fault : examine(request, Catalogue::built_in())) {
    out.push_back(fault.pointer + ": " + fault.message);
  }
  return out;
}

static std::string joined(const Lines& lines) {
  std::string out;
  for (const std::string& line : lines) out += line + "\n";
  return out;
}

static Request user_request(const std::string& action = "s3:GetObject",
                            const std::string& resource = "arn:aws:s3:::b/k") {
  Request request;
  request.principal = "arn:aws:iam::111122223333:user/alice";
  request.action = action;
  request.resource = resource;
  return request;
}

TEST_CASE("examine: principals") {
  struct {
    std::string principal;
    Lines faults;
  } rows[] = {
      {"arn:aws:iam::111122223333:user/team/alice", {}},
      {"arn:aws:iam::111122223333:root", {}},
      {"arn:aws:iam::111122223333:role/app", {}},
      {"arn:aws-us-gov:sts::111122223333:assumed-role/app/run1", {}},
      {"arn:aws:sts::111122223333:federated-user/web", {}},
      {"arn:aws:iam::111122223333:saml-provider/corp", {}},
      {"s3.amazonaws.com", {}},
      {"accounts.google.com", {}},
      {"anonymous", {}},
      {"alice",
       {"/principal: `alice` is no caller: a principal is the ARN of a user, a role, a session or a root user, a "
        "service, an identity provider, or `anonymous`"}},
      {"arn:aws:iam::111122223333:group/admins",
       {"/principal: `arn:aws:iam::111122223333:group/admins` is no caller: a principal is the ARN of a user, a role, "
        "a session or a root user, a service, an identity provider, or `anonymous`"}},
      {"arn:awz:iam::111122223333:user/alice",
       {"/principal: there is no partition `awz`; use `aws`, `aws-cn`, `aws-us-gov` or another of AWS"}},
      {"arn:aws:iam::1111:user/alice", {"/principal: `1111` is no account: an account has twelve digits"}},
      {"arn:aws:iam::111122223333:user/", {"/principal: `arn:aws:iam::111122223333:user/` holds no name"}},
      {"arn:aws:sts::111122223333:assumed-role/app/",
       {"/principal: `arn:aws:sts::111122223333:assumed-role/app/` names no session"}},
  };
  for (const auto& row : rows) {
    CAPTURE(row.principal);
    Request request = user_request();
    request.principal = row.principal;
    CHECK(joined(faults_of(request)) == joined(row.faults));
  }
}

TEST_CASE("examine: who issued a session") {
  struct {
    std::string principal, issuer;
    bool holds;
  } rows[] = {
      {"arn:aws:sts::111122223333:assumed-role/app/run1", "arn:aws:iam::111122223333:role/team/app", true},
      {"arn:aws:sts::111122223333:assumed-role/app/run1", "arn:aws:iam::111122223333:role/other", false},
      {"arn:aws:sts::111122223333:assumed-role/app/run1", "arn:aws:iam::444455556666:role/app", false},
      {"arn:aws:sts::111122223333:assumed-role/app/run1", "arn:aws:iam::111122223333:user/app", false},
      {"arn:aws:sts::111122223333:assumed-role/app/run1", "app", false},
      {"arn:aws:sts::111122223333:federated-user/web", "arn:aws:iam::111122223333:user/alice", true},
      {"arn:aws:sts::111122223333:federated-user/web", "arn:aws:iam::111122223333:role/app", false},
      {"arn:aws:iam::111122223333:role/app", "arn:aws:iam::111122223333:role/app", true},
      {"arn:aws:iam::111122223333:role/app", "arn:aws:iam::111122223333:role/team/app", false},
      {"arn:aws:iam::111122223333:user/alice", "arn:aws:iam::111122223333:user/alice", false},
      {"anonymous", "arn:aws:iam::111122223333:user/alice", false},
  };
  for (const auto& row : rows) {
    CAPTURE(row.principal);
    CAPTURE(row.issuer);
    Request request = user_request();
    request.principal = row.principal;
    request.session_issuer = row.issuer;
    const auto faults = examine(request, Catalogue::built_in());
    CHECK(faults.empty() == row.holds);
    if (!row.holds) CHECK(faults.front().pointer == "/session_issuer");
  }
}

TEST_CASE("examine: actions and resources") {
  struct {
    std::string action, resource;
    Lines faults;
  } rows[] = {
      {"S3:GETOBJECT", "arn:aws:s3:::b/k", {}},
      {"s3:GetObjects",
       "arn:aws:s3:::b/k",
       {"/action: `s3:GetObjects` is no known action; did you mean `s3:GetObject`, `s3:GetObjectAcl` or "
        "`s3:PutObject`?"}},
      {"s3:ListObjectsV2",
       "arn:aws:s3:::b",
       {"/action: `s3:ListObjectsV2` is an API operation; IAM calls its permission `s3:ListBucket`"}},
      {"GetObject!!",
       "arn:aws:s3:::b",
       {"/action: `GetObject!!` is no known action; an action is written `service:Name`"}},
      {"quux:Get9999", "*", {"/action: `quux:Get9999` is no known action; no service has the prefix `quux`"}},
      {"s3:GetObject", "b/k", {"/resource: `b/k` is neither `*` nor an ARN"}},
      {"s3:GetObject", "", {"/resource: `` is neither `*` nor an ARN"}},
      {"s3:GetObject",
       "arn:awz:s3:::b/k",
       {"/resource: there is no partition `awz`; use `aws`, `aws-cn`, `aws-us-gov` or another of AWS"}},
      {"s3:ListBucket", "arn:aws:s3:::b", {}},
      {"s3:ListBucket",
       "arn:aws:s3:::b/k",
       {"/resource: `arn:aws:s3:::b/k` is nothing that `s3:ListBucket` works on: `accesspoint`, `bucket`"}},
      {"s3:GetObject",
       "arn:aws:s3:::b",
       {"/resource: `arn:aws:s3:::b` is nothing that `s3:GetObject` works on: `accesspointobject`, `object`"}},
      {"s3:ListAllMyBuckets", "*", {}},
      {"s3:ListAllMyBuckets",
       "arn:aws:s3:::*",
       {"/resource: `s3:ListAllMyBuckets` has no resource-level permissions: its resource is `*`"}},
      {"kms:Decrypt", "*", {"/resource: `kms:Decrypt` works on a resource, so a request names one and not `*`: `key`"}},
      {"kms:Decrypt", "arn:aws:kms:us-east-1:111122223333:key/1234", {}},
      {"kms:Decrypt",
       "arn:aws:kms:us-east-1:1111:key/1234",
       {"/resource: `arn:aws:kms:us-east-1:1111:key/1234` is nothing that `kms:Decrypt` works on: `key`"}},
      {"iam:GetPolicy", "arn:aws:iam::aws:policy/ReadOnlyAccess", {}},
      {"iam:CreateUser", "arn:aws:iam::111122223333:user/team/new", {}},
      {"iam:CreateUser",
       "arn:aws:iam::111122223333:role/new",
       {"/resource: `arn:aws:iam::111122223333:role/new` is nothing that `iam:CreateUser` works on: `user`"}},
      {"sts:AssumeRole", "arn:aws:iam::111122223333:role/app", {}},
      {"ec2:RunInstances", "arn:aws:ec2:us-east-1::image/ami-1", {}},
      {"ec2:DescribeInstances", "*", {}},
      {"dynamodb:GetItem", "arn:aws:dynamodb:us-east-1:111122223333:table/T", {}},
      {"lambda:InvokeFunction", "arn:aws:lambda:us-east-1:111122223333:function:f:live", {}},
      {"logs:PutLogEvents", "arn:aws:logs:us-east-1:111122223333:log-group:/x:log-stream:y", {}},
  };
  for (const auto& row : rows) {
    CAPTURE(row.action);
    CAPTURE(row.resource);
    CHECK(joined(faults_of(user_request(row.action, row.resource))) == joined(row.faults));
  }
}

TEST_CASE("examine: the owner of the resource") {
  Request request = user_request("sns:Publish", "arn:aws:sns:us-east-1:111122223333:t");
  request.resource_account = "444455556666";
  CHECK(faults_of(request) ==
        Lines{"/resource_account: `444455556666` is not the account of `arn:aws:sns:us-east-1:111122223333:t`"});
  request.resource_account = "me";
  CHECK(faults_of(request) == Lines{"/resource_account: `me` is no account: an account has twelve digits"});
}

TEST_CASE("examine: keys of the context, whether they are and are of the action") {
  struct {
    std::string action, resource, key;
    ContextValue value;
    Lines faults;
  } rows[] = {
      {"s3:ListBucket", "arn:aws:s3:::b", "S3:Prefix", "home/", {}},
      {"s3:GetObject",
       "arn:aws:s3:::b/k",
       "s3:prefix",
       "home/",
       {"/context/s3:prefix: `s3:prefix` does not come with `s3:GetObject`"}},
      {"s3:GetObject", "arn:aws:s3:::b/k", "s3:ExistingObjectTag/team", "red", {}},
      {"s3:GetObject", "arn:aws:s3:::b/k", "s3:BucketTag/team", "red", {}},  // of the object's type
      {"s3:GetObject", "arn:aws:s3:::b/k", "aws:PrincipalTag/team/x~y", "red", {}},
      {"s3:GetObject",
       "arn:aws:s3:::b/k",
       "aws:SourceIP6",
       "x",
       {"/context/aws:SourceIP6: `aws:SourceIP6` is no known context key; did you mean `aws:SourceIp`, "
        "`aws:SourceVpc` or `aws:SourceArn`?"}},
      {"s3:GetObject", "arn:aws:s3:::b/k", "a/b~c", "x", {"/context/a~1b~0c: `a/b~c` is no known context key"}},
      {"s3:GetObject",
       "arn:aws:s3:::b/k",
       "aws:RequestTag/${TagKey}",
       "x",
       {"/context/aws:RequestTag~1${TagKey}: `aws:RequestTag/${TagKey}` stands for many keys: put a name in place "
        "of its last part"}},
      {"s3:GetObject", "arn:aws:s3:::b/k", "accounts.google.com:aud", "x", {}},  // keys of identity providers pass
      {"s3:GetObject", "arn:aws:s3:::b/k", "idp.example.com/path:sub", "x", {}},
      {"s3:GetObject", "arn:aws:s3:::b/k", "saml:sub", "x", {}},
      {"sts:AssumeRole", "arn:aws:iam::111122223333:role/app", "sts:ExternalId", "x", {}},
      {"s3:GetObject",
       "arn:aws:s3:::b/k",
       "sts:ExternalId",
       "x",
       {"/context/sts:ExternalId: `sts:ExternalId` does not come with `s3:GetObject`"}},
      {"made:Up",
       "arn:aws:s3:::b/k",
       "sts:ExternalId",
       "x",
       {"/action: `made:Up` is no known action; no service has the prefix `made`"}},
  };
  for (const auto& row : rows) {
    CAPTURE(row.action);
    CAPTURE(row.key);
    Request request = user_request(row.action, row.resource);
    request.context.emplace(row.key, row.value);
    CHECK(joined(faults_of(request)) == joined(row.faults));
  }
}

TEST_CASE("examine: values of the context") {
  struct {
    std::string key;
    ContextValue value;
    const char* message;  // none: nothing wrong
  } rows[] = {
      {"aws:TagKeys", Values{"a", "b"}, nullptr},
      {"aws:TagKeys", "a", "`aws:TagKeys` is multivalued: give a list"},
      {"aws:SourceIp", Values{"203.0.113.9"}, "`aws:SourceIp` is single-valued: give no list"},
      {"aws:SourceIp", "203.0.113.9", nullptr},
      {"aws:SourceIp", "2001:db8::1", nullptr},
      {"aws:SourceIp", "203.0.113.0/24", "`203.0.113.0/24` is not one IP address, as `aws:SourceIp` is"},
      {"aws:SecureTransport", "true", nullptr},
      {"aws:SecureTransport", "yes", "`yes` is not `true` or `false`, as `aws:SecureTransport` is"},
      {"aws:CurrentTime", "2026-06-01T12:00:00Z", nullptr},
      {"aws:CurrentTime", "soon", "`soon` is not a date such as `2026-06-01T12:00:00Z`, as `aws:CurrentTime` is"},
      {"aws:EpochTime", "1780308000", nullptr},
      {"aws:MultiFactorAuthAge", "60", nullptr},
      {"aws:MultiFactorAuthAge", "60s", "`60s` is not a number, as `aws:MultiFactorAuthAge` is"},
      {"aws:SourceVpcArn", "vpc-1", "`vpc-1` is not an ARN, as `aws:SourceVpcArn` is"},
      {"aws:UserAgent", "", nullptr},
  };
  for (const auto& row : rows) {
    CAPTURE(row.key);
    Request request = user_request();
    request.context.emplace(row.key, row.value);
    const auto faults = examine(request, Catalogue::built_in());
    REQUIRE(faults.size() == (row.message == nullptr ? 0 : 1));
    if (row.message != nullptr) CHECK(faults.front().message == row.message);
  }
}

TEST_CASE("examine: keys that contradict the principal or the resource") {
  const std::string user = "arn:aws:iam::111122223333:user/alice";
  const std::string session = "arn:aws:sts::111122223333:assumed-role/app/run1";
  const std::string service = "sns.amazonaws.com";
  struct {
    std::string principal, key, value;
    const char* message;  // none: nothing wrong
  } rows[] = {
      {user, "aws:username", "alice", nullptr},
      {user, "aws:UserName", "bob", "`aws:UserName` is `alice` for `arn:aws:iam::111122223333:user/alice`, not `bob`"},
      {session, "aws:username", "alice",
       "`aws:username` is a key of IAM users, and `arn:aws:sts::111122223333:assumed-role/app/run1` is none"},
      {session, "aws:PrincipalArn", "arn:aws:iam::111122223333:role/team/app", nullptr},
      {session, "aws:PrincipalArn", "arn:aws:iam::444455556666:role/app",
       "`aws:PrincipalArn` is `arn:aws:iam::111122223333:role/app` for "
       "`arn:aws:sts::111122223333:assumed-role/app/run1`, not `arn:aws:iam::444455556666:role/app`"},
      {user, "aws:PrincipalAccount", "444455556666",
       "`aws:PrincipalAccount` is `111122223333` for `arn:aws:iam::111122223333:user/alice`, not `444455556666`"},
      {user, "aws:PrincipalType", "AssumedRole",
       "`aws:PrincipalType` is `User` for `arn:aws:iam::111122223333:user/alice`, not `AssumedRole`"},
      {user, "aws:PrincipalIsAWSService", "False", nullptr},
      {user, "aws:userid", "AIDACKCEVSQ6C2EXAMPLE", nullptr},
      {user, "aws:userid", "AROACKCEVSQ6C2EXAMPLE:run1",
       "`aws:userid` is not `AROACKCEVSQ6C2EXAMPLE:run1`: a user's is an id without a session"},
      {session, "aws:userid", "AROACKCEVSQ6C2EXAMPLE:run1", nullptr},
      {session, "aws:userid", "AROACKCEVSQ6C2EXAMPLE:run2",
       "`aws:userid` of `arn:aws:sts::111122223333:assumed-role/app/run1` ends in `:run1`, unlike "
       "`AROACKCEVSQ6C2EXAMPLE:run2`"},
      {user, "aws:MultiFactorAuthPresent", "true", nullptr},  // a session of GetSessionToken is still the user
      {"anonymous", "aws:MultiFactorAuthPresent", "true",
       "`aws:MultiFactorAuthPresent` is a key of callers who sign, and `anonymous` is none"},
      {"anonymous", "aws:PrincipalTag/team", "red",
       "`aws:PrincipalTag/team` is a key of callers who sign, and `anonymous` is none"},
      {"anonymous", "aws:PrincipalAccount", "anonymous", nullptr},
      {service, "aws:SourceArn", "arn:aws:sns:us-east-1:111122223333:t", nullptr},
      {user, "aws:SourceArn", "arn:aws:sns:us-east-1:111122223333:t",
       "`aws:SourceArn` is a key of services that call for themselves, and "
       "`arn:aws:iam::111122223333:user/alice` is none"},
      {user, "aws:ResourceAccount", "444455556666", nullptr},  // a bucket may belong to anybody
      {"somebody", "aws:username", "alice", nullptr},          // that the caller is none has been said
  };
  for (const auto& row : rows) {
    CAPTURE(row.principal);
    CAPTURE(row.key);
    CAPTURE(row.value);
    Request request = user_request();
    request.principal = row.principal;
    request.context.emplace(row.key, row.value);
    auto faults = examine(request, Catalogue::built_in());
    std::erase_if(faults, [](const RequestFault& fault) { return fault.pointer == "/principal"; });
    REQUIRE(faults.size() == (row.message == nullptr ? 0 : 1));
    if (row.message != nullptr) CHECK(faults.front().message == row.message);
  }
  Request request = user_request("sns:Publish", "arn:aws:sns:us-east-1:111122223333:t");
  request.context.emplace("aws:ResourceAccount", "444455556666");
  CHECK(faults_of(request) == Lines{"/context/aws:ResourceAccount: `aws:ResourceAccount` is `111122223333` for "
                                    "`arn:aws:sns:us-east-1:111122223333:t`, not `444455556666`"});
}

TEST_CASE("examine: what derives is never at fault") {
  const Catalogue catalogue = Catalogue::built_in();
  for (const char* principal :
       {"arn:aws:iam::111122223333:user/team/alice", "arn:aws:iam::111122223333:root",
        "arn:aws:sts::111122223333:assumed-role/app/run1", "arn:aws:iam::111122223333:role/team/app",
        "arn:aws:sts::111122223333:federated-user/web", "s3.amazonaws.com", "accounts.google.com", "anonymous"}) {
    CAPTURE(principal);
    Request request = user_request();
    request.principal = principal;
    request.context = {{"aws:RequestTag/team", "red"},
                       {"aws:CalledVia", Values{"athena.amazonaws.com"}},
                       {"aws:CurrentTime", "2026-06-01T12:00:00Z"}};
    derive_context(request);
    CHECK(examine(request, catalogue).empty());
  }
}

static std::string random_text(std::mt19937& random) {
  const char* pieces[] = {"arn:",  "aws", ":iam::", "111122223333", ":",  "user/",
                          "role/", "*",   "\xff",   "\n",           "${", "~/"};
  std::string out;
  for (auto left = random() % 6; left > 0; --left) {
    out +=
        random() % 4 == 0 ? std::string(1, static_cast<char>(random() & 0xFFU)) : pieces[random() % std::size(pieces)];
  }
  return out;
}

TEST_CASE("examine: any bytes give messages of one line") {
  const auto seed = std::random_device{}();
  CAPTURE(seed);
  std::mt19937 random(seed);
  const Catalogue catalogue = Catalogue::built_in();
  for (int i = 0; i < 2'000; ++i) {
    Request request;
    request.principal = random_text(random);
    request.action = random() % 2 == 0 ? "s3:GetObject" : random_text(random);
    request.resource = random_text(random);
    if (random() % 3 == 0) request.session_issuer = random_text(random);
    if (random() % 3 == 0) request.resource_account = random_text(random);
    request.context.emplace(random_text(random), random_text(random));
    request.context.emplace("aws:PrincipalArn", random_text(random));
    request.context.emplace("aws:TagKeys", Values{random_text(random)});
    for (const RequestFault& fault : examine(request, catalogue)) {
      CHECK(std::none_of(fault.message.begin(), fault.message.end(),
                         [](char c) { return static_cast<unsigned char>(c) < 0x20; }));
      for (std::string_view rest = fault.message; !rest.empty(); rest.remove_prefix(utf8_length(rest))) {
        REQUIRE(utf8_length(rest) > 0);
      }
    }
    derive_context(request);
  }
}

// Requests of the corpus that no caller could send so: each is there for the rule it shows, not for its likeness.
TEST_CASE("examine: no false alarm on the corpus") {
  struct {
    std::string id, fault;
  } known[] = {
      {"T31", "/context/aws:username: `aws:username` is `alice` for `arn:aws:iam::111122223333:user/alice`, not `bob`"},
      {"T64",
       "/context/aws:SourceArn: `aws:SourceArn` is a key of services that call for themselves, and "
       "`arn:aws:iam::111122223333:user/alice` is none"},
      {"T65",
       "/context/aws:SourceArn: `aws:SourceArn` is a key of services that call for themselves, and "
       "`arn:aws:iam::111122223333:user/alice` is none"},
      {"S116",
       "/context/aws:ResourceAccount: `aws:ResourceAccount` is `444455556666` for "
       "`arn:aws:sns:us-east-1:444455556666:t`, not `111122223333`"},
      {"S117",
       "/context/aws:ResourceAccount: `aws:ResourceAccount` is `111122223333` for `arn:aws:s3:::b/k`, not "
       "`444455556666`"},
      {"issuer-of-another-role",
       "/session_issuer: `arn:aws:iam::111122223333:role/aws-service-role/x.amazonaws.com/other` cannot have issued "
       "`arn:aws:sts::111122223333:assumed-role/app/run1`"},
      {"issuer-of-another-account",
       "/session_issuer: `arn:aws:iam::444455556666:role/aws-service-role/x.amazonaws.com/app` cannot have issued "
       "`arn:aws:sts::111122223333:assumed-role/app/run1`"},
  };
  std::vector<std::pair<std::string, std::string>> found;
  for (const char* file : {"decisions/identity.ndjson", "decisions/sets.ndjson"}) {
    for (const auto& numbered : support::read_ndjson(support::corpus_file(file))) {
      for (const std::string& fault : faults_of(support::read_request(numbered.second.at("request")))) {
        found.emplace_back(numbered.second.at("id").text, fault);
      }
    }
  }
  for (std::size_t i = 0; i < std::max(found.size(), std::size(known)); ++i) {
    CAPTURE(i);
    REQUIRE(i < found.size());
    REQUIRE(i < std::size(known));
    CHECK(found[i].first == known[i].id);
    CHECK(found[i].second == known[i].fault);
  }
}
