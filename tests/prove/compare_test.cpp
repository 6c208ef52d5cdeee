// Two policies against each other. Every refutation is also held against the evaluator on both.
#include <doctest/doctest.h>

#include <algorithm>
#include <deque>
#include <string>
#include <vector>

#include "iamproof/catalogue.h"
#include "iamproof/evaluate.h"
#include "iamproof/policy.h"
#include "iamproof/prove.h"

using namespace iamproof;

namespace {

/// Policies with the texts they borrow from.
class Policies {
 public:
  CompiledPolicies add(const std::string& statements) {
    const Source& source = sources_.emplace_back("policy-" + std::to_string(sources_.size()),
                                                 R"({"Version": "2012-10-17", "Statement": [)" + statements + "]}");
    Result<Reading> reading = parse(source);
    REQUIRE(reading);
    CAPTURE(statements);
    REQUIRE(reading->is_valid());
    Result<CompiledPolicies> compiled = compile(alone(std::move(reading->policy)), catalogue_);
    REQUIRE(compiled);
    return *compiled;
  }

 private:
  const Catalogue catalogue_ = Catalogue::built_in();
  std::deque<Source> sources_;
};

std::string verdict_of(const Answer& answer) {
  if (std::holds_alternative<Proved>(answer.verdict)) return "proved";
  return std::holds_alternative<Refuted>(answer.verdict) ? "refuted" : "unknown";
}

const std::vector<Breach>& breaches_of(const Answer& answer) {
  REQUIRE(std::holds_alternative<Refuted>(answer.verdict));
  return std::get<Refuted>(answer.verdict).breaches;
}

std::string no_new_access(const std::string& later, const std::string& earlier) {
  Policies policies;
  const CompiledPolicies subject = policies.add(later);
  const CompiledPolicies reference = policies.add(earlier);
  const Answer answer = prove_no_new_access(subject, reference);
  if (const auto* refuted = std::get_if<Refuted>(&answer.verdict)) {
    CHECK_FALSE(refuted->breaches.empty());
    for (const Breach& breach : refuted->breaches) {
      CHECK(claimed_decision(subject, breach.witness) == Decision::explicit_allow);
      CHECK(claimed_decision(reference, breach.witness) != Decision::explicit_allow);
    }
  }
  return verdict_of(answer);
}

std::string statement(const std::string& effect, const std::string& rest) {
  return R"({"Effect": ")" + effect + R"(", )" + rest + "}";
}
std::string allow(const std::string& rest) {
  return statement("Allow", rest);
}
std::string deny(const std::string& rest) {
  return statement("Deny", rest);
}

const std::string all = R"("Action": "*", "Resource": "*")";

}  // namespace

TEST_CASE("compare: a key that nobody has heard of is carried where nothing else will do, and called odd") {
  const std::string plain = allow(R"("Action": "s3:GetObject", "Resource": "*")");
  const auto with = [](const std::string& condition) {
    return allow(R"("Action": "s3:GetObject", "Resource": "*", "Condition": )" + condition);
  };
  const struct {
    std::string later, earlier;
    bool carried;
  } rows[] = {
      {plain, with(R"({"StringNotEquals": {"aws:NewKey": "x"}})"), true},
      {with(R"({"StringEquals": {"aws:NewKey": "${aws:PrincipalAccount}"}})"),
       with(R"({"StringEquals": {"aws:RequestedRegion": "eu-west-1"}})"), true},
      {plain, with(R"({"StringEquals": {"aws:NewKey": "x"}})"), false},
      {plain, with(R"({"StringNotEquals": {"aws:NewKey": "x", "aws:PrincipalTag/team": "red"}})"), false},
      {plain, with(R"({"StringNotEquals": {"example:NewKey": "x"}})"), false},  // a namespace of nobody's
  };
  for (const auto& row : rows) {
    CAPTURE(row.later);
    CAPTURE(row.earlier);
    Policies policies;
    const Answer answer = prove_no_new_access(policies.add(row.later), policies.add(row.earlier));
    const Breach& breach = breaches_of(answer).front();
    CHECK(breach.witness.context.contains("aws:NewKey") == row.carried);
    CHECK(breach.odd == (row.carried ? std::vector<std::string>{"`aws:NewKey` is no known context key"}
                                     : std::vector<std::string>{}));
  }
}

TEST_CASE("compare: what AWS leaves out of lists is assumed where it matters, of the keys where it does") {
  const auto tags = [](const std::string& condition) {
    return allow(R"("Action": "ec2:CreateTags", "Resource": "*", "Condition": )" + condition);
  };
  const std::string paths = R"("StringEquals": {"aws:TagKeys": "a", "aws:PrincipalOrgPaths": "o-1/r-1/"})";
  const std::string sentence =
      "a condition without set operator on the multivalued key `aws:TagKeys` tests a value on its own and fails on a "
      "list, which AWS does not document";
  const struct {
    std::string later, earlier;
    bool assumes;
  } rows[] = {
      {tags("{" + paths + "}"), tags(R"({"StringEquals": {"aws:PrincipalOrgPaths": "o-1/r-1/"},
          "ForAllValues:StringEquals": {"aws:TagKeys": "a"}})"),
       true},
      {tags("{" + paths + "}"), tags(R"({"StringEquals": {"aws:PrincipalOrgPaths": "o-1/r-1/"}})"), false},
      {tags("{" + paths + R"(, "ForAllValues:StringLike": {"aws:TagKeys": "a"}})"),
       tags(R"({"ForAnyValue:StringEquals": {"aws:TagKeys": ["a", "b"]}})"), true},  // of an empty set
  };
  for (const auto& row : rows) {
    CAPTURE(row.later);
    CAPTURE(row.earlier);
    Policies policies;
    const CompiledPolicies later = policies.add(row.later);
    const CompiledPolicies earlier = policies.add(row.earlier);
    const Answer answer = prove_no_new_access(later, earlier);
    CHECK(verdict_of(answer) == "proved");
    CHECK(answer.assumptions == (row.assumes ? std::vector<std::string>{sentence} : std::vector<std::string>{}));
    ProveOptions options;
    options.assume.set_operators_required = false;
    CHECK(verdict_of(prove_no_new_access(later, earlier, options)) == (row.assumes ? "unknown" : "proved"));
  }
}

TEST_CASE("compare: what only the later policy allows, with every construct between the two") {
  const struct {
    std::string later, earlier;
    const char* verdict;
  } rows[] = {
      {allow(all), allow(all), "proved"},
      {allow(R"("Action": "s3:GetObject", "Resource": "*")"), allow(R"("Action": "s3:Get*", "Resource": "*")"),
       "proved"},
      {allow(R"("Action": "s3:Get*", "Resource": "*")"), allow(R"("Action": "s3:GetObject", "Resource": "*")"),
       "refuted"},
      // Actions that AWS has yet to add.
      {allow(R"("Action": "s3:GetObject*Later", "Resource": "*")"),
       allow(R"("Action": "s3:GetObject", "Resource": "*")"), "refuted"},
      {allow(R"("NotAction": ["iam:*", "sts:*"], "Resource": "*")"), allow(R"("NotAction": "iam:*", "Resource": "*")"),
       "proved"},
      {allow(R"("NotAction": "iam:*", "Resource": "*")"), allow(R"("NotAction": ["iam:*", "sts:*"], "Resource": "*")"),
       "refuted"},
      {allow(R"("Action": "s3:*", "Resource": "*")"), allow(R"("NotAction": "iam:*", "Resource": "*")"), "proved"},
      // Two statements together reach as far as one.
      {allow(R"("Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*")"),
       allow(R"("Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/?*")") + "," +
           allow(R"("Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/")"),
       "proved"},
      {allow(R"("Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*")"),
       allow(R"("Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/a*")") + "," +
           allow(R"("Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/b*")"),
       "refuted"},
      // A Deny that went, and one that stayed.
      {allow(all), allow(all) + "," + deny(R"("Action": "iam:*", "Resource": "*")"), "refuted"},
      {allow(all) + "," + deny(R"("Action": "iam:*", "Resource": "*")"),
       allow(all) + "," + deny(R"("Action": "iam:*", "Resource": "*")"), "proved"},
      {allow(all) + "," + deny(R"("Action": "iam:*", "Resource": "*")"),
       allow(all) + "," + deny(R"("Action": "iam:PassRole", "Resource": "*")"), "proved"},
      {allow(all) + "," +
           deny(R"("Action": "iam:*", "Resource": "*", "Condition": {"StringEquals": {"aws:username": "a"}})"),
       allow(all) + "," + deny(R"("Action": "iam:*", "Resource": "*")"), "refuted"},
      // A Deny of what was never allowed stops nothing.
      {allow(R"("Action": "s3:*", "Resource": "*")"),
       allow(R"("Action": "s3:*", "Resource": "*")") + "," + deny(R"("Action": "iam:*", "Resource": "*")"), "proved"},
      // An Allow under a condition, against one with a Deny of its opposite.
      {allow(all) + "," +
           deny(R"("Action": "*", "Resource": "*", "Condition": {"StringNotEquals": {"aws:PrincipalOrgID": "o-1"}})"),
       allow(R"("Action": "*", "Resource": "*", "Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-1"}})"),
       "proved"},
      {allow(R"("Action": "*", "Resource": "*", "Condition": {"StringEqualsIfExists": {"aws:PrincipalOrgID": "o-1"}})"),
       allow(R"("Action": "*", "Resource": "*", "Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-1"}})"),
       "refuted"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.later);
    CAPTURE(row.earlier);
    CHECK(no_new_access(row.later, row.earlier) == row.verdict);
  }
}

TEST_CASE("compare: whom a canonical user id stands for is open, on either side and with either effect") {
  const std::string user = R"({"CanonicalUser": "79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be"})";
  const std::string get = R"(, "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*")";
  const std::string named = allow(R"("Principal": {"AWS": "111122223333"})" + get);
  const std::string everyone = allow(R"("Principal": "*", "Action": "s3:*", "Resource": "*")");
  CHECK(no_new_access(named + "," + allow(R"("Principal": )" + user + get), named) == "unknown");
  CHECK(no_new_access(everyone, everyone + "," + deny(R"("Principal": )" + user + get)) == "unknown");
  CHECK(no_new_access(everyone + "," + deny(R"("NotPrincipal": )" + user + get),
                      everyone + "," + deny(R"("Principal": "*")" + get)) == "unknown");
  // What both say alike makes no difference, whoever it is.
  const std::string both = named + "," + allow(R"("Principal": )" + user + get);
  CHECK(no_new_access(both, both) == "proved");
}

TEST_CASE("compare: principals of two kinds are two, whatever their names") {
  Policies policies;
  const auto read = [&](const std::string& principal) {
    return policies.add(R"({"Effect": "Allow", "Principal": )" + principal +
                        R"(, "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*"})");
  };
  const CompiledPolicies service = read(R"({"Service": "example.amazonaws.com"})");
  const CompiledPolicies everyone = read(R"({"AWS": "*"})");
  const CompiledPolicies others = read(R"({"AWS": ["*", "arn:aws:iam::111122223333:root"]})");
  CHECK(verdict_of(prove_no_new_access(service, service)) == "proved");
  CHECK(verdict_of(prove_no_new_access(service, read(R"({"Federated": "example.amazonaws.com"})"))) == "refuted");
  CHECK(verdict_of(prove_no_new_access(everyone, others)) == "proved");
  const CompiledPolicies alice = read(R"({"AWS": "arn:aws:iam::111122223333:user/alice"})");
  CHECK(verdict_of(prove_no_new_access(alice, read(R"({"AWS": "arn:aws:iam::111122223333:user/bob"})"))) == "refuted");
  CHECK(verdict_of(prove_no_new_access(alice, everyone)) == "proved");
}

TEST_CASE("compare: the owner's root user needs no Allow and is left out, which is said") {
  Policies policies;
  const std::string grant =
      R"({"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:user/a"}, "Action": "sqs:SendMessage",
          "Resource": "arn:aws:sqs:eu-west-1:111122223333:q"})";
  const std::string denied_to_root =
      R"({"Effect": "Deny", "Principal": {"AWS": "arn:aws:iam::111122223333:root"}, "Action": "sqs:SendMessage",
          "Resource": "arn:aws:sqs:eu-west-1:111122223333:q",
          "Condition": {"ArnEquals": {"aws:PrincipalArn": "arn:aws:iam::111122223333:root"}}})";
  const CompiledPolicies without = policies.add(grant);
  const CompiledPolicies with = policies.add(grant + "," + denied_to_root);
  CHECK(verdict_of(prove_no_new_access(with, without)) == "proved");
  const Answer answer = prove_no_new_access(without, with);
  CHECK(verdict_of(answer) == "proved");
  CHECK(std::count(answer.assumptions.begin(), answer.assumptions.end(),
                   "the root user of the resource's account, who needs no policy, is left out") == 1);
}

TEST_CASE("compare: a breach names the string of the later policy and every action it lets in") {
  Policies policies;
  const CompiledPolicies later =
      policies.add(allow(R"("Action": ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"], "Resource": "*")"));
  const CompiledPolicies earlier = policies.add(allow(R"("Action": "s3:GetObject", "Resource": "*")"));
  const Answer answer = prove_no_new_access(later, earlier);
  std::vector<std::string> pointers;
  for (const Breach& breach : breaches_of(answer)) {
    pointers.push_back(breach.pointer);
    CHECK(breach.actions.size() == 1);
    CHECK_FALSE(breach.future_actions);
    CHECK_FALSE(breach.denied_by);
  }
  CHECK(pointers == std::vector<std::string>{"/Statement/0/Action/1", "/Statement/0/Action/2"});
}

TEST_CASE("compare: where a Deny made the difference the breach names it") {
  Policies policies;
  const CompiledPolicies later = policies.add(allow(all));
  const CompiledPolicies earlier =
      policies.add(allow(all) + "," + deny(R"("Action": "iam:PassRole", "Resource": "*")"));
  const Answer answer = prove_no_new_access(later, earlier);
  const std::vector<Breach>& breaches = breaches_of(answer);
  REQUIRE(breaches.size() == 1);
  CHECK(breaches.front().witness.action == "iam:PassRole");
  CHECK(breaches.front().denied_by == StatementRef{0, 1});
}

TEST_CASE("compare: equivalent policies also deny alike") {
  Policies policies;
  const std::string s3 = allow(R"("Action": "s3:*", "Resource": "*")");
  const CompiledPolicies plain = policies.add(s3);
  const CompiledPolicies guarded = policies.add(s3 + "," + deny(R"("Action": "iam:*", "Resource": "*")"));
  CHECK(verdict_of(prove_equivalent(plain, plain)) == "proved");
  CHECK(verdict_of(prove_same_denies(plain, plain)) == "proved");
  CHECK(verdict_of(prove_same_denies(plain, guarded)) == "refuted");
  CHECK(verdict_of(prove_no_new_access(plain, guarded)) == "proved");
  CHECK(verdict_of(prove_no_new_access(guarded, plain)) == "proved");
  for (const bool swapped : {false, true}) {
    const Answer answer = swapped ? prove_equivalent(guarded, plain) : prove_equivalent(plain, guarded);
    const std::vector<Breach>& breaches = breaches_of(answer);
    REQUIRE(breaches.size() == 1);
    CHECK(breaches.front().of_reference == !swapped);
    CHECK(claimed_decision(guarded, breaches.front().witness) == Decision::explicit_deny);
    CHECK(claimed_decision(plain, breaches.front().witness) == Decision::implicit_deny);
  }
}

TEST_CASE("compare: one breach is enough if that is asked") {
  Policies policies;
  const CompiledPolicies later = policies.add(allow(R"("Action": ["s3:PutObject", "iam:PassRole"], "Resource": "*")"));
  const CompiledPolicies earlier = policies.add(allow(R"("Action": "ec2:*", "Resource": "*")"));
  ProveOptions options;
  CHECK(breaches_of(prove_no_new_access(later, earlier, options)).size() == 2);
  options.first_only = true;
  CHECK(breaches_of(prove_no_new_access(later, earlier, options)).size() == 1);
}

TEST_CASE("compare: the budget ends a comparison as unknown") {
  Policies policies;
  const CompiledPolicies later = policies.add(allow(R"("Action": "s3:*", "Resource": "*")"));
  const CompiledPolicies earlier = policies.add(allow(R"("Action": "s3:Get*", "Resource": "*")"));
  ProveOptions options;
  options.step_budget = 1;
  const Answer answer = prove_no_new_access(later, earlier, options);
  CHECK(verdict_of(answer) == "unknown");
  CHECK_FALSE(answer.open.empty());
}
