#include "arn/arn.h"

#include <doctest/doctest.h>

using namespace iamproof;

TEST_CASE("arn: its parts") {
  const auto parts = split_arn("arn:aws:logs:us-east-1:111122223333:log-group:/x:*");
  REQUIRE(parts);
  CHECK(parts->partition == "aws");
  CHECK(parts->service == "logs");
  CHECK(parts->region == "us-east-1");
  CHECK(parts->account == "111122223333");
  CHECK(parts->resource == "log-group:/x:*");

  const auto empty = split_arn("arn:::::");
  REQUIRE(empty);
  CHECK(empty->resource.empty());

  for (const std::string_view text :
       {"", "*", "arn:aws:s3", "arn:aws:s3::", "ARN:aws:s3:::b", "arn", "xarn:aws:s3:::b"}) {
    CAPTURE(text);
    CHECK_FALSE(split_arn(text));
  }
}

TEST_CASE("arn: the wildcards of an ARN operator stay in their component") {
  const struct {
    std::string_view pattern, text;
    bool matches;
  } rows[] = {
      {"arn:aws:svc:*:111122223333:finance/*", "arn:aws:svc:us-east-2:111122223333:finance/doc", true},
      {"arn:aws:svc:*:111122223333:finance/*", "arn:aws:svc:us-east-2:999999999999:store/abc:111122223333:finance/doc",
       false},
      {"arn:aws:s3:::b/*", "arn:aws:s3:::b/x:y", true},
      {"arn:aws:iam::*:role/*", "arn:aws:iam::111122223333:role/a/b", true},
      {"arn:*:*:*:*:*", "arn:aws:s3:::b:c", true},
      {"arn:aws:s3?::b", "arn:aws:s3:::b", false},
      {"arn:a*s:s3:::b", "arn:a:s:s3:::b", false},
      {"arn:aws:sns:us-*-1:1*2:*x", "arn:aws:sns:us-east-1:132:a:x", true},
  };
  for (const auto& row : rows) {
    CAPTURE(row.pattern);
    CAPTURE(row.text);
    const auto glob = arn_like(Glob(row.pattern));
    const bool matches = glob && glob->matches(row.text);
    CHECK(matches == row.matches);
  }
  for (const std::string_view pattern : {"*", "", "arn:aws:s3:*", "arn:aws:s3::"}) {
    CAPTURE(pattern);
    CHECK_FALSE(arn_like(Glob(pattern)));
  }
}

TEST_CASE("arn: a pattern for an ARN operator keeps its variables and its case") {
  std::vector<Token> tokens = Glob("arn:aws:s3:::b/").tokens();
  tokens.push_back({.kind = Token::Kind::variable, .variable = 4});
  tokens.push_back({.kind = Token::Kind::many});
  const auto glob = arn_like(Glob::from_tokens(tokens, LetterCase::insensitive));
  REQUIRE(glob);
  CHECK(glob->tokens() == tokens);
  CHECK(glob->letters() == LetterCase::insensitive);
}

TEST_CASE("arn: the ARNs of a format") {
  const struct {
    std::string_view format, text;
    bool matches;
  } rows[] = {
      {"arn:${Partition}:s3:::${BucketName}", "arn:aws-cn:s3:::b", true},
      {"arn:${Partition}:s3:::${BucketName}", "arn:aws:s3::1:b", false},
      {"arn:${Partition}:s3:::${BucketName}", "arn:a:b:s3:::x", false},
      {"arn:${Partition}:s3:::${BucketName}/${ObjectName}", "arn:aws:s3:::b/a/b:c", true},
      {"arn:${Partition}:iam::${Account}:user/${UserNameWithPath}", "arn:aws:iam::111122223333:user/a/b", true},
      {"arn:${Partition}:iam::${Account}:user/${UserNameWithPath}", "arn:aws:iam::11112222333:user/a", false},
      {"arn:${Partition}:iam::${Account}:user/${UserNameWithPath}", "arn:aws:iam::aws:user/a", false},
      {"arn:${Partition}:x:${Region}:${AccountId}:t/${Account}", "arn:aws:x:us-east-1:111122223333:t/any", true},
      {"arn:${Partition}:b:${Region}:*:${Type}:${Id}", "arn:aws:b:r::t:i", true},
      {"arn:${Partition}:b:${Region}:*:${Type}:${Id}", "arn:aws:b:r:::i", true},
      {"arn:${Partition}:amplifybackend:${Region}:${Account}:/backend/${AppId}/*",
       "arn:aws:amplifybackend:r:111122223333:/backend/x/api/y", true},
      {"arn:${Partition}:lambda:${Region}:${Account}:function:${FunctionName}",
       "arn:aws:lambda:r:111122223333:function:f:alias", true},
      {"arn:${Partition}:dynamodb:${Region}:${Account}:table/${TableName}/stream/${StreamLabel}",
       "arn:aws:dynamodb:r:111122223333:table/t/stream/2015-05-11T21:21:33.291", true},
      {"arn:${Partition}:bedrock:${Region}::foundation-model/${ResourceId}",
       "arn:aws:bedrock:r::foundation-model/m-v1:0", true},
      {"arn:${Partition}:bedrock:${Region}::foundation-model/${ResourceId}", "arn:aws:bedrock:r:x::foundation-model/m",
       false},
      {"arn:${Partition}:iam::${Account}:user/${UserNameWithPath}", "arn:aws:iam::111122223333:user/a:b/c", true},
      {"arn:${Partition}:iam::${Account}:saml-provider/${SamlProviderName}",
       "arn:aws:iam::111122223333:saml-provider/a:b", false},
      {"arn:${Partition}:sqs:${Region}:${Account}:${QueueName}", "arn:aws-cn:sqs:r:111122223333:a", true},
      {"arn:${Partition}:sqs:${Region}:${Account}:${QueueName}", "arn:gcp:sqs:r:111122223333:a", false},
      {"arn:${Partition}:sqs:${Region}:${Account}:${QueueName}", "arn::sqs:r:111122223333:a", false},
      {"arn:${Partition}:cloudformation:${Region}:${Account}:stack/${StackName}/${Id}",
       "arn:aws:cloudformation:r:111122223333:stack/A/0f", true},
      {"arn:${Partition}:cloudformation:${Region}:${Account}:stack/${StackName}/${Id}",
       "arn:aws:cloudformation:r:111122223333:stack/B/x:111122223333:stack/A/0f", false},
      {"arn:${Partition}:ec2:${Region}:${Account}:instance/${InstanceId}", "arn:aws:ec2:r:111122223333:instance/i:x",
       false},
      {"arn:${Partition}:cloudwatch:${Region}:${Account}:alarm:${AlarmName}",
       "arn:aws:cloudwatch:r:111122223333:alarm:a:b", true},
      {"*", "any", true},
      {"arn:${Partition:x", "arn:${Partition:x", true},  // not closed: as it stands
  };
  for (const auto& row : rows) {
    CAPTURE(row.format);
    CAPTURE(row.text);
    CHECK(arn_format(row.format).matches(row.text) == row.matches);
  }
}

TEST_CASE("arn: a format whatever the rules for names") {
  constexpr std::string_view format = "arn:${Partition}:sqs:${Region}:${Account}:${QueueName}";
  CHECK_FALSE(arn_format(format).matches("arn:aws:sqs:r:111122223333:a:b"));
  CHECK(arn_format(format, Colons::anywhere).matches("arn:aws:sqs:r:111122223333:a:b"));
  CHECK_FALSE(arn_format(format, Colons::anywhere).matches("arn:aws:sqs:r:x:111122223333:a"));
}
