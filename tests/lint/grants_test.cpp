// Policies that decide together: what one allows with another, and what boundaries and control policies take back.

#include <doctest/doctest.h>

#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "iamproof/lint.h"

using namespace iamproof;

namespace {

struct Row {
  const char* name;
  std::vector<std::string> identity;
  std::string boundary, scp;  ///< statements; empty: none
  std::vector<std::string> found;
};

class Set {
 public:
  Policy policy(const std::string& statements, PolicyType type) {
    const std::string text = R"({"Version": "2012-10-17", "Statement": [)" + statements + "]}";
    const Source& source = sources_.emplace_back("document" + std::to_string(sources_.size() + 1), text);
    ReadOptions options;
    options.type = type;
    auto reading = parse(source, options);
    REQUIRE(reading);
    REQUIRE(reading->is_valid());
    return std::move(reading->policy);
  }

 private:
  std::deque<Source> sources_;
};

/// "check: message" of what the checks of security say of the identity-based policies.
std::vector<std::string> found(const Row& row) {
  Set set;
  PolicySet policies;
  for (const std::string& statements : row.identity) {
    policies.identity.push_back(set.policy(statements, PolicyType::identity));
  }
  if (!row.boundary.empty()) policies.boundary = set.policy(row.boundary, PolicyType::boundary);
  if (!row.scp.empty()) policies.scp.push_back({set.policy(row.scp, PolicyType::scp)});
  const auto compiled = compile(std::move(policies), Catalogue::built_in());
  REQUIRE(compiled);
  LintOptions options;
  options.part = PolicyType::identity;
  const LintReport report = lint(*compiled, options);
  CHECK(report.undecided.empty());
  std::vector<std::string> out;
  for (const Finding& finding : report.findings) {
    if (finding.check == "privilege-escalation" || finding.check == "admin-access") {
      out.push_back(finding.path + ' ' + finding.check + ": " + finding.message);
    }
  }
  return out;
}

}  // namespace

TEST_CASE("grants: policies that are in force together") {
  const std::string pass = R"({"Effect": "Allow", "Action": "iam:PassRole", "Resource": "*"})";
  const std::string run = R"({"Sid": "Run", "Effect": "Allow", "Action": "ec2:RunInstances", "Resource": "*"})";
  const std::string all = R"({"Effect": "Allow", "Action": "*", "Resource": "*"})";
  const std::string no_iam = R"({"Effect": "Deny", "Action": "iam:*", "Resource": "*"})";
  const std::string without_mfa = R"({"Effect": "Deny", "Action": "*", "Resource": "*",
      "Condition": {"BoolIfExists": {"aws:MultiFactorAuthPresent": "false"}}})";
  const std::string without_mfa_at_all = R"({"Effect": "Deny", "Action": "*", "Resource": "*",
      "Condition": {"Bool": {"aws:MultiFactorAuthPresent": "true"}}})";
  const std::string admin = "admin-access: all actions are allowed on every resource: this is administrator access";
  const std::string launch =
      "document1 privilege-escalation: `iam:PassRole` with `ec2:RunInstances` of `Run` of `document2` lets its holders "
      "launch an instance with a role they pass (ec2-001)";
  const Row rows[] = {
      {"one half", {pass}, "", "", {}},
      {"both halves", {pass, run}, "", "", {launch}},
      {"denied by a third", {pass, run, no_iam}, "", "", {}},
      {"a boundary that has no room for it", {pass, run}, run, "", {}},
      {"a boundary that has", {pass, run}, pass + "," + run, "", {launch}},
      {"denied by a control policy", {pass, run}, "", all + "," + no_iam, {}},
      {"allowed by the control policy", {pass, run}, "", all, {launch}},
      {"everything", {all}, "", "", {"document1 " + admin}},
      {"everything, under a control policy that asks for MFA",
       {all},
       "",
       all + "," + without_mfa,
       {"document1 " + admin}},
      {"everything, in two Denies nothing", {all + "," + without_mfa + "," + without_mfa_at_all}, "", "", {}},
      {"everything within a boundary", {all}, run, "", {}},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    CHECK(found(row) == row.found);
  }
}
