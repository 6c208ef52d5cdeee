#include "iamproof/fix.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <string>

#include "finding/fix.h"
#include "iamproof/format.h"

using namespace iamproof;

namespace {

const Catalogue& catalogue() {
  static const Catalogue built_in = Catalogue::built_in();
  return built_in;
}

FixedDocument fixed(std::string_view text, const FixOptions& options = {}) {
  auto result = apply_fixes("x.json", std::string(text), catalogue(), options);
  REQUIRE_MESSAGE(result, text);
  return std::move(*result);
}

/// Entries of the actions of all statements that are to go, each by a finding of its own that says the meaning stays.
FixOptions removing(std::vector<std::string> actions, bool changes_meaning = false) {
  FixOptions options;
  options.find = [actions = std::move(actions), changes_meaning](const Policy& policy) {
    std::vector<Finding> findings;
    for (const Statement& statement : policy.statements) {
      if (!statement.actions || !statement.actions->is_array) continue;
      for (const Text& action : statement.actions->values) {
        if (std::find(actions.begin(), actions.end(), action.text) == actions.end()) continue;
        Finding& finding = findings.emplace_back();
        finding.check = "own";
        finding.span = action.span;
        const std::vector<Edit> edits = {fix::remove(*policy.source, action.span)};
        finding.fix = changes_meaning ? fix::new_meaning("remove it", edits) : fix::same_meaning("remove it", edits);
      }
    }
    return findings;
  };
  return options;
}

std::string policy_with(std::string_view actions) {
  return R"({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": )" + std::string(actions) +
         R"(, "Resource": "*"}]})";
}

}  // namespace

TEST_CASE("fix: a document that IAM refuses is mended, round after round, and has a meaning then") {
  const FixedDocument out =
      fixed("{\"statement\": {\"effect\": \"allow\", \"Action\": \"*:*\", \"resource\": \"*\", \"Sid\": \"\"}}");
  CHECK(
      out.after ==
      "{\"Version\": \"2012-10-17\", \"Statement\": {\"Effect\": \"Allow\", \"Action\": \"*\", \"Resource\": \"*\"}}");
  CHECK_FALSE(out.had_meaning);
  CHECK(out.has_meaning);
  CHECK_FALSE(out.comparison);
  CHECK(out.left.empty());
  REQUIRE(out.applied.size() == 7);
  // Whatever round it was, the place is that of the text as it was at first.
  CHECK(out.applied[0].finding.check == "missing-version");
  CHECK(out.applied[0].position == Position{1, 1});
  CHECK(out.applied[1].position == Position{1, 2});
  for (const AppliedFix& fix : out.applied) {
    if (fix.finding.check == "empty-sid") CHECK(fix.position == Position{1, 76});
    if (fix.finding.check == "invalid-effect") CHECK(fix.position == Position{1, 26});
  }
}

TEST_CASE("fix: what is to keep the meaning is proved to") {
  const FixedDocument out = fixed(
      "{\"Statement\": {\"Sid\": \"\", \"Effect\": \"Deny\", \"Action\": \"s3:*\",\r\n"
      "  \"Condition\": {\"Bool\": {}}, \"Resource\": \"*\"}}");
  CHECK(out.after ==
        "{\"Version\": \"2012-10-17\", \"Statement\": {\"Effect\": \"Deny\", \"Action\": \"s3:*\",\r\n"
        "  \"Resource\": \"*\"}}");
  CHECK(out.had_meaning);
  REQUIRE(out.comparison);
  CHECK(out.comparison->relation == Relation::equal);
}

TEST_CASE("fix: one that would change the meaning against its word is not applied, the others are") {
  const std::string text = policy_with(R"(["s3:Get*", "s3:GetObject", "s3:PutObject", "s3:GetBucketAcl"])");
  const FixedDocument out = fixed(text, removing({"s3:GetObject", "s3:PutObject", "s3:GetBucketAcl"}));
  CHECK(out.after == policy_with(R"(["s3:Get*", "s3:PutObject"])"));
  CHECK(out.applied.size() == 2);
  REQUIRE(out.left.size() == 1);
  CHECK(out.left[0].position == Position{1, 99});
  CHECK(out.left[0].reason == "it would change the meaning: the outcome is narrower");
  REQUIRE(out.comparison);
  CHECK(out.comparison->relation == Relation::equal);
}

TEST_CASE("fix: a Deny that denies nothing of what is allowed is part of the meaning") {
  const std::string text =
      R"({"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": ["s3:Get*", "iam:Get*"], "Resource": "*"}]})";
  const FixedDocument out = fixed(text, removing({"iam:Get*"}));
  CHECK(out.after == text);
  REQUIRE(out.left.size() == 1);
  CHECK(out.left[0].reason == "it would change the meaning: the outcome denies less");
  CHECK_FALSE(out.is_changed());
  CHECK_FALSE(out.comparison);
}

TEST_CASE("fix: of two that are right alone and wrong together, one is applied") {
  const FixedDocument out = fixed(policy_with(R"(["s3:GetObject", "s3:getobject", "s3:ListBucket"])"),
                                  removing({"s3:GetObject", "s3:getobject"}));
  CHECK(out.after == policy_with(R"(["s3:getobject", "s3:ListBucket"])"));
  CHECK(out.applied.size() == 1);
  CHECK(out.left.size() == 1);
}

TEST_CASE("fix: a change that is meant is made, and told") {
  const FixedDocument out = fixed(policy_with(R"(["s3:GetObject", "s3:PutObject"])"), removing({"s3:PutObject"}, true));
  CHECK(out.after == policy_with(R"(["s3:GetObject"])"));
  REQUIRE(out.comparison);
  CHECK(out.comparison->relation == Relation::narrower);
  CHECK(out.comparison->lost.breaches.size() == 1);
}

TEST_CASE("fix: a change that is meant may not make IAM refuse the document") {
  const std::string text = policy_with(R"(["s3:PutObject"])");
  const FixedDocument out = fixed(text, removing({"s3:PutObject"}, true));
  CHECK(out.after == text);
  REQUIRE(out.left.size() == 1);
  CHECK(out.left[0].reason == "IAM would refuse the outcome");
}

TEST_CASE("fix: one that is to keep the meaning waits for a document that has one") {
  const std::string text = R"({"Version": "2012-10-17", "Statement": {"Sid": "", "Effect": "Allow", "Resource": "*"}})";
  const FixedDocument out = fixed(text);
  CHECK(out.after == text);
  REQUIRE(out.left.size() == 1);
  CHECK(out.left[0].reason == "IAM would refuse the document: it has no meaning that could be kept");
}

TEST_CASE("fix: variables that were plain text make the change") {
  const FixedDocument out = fixed(
      R"({"Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::b/${aws:username}/*"}})");
  REQUIRE(out.applied.size() == 1);
  CHECK(out.applied[0].finding.fix->changes_meaning);
  REQUIRE(out.comparison);
  CHECK(out.comparison->relation != Relation::equal);
}

TEST_CASE("fix: rounds end") {
  // It is put back and forth: each fix says that it changes the meaning.
  FixOptions options;
  options.rounds = 5;
  options.find = [](const Policy& policy) {
    const Text& action = policy.statements[0].actions->values[0];
    Finding finding;
    finding.span = action.span;
    finding.fix = fix::new_meaning(
        "toggle", {fix::write_string(action.span, action.text == "s3:GetObject" ? "s3:PutObject" : "s3:GetObject")});
    return std::vector<Finding>{finding};
  };
  const FixedDocument out = fixed(policy_with(R"("s3:GetObject")"), options);
  CHECK(out.applied.size() == 5);
  CHECK(out.after == policy_with(R"("s3:PutObject")"));
  REQUIRE(out.left.size() == 1);
  CHECK(out.left[0].reason == "5 rounds were not enough");
}

TEST_CASE("fix: a text that is no JSON is an error") {
  const auto result = apply_fixes("x.json", "{\"Statement\": [,]}", catalogue());
  REQUIRE_FALSE(result);
  CHECK(result.errors().front().position == Position{1, 16});
}

TEST_CASE("fix: every document of the corpus, and again") {
  std::size_t changed = 0, refused = 0;
  for (const char* folder : {"policies", "malformed", "org-admin"}) {
    for (const auto& entry :
         std::filesystem::recursive_directory_iterator(std::string(IAMPROOF_ROOT "/corpus/") + folder)) {
      if (entry.path().extension() != ".json") continue;
      CAPTURE(entry.path().string());
      const auto text = read_file(entry.path().string());
      REQUIRE(text);
      const auto out = apply_fixes("x.json", *text, catalogue());
      if (!out) {  // no JSON
        ++refused;
        continue;
      }
      CHECK(out->is_changed() == (out->after != *text));
      CHECK((!out->had_meaning || out->has_meaning));
      CHECK(fixed(out->after).applied.empty());
      const bool is_meant = std::any_of(out->applied.begin(), out->applied.end(),
                                        [](const AppliedFix& fix) { return fix.finding.fix->changes_meaning; });
      if (out->comparison && !is_meant) CHECK(out->comparison->relation == Relation::equal);
      if (!out->is_changed()) continue;
      ++changed;
      const auto before = format(Source("x", out->before)), after = format(Source("x", out->after));
      REQUIRE((before && after));
      CHECK(*before != *after);
    }
  }
  CHECK(changed >= 10);
  CHECK(refused >= 10);
}
