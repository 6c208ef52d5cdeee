// Breaches gathered: every one is in some stratum or covered by one, none is covered by another, the gravest first.
#include <doctest/doctest.h>

#include <algorithm>
#include <deque>
#include <string>
#include <vector>

#include "iamproof/diff.h"
#include "iamproof/pack.h"
#include "iamproof/strata.h"

using namespace iamproof;

namespace {

const Catalogue& catalogue() {
  static const Catalogue built_in = Catalogue::built_in();
  return built_in;
}

CompiledPolicies compiled(const std::string& statements) {
  static std::deque<Source> sources;
  const Source& source =
      sources.emplace_back("policy", R"({"Version": "2012-10-17", "Statement": [)" + statements + "]}");
  Result<Reading> reading = parse(source);
  REQUIRE(reading);
  REQUIRE(reading->is_valid());
  Result<CompiledPolicies> policies = compile(alone(std::move(reading->policy)), catalogue());
  REQUIRE(policies);
  return *policies;
}

/// "GRAVITY statement N[: denied by M] COUNT[+]" for each stratum of what `later` gains.
std::vector<std::string> gained(const std::string& earlier, const std::string& later) {
  const CompiledPolicies was = compiled(earlier);
  const CompiledPolicies is = compiled(later);
  const Diff result = diff(was, is);
  REQUIRE(std::holds_alternative<Refuted>(result.gained.verdict));
  const auto& breaches = std::get<Refuted>(result.gained.verdict).breaches;
  std::vector<std::string> out;
  for (const Stratum& stratum : strata(breaches, is, was, GravityScale(catalogue()))) {
    CHECK_FALSE(stratum.breaches.empty());
    CHECK_FALSE(stratum.of_reference);
    REQUIRE(stratum.statement);
    std::string text(to_string(stratum.gravity));
    text += " statement " + std::to_string(stratum.statement->statement);
    if (stratum.denied_by) text += " denied by " + std::to_string(stratum.denied_by->statement);
    text += " " + std::to_string(stratum.actions.size()) + (stratum.future_actions ? "+" : "");
    out.push_back(text);
  }
  return out;
}

std::string allow(const std::string& actions, const std::string& rest = R"("Resource": "*")") {
  return R"({"Effect": "Allow", "Action": [)" + actions + "], " + rest + "}";
}

using Strings = std::vector<std::string>;

}  // namespace

TEST_CASE("strata: one for each statement, the gravest first") {
  const std::string old = allow(R"("s3:ListBucket")");
  CHECK(gained(old, allow(R"("s3:GetObject", "s3:ListAllMyBuckets")") + "," + allow(R"("s3:PutObject")") + "," +
                        allow(R"("s3:PutObjectTagging")") + "," + allow(R"("iam:CreateAccessKey")") + "," +
                        allow(R"("ec2:PurchaseReservedInstancesOffering")") + "," + allow(R"("s3:PutBucketPolicy")")) ==
        Strings{"pay statement 4 1", "permissions management statement 5 1", "write statement 1 1",
                "write statement 3 1", "tagging statement 2 1", "read statement 0 2"});
}

TEST_CASE("strata: what a more general statement lets in as well is said once") {
  const std::string old = allow(R"("sqs:SendMessage")");
  const std::string bucket = R"("Resource": "arn:aws:s3:::b/*")";
  const std::string prefix = R"("Resource": "arn:aws:s3:::b/x*")";
  const std::string mfa = R"(, "Condition": {"Bool": {"aws:MultiFactorAuthPresent": "true"}})";
  SUBCASE("fewer actions on narrower resources under more conditions") {
    CHECK(gained(old, allow(R"("s3:GetObject")", prefix + mfa) + "," +
                          allow(R"("s3:GetObject", "s3:PutObject")", bucket)) == Strings{"write statement 1 2"});
  }
  SUBCASE("not where the resources are wider") {
    CHECK(gained(old, allow(R"("s3:GetObject")", bucket) + "," + allow(R"("s3:GetObject", "s3:PutObject")", prefix))
              .size() == 2);
  }
  SUBCASE("not where the general one has a condition of its own") {
    CHECK(
        gained(old, allow(R"("s3:GetObject")", bucket) + "," + allow(R"("s3:GetObject", "s3:PutObject")", bucket + mfa))
            .size() == 2);
  }
  SUBCASE("not where it leaves out later actions") {
    CHECK(gained(old, allow(R"("s3:GetObject*")") + "," + allow(R"("s3:Get*")")).size() == 1);
    CHECK(gained(old, allow(R"("sns:Publish*")", bucket) + "," + allow(R"("sns:Publish")")).size() == 2);
  }
  SUBCASE("by what a NotAction leaves over") {
    const auto rest = [&](const std::string& actions) {
      return R"({"Effect": "Allow", "NotAction": [)" + actions + R"(], "Resource": "*"})";
    };
    CHECK(gained(old, rest(R"("iam:*", "sqs:*")") + "," + allow(R"("s3:Get*")", bucket)).size() == 1);
    CHECK(gained(old, rest(R"("iam:*", "s3:Put*")") + "," + allow(R"("s3:Get*")", bucket)).size() == 1);
    CHECK(gained(old, rest(R"("iam:*", "s3:*Zone")") + "," + allow(R"("s3:Get*")", bucket)).size() == 2);
    CHECK(gained(old, rest(R"("iam:*", "*")") + "," + allow(R"("s3:Get*")", bucket)).size() == 1);
  }
  SUBCASE("of two that say the same, one stays") {
    CHECK(gained(old, allow(R"("s3:GetObject")", bucket) + "," + allow(R"("s3:GetObject")", bucket)).size() == 1);
  }
}

TEST_CASE("strata: a Deny that is gone is told apart from an Allow that is new") {
  const std::string all = allow(R"("s3:GetObject", "s3:PutObject")");
  const std::string deny = R"({"Effect": "Deny", "Action": "s3:PutObject", "Resource": "*"})";
  CHECK(gained(all + "," + deny, all) == Strings{"write statement 0 denied by 1 1"});
  // One Deny, whichever Allows it concerns; the gravest is named first.
  const std::string both = allow(R"("s3:GetObject")") + "," + allow(R"("iam:PutUserPolicy")");
  const std::string all_denied = R"({"Effect": "Deny", "Action": "*", "Resource": "*"})";
  CHECK(gained(both + "," + all_denied, both) == Strings{"permissions management statement 1 denied by 2 2"});
}

TEST_CASE("strata: a refuted claim is told in few findings") {
  const CompiledPolicies policies =
      compiled(allow(R"("iam:Get*", "iam:List*")") + "," + allow(R"("s3:Get*")", R"("Resource": "arn:aws:s3:::b/*")") +
               "," + allow(R"("s3:*", "savingsplans:*", "ec2:Run*")"));
  const Source text("claims.json", R"({"claims": [
      {"id": "nothing", "claim": "never-allowed", "region": [{"Action": "*", "Resource": "*"}]},
      {"id": "no-queues", "claim": "never-allowed", "region": [{"Action": "sqs:*", "Resource": "*"}]},
      {"id": "follows", "claim": "never-allowed", "unless_refuted": "nothing",
       "region": [{"Action": "s3:*", "Resource": "*"}]}]})");
  Result<ClaimFile> file = parse_claims(text);
  REQUIRE(file);
  const Result<CompiledClaims> claims = compile(std::move(*file), catalogue());
  REQUIRE(claims);
  const std::vector<Answer> answers = prove(policies, *claims);
  const std::vector<ClaimFindings> said = findings_of(policies, *claims, answers);
  REQUIRE(said.size() == 3);
  CHECK(said[1].findings.empty());  // proved
  CHECK(said[2].findings.empty());
  CHECK(std::holds_alternative<Refuted>(answers[2].verdict));

  const auto& breaches = std::get<Refuted>(answers[0].verdict).breaches;
  CHECK(breaches.size() == 6);  // a pattern each
  REQUIRE(said[0].strata.size() == 2);
  REQUIRE(said[0].findings.size() == 2);
  CHECK(said[0].strata[0].gravity == Gravity::pay);
  CHECK(said[0].strata[0].breaches.size() == 3);
  CHECK(said[0].strata[1].gravity == Gravity::read);
  CHECK(said[0].findings[0].pointer == "/Statement/2/Action/1");
  CHECK(said[0].findings[0].message.find("`savingsplans:CreateSavingsPlan` and ") == 0);
  CHECK(said[0].findings[0].message.find(": `savingsplans:*` lets it through, likewise 2 more patterns") !=
        std::string::npos);
  CHECK(said[0].findings[1].pointer.starts_with("/Statement/0/Action/"));
}

TEST_CASE("strata: every action of every breach is in one") {
  const CompiledPolicies was = compiled(allow(R"("s3:GetObject")"));
  const CompiledPolicies is = compiled(allow(R"("s3:*")") + "," + allow(R"("iam:Get*", "iam:Put*")") +
                                       R"(,{"Effect": "Allow", "NotAction": "ec2:*",
               "Resource": "*", "Condition": {"Bool": {"aws:MultiFactorAuthPresent": "true"}}})");
  const Answer answer = prove_no_new_access(is, was);
  REQUIRE(std::holds_alternative<Refuted>(answer.verdict));
  const auto& breaches = std::get<Refuted>(answer.verdict).breaches;
  std::vector<ActionId> expected, found;
  bool future = false;
  for (const Breach& breach : breaches) {
    expected.insert(expected.end(), breach.actions.begin(), breach.actions.end());
    future = future || breach.future_actions;
  }
  for (const Stratum& stratum : strata(breaches, is, was, GravityScale(catalogue()))) {
    found.insert(found.end(), stratum.actions.begin(), stratum.actions.end());
    CHECK(std::is_sorted(stratum.actions.begin(), stratum.actions.end()));
  }
  for (auto* list : {&expected, &found}) {
    std::sort(list->begin(), list->end());
    list->erase(std::unique(list->begin(), list->end()), list->end());
  }
  CHECK(future);
  CHECK(expected == found);
  CHECK(expected.size() > 1000);
}

TEST_CASE("gravity: families before access levels") {
  const GravityScale scale(catalogue());
  const struct {
    const char* action;
    Gravity gravity;
  } rows[] = {
      {"savingsplans:CreateSavingsPlan", Gravity::pay},
      {"iam:PutRolePolicy", Gravity::permissions_management},
      {"s3:PutObject", Gravity::write},
      {"s3:PutObjectTagging", Gravity::tagging},
      {"s3:GetObject", Gravity::read},
      {"s3:ListAllMyBuckets", Gravity::list},
  };
  for (const auto& row : rows) {
    CAPTURE(row.action);
    const auto action = catalogue().find_action(row.action);
    REQUIRE(action);
    CHECK(scale.of(*action) == row.gravity);
  }
  CHECK(scale.of(std::vector<ActionId>{}) == Gravity::write);
}
