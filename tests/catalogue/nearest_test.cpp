#include "catalogue/nearest.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "iamproof/catalogue.h"

using namespace iamproof;

TEST_CASE("nearest: edit distance") {
  struct {
    std::string_view a, b;
    std::size_t limit, distance;
  } rows[] = {
      {"", "", 3, 0},         {"a", "", 3, 1},
      {"", "abc", 3, 3},      {"GetObject", "getobject", 3, 0},
      {"abc", "abd", 3, 1},   {"abc", "acb", 3, 1},
      {"abcd", "badc", 3, 2}, {"kitten", "sitting", 3, 3},
      {"abc", "xyz", 3, 3},   {"abc", "xyz", 2, 3},
      {"abc", "xyz", 0, 1},   {"ca", "abc", 3, 3},
      {"a", "abcdef", 3, 4},  {"GetObjects", "GetObject", 2, 1},
  };
  for (const auto& row : rows) {
    CAPTURE(row.a);
    CAPTURE(row.b);
    CHECK(edit_distance(row.a, row.b, row.limit) == row.distance);
    CHECK(edit_distance(row.b, row.a, row.limit) == row.distance);
  }
}

TEST_CASE("nearest: actions, the best one first") {
  const Catalogue catalogue = Catalogue::built_in();
  struct {
    std::string_view name, nearest;
  } rows[] = {
      {"s3:GetObjects", "s3:GetObject"},
      {"S3:getobjcet", "s3:GetObject"},
      {"ec2:DescribeInstance", "ec2:DescribeInstances"},
      {"iam:CreateUsers", "iam:CreateUser"},
      {"ec2:PutBucketPolicy", "s3:PutBucketPolicy"},  // a right name under a wrong service
      {"dynamo:GetItem", "dynamodb:GetItem"},         // a slip in the prefix
      {"organisations:ListAccounts", "organizations:ListAccounts"},
      {"organisations:ListAcounts", "organizations:ListAccounts"},
      {"AssumeRole", "sts:AssumeRole"},  // no prefix
      {"nothing:LikeThisAtAll", ""},
      {"", ""},
      {":", ""},
      {"::::", ""},
  };
  for (const auto& row : rows) {
    CAPTURE(row.name);
    const auto names = catalogue.nearest_actions(row.name);
    CHECK(names.size() <= 3);
    if (row.nearest.empty()) {
      CHECK(names.empty());
    } else {
      REQUIRE(!names.empty());
      CHECK(names.front() == row.nearest);
    }
  }
  CHECK(catalogue.nearest_actions("s3:GetObjects", 0).empty());
  CHECK(catalogue.nearest_actions("s3:GetObjects", 1).size() == 1);
  CHECK(catalogue.nearest_actions(std::string(1000000, 'a')).empty());
}

TEST_CASE("nearest: condition keys, the best one first") {
  const Catalogue catalogue = Catalogue::built_in();
  struct {
    std::string_view name, nearest;
  } rows[] = {
      {"aws:MultiFactorAuthPresant", "aws:MultiFactorAuthPresent"},
      {"aws:MultifactorAuthAges", "aws:MultiFactorAuthAge"},
      {"aws:SourceIP4", "aws:SourceIp"},
      {"s3:prefixes", "s3:prefix"},
      {"aws:RequestTags/team", "aws:RequestTag/${TagKey}"},
      {"kms:EncryptionContexts:app", "kms:EncryptionContext:${EncryptionContextKey}"},
      {"aw:SourceVpc", "aws:SourceVpc"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.name);
    const auto names = catalogue.nearest_keys(row.name);
    REQUIRE(!names.empty());
    CHECK(names.front() == row.nearest);
  }
  CHECK(catalogue.nearest_keys("nothing:LikeThisAtAll").empty());
  CHECK(catalogue.nearest_keys("").empty());
  CHECK(catalogue.nearest_keys(std::string(1000000, ':')).empty());
}
