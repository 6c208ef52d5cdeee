// Ways to ask for MFA, from corpus/mfa, each taken through four situations of one IAM user:
//
//   key      a call signed with long-term keys: aws:MultiFactorAuthPresent is missing
//   console  a session without MFA: it is false
//   fresh    a session with MFA a minute ago
//   old      a session with MFA more than a day ago
//
// A situation is a region. What a policy blocks in it is found by proving:
//
//   all      nothing is allowed in it (never-allowed), registering the own device aside
//   none     everything is allowed in it (always-allowed)
//   some     both are refuted
//
// A policy that only denies is completed with an Allow of everything. `first_device` is whether a user who signs in at
// the console without MFA can register a first device: yes (always-allowed), no (never-allowed), sometimes.

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <set>

#include "iamproof/prove.h"
#include "support/rows.h"

using namespace iamproof;
using namespace support;

namespace {

constexpr std::array<const char*, 4> situations = {"key", "console", "fresh", "old"};

// A direct call of an IAM user over TLS on a day of 2026.
const char* const direct_call = R"(
    "StringEquals": {"aws:PrincipalArn": "arn:aws:iam::111122223333:user/customer",
                     "aws:PrincipalAccount": "111122223333", "aws:PrincipalType": "User", "aws:username": "customer"},
    "DateGreaterThan": {"aws:CurrentTime": "2026-06-01T00:00:00Z"},
    "DateLessThan": {"aws:CurrentTime": "2026-06-02T00:00:00Z"})";
const char* const not_by_a_service = R"("aws:ViaAWSService": "false", "aws:PrincipalIsAWSService": "false",
                                        "aws:SecureTransport": "true")";

struct Credentials {
  const char* present;  ///< a further member of Bool, or ""
  const char* age;      ///< a further operator, or ""
  const char* missing;  ///< members of Null
};

Credentials credentials_of(std::string_view situation) {
  if (situation == "key") {
    return {"", "",
            R"("aws:MultiFactorAuthPresent": "true", "aws:MultiFactorAuthAge": "true", "aws:TokenIssueTime": "true")"};
  }
  if (situation == "console") {
    return {R"(, "aws:MultiFactorAuthPresent": "false")", "",
            R"("aws:MultiFactorAuthAge": "true", "aws:TokenIssueTime": "false")"};
  }
  const bool fresh = situation == "fresh";
  return {R"(, "aws:MultiFactorAuthPresent": "true")",
          fresh ? R"("NumericEquals": {"aws:MultiFactorAuthAge": "60"},)"
                : R"("NumericEquals": {"aws:MultiFactorAuthAge": "100000"},)",
          R"("aws:TokenIssueTime": "false")"};
}

std::string condition_of(std::string_view situation) {
  const Credentials credentials = credentials_of(situation);
  return std::string("{") + credentials.age + "\"Bool\": {" + not_by_a_service + credentials.present +
         "}, \"Null\": {\"aws:CalledVia\": \"true\", \"aws:SourceIp\": \"false\", \"aws:RequestedRegion\": "
         "\"false\", " +
         credentials.missing + "}, " + direct_call + "}";
}

// What a user without MFA needs to register the first device, and to change a password that has to be changed first.
const char* const self_service = R"(["iam:CreateVirtualMFADevice", "iam:EnableMFADevice", "iam:GetMFADevice",
    "iam:GetUser", "iam:ListMFADevices", "iam:ListVirtualMFADevices", "iam:ResyncMFADevice", "sts:GetSessionToken",
    "iam:ChangePassword", "iam:GetAccountPasswordPolicy"])";

Json claims_about(std::string_view situation) {
  const std::string condition = condition_of(situation);
  return read_json(R"({"claims": [{"id": "all", "claim": "never-allowed", "region": [{"NotAction": )" +
                   std::string(self_service) + R"(, "Resource": "*", "Condition": )" + condition +
                   R"(}]}, {"id": "none", "claim": "always-allowed", "region": [{"Action": "*", "Resource": "*", )" +
                   R"("Condition": )" + condition + "}]}]}");
}

Json claims_about_first_device() {
  const std::string region =
      R"([{"Action": "iam:CreateVirtualMFADevice", "Resource": "arn:aws:iam::111122223333:mfa/*", "Condition": )" +
      condition_of("console") +
      R"(}, {"Action": "iam:EnableMFADevice", "Resource": "arn:aws:iam::111122223333:user/customer", "Condition": )" +
      condition_of("console") + "}]";
  return read_json(R"({"claims": [{"id": "no", "claim": "never-allowed", "region": )" + region +
                   R"(}, {"id": "yes", "claim": "always-allowed", "region": )" + region + "}]}");
}

std::vector<Answer> answers_to(const CompiledPolicies& policies, const Json& claims) {
  const Claims compiled = compile_claims(claims);
  REQUIRE_MESSAGE(compiled.compiled, compiled.fault);
  ProveOptions options;
  options.assume.unknown_keys_absent = true;  // the situations are those of real requests
  return prove(policies, *compiled.compiled, options);
}

/// The first of three words if the first of two claims is proved, the second if the second is, the third if both are
/// refuted.
std::string between(const std::vector<Answer>& answers, const std::array<const char*, 3>& words) {
  const bool first = std::holds_alternative<Proved>(answers[0].verdict);
  const bool second = std::holds_alternative<Proved>(answers[1].verdict);
  CHECK_FALSE((first && second));
  if (first) return words[0];
  if (second) return words[1];
  const bool settled = std::none_of(answers.begin(), answers.end(), [](const Answer& answer) {
    return std::holds_alternative<Unknown>(answer.verdict);
  });
  return settled ? words[2] : "unknown";
}

std::string blocked(const CompiledPolicies& policies, std::string_view situation) {
  return between(answers_to(policies, claims_about(situation)), {"all", "none", "some"});
}

std::string first_device(const CompiledPolicies& policies) {
  return between(answers_to(policies, claims_about_first_device()), {"no", "yes", "sometimes"});
}

bool is_allow(const Json& statement) {
  return statement.at("Effect").text == "Allow";
}

bool allows_anything(const Json& documents) {
  return std::any_of(documents.items.begin(), documents.items.end(), [](const Json& document) {
    const std::vector<Json>& statements = document.at("Statement").items;
    return std::any_of(statements.begin(), statements.end(), is_allow);
  });
}

Json completed(const Json& documents) {
  Json out = documents;
  if (!allows_anything(documents)) {
    out.items.push_back(
        read_json(R"({"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}})"));
  }
  return out;
}

/// MFA is enforced where nothing works without it and something does with it.
std::string verdict_of(const std::array<std::string, 4>& blocks) {
  const auto& [key, console, fresh, old] = blocks;
  if (key == "none" || console == "none" || fresh == "all") return "does_not_enforce";
  return key == "all" && console == "all" ? "enforces" : "partial";
}

void check_columns(const Json& row, const CompiledPolicies& policies) {
  std::array<std::string, 4> blocks;
  for (std::size_t i = 0; i < situations.size(); ++i) {
    CAPTURE(situations[i]);
    blocks[i] = blocked(policies, situations[i]);
    CHECK(blocks[i] == row.at("blocks").at(situations[i]).text);
  }
  CHECK(verdict_of(blocks) == row.at("verdict").text);
  if (const Json* expected = row.find("first_device")) CHECK(first_device(policies) == expected->text);
}

void check_claims(const Json& row, const CompiledPolicies& policies) {
  const std::vector<Answer> answers = answers_to(policies, row.at("claims"));
  const std::vector<Json>& expected = row.at("expected").items;
  REQUIRE(answers.size() == expected.size());
  for (std::size_t i = 0; i < answers.size(); ++i) {
    CAPTURE(describe(answers[i]));
    CHECK(verdict_name(answers[i].verdict) == expected[i].text);
  }
}

}  // namespace

TEST_CASE("prove: what each MFA pattern blocks in four situations") {
  std::set<std::string> ids;
  for (const auto& numbered : read_ndjson(corpus_file("mfa/patterns.ndjson"))) {
    const int line = numbered.first;
    const Json& row = numbered.second;
    const std::string id = row.at("id").text;
    CAPTURE(line);
    CAPTURE(id);
    CHECK(ids.insert(id).second);
    const bool has_claims = row.find("claims") != nullptr;
    const Documents documents = compile_documents(has_claims ? row.at("documents") : completed(row.at("documents")));
    if (row.at("kind").text == "invalid") {
      CHECK_FALSE(documents.policies);
      continue;
    }
    REQUIRE_MESSAGE(documents.policies, documents.fault);
    if (has_claims) {
      check_claims(row, *documents.policies);
    } else {
      check_columns(row, *documents.policies);
    }
  }
  CHECK(ids.size() == 81);
}
