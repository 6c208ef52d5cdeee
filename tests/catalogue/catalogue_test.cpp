#include "iamproof/catalogue.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>
#include <string>

#include "catalogue/plain_expand.h"

using namespace iamproof;
using iamproof::test::lower;

TEST_CASE("catalogue: the built-in one is of the expected size and date") {
  const Catalogue catalogue = Catalogue::built_in();
  CHECK(catalogue.action_count() > 20000);
  CHECK(catalogue.service_count() > 400);
  CHECK(catalogue.date().size() == std::string_view("2026-09-26").size());
  CHECK(catalogue.date() >= "2026-09-26");
  CHECK(!catalogue.version().empty());
}

TEST_CASE("catalogue: actions are numbered in the order of their lower-cased names, and found by them") {
  const Catalogue catalogue = Catalogue::built_in();
  for (ActionId id = 0; id < catalogue.action_count(); ++id) {
    const std::string_view name = catalogue.action_name(id);
    const std::string_view folded = catalogue.action_name_folded(id);
    CAPTURE(name);
    REQUIRE(folded == lower(name));
    if (id > 0) REQUIRE(catalogue.action_name_folded(id - 1) < folded);
    std::string upper;
    for (const char c : name) upper += static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    REQUIRE(catalogue.find_action(name) == id);
    REQUIRE(catalogue.find_action(folded) == id);
    REQUIRE(catalogue.find_action(upper) == id);
    REQUIRE(!catalogue.find_action(std::string(name) + "x"));
    const ServiceInfo service = catalogue.service(catalogue.service_of(id));
    REQUIRE(service.prefix == name.substr(0, name.find(':')));
    REQUIRE(id - service.first_action < service.action_count);
  }
}

TEST_CASE("catalogue: services hold consecutive actions, all of them") {
  const Catalogue catalogue = Catalogue::built_in();
  ActionId next = 0;
  for (ServiceId id = 0; id < catalogue.service_count(); ++id) {
    const ServiceInfo service = catalogue.service(id);
    CAPTURE(service.prefix);
    CHECK(catalogue.find_service(service.prefix) == id);
    CHECK(service.first_action == next);
    CHECK(!service.name.empty());
    CHECK(!service.category.empty());
    next += service.action_count;
  }
  CHECK(next == catalogue.action_count());
  CHECK(catalogue.find_service("S3") == catalogue.find_service("s3"));
  CHECK(!catalogue.find_service("s"));
  CHECK(!catalogue.find_service(""));
}

TEST_CASE("catalogue: what is known of an action") {
  const Catalogue catalogue = Catalogue::built_in();
  struct {
    std::string_view name;
    AccessLevel level;
  } rows[] = {
      {"s3:ListBucket", AccessLevel::list},
      {"s3:GetObject", AccessLevel::read},
      {"s3:PutObject", AccessLevel::write},
      {"ec2:CreateTags", AccessLevel::tagging},
      {"iam:AttachUserPolicy", AccessLevel::permissions_management},
      {"s3:PutBucketPolicy", AccessLevel::permissions_management},
      {"organizations:LeaveOrganization", AccessLevel::write},
  };
  for (const auto& row : rows) {
    CAPTURE(row.name);
    const auto id = catalogue.find_action(row.name);
    REQUIRE(id);
    CHECK(catalogue.access_level(*id) == row.level);
  }
  const auto get = catalogue.find_action("s3:GetObject");
  REQUIRE(get);
  const auto keys = catalogue.condition_keys(*get);
  CHECK(std::find(keys.begin(), keys.end(), "s3:ExistingObjectTag/<key>") != keys.end());
  bool object = false;
  for (const ActionResource& use : catalogue.resources(*get)) {
    const ResourceTypeInfo type = catalogue.resource_type(use.type);
    CHECK(catalogue.service(type.service).prefix == "s3");
    object = object || (type.name == "object" && type.arn == "arn:${Partition}:s3:::${BucketName}/${ObjectName}");
  }
  CHECK(object);
  const auto put = catalogue.find_action("sqs:SendMessage");
  REQUIRE(put);
  REQUIRE(catalogue.resources(*put).size() == 1);
  CHECK(catalogue.resources(*put).front().required);
  const auto create = catalogue.find_action("organizations:CreateAccount");
  REQUIRE(create);
  CHECK(catalogue.resources(*create).empty());
}

TEST_CASE("catalogue: what AWS leaves out of its lists of resource types is there") {
  const Catalogue catalogue = Catalogue::built_in();
  const auto works_on = [&](std::string_view name, std::string_view wanted) {
    const auto action = catalogue.find_action(name);
    REQUIRE(action);
    const auto uses = catalogue.resources(*action);
    return std::any_of(uses.begin(), uses.end(), [&](const ActionResource& use) {
      return catalogue.resource_type(use.type).name == wanted && !use.required;
    });
  };
  CHECK(works_on("cloudformation:CreateChangeSet", "transform"));
  CHECK(works_on("waf-regional:GetWebACLForResource", "resource"));
  CHECK_FALSE(works_on("cloudformation:DeleteChangeSet", "transform"));
}

TEST_CASE("catalogue: every key of an action or resource type is a known key, every type belongs to the service") {
  const Catalogue catalogue = Catalogue::built_in();
  std::set<ResourceTypeId> seen;
  for (ActionId id = 0; id < catalogue.action_count(); ++id) {
    CAPTURE(catalogue.action_name(id));
    for (const std::string_view key : catalogue.condition_keys(id)) {
      const auto found = catalogue.find_key(lower(key));
      REQUIRE(found);
      REQUIRE(found->name == key);
    }
    for (const ActionResource& use : catalogue.resources(id)) {
      REQUIRE(catalogue.resource_type(use.type).service == catalogue.service_of(id));
      if (!seen.insert(use.type).second) continue;
      REQUIRE(catalogue.resource_type(use.type).arn.starts_with("arn:"));
      for (const std::string_view key : catalogue.resource_condition_keys(use.type)) REQUIRE(catalogue.find_key(key));
    }
  }
  CHECK(seen.size() > 1500);
}

TEST_CASE("catalogue: condition keys, templates included") {
  const Catalogue catalogue = Catalogue::built_in();
  struct {
    std::string_view name, key;  // an empty key: there is none
    KeyType type = KeyType::string;
    bool multivalued = false;
    bool global = false;
  } rows[] = {
      {"aws:MultiFactorAuthPresent", "aws:MultiFactorAuthPresent", KeyType::boolean, false, true},
      {"AWS:multifactorauthpresent", "aws:MultiFactorAuthPresent", KeyType::boolean, false, true},
      {"aws:MultiFactorAuthAge", "aws:MultiFactorAuthAge", KeyType::numeric, false, true},
      {"aws:CurrentTime", "aws:CurrentTime", KeyType::date, false, true},
      {"aws:SourceIp", "aws:SourceIp", KeyType::ip_address, false, true},
      {"aws:PrincipalArn", "aws:PrincipalArn", KeyType::arn, false, true},
      {"aws:TagKeys", "aws:TagKeys", KeyType::string, true, true},
      {"aws:PrincipalOrgPaths", "aws:PrincipalOrgPaths", KeyType::string, true, true},
      {"aws:CalledVia", "aws:CalledVia", KeyType::string, true, true},
      {"ec2:SourceInstanceArn", "ec2:SourceInstanceArn", KeyType::arn, false, true},
      {"aws:RequestTag/team", "aws:RequestTag/${TagKey}", KeyType::string, false, true},
      {"AWS:requesttag/Team/Sub:x", "aws:RequestTag/${TagKey}", KeyType::string, false, true},
      {"aws:RequestTag/${TagKey}", "aws:RequestTag/${TagKey}", KeyType::string, false, true},
      {"aws:PrincipalTag/a b", "aws:PrincipalTag/${TagKey}", KeyType::string, false, true},
      {"s3:prefix", "s3:prefix"},
      {"s3:max-keys", "s3:max-keys", KeyType::numeric},
      {"s3:ExistingObjectTag/env", "s3:ExistingObjectTag/<key>"},
      {"S3:existingobjecttag/env", "s3:ExistingObjectTag/<key>"},
      {"kms:EncryptionContext:AppName", "kms:EncryptionContext:${EncryptionContextKey}"},
      {"kms:EncryptionContextKeys", "kms:EncryptionContextKeys", KeyType::string, true},
      {"token.actions.githubusercontent.com:aud", ""},
      {"token.actions.githubusercontent.com:ref", "token.actions.githubusercontent.com:ref"},
      {"token.actions.githubusercontent.com/enterprise:ref", "token.actions.githubusercontent.com/${SubPath}:ref"},
      {"token.actions.octo.ghe.com:ref", "token.actions.${Domain}.ghe.com:ref"},
      {"codebuild:secondarySources/x.location", "codebuild:secondarySources/${sourceIdentifier}.location"},
      {"codebuild:secondarySources/x.auth.type", "codebuild:secondarySources/${sourceIdentifier}.auth.type"},
      {"events:Metadata/k", "events:Metadata/${MetadataKey}"},
      {"events:Metadata/k/Matcher", "events:Metadata/${MetadataKey}/Matcher", KeyType::string, false},
      {"aws:RequestTag/", ""},  // the variable part is not empty
      {"aws:RequestTag", ""},
      {"aws:NoSuchKey", ""},
      {"s3:nosuch/thing", ""},
      {"", ""},
      {"/", ""},
      {"aws:", ""},
  };
  for (const auto& row : rows) {
    CAPTURE(row.name);
    const auto key = catalogue.find_key(row.name);
    CHECK(key.has_value() == !row.key.empty());
    if (!key) continue;
    CHECK(key->name == row.key);
    if (row.name.starts_with("events:")) continue;  // its types are the package's to say
    CHECK(key->type == row.type);
    CHECK(key->multivalued == row.multivalued);
    CHECK(key->global == row.global);
  }
  CHECK(!catalogue.find_key(std::string(1000000, '/')));
}

TEST_CASE("catalogue: an API operation that is no action leads to the action that authorises it") {
  const Catalogue catalogue = Catalogue::built_in();
  struct {
    std::string_view operation, action;
  } rows[] = {
      {"s3:ListBuckets", "s3:ListAllMyBuckets"},
      {"s3:ListObjectsV2", "s3:ListBucket"},
      {"S3:LISTOBJECTS", "s3:ListBucket"},
      {"s3:HeadObject", "s3:GetObject"},
      {"s3:CopyObject", "s3:PutObject"},
      {"s3:DeleteObjects", "s3:DeleteObject"},
      {"budgets:CreateBudget", "budgets:ModifyBudget"},
      {"budgets:DescribeBudgets", "budgets:ViewBudget"},
      {"lambda:Invoke", "lambda:InvokeFunction"},
      {"s3:GetObject", ""},
      {"s3:NoSuchThing", ""},
      {"", ""},
  };
  for (const auto& row : rows) {
    CAPTURE(row.operation);
    CHECK(catalogue.action_for_operation(row.operation) == row.action);
    if (!row.action.empty()) CHECK(!catalogue.find_action(row.operation));
  }
}

TEST_CASE("catalogue: names of levels and types") {
  for (const AccessLevel level : {AccessLevel::list, AccessLevel::read, AccessLevel::tagging, AccessLevel::write,
                                  AccessLevel::permissions_management}) {
    CHECK(access_level_from(to_string(level)) == level);
    CHECK(access_level_from(lower(to_string(level))) == level);
  }
  CHECK(!access_level_from("Writ"));
  CHECK(!access_level_from(""));
  CHECK(to_string(KeyType::ip_address) == "IPAddress");
}

TEST_CASE("catalogue: copies share the data and outlive the original") {
  std::optional<Catalogue> original = Catalogue::built_in();
  const Catalogue copy = *original;
  const std::string_view name = original->action_name(0);
  original.reset();
  CHECK(copy.action_name(0).data() == name.data());
}
