// Verdicts that have to be right: one Allow, perhaps one Deny, and a claim that what is allowed of the same actions is
// never allowed. `proved` is only for what no request can meet, `refuted` only for what a request is documented to meet.

#include <doctest/doctest.h>

#include <string>

#include "iamproof/catalogue.h"
#include "iamproof/policy.h"
#include "iamproof/prove.h"

using namespace iamproof;

static std::string verdict_of(const Answer& answer) {
  if (std::holds_alternative<Proved>(answer.verdict)) return "proved";
  return std::holds_alternative<Refuted>(answer.verdict) ? "refuted" : "unknown";
}

// The statements without their brackets, on a region of one statement.
static std::string verdict(const std::string& statements, const std::string& region) {
  const Source policy("policy", R"({"Version": "2012-10-17", "Statement": [)" + statements + "]}");
  const Source claim("claim", R"({"claims": [{"id": "c", "claim": "never-allowed", "region": [)" + region + "]}]}");
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
  return verdict_of(prove(*policies, *claims).front());
}

static std::string statement(const std::string& effect, const std::string& condition) {
  return R"({"Effect": ")" + effect + R"(", "Action": "iam:*", "Resource": "*", "Condition": )" + condition + "}";
}

TEST_CASE("prove: two lists of values are the same only value by value") {
  const struct {
    const char *allow, *deny, *verdict;
  } rows[] = {
      {R"({"StringEquals": {"aws:PrincipalTag/t": ["a", "b"]}})", R"({"StringEquals": {"aws:PrincipalTag/t": ["a", "b"]}})",
       "proved"},
      {R"({"StringEquals": {"aws:PrincipalTag/t": ["a", "b"]}})", R"({"StringEquals": {"aws:PrincipalTag/t": "a\nb"}})",
       "refuted"},
      {R"({"StringEquals": {"aws:PrincipalTag/t": "a\n1:b"}})",
       R"({"StringEquals": {"aws:PrincipalTag/t": ["a", "b"]}})", "refuted"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.allow);
    CAPTURE(row.deny);
    CHECK(verdict(statement("Allow", row.allow) + "," + statement("Deny", row.deny), R"({"Action": "iam:*"})") ==
          row.verdict);
  }
}
