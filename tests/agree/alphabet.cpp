#include "agree/alphabet.h"

#include "oracle/text.h"

namespace agree {

using Texts = std::vector<std::string>;

const std::vector<Key>& keys() {
  static const std::vector<Key> all = {
      {"aws:username", Type::text},
      {"aws:PrincipalTag/Team", Type::text},
      {"aws:RequestTag/env", Type::text},
      {"s3:prefix", Type::text},
      {"aws:MultiFactorAuthPresent", Type::boolean},
      {"aws:MultiFactorAuthAge", Type::number},
      {"s3:max-keys", Type::number},
      {"aws:CurrentTime", Type::date},
      {"aws:TokenIssueTime", Type::date},
      {"aws:SourceIp", Type::address},
      {"aws:PrincipalArn", Type::arn},
      {"iam:PolicyARN", Type::arn},
      {"aws:TagKeys", Type::text, true},
      {"aws:CalledVia", Type::text, true},
      {"ecs:capacity-provider", Type::arn, true},
      {"apigateway:Request/ApiKeyRequired", Type::boolean, true},
      {"newsvc:Key", Type::text, false, false},
      {"newsvc:Bytes", Type::bytes, false, false},
      {"aws:NewKey", Type::text, false, false},
      {"s3:NewKey", Type::text, false, false},
  };
  return all;
}

const Key* find_key(std::string_view name) {
  for (const Key& key : keys())
    if (oracle::same_but_for_case(key.name, name)) return &key;
  return nullptr;
}

const Texts& operands(Type type) {
  static const Texts texts = {"a",   "b",   "A",   "ab", "a*", "*b",  "?",  "*",
                              "a?b", "*a*", "a/b", "",   "aa", "b*a", "?*", "a\nb"};
  static const Texts numbers = {"0", "5", "10", "10.0", "5.5", "-1", "+5", "10000000000000000000000"};
  static const Texts dates = {"2026-01-01", "2026-07-01T00:00:00+02:00", "2026-06-30T22:00:00Z",
                              "1782856800", "2026-07-01T00:00:00Z",      "2026-01-01T00:00:00.5Z",
                              "2026-01"};
  static const Texts booleans = {"true", "false", "true", "false", "True"};
  static const Texts addresses = {"10.0.0.0/8", "10.128.0.0/9",   "10.0.0.0/9", "10.0.0.1",
                                  "0.0.0.0/0",  "203.0.113.5/24", "::/0",       "2001:DB8::/32"};
  static const Texts arns = {"arn:aws:iam::111122223333:role/a",
                             "arn:aws:iam::111122223333:role/*",
                             "arn:aws:iam::*:role/a",
                             "arn:aws:iam::111122223333:*",
                             "arn:aws:iam::111122223333:role/?",
                             "arn:*:*:*:*:*",
                             "arn:aws:s?s::*:*",
                             "arn:aws:iam::*",
                             "*",
                             "arn:aws:svc:*:111122223333:finance/*"};
  static const Texts bytes = {"YQ==", "YWI=", "QmluYXJ5"};
  switch (type) {
    case Type::text:
      return texts;
    case Type::number:
      return numbers;
    case Type::date:
      return dates;
    case Type::boolean:
      return booleans;
    case Type::address:
      return addresses;
    case Type::arn:
      return arns;
    case Type::bytes:
      return bytes;
  }
  return texts;
}

const Texts& carried(Type type) {
  static const Texts texts = {"a", "b",  "A",   "ab", "a*", "",   "aa",  "aab", "a/b",
                              "B", "ba", "a:b", "*",  "?",  "zz", "axb", "a\nb"};
  static const Texts numbers = {"0",
                                "4.99",
                                "5",
                                "5.0",
                                "5.25",
                                "5.5",
                                "7",
                                "9.999",
                                "10",
                                "11",
                                "-1",
                                "-2",
                                "10000000000000000000000.1",
                                "9999999999999999999999"};
  static const Texts dates = {"2025-12-31T23:59:59Z", "2026-01-01T00:00:00Z",      "2026-01-01T00:00:00.5Z",
                              "2026-01-01T00:00:01Z", "2026-06-30T22:00:00Z",      "2026-06-30T23:00:00Z",
                              "2026-07-01T00:00:00Z", "2026-07-01T02:00:00+02:00", "2099-01-01T00:00:00Z"};
  static const Texts booleans = {"true", "false"};
  static const Texts addresses = {"10.0.0.1", "10.0.0.2",        "10.200.0.1",  "203.0.113.77",         "198.51.100.7",
                                  "0.0.0.0",  "255.255.255.255", "2001:db8::1", "2001:DB8:0:0:0:0:0:2", "fe80::1"};
  static const Texts arns = {"arn:aws:iam::111122223333:role/a",
                             "arn:aws:iam::111122223333:role/b",
                             "arn:aws:iam::111122223333:role/a/b",
                             "arn:aws:iam::111122223333:user/a",
                             "arn:aws:iam::444455556666:role/a",
                             "arn:aws:sts::111122223333:assumed-role/a/s",
                             "arn:aws:svc:us-east-2:999999999999:store/abc:111122223333:finance/doc",
                             "arn:aws:s3:::b"};
  static const Texts bytes = {"YQ==", "Yg==", "YWI=", "QmluYXJ5"};
  switch (type) {
    case Type::text:
      return texts;
    case Type::number:
      return numbers;
    case Type::date:
      return dates;
    case Type::boolean:
      return booleans;
    case Type::address:
      return addresses;
    case Type::arn:
      return arns;
    case Type::bytes:
      return bytes;
  }
  return texts;
}

const Texts& operands_with_variables(Type type) {
  static const Texts texts = {"${aws:username}",
                              "${aws:username, 'a'}",
                              "x${aws:username}*",
                              "${aws:username,'a'}",
                              "${AWS:UserName}",
                              "${aws:username, ''}",
                              "${aws:PrincipalTag/Team}",
                              "${aws:PrincipalTag/Team, 'b'}/*",
                              "${aws:username}${aws:PrincipalTag/Team}",
                              "${*}",
                              "a${*}",
                              "a${?}*",
                              "${$}{a}",
                              "*${aws:username}",
                              "$a",
                              "${aws:TagKeys}",
                              "${aws:TagKeys, 'a'}",
                              "${newsvc:Key}",
                              "${aws:NewKey, 'a'}",
                              "${aws:SourceIp}",
                              "${aws:MultiFactorAuthAge, '5'}*"};
  static const Texts arns = {
      "arn:aws:iam::111122223333:role/${aws:username}", "arn:aws:iam::111122223333:role/${aws:username, 'a'}",
      "arn:aws:iam::*:role/${aws:PrincipalTag/Team}*", "arn:aws:iam::111122223333:role/${*}", "${aws:PrincipalArn}"};
  return type == Type::arn ? arns : texts;
}

const Texts& operators(Type type) {
  static const Texts texts = {
      "StringEquals",  "StringNotEquals", "StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase", "StringLike",
      "StringNotLike", "StringLike",      "StringNotLike"};
  static const Texts numbers = {"NumericEquals",         "NumericNotEquals",   "NumericLessThan",
                                "NumericLessThanEquals", "NumericGreaterThan", "NumericGreaterThanEquals"};
  static const Texts dates = {"DateEquals",         "DateNotEquals",   "DateLessThan",
                              "DateLessThanEquals", "DateGreaterThan", "DateGreaterThanEquals"};
  static const Texts booleans = {"Bool"};
  static const Texts addresses = {"IpAddress", "NotIpAddress"};
  static const Texts arns = {"ArnEquals",  "ArnNotEquals",  "ArnLike",      "ArnNotLike",
                             "StringLike", "StringNotLike", "StringEquals", "StringNotEquals"};
  static const Texts bytes = {"BinaryEquals"};
  switch (type) {
    case Type::text:
      return texts;
    case Type::number:
      return numbers;
    case Type::date:
      return dates;
    case Type::boolean:
      return booleans;
    case Type::address:
      return addresses;
    case Type::arn:
      return arns;
    case Type::bytes:
      return bytes;
  }
  return texts;
}

const std::vector<Action>& actions() {
  static const Texts objects = {"arn:aws:s3:::b/k",  "arn:aws:s3:::b/a/k", "arn:aws:s3:::b/kk",
                                "arn:aws:s3:::b/b*", "arn:aws:s3:::bb/k",  "*"};
  static const Texts buckets = {"arn:aws:s3:::b", "arn:aws:s3:::bb"};
  static const Texts buckets_or_all = {"arn:aws:s3:::b", "arn:aws:s3:::bb", "*"};
  static const Texts users = {"arn:aws:iam::111122223333:user/a", "arn:aws:iam::111122223333:user/a/b",
                              "arn:aws:iam::444455556666:user/ab"};
  static const Texts roles = {"arn:aws:iam::111122223333:role/a", "arn:aws:iam::111122223333:role/b"};
  static const Texts queues = {"arn:aws:sqs:eu-west-1:111122223333:q"};
  static const Texts all = {"*"};
  static const std::vector<Action> actions = {
      {"s3:GetObject", true, objects},
      {"s3:GetObjectAcl", true, objects},
      {"s3:DeleteObject", true, objects},
      {"s3:ListBucket", true, buckets_or_all},
      {"s3:CreateBucket", true, buckets},
      {"s3:ListAllMyBuckets", true, all},
      {"iam:GetUser", true, users},
      {"iam:CreateUser", true, users},
      {"iam:ListUsers", true, all},
      {"iam:PassRole", true, roles},
      {"sqs:SendMessage", true, queues},
      {"sqs:ListQueues", true, all},
      {"s3:GetX0", false, {}},
      {"s3:ListX0", false, {}},
      {"iam:GetUserX0", false, {}},
      {"newsvc:Do", false, {}},
      {"newsvc:GetDo", false, {}},
  };
  return actions;
}

const Action* find_action(std::string_view name) {
  for (const Action& action : actions())
    if (oracle::same_but_for_case(action.name, name)) return &action;
  return nullptr;
}

const Texts& action_patterns() {
  static const Texts all = {"*",
                            "s3:*",
                            "s3:Get*",
                            "s3:GetObject",
                            "S3:getobject",
                            "s3:Get?bject",
                            "s3:*Object",
                            "s3:*Object*",
                            "s3:?etObject*",
                            "s3:List*",
                            "s3:GetX*",
                            "s3:*e*t*",
                            "s3:ListBucket",
                            "s3:*B*t",
                            "iam:*",
                            "iam:*User",
                            "iam:Get*",
                            "iam:PassRole",
                            "iam:?*Users",
                            "newsvc:*",
                            "newsvc:Do",
                            "sqs:*",
                            "sqs:SendMessage",
                            "s3:Create*",
                            "s3:DeleteObject"};
  return all;
}

const Texts& resources() {
  static const Texts all = {"*",
                            "arn:aws:s3:::b",
                            "arn:aws:s3:::bb",
                            "arn:aws:s3:::b/k",
                            "arn:aws:s3:::b/a/k",
                            "arn:aws:s3:::b/kk",
                            "arn:aws:s3:::b/b*",
                            "arn:aws:s3:::bb/k",
                            "arn:aws:s3:::b/A/k",
                            "arn:aws:iam::111122223333:user/a",
                            "arn:aws:iam::111122223333:user/a/b",
                            "arn:aws:iam::444455556666:user/ab",
                            "arn:aws:iam::111122223333:role/a",
                            "arn:aws:iam::111122223333:role/b",
                            "arn:aws:sqs:eu-west-1:111122223333:q",
                            "arn:aws-cn:s3:::b/k",
                            "arn:aws:newsvc:eu-west-1:111122223333:x:y/k"};
  return all;
}

const Texts& resource_patterns() {
  static const Texts all = {"*",
                            "*",
                            "arn:aws:s3:::b",
                            "arn:aws:s3:::b*",
                            "arn:aws:s3:::b/*",
                            "arn:aws:s3:::b/k",
                            "arn:aws:s3:::?/k*",
                            "arn:aws:s3:::*/k",
                            "arn:aws:s3:::*",
                            "arn:*:s3:::b/?",
                            "arn:aws:s3:::b/?*",
                            "arn:aws:s3:::bb*k",
                            "arn:aws:iam::*:user/a*",
                            "arn:aws:iam::111122223333:user/*",
                            "arn:aws:iam::111122223333:role/a",
                            "arn:aws:iam::*:*",
                            "arn:aws:sqs:*:111122223333:*",
                            "arn:aws:newsvc:*:y/*"};
  return all;
}

const Texts& resource_patterns_with_variables() {
  static const Texts all = {"arn:aws:s3:::b/${aws:username}/*",
                            "arn:aws:s3:::b/${aws:username, 'a'}/*",
                            "arn:aws:s3:::b/${aws:username,  'a'}/*",
                            "arn:aws:s3:::${aws:PrincipalTag/Team}/*",
                            "arn:aws:s3:::b/${aws:username}*",
                            "arn:aws:s3:::b/b${*}",
                            "arn:aws:s3:::b${?}*",
                            "arn:aws:s3:::b/${aws:username}${aws:PrincipalTag/Team, 'k'}",
                            "arn:aws:s3:::b/${aws:TagKeys, 'a'}/k",
                            "arn:aws:iam::111122223333:user/${aws:username}",
                            "arn:aws:iam::${aws:PrincipalTag/Team}:user/a",
                            "arn:aws:iam::*:role/${aws:username, 'a'}"};
  return all;
}

const Texts& partial_arns() {
  static const Texts all = {"arn:aws:s3", "arn:aws:iam:*", "arn:aws:s3:*:*"};
  return all;
}

}  // namespace agree
