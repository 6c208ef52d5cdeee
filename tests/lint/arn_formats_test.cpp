#include "lint/arn_formats.h"

#include <doctest/doctest.h>

#include <algorithm>

using namespace iamproof;

TEST_CASE("arn formats: which patterns have a shape of their service") {
  struct {
    std::string_view text;
    bool fits;
  } rows[] = {
      {"arn:aws:sqs:eu-west-1:111122223333:orders", true},
      {"arn:aws:sqs::111122223333:orders", false},
      {"arn:aws:sqs:eu-west-1::orders", false},
      {"arn:aws:s3:::reports", true},
      {"arn:aws:s3:*:*:reports", true},  // the wildcards may stand for nothing
      {"arn:aws:s3:eu-west-1::reports", false},
      {"arn:aws:logs:::log-group:app*", false},
      {"arn:aws:kms:*::key/a", true},  // the first wildcard may take in the account and more
      {"arn:aws:kms:::key/a", false},
      {"arn:aws:dynamodb:eu-west-1:111122223333:tables/a", false},
      {"arn:aws:dynamodb:eu-west-1:111122223333:t*", true},
      {"arn:aws:dynamodb:eu-west-1:111122223333:?able/a", true},
      {"arn:aws:no-such-service:::a", true},  // nothing is known of it
      {"arn:aws:ec2:*", true},
      {"*", true},
  };
  const ArnFormats& formats = ArnFormats::of(Catalogue::built_in());
  for (const auto& row : rows) {
    CAPTURE(row.text);
    CHECK(formats.fit(row.text) == row.fits);
  }
}

TEST_CASE("arn formats: which patterns may be of a resource type") {
  struct {
    std::string_view action, text;
    bool fits;
  } rows[] = {
      {"s3:GetBucketTagging", "arn:aws:s3:::reports", true},
      {"s3:DeleteObjectTagging", "arn:aws:s3:::reports", false},
      {"s3:DeleteObjectTagging", "arn:aws:s3:::reports*", true},
      {"s3:DeleteObjectTagging", "arn:aws:s3:::reports/*/*.log", true},
      {"sqs:SendMessage", "arn:aws:sns:*:*:orders", false},
      {"sqs:SendMessage", "arn:aws:*:*:*:orders", true},
      {"ec2:TerminateInstances", "arn:aws:ec2:*:*:volume/*", false},  // an instance's id has no colon
      {"ec2:TerminateInstances", "arn:aws:ec2:*:*:*/i-1", true},
      {"iam:GetPolicy", "arn:aws:iam::aws:policy/ReadOnlyAccess", true},
      {"ssm:GetDocument", "arn:aws:ssm:eu-west-1::document/AWS-RunShellScript", true},
  };
  const Catalogue catalogue = Catalogue::built_in();
  const ArnFormats& formats = ArnFormats::of(catalogue);
  for (const auto& row : rows) {
    CAPTURE(row.action);
    CAPTURE(row.text);
    const auto action = catalogue.find_action(row.action);
    REQUIRE(action);
    const auto types = catalogue.resources(*action);
    const bool fits = std::any_of(types.begin(), types.end(), [&](const ActionResource& resource) {
      return formats.fit_type(resource.type, row.text, Glob(row.text));
    });
    CHECK(fits == row.fits);
  }
}

TEST_CASE("arn formats: every format has its own shape, and is of its own type") {
  const Catalogue catalogue = Catalogue::built_in();
  const ArnFormats& formats = ArnFormats::of(catalogue);
  for (ResourceTypeId type = 0; type < catalogue.resource_type_count(); ++type) {
    const std::string_view arn = catalogue.resource_type(type).arn;
    const std::string_view first = arn.substr(0, arn.find(", "));
    CAPTURE(first);
    CHECK(formats.fit(without_variables(first)));
    CHECK(formats.fit_type(type, without_variables(first), Glob(without_variables(first))));
  }
}

TEST_CASE("arn formats: the services that they name") {
  const ArnFormats& formats = ArnFormats::of(Catalogue::built_in());
  CHECK(formats.name_service("s3"));
  CHECK(formats.name_service("catalog"));
  CHECK_FALSE(formats.name_service("servicecatalogs"));
  CHECK_FALSE(formats.name_service("elastic-inference"));
}

TEST_CASE("arn formats: variables stand for anything") {
  CHECK(without_variables("arn:aws:sqs:${aws:RequestedRegion}:*:a-${aws:username}") == "arn:aws:sqs:*:*:a-*");
  CHECK(without_variables("${a}") == "*");
  CHECK(without_variables("arn:aws:sqs:*:*:${a") == "arn:aws:sqs:*:*:${a");
  CHECK(without_variables("").empty());
}
