// Who is outside, worked out slowly: every request of a small world is tried, and one is an outsider's when no value it
// carries stands as it is in the policy. The world has a value of every kind that the conditions can tell apart, so
// that a policy lets an outsider in if and only if it lets one of these in.

#include <doctest/doctest.h>

#include <algorithm>
#include <random>
#include <set>

#include <fmt/format.h>

#include "iamproof/evaluate.h"
#include "iamproof/prove.h"
#include "support/rows.h"

using namespace iamproof;
using namespace support;

namespace {

struct Key {
  const char* name;
  std::vector<const char*> values;  ///< of requests; the last is of nothing that a policy names
  std::vector<const char*> equal, like;
};

const std::vector<Key> keys = {
    {"aws:PrincipalOrgID", {"o-1", "o-2", "o-9"}, {"StringEquals", "StringNotEquals"}, {"StringLike", "StringNotLike"}},
    {"aws:SourceVpce",
     {"vpce-1", "vpce-2", "vpce-9"},
     {"StringEquals", "StringNotEquals"},
     {"StringLike", "StringNotLike"}},
};

using Random = std::mt19937;

template <class List>
auto pick(const List& list, Random& random) {
  return list[random() % list.size()];
}

/// A condition, and in `named` the values that it fixes.
std::string condition(Random& random, std::set<std::string>& named) {
  const Key& key = pick(keys, random);
  const std::string suffix = random() % 4 == 0 ? "IfExists" : "";
  if (random() % 6 == 0) {
    return fmt::format(R"("Null": {{"{}": "{}"}})", key.name, random() % 2 == 0 ? "true" : "false");
  }
  if (random() % 4 == 0) {
    const std::string prefix = std::string(key.values[0]).substr(0, std::string(key.values[0]).find('-') + 1);
    return fmt::format(R"("{}{}": {{"{}": "{}*"}})", pick(key.like, random), suffix, key.name, prefix);
  }
  const std::string value = key.values[random() % 2];
  named.insert(value);
  return fmt::format(R"("{}{}": {{"{}": "{}"}})", pick(random() % 2 == 0 ? key.equal : key.like, random), suffix,
                     key.name, value);
}

/// Conditions under one operator each: two of one name would be a duplicate key.
std::string statement(Random& random, std::set<std::string>& named) {
  std::string conditions = condition(random, named);
  std::set<std::string> more_named = named;
  const std::string second = condition(random, more_named);
  const auto op_of = [](const std::string& text) { return text.substr(0, text.find(':')); };
  if (random() % 2 == 0 && op_of(second) != op_of(conditions)) {
    conditions += ", " + second;
    named = more_named;
  }
  if (random() % 5 == 0) conditions.clear();
  return fmt::format(
      R"({{"Effect": "{}", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*", "Condition": {{{}}}}})",
      random() % 3 == 0 ? "Deny" : "Allow", conditions);
}

/// Whether some request of the world is allowed, by a caller and with values that the policy does not name.
bool lets_in_an_outsider(const CompiledPolicies& policies, const std::set<std::string>& named) {
  Request request;
  request.action = "s3:GetObject";
  request.resource = "arn:aws:s3:::b/k";
  request.resource_account = "777788889999";
  for (const char* principal : {"anonymous", "arn:aws:iam::111122223333:user/u"}) {
    request.principal = principal;
    for (std::size_t org = 0; org <= keys[0].values.size(); ++org) {
      for (std::size_t endpoint = 0; endpoint <= keys[1].values.size(); ++endpoint) {
        request.context.clear();
        const std::string_view of_org = org == 0 ? "" : keys[0].values[org - 1];
        const std::string_view of_endpoint = endpoint == 0 ? "" : keys[1].values[endpoint - 1];
        if (org != 0 && request.principal == "anonymous") continue;
        if (org != 0) request.context.emplace(keys[0].name, std::string(of_org));
        if (endpoint != 0) request.context.emplace(keys[1].name, std::string(of_endpoint));
        if (named.contains(std::string(of_org)) || named.contains(std::string(of_endpoint))) continue;
        if (claimed_decision(policies, request) == Decision::explicit_allow) return true;
      }
    }
  }
  return false;
}

CompiledClaims public_claim(const Source& source) {
  auto file = parse_claims(source);
  REQUIRE(file);
  auto claims = compile(std::move(*file), Catalogue::built_in());
  REQUIRE(claims);
  return *claims;
}

std::vector<Breach> breaches_of(const std::string& policy, const std::string& trusted) {
  const Source text("policy.json", policy);
  const Source claim_text("claims.json",
                          R"({"claims": [{"id": "c", "claim": "no-outsiders", "trusted": )" + trusted + "}]}");
  const auto reading = parse(text);
  REQUIRE(reading);
  const auto policies = compile(alone(reading->policy), Catalogue::built_in());
  REQUIRE(policies);
  const auto answers = prove(*policies, public_claim(claim_text));
  const auto* refuted = std::get_if<Refuted>(&answers.front().verdict);
  return refuted == nullptr ? std::vector<Breach>() : refuted->breaches;
}

std::string first_error(const std::string& text) {
  const Source source("claims.json", text);
  const auto file = parse_claims(source);
  return file ? std::string() : file.errors().front().message;
}

}  // namespace

TEST_CASE("outsiders: agree with every request of a small world, at random") {
  const std::uint32_t seed = std::random_device()();
  CAPTURE(seed);
  Random random(seed);
  const Source claim_text(
      "claims.json", R"({"claims": [{"id": "c", "claim": "no-outsiders", "trusted": {"named_by_policy": true}}]})");
  const CompiledClaims claims = public_claim(claim_text);
  int refuted_count = 0;
  constexpr int rounds = 400;
  for (int round = 0; round < rounds; ++round) {
    std::set<std::string> named;
    std::string statements;
    for (std::size_t count = 1 + random() % 3, i = 0; i < count; ++i) {
      statements += (i == 0 ? "" : ", ") + statement(random, named);
    }
    const Source text("policy.json", R"({"Version": "2012-10-17", "Statement": [)" + statements + "]}");
    CAPTURE(text.text());
    const auto reading = parse(text);
    REQUIRE(reading);
    const auto policies = compile(alone(reading->policy), Catalogue::built_in());
    REQUIRE(policies);
    const auto answers = prove(*policies, claims);
    CAPTURE(support::describe(answers.front()));
    const bool refuted = std::holds_alternative<Refuted>(answers.front().verdict);
    CHECK_FALSE(std::holds_alternative<Unknown>(answers.front().verdict));
    CHECK(refuted == lets_in_an_outsider(*policies, named));
    if (refuted) {
      ++refuted_count;
      for (const Breach& breach : std::get<Refuted>(answers.front().verdict).breaches) {
        CHECK(claimed_decision(*policies, breach.witness) == Decision::explicit_allow);
        CHECK(is_outsider(*policies, claims.file().claims.front().trusted, breach.witness));
      }
    }
  }
  CHECK(refuted_count > rounds / 10);
  CHECK(refuted_count < rounds * 9 / 10);
}

TEST_CASE("outsiders: each principal that lets one in is pointed at") {
  const auto breaches = breaches_of(
      R"({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*",
          "Principal": {"AWS": ["111111111111", "222222222222", "333333333333"]}},
         {"Effect": "Allow", "Action": "s3:PutObject", "Resource": "*", "Principal": "*"}]})",
      R"({"accounts": ["222222222222"]})");
  std::vector<std::string> pointers;
  for (const Breach& breach : breaches) pointers.push_back(breach.pointer);
  CHECK(pointers == std::vector<std::string>{"/Statement/0/Principal/AWS/0", "/Statement/0/Principal/AWS/2",
                                             "/Statement/1/Principal"});
  REQUIRE(breaches.size() == 3);
  CHECK(breaches[0].reason == "the account `111111111111` is let in and is not trusted");
  CHECK(breaches[2].reason == "anyone is let in, without credentials");
}

TEST_CASE("outsiders: what a breach says, and who shows it") {
  const struct {
    std::string principal, actions, condition;
    const char *reason, *witness;
  } rows[] = {
      {R"("*")", R"("sqs:SendMessage")", "", "anyone is let in, without credentials", "anonymous"},
      // Few services take calls without credentials.
      {R"("*")", R"("kms:Decrypt")", "", "any account is let in, `777788889999` for one",
       "arn:aws:iam::777788889999:user/example-user"},
      {R"("*")", R"(["kms:Decrypt", "kms:NewAction"])", "", "any account is let in, `777788889999` for one",
       "arn:aws:iam::777788889999:user/example-user"},
      {R"("*")", R"("kms:Decrypt")", R"("Bool": {"aws:PrincipalIsAWSService": "true"})",
       "any AWS service is let in, whoever it acts for", "example.amazonaws.com"},
      {R"({"AWS": "333333333333"})", R"("sqs:SendMessage")", "",
       "the account `333333333333` is let in and is not trusted", "arn:aws:iam::333333333333:user/example-user"},
      {R"({"Federated": "arn:aws:iam::111111111111:saml-provider/idp"})", R"("sts:AssumeRoleWithSAML")", "",
       "whoever `arn:aws:iam::111111111111:saml-provider/idp` vouches for is let in and is not trusted",
       "arn:aws:iam::111111111111:saml-provider/idp"},
      {R"({"Federated": "accounts.google.com"})", R"("sts:AssumeRoleWithWebIdentity")", "",
       "whoever `accounts.google.com` vouches for is let in, `example-subject` for one", "accounts.google.com"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.principal);
    CAPTURE(row.actions);
    const bool is_trust = row.actions.find("sts:") != std::string::npos;
    const auto breaches =
        breaches_of(R"({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": )" + row.principal +
                        R"(, "Action": )" + row.actions + (is_trust ? "" : R"(, "Resource": "*")") +
                        (row.condition.empty() ? "" : R"(, "Condition": {)" + row.condition + "}") + "}]}",
                    "{}");
    REQUIRE(breaches.size() == 1);
    CHECK(breaches[0].reason == row.reason);
    CHECK(breaches[0].witness.principal == row.witness);
    // An identity provider is of the account that its ARN names.
    if (is_trust && breaches[0].witness.principal.starts_with("arn:")) {
      CHECK(breaches[0].witness.resource_account == "111111111111");
    }
    CHECK(breaches[0].actions.size() == 1);
  }
}

TEST_CASE("outsiders: a breach has what any of those may do whom it lets in") {
  const auto breaches = breaches_of(
      R"({"Version": "2012-10-17", "Statement": [
          {"Effect": "Allow", "Principal": "*", "Action": ["sqs:SendMessage", "sqs:ReceiveMessage"], "Resource": "*"},
          {"Effect": "Deny", "Principal": "*", "Action": "sqs:ReceiveMessage", "Resource": "*",
           "Condition": {"StringEquals": {"aws:PrincipalType": "Anonymous"}}}]})",
      "{}");
  REQUIRE(breaches.size() == 1);
  CHECK(breaches[0].witness.principal == "anonymous");
  CHECK(breaches[0].actions.size() == 2);
  CHECK(std::is_sorted(breaches[0].actions.begin(), breaches[0].actions.end()));
}

TEST_CASE("outsiders: a proof says what it takes of AWS services, a refutation has no need to") {
  const std::string of_services =
      "only calls that AWS services make for themselves carry aws:SourceArn, aws:SourceAccount and their kin";
  const struct {
    const char* condition;
    bool is_proof;
  } rows[] = {
      {R"("ArnLike": {"aws:SourceArn": "arn:aws:sns:*:111111111111:*"})", true},
      {R"("ArnLikeIfExists": {"aws:SourceArn": "arn:aws:sns:*:111111111111:*"})", false},
  };
  for (const auto& row : rows) {
    CAPTURE(row.condition);
    const Documents documents = compile_set(read_json(
        R"({"resource": {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Principal": "*",
           "Action": "sqs:SendMessage", "Resource": "*", "Condition": {)" +
        std::string(row.condition) + "}}}}"));
    REQUIRE(documents.policies);
    const Source claim_text("claims.json", R"({"claims": [{"id": "c", "claim": "no-outsiders",
                                              "trusted": {"accounts": ["111111111111"]}}]})");
    const Answer answer = prove(*documents.policies, public_claim(claim_text)).front();
    CAPTURE(describe(answer));
    CHECK(std::holds_alternative<Proved>(answer.verdict) == row.is_proof);
    const auto& taken = answer.assumptions;
    CHECK((std::find(taken.begin(), taken.end(), of_services) != taken.end()) == row.is_proof);
  }
}

TEST_CASE("outsiders: an account is none where the resource is its own") {
  const std::string policy =
      R"({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sqs:SendMessage",
          "Resource": "arn:aws:sqs:eu-west-1:111111111111:q", "Principal": {"AWS": ["111111111111", "222222222222"]}}]})";
  const auto breaches = breaches_of(policy, R"({"accounts": ["333333333333"]})");
  REQUIRE(breaches.size() == 1);
  CHECK(breaches[0].pointer == "/Statement/0/Principal/AWS/1");
  CHECK(breaches[0].witness.resource_account == "111111111111");
}

TEST_CASE("outsiders: who is one") {
  const Json policies = read_json(R"({"resource": {"Version": "2012-10-17", "Statement": {"Effect": "Allow",
    "Principal": "*", "Action": "sqs:SendMessage", "Resource": "arn:aws:sqs:eu-west-1:111111111111:q"}}})");
  const Documents documents = compile_set(policies);
  REQUIRE(documents.policies);
  TrustZone zone;
  zone.accounts = {"222222222222"};
  const struct {
    const char* principal;
    bool outside;
  } rows[] = {
      {"arn:aws:iam::111111111111:user/a", false},  // the owner's own
      {"arn:aws:iam::222222222222:user/a", false},
      {"arn:aws:sts::222222222222:assumed-role/r/s", false},
      {"arn:aws:iam::333333333333:user/a", true},
      {"arn:aws:iam::333333333333:root", true},
      {"*", true},
  };
  for (const auto& row : rows) {
    CAPTURE(row.principal);
    Request request;
    request.principal = row.principal;
    request.action = "sqs:SendMessage";
    request.resource = "arn:aws:sqs:eu-west-1:111111111111:q";
    CHECK(is_outsider(*documents.policies, zone, request) == row.outside);
  }
}

TEST_CASE("outsiders: a subject of the same beginning is somebody else's") {
  const std::string policy =
      R"({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRoleWithWebIdentity",
          "Principal": {"Federated": "arn:aws:iam::111111111111:oidc-provider/token.actions.githubusercontent.com"},
          "Condition": {"StringLike": {"token.actions.githubusercontent.com:sub": "repo:octo-org*:ref:*"}}}]})";
  const auto breaches = breaches_of(policy, R"({"named_by_policy": true})");
  REQUIRE(breaches.size() == 1);
  const auto subject = breaches[0].witness.context.find(std::string_view("token.actions.githubusercontent.com:sub"));
  REQUIRE(subject != breaches[0].witness.context.end());
  const std::string text = std::get<std::string>(subject->second);
  CHECK(text.starts_with("repo:octo-org"));
  CHECK_FALSE(text.starts_with("repo:octo-org/"));
  CHECK_FALSE(text.starts_with("repo:octo-org@"));
}

TEST_CASE("outsiders: what is wrong in a zone of trust is said") {
  const auto with = [](const std::string& elements) {
    return R"({"claims": [{"id": "c", "claim": "no-outsiders", )" + elements + "}]}";
  };
  struct {
    const char* elements;
    const char* error;
  } rows[] = {
      {R"("trusted": {"accounts": ["111122223333"], "named_by_policy": false})", ""},
      {R"("trusted": {"organizations": ["o-exampleorgid"], "vpcs": ["vpc-1a2b", "vpce-3c"], "subjects": ["repo:a/*"]})",
       ""},
      {R"("trusted": [])",
       "`trusted` is an object with `accounts`, `organizations`, `vpcs`, `subjects` and `named_by_policy`, each as "
       "needed, not an array"},
      {R"("trusted": {"accounts": ["1111"]})", "`1111` is not an account, twelve digits"},
      {R"("trusted": {"accounts": "111122223333"})", "`accounts` is an array of strings"},
      {R"("trusted": {"accounts": [111122223333]})", "`accounts` is an array of strings"},
      {R"("trusted": {"organizations": ["o-*"]})", "`o-*` is not the id of an organization, such as `o-exampleorgid`"},
      {R"("trusted": {"vpcs": ["subnet-1"]})",
       "`subnet-1` is not the id of a VPC or an endpoint, such as `vpc-1a2b3c4d` or `vpce-1a2b3c4d`"},
      {R"("trusted": {"subjects": ["*"]})", "`*` is not a subject: with nothing but wildcards it would be everybody"},
      {R"("trusted": {"named_by_policy": "yes"})", "`named_by_policy` is `true` or `false`"},
      {R"("trusted": {"users": []})",
       "`users` is no element of `trusted`; expected `accounts`, `organizations`, `vpcs`, `subjects` and "
       "`named_by_policy`, each as needed"},
      {R"("region": [{"Action": "s3:*"}])", "`no-outsiders` is about all that is allowed: it takes no `region`"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.elements);
    CHECK(first_error(with(row.elements)) == row.error);
  }
  CHECK(first_error(
            R"({"claims": [{"id": "c", "claim": "never-allowed", "region": [{"Action": "s3:*"}], "trusted": {}}]})") ==
        "only `no-outsiders` has a zone of trust");
}
