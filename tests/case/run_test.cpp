// What becomes of cases: expectations, patterns, derived keys, requests that cannot be.

#include <doctest/doctest.h>

#include "iamproof/case.h"

using namespace iamproof;

namespace {

CaseOutcome run(const std::string& text, CaseOptions options = {}) {
  PolicyFiles files;
  CaseRunner runner(Catalogue::built_in(), options);
  return runner.run(read_case(std::make_shared<const Source>("case.json", text), files));
}

/// A user's case under one identity-based policy.
std::string user_case(std::string_view statement, std::string_view request, std::string_view members = "") {
  std::string text = R"({"policies": {"identity": [{"Version": "2012-10-17", "Statement": )";
  text += statement;
  text += R"(}]}, "request": {"principal": "arn:aws:iam::111122223333:user/alice", )";
  text += request;
  text += "}";
  text += members.empty() ? "" : ", ";
  text += members;
  return text + "}";
}

constexpr std::string_view reads_reports =
    R"({"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::reports/*"})";

}  // namespace

TEST_CASE("case: an expectation is met or not, a pattern's by proof") {
  struct {
    std::string_view request, members;
    Decision decision;
    std::optional<bool> met;
    bool is_proof;
  } rows[] = {
      {R"("action": "s3:GetObject", "resource": "arn:aws:s3:::reports/a")", "", Decision::explicit_allow, {}, false},
      {R"("action": "s3:GetObject", "resource": "arn:aws:s3:::reports/a")", R"("expected": "Allowed")",
       Decision::explicit_allow, true, false},
      {R"("action": "s3:GetObject", "resource": "arn:aws:s3:::reports/a")", R"("expected": "ExplicitlyDenied")",
       Decision::explicit_allow, false, false},
      {R"("action": "s3:GetObject", "resource": "arn:aws:s3:::reports/*")", R"("expected": "Allowed")",
       Decision::explicit_allow, true, true},
      {R"("action": "s3:GetObject", "resource": "arn:aws:s3:::repo*")", R"("expected": "Allowed")",
       Decision::implicit_deny, false, true},
      {R"("action": "s3:Put*", "resource": "*")", R"("expected": "ImplicitlyDenied")", Decision::implicit_deny, true,
       true},
      {R"("action": "s3:Get*", "resource": "*")", R"("expected": "ImplicitlyDenied")", Decision::implicit_deny, false,
       true},
      {R"("action": "s3:Get*", "resource": "*")", R"("expected": "ImplicitlyDenied", "patterns": false)",
       Decision::implicit_deny, true, false},
      {R"("action": "s3:GetObject", "resource": "arn:aws:s3:::reports/a", "context": {"aws:SourceIp": "*"})",
       R"("expected": "Allowed")", Decision::explicit_allow, true, true},
      // without an expectation there is nothing to prove
      {R"("action": "s3:GetObject", "resource": "arn:aws:s3:::reports/*")", "", Decision::explicit_allow, {}, false},
      {R"("action": "s3:Get*", "resource": "arn:aws:s3:::reports/*")",
       R"("patterns": false)",
       Decision::implicit_deny,
       {},
       false},
  };
  for (const auto& row : rows) {
    CAPTURE(row.request);
    CAPTURE(row.members);
    const CaseOutcome outcome = run(user_case(reads_reports, row.request, row.members));
    REQUIRE(outcome.is_evaluated());
    CHECK(outcome.evaluation.decision == row.decision);
    CHECK(outcome.met() == row.met);
    CHECK(outcome.answer.has_value() == row.is_proof);
    const Refuted* refuted = outcome.answer ? std::get_if<Refuted>(&outcome.answer->verdict) : nullptr;
    if (refuted != nullptr) CHECK(decide(*outcome.policies, refuted->breaches.front().witness) != *outcome.expected);
  }
}

TEST_CASE("case: an action that is a pattern needs an expectation") {
  const CaseOutcome outcome = run(user_case(reads_reports, "\n\"action\": \"s3:*\", \"resource\": \"*\""));
  CHECK_FALSE(outcome.is_evaluated());
  REQUIRE(outcome.errors.size() == 1);
  CHECK(outcome.errors.front().position == Position{2, 11});
  CHECK(outcome.errors.front().message.find("a pattern needs `expected`") == 0);
}

TEST_CASE("case: keys are derived unless the context is complete") {
  const std::string_view asks_name =
      R"({"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {"StringEquals": {"aws:username": "alice"}}})";
  const std::string request = R"("action": "s3:GetObject", "resource": "arn:aws:s3:::b/k")";
  const CaseOutcome derived = run(user_case(asks_name, request));
  CHECK(derived.evaluation.decision == Decision::explicit_allow);
  CHECK(std::find(derived.derived.begin(), derived.derived.end(), "aws:username") != derived.derived.end());
  const CaseOutcome complete = run(user_case(asks_name, request + R"(, "context_is_complete": true)"));
  CHECK(complete.evaluation.decision == Decision::implicit_deny);
  CHECK(complete.derived.empty());
  const CaseOutcome given = run(user_case(asks_name, request + R"(, "context": {"AWS:UserName": "bob"})"));
  CHECK(given.evaluation.decision == Decision::implicit_deny);
}

TEST_CASE("case: a request that cannot be is told, and an error where asked for") {
  const std::string text = user_case(reads_reports, "\n\"action\": \"s3:GetObjects\", \"resource\": \"*\"");
  const CaseOutcome told = run(text);
  CHECK(told.is_evaluated());
  REQUIRE_FALSE(told.request_faults.empty());
  CHECK(told.request_faults.front().pointer == "/action");
  const CaseOutcome refused = run(text, CaseOptions{.strict = true, .prove = {}});
  CHECK_FALSE(refused.is_evaluated());
  REQUIRE(refused.errors.size() == told.request_faults.size());
  CHECK(refused.errors.front().position == Position{2, 11});
  // a pattern is no action by name, but has to stand for one
  struct {
    std::string_view action;
    bool faults;
  } rows[] = {{"s3:Get*", false}, {"s3:Gat*", true}};
  for (const auto& row : rows) {
    CAPTURE(row.action);
    const std::string request =
        R"("action": ")" + std::string(row.action) + R"(", "resource": "arn:aws:s3:::payroll/*")";
    const CaseOutcome outcome = run(user_case(reads_reports, request, R"("expected": "ImplicitlyDenied")"));
    CHECK(outcome.request_faults.empty() != row.faults);
  }
}

TEST_CASE("case: what AWS would not store is an error, or a remark where it has a meaning all the same") {
  const auto resource_case = [](std::string_view principal, std::string_view action) {
    return R"({"policies": {"resource": {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Principal": {"AWS": ")" +
           std::string(principal) + R"("}, "Action": ")" + std::string(action) +
           R"(", "Resource": "*"}}}, "request": {"principal": "arn:aws:iam::111122223333:user/a",
           "action": "s3:GetObject", "resource": "arn:aws:s3:::b/k"}, "expected": "ImplicitlyDenied"})";
  };
  const std::string nobody = resource_case("arn:aws:iam::111122223333:user/*", "s3:GetObject");
  const CaseOutcome decided = run(nobody);
  CHECK(decided.met() == true);
  CHECK(decided.evaluation.assumptions.size() == 1);
  CHECK_FALSE(run(nobody, CaseOptions{.strict = true, .prove = {}}).is_evaluated());
  const CaseOutcome nothing = run(resource_case("111122223333", "GetObject"));
  CHECK_FALSE(nothing.is_evaluated());
  CHECK_FALSE(nothing.errors.empty());
}

TEST_CASE("case: totals count each case once") {
  const std::string request = R"("action": "s3:GetObject", "resource": "arn:aws:s3:::reports/a")";
  CaseTotals totals;
  for (const std::string_view members : {R"("expected": "Allowed")", R"("expected": "ImplicitlyDenied")", ""}) {
    totals.add(run(user_case(reads_reports, request, members)));
  }
  totals.add(run("{}"));
  CHECK(totals.passed == 1);
  CHECK(totals.failed == 1);
  CHECK(totals.without_expectation == 1);
  CHECK(totals.not_evaluated == 1);
  CHECK(totals.all() == 4);
}

TEST_CASE("case: the same policies are compiled once, whatever comes between") {
  PolicyFiles files;
  CaseRunner runner(Catalogue::built_in(), {});
  const auto reading = [](const char* key, bool allows) {
    CaseReading out;
    auto source = std::make_shared<const Source>(
        "p", allows ? R"({"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}})"
                    : R"({"Version": "2012-10-17", "Statement": {"Effect": "Deny", "Action": "*", "Resource": "*"}})");
    out.value.policies.identity.push_back(parse(*source)->policy);
    out.value.sources.push_back(std::move(source));
    out.value.policies_key = key;
    out.value.request = {"arn:aws:iam::111122223333:user/a", "s3:GetObject", "arn:aws:s3:::b/k", {}, {}, {}};
    return out;
  };
  const CaseOutcome first = runner.run(reading("allow", true));
  const CaseOutcome again = runner.run(reading("allow", true));
  const CaseOutcome other = runner.run(reading("deny", false));
  const CaseOutcome unknown = runner.run(reading("", true));
  CHECK(&first.policies->impl() == &again.policies->impl());
  CHECK(again.evaluation.decision == Decision::explicit_allow);
  CHECK(other.evaluation.decision == Decision::explicit_deny);
  CHECK(unknown.evaluation.decision == Decision::explicit_allow);
}

// AcceptVpcPeeringConnection, unlike most actions, carries no aws:ResourceAccount.
TEST_CASE("case: a pattern of actions is proved in the context that each of them has") {
  constexpr std::string_view denies =
      R"([{"Effect": "Allow", "Action": "*", "Resource": "*"}, {"Effect": "Deny", "Action": "*", "Resource": "*",
           "Condition": {"StringEquals": {"aws:ResourceAccount": "111122223333"}}}])";
  struct {
    const char* action;
    bool met;
  } rows[] = {
      {"s3:*", true}, {"ec2:Run*", true}, {"ec2:AcceptTransit*", false}, {"ec2:AcceptV*", false}, {"ec2:*", false},
  };
  for (const auto& row : rows) {
    CAPTURE(row.action);
    const std::string request = std::string(R"("action": ")") + row.action + R"(", "resource": "*")";
    const CaseOutcome outcome = run(user_case(denies, request, R"("expected": "ExplicitlyDenied")"));
    REQUIRE(outcome.is_evaluated());
    CHECK((outcome.met() == true) == row.met);
    REQUIRE(outcome.answer);
    const auto* refuted = std::get_if<Refuted>(&outcome.answer->verdict);
    if (refuted == nullptr) continue;
    const Context& context = refuted->breaches.front().witness.context;
    CHECK(context.find(std::string_view("aws:ResourceAccount")) == context.end());
  }
}
