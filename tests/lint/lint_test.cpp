// What the pages of the checks do not show: principals, documents that are attached together, parts of a set, budgets,
// and that what a finding says of a policy is proved of it by the prover as well.

#include <doctest/doctest.h>

#include <algorithm>
#include <deque>
#include <string>

#include "iamproof/lint.h"
#include "iamproof/prove.h"

using namespace iamproof;

namespace {

Policy policy_of(std::deque<Source>& sources, const std::string& statements, std::optional<PolicyType> type = {}) {
  sources.emplace_back("policy-" + std::to_string(sources.size()),
                       R"({"Version": "2012-10-17", "Statement": [)" + statements + "]}");
  ReadOptions options;
  options.type = type;
  Result<Reading> reading = parse(sources.back(), options);
  REQUIRE(reading);
  REQUIRE(reading->is_valid());
  return std::move(reading->policy);
}

CompiledPolicies compiled(PolicySet set) {
  auto policies = compile(std::move(set), Catalogue::built_in());
  REQUIRE(policies);
  return *policies;
}

/// Findings as "pointer check", one after the other.
std::string said(const LintReport& report) {
  std::string out;
  for (const Finding& finding : report.findings) {
    out += (out.empty() ? "" : ", ") + finding.pointer + " " + finding.check;
  }
  return out;
}

std::string lint_of(const std::string& statements, std::optional<PolicyType> type = {}) {
  std::deque<Source> sources;
  return said(lint(compiled(in_its_part(policy_of(sources, statements, type)))));
}

std::string get_object(const std::string& effect, const std::string& principal) {
  return R"({"Effect": ")" + effect + R"(", "Principal": )" + principal +
         R"(, "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*"})";
}

}  // namespace

TEST_CASE("lint: a statement is covered only by those that name its callers") {
  const std::string everyone = R"("*")", account = R"({"AWS": "111122223333"})",
                    root = R"({"AWS": "arn:aws:iam::111122223333:root"})",
                    role = R"({"AWS": "arn:aws:iam::111122223333:role/a"})",
                    both = R"({"AWS": ["arn:aws:iam::111122223333:role/a", "444455556666"]})",
                    service = R"({"Service": "s3.amazonaws.com"})";
  const std::string second = "/Statement/1 redundant-statement";
  const std::string open = "/Statement/1/Principal/Service unrestricted-service-principal";
  const struct {
    std::string first, second, findings;
  } rows[] = {
      {everyone, role, second}, {everyone, account, second}, {everyone, service, second + ", " + open},
      {account, root, second},                        // the same, written otherwise
      {both, role, second},     {account, role, ""},  // the account leaves the decision to the role's own policies
      {role, service, open},
  };
  for (const auto& row : rows) {
    CAPTURE(row.first);
    CAPTURE(row.second);
    std::string findings = lint_of(get_object("Allow", row.first) + "," + get_object("Allow", row.second));
    CHECK(findings == row.findings);
  }
}

TEST_CASE("lint: a Deny denies an Allow throughout only if it names its callers") {
  const std::string role = R"({"AWS": "arn:aws:iam::111122223333:role/a"})",
                    other = R"({"AWS": "arn:aws:iam::111122223333:role/b"})";
  CHECK(lint_of(get_object("Allow", role) + "," + get_object("Deny", R"("*")")) == "/Statement/0 allow-fully-denied");
  CHECK(lint_of(get_object("Allow", role) + "," + get_object("Deny", role)) == "/Statement/0 allow-fully-denied");
  CHECK(lint_of(get_object("Allow", role) + "," + get_object("Deny", other)).empty());
  CHECK(lint_of(get_object("Allow", R"("*")") + "," + get_object("Deny", role)).empty());
}

TEST_CASE("lint: whether a Deny that meets no Allow is worth a word depends on the policy's type") {
  const std::string statements =
      R"({"Effect": "Allow", "Action": "s3:GetObjectAcl", "Resource": "*"},
         {"Effect": "Deny", "Action": "s3:PutObject", "Resource": "*"})";
  const std::string found = "/Statement/1 deny-without-effect";
  CHECK(lint_of(statements, PolicyType::identity) == found);
  for (const PolicyType type : {PolicyType::boundary, PolicyType::session, PolicyType::scp}) {
    CAPTURE(to_string(type));
    CHECK(lint_of(statements, type).empty());
  }
  const std::string with_principals = get_object("Allow", R"("*")") +
                                      R"(, {"Effect": "Deny", "Principal": "*", "Action": "s3:PutObject",
                                            "Resource": "arn:aws:s3:::b/*"})";
  CHECK(lint_of(with_principals, PolicyType::endpoint) == found);
  CHECK(lint_of(with_principals, PolicyType::resource).empty());
}

TEST_CASE("lint: documents that are attached together are looked at together, those of other parts are not") {
  const std::string wide = R"({"Sid": "Wide", "Effect": "Allow", "Action": "sqs:*", "Resource": "*"})",
                    narrow = R"({"Effect": "Allow", "Action": "sqs:GetQueueUrl", "Resource": "*"})";
  std::deque<Source> sources;
  PolicySet set;
  set.identity = {policy_of(sources, wide), policy_of(sources, narrow)};
  const LintReport together = lint(compiled(set));
  REQUIRE(together.findings.size() == 1);
  CHECK(together.findings[0].path == "policy-1");
  CHECK(together.findings[0].message == "this Allow adds nothing: `Wide` of `policy-0` allows all that it allows");

  PolicySet bounded;
  bounded.identity = {policy_of(sources, narrow)};
  bounded.boundary = policy_of(sources, wide + "," + narrow, PolicyType::boundary);
  CHECK(said(lint(compiled(bounded))) == "/Statement/1 redundant-statement");
  LintOptions options;
  options.part = PolicyType::identity;
  CHECK(lint(compiled(bounded), options).findings.empty());
}

TEST_CASE("lint: what rests on the catalogue says so, and is not said where it may not be taken") {
  const std::string statement = R"({"Effect": "Deny", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b"})";
  std::deque<Source> sources;
  const CompiledPolicies policies = compiled(in_its_part(policy_of(sources, statement)));
  const LintReport report = lint(policies);
  REQUIRE(report.findings.size() == 1);
  CHECK(report.findings[0].message.find("by the resource types that the catalogue lists") != std::string::npos);
  LintOptions options;
  options.resource_types = false;
  CHECK(lint(policies, options).findings.empty());

  const std::string guess = lint_of(
      R"({"Effect": "Deny", "Action": "s3:GetObject", "Resource": "*",
          "Condition": {"StringEquals": {"idp.example.com:group": "a"}, "StringLike": {"idp.example.com:group": "b*"}}})");
  CHECK(guess == "/Statement/0/Condition/StringEquals/idp.example.com:group condition-never-true");
}

TEST_CASE("lint: what a finding says can be left out or joined makes no difference to what the prover can prove") {
  const struct {
    const char *before, *after, *findings;
  } rows[] = {
      {R"({"Effect": "Allow", "Action": "sqs:Get*", "Resource": "*"},
          {"Effect": "Allow", "Action": "sqs:GetQueueUrl", "Resource": "arn:aws:sqs:*:*:b"})",
       R"({"Effect": "Allow", "Action": "sqs:Get*", "Resource": "*"})", "/Statement/1 redundant-statement"},
      {R"({"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*"},
          {"Effect": "Allow", "Action": "s3:PutObject", "Resource": "arn:aws:s3:::b/*"})",
       R"({"Effect": "Allow", "Action": ["s3:GetObject", "s3:PutObject"], "Resource": "arn:aws:s3:::b/*"})",
       "/Statement/0 mergeable-statements"},
      {R"({"Effect": "Allow", "Action": "ec2:*", "Resource": "*",
           "Condition": {"ForAnyValue:StringLike": {"aws:TagKeys": "a*"}}},
          {"Effect": "Allow", "Action": "ec2:*", "Resource": "*",
           "Condition": {"ForAnyValue:StringLike": {"aws:TagKeys": "b*"}}})",
       R"({"Effect": "Allow", "Action": "ec2:*", "Resource": "*",
           "Condition": {"ForAnyValue:StringLike": {"aws:TagKeys": ["a*", "b*"]}}})",
       "/Statement/0 mergeable-statements"},
      {R"({"Effect": "Allow", "Action": "sqs:*", "Resource": "*",
           "Condition": {"Null": {"aws:SourceVpc": "false"}, "StringLike": {"aws:SourceVpc": "vpc-*"}}})",
       R"({"Effect": "Allow", "Action": "sqs:*", "Resource": "*",
           "Condition": {"StringLike": {"aws:SourceVpc": "vpc-*"}}})",
       "/Statement/0/Condition/Null/aws:SourceVpc condition-always-true"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.before);
    std::deque<Source> sources;
    const CompiledPolicies before = compiled(in_its_part(policy_of(sources, row.before)));
    const CompiledPolicies after = compiled(in_its_part(policy_of(sources, row.after)));
    CHECK(said(lint(before)) == row.findings);
    CHECK(lint(after).findings.empty());
    CHECK(std::holds_alternative<Proved>(prove_equivalent(before, after).verdict));
  }
}

TEST_CASE("lint: a list of any length is looked through, or it is said that it was not") {
  const auto lint_of = [](const std::string& entry_start, const std::string& entry_end) {
    std::string resources;
    for (int i = 0; i < 20'000; ++i) {
      resources += (i == 0 ? "\"" : ", \"") + entry_start + std::to_string(i) + entry_end + '"';
    }
    std::deque<Source> sources;
    const std::string statement = R"({"Effect": "Allow", "Action": "s3:GetObject", "Resource": [)" + resources + "]}";
    const CompiledPolicies policies = compiled(in_its_part(policy_of(sources, statement)));
    LintOptions options;
    options.pack = LintPack::strict;
    return lint(policies, options);
  };
  CHECK(lint_of("arn:aws:s3:::b", "/*").undecided.empty());
  const LintReport alike = lint_of("arn:aws:s3:::?", "/*");
  CHECK(std::any_of(alike.undecided.begin(), alike.undecided.end(),
                    [](const Undecided& undecided) { return undecided.check == "redundant-entry"; }));
}

TEST_CASE("lint: a policy of any size ends within its budget, and says that it did not get through") {
  std::string statements;
  for (int i = 0; i < 20'000; ++i) {
    if (i > 0) statements += ',';
    statements += R"({"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/)" + std::to_string(i) +
                  R"(*", "Condition": {"StringLike": {"aws:username": "u*)" + std::to_string(i) + R"("}}})";
  }
  std::deque<Source> sources;
  const CompiledPolicies policies = compiled(in_its_part(policy_of(sources, statements)));
  const LintReport report = lint(policies);
  CHECK(!report.undecided.empty());
  LintOptions none;
  none.step_budget = 0;
  for (const Finding& finding : lint(policies, none).findings) CHECK(finding.check == "policy-too-long");
}
