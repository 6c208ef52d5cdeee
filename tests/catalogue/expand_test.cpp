#include "catalogue/expand.h"

#include <doctest/doctest.h>

#include <random>

#include "catalogue/plain_expand.h"

using namespace iamproof;
using namespace iamproof::test;

TEST_CASE("expand: wildcards in one name") {
  struct {
    std::string_view pattern, text;
    bool matches;
  } rows[] = {
      {"", "", true},          {"", "a", false},        {"*", "", true},         {"*", "abc", true},
      {"?", "", false},        {"?", "a", true},        {"?", "ab", false},      {"a*", "a", true},
      {"a*c", "abc", true},    {"a*c", "ac", true},     {"a*c", "abcd", false},  {"*b*", "abc", true},
      {"*b*", "ac", false},    {"a?c", "abc", true},    {"a?c", "ac", false},    {"*a*b", "aab", true},
      {"*ab", "aab", true},    {"*?", "", false},       {"*?", "abc", true},     {"?*?", "a", false},
      {"a*b*c", "abbc", true}, {"a*b*c", "acbc", true}, {"a*b*c", "acb", false}, {"abc", "abc", true},
      {"abc", "abd", false},   {"abcd", "abc", false},  {"*aab", "aaab", true},  {"*a?b", "aabab", false},
  };
  for (const auto& row : rows) {
    CAPTURE(row.pattern);
    CAPTURE(row.text);
    CHECK(wildcard_match(row.pattern, row.text) == row.matches);
  }
}

TEST_CASE("expand: wildcards agree with the obvious matcher on random texts") {
  std::mt19937 random(20260926);
  const auto text = [&](std::string_view letters, std::size_t longest) {
    std::string result(random() % (longest + 1), ' ');
    for (char& c : result) c = letters[random() % letters.size()];
    return result;
  };
  for (int i = 0; i < 50000; ++i) {
    const std::string pattern = text("ab*?", 6);
    const std::string name = text("ab", 8);
    CAPTURE(pattern);
    CAPTURE(name);
    REQUIRE(wildcard_match(pattern, name) == plain_match(pattern, name));
  }
}

TEST_CASE("expand: agrees with a plain loop over all actions") {
  const Catalogue catalogue = Catalogue::built_in();
  const std::string_view patterns[] = {
      "*",
      "*:*",
      "s3:*",
      "S3:*",
      "s3:Get*",
      "s3:get*acl",
      "s3:Get*Acl",
      "s3:*Acl",
      "s3:???Object",
      "s3:GetObject",
      "s3:getobject",
      "s3:GetObjects",
      "s3:Get*Object*",
      "s3:**",
      "s3:Get**Acl",
      "s3:G?tObject",
      "s3:?etObject*",
      "s3:*?",
      "s3:?*",
      "s3:*Object?ersion*",
      "iam:*",
      "iam:*User",
      "iam:Create*",
      "iam:Pass?ole",
      "ec2:*",
      "ec2:Describe*",
      "ec2:Describe*s",
      "ec2:*Instance*",
      "ec2:Run*",
      "ec2:RunInstances*",
      "ec2:runinstances?",
      "acm:*",
      "acm-pca:*",
      "acm*:*",
      "sso:*",
      "sso-directory:*",
      "sso-*:*",
      "organizations:*",
      "organizations:List*",
      "organizations:?ist*",
      "organizations:*Account*",
      "billing:*",
      "aws-portal:*Billing",
      "aws-portal:View*",
      "a4b:*",
      "zocalo:*",
      "xray:*",
      "xray:Put*",
      "waf-regional:*",
      "vpc-lattice:*-*",
      "apigateway:*",
      "apigateway:P*",
      "apigateway:P?T",
      "execute-api:Invoke",
      "sts:*",
      "sts:Assume*",
      "kms:*",
      "kms:ReEncrypt*",
      "rds:*DB*",
      "cloudformation:*Stack*",
      "cloudformation:*StackSet*",
      "nosuch:*",
      "nosuch:Get*",
      "s3:nothing*",
      "s3:zz*",
      "s3:0*",
      "s3:\xC3\xA9*",
      "s3: GetObject",
      // Malformed: these match nothing.
      "",
      ":",
      "s3",
      "s3:",
      "GetObject",
      "**",
      "***",
      "?",
      "?3:*",
      "s?:*",
      "*:",
      ":*",
      ":GetObject",
      "*:GetObject",
      "*:*:*",
      "s3:Get:Object",
      "s3::*",
      "s3:*:*",
      "arn:aws:s3:::bucket",
      "*:Untag*",
      "*3:*",
      "**:*",
      "*:**",
  };
  for (const std::string_view pattern : patterns) {
    CAPTURE(pattern);
    CHECK(catalogue.expand(pattern) == plain_expand(catalogue, pattern));
  }
}

TEST_CASE("expand: agrees with a plain loop on patterns made from names") {
  const Catalogue catalogue = Catalogue::built_in();
  std::mt19937 random(4711);
  for (int i = 0; i < 300; ++i) {
    std::string pattern(catalogue.action_name(static_cast<ActionId>(random() % catalogue.action_count())));
    for (std::size_t at = pattern.find(':') + 1; at < pattern.size(); ++at) {
      const auto dice = random() % 12;
      if (dice == 0) pattern[at] = '?';
      if (dice == 1) pattern.replace(at, 1 + random() % 5, "*");
    }
    CAPTURE(pattern);
    REQUIRE(catalogue.expand(pattern) == plain_expand(catalogue, pattern));
  }
}

TEST_CASE("expand: what a few patterns match") {
  const Catalogue catalogue = Catalogue::built_in();
  struct {
    std::string_view pattern;
    std::size_t least;
    std::string_view one;
  } rows[] = {
      {"*", 20000, "ec2:RunInstances"},
      {"s3:Get*Acl", 3, "s3:GetBucketAcl"},
      {"IAM:CREATEUSER", 1, "iam:CreateUser"},
      {"organizations:*", 60, "organizations:LeaveOrganization"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.pattern);
    const auto ids = catalogue.expand(row.pattern);
    CHECK(ids.size() >= row.least);
    const auto one = catalogue.find_action(row.one);
    REQUIRE(one);
    CHECK(std::find(ids.begin(), ids.end(), *one) != ids.end());
  }
}

TEST_CASE("expand: hostile patterns are cheap") {
  const Catalogue catalogue = Catalogue::built_in();
  std::string stars = "ec2:";
  for (int i = 0; i < 200000; ++i) stars += "*e";
  CHECK(catalogue.expand(stars).empty());
  CHECK(catalogue.expand("ec2:" + std::string(1000000, '*')) == catalogue.expand("ec2:*"));
  CHECK(catalogue.expand("ec2:" + std::string(1000000, '?')).empty());
  CHECK(catalogue.expand("ec2:*" + std::string(1000000, 'a')).empty());
  CHECK(catalogue.expand(std::string(1000000, ':')).empty());
}
