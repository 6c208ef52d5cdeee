#include "prove/key_facts.h"

#include <doctest/doctest.h>

using namespace iamproof;

TEST_CASE("key facts: which texts are values of a key") {
  const struct {
    std::optional<KeyType> type;
    std::string_view text;
    bool is_value;
  } rows[] = {
      {std::nullopt, "anything", true},
      {KeyType::string, "anything", true},
      {KeyType::binary, "anything", true},
      {KeyType::boolean, "true", true},
      {KeyType::boolean, "false", true},
      {KeyType::boolean, "maybe", false},
      {KeyType::boolean, "True", false},
      {KeyType::boolean, "", false},
      {KeyType::numeric, "5", true},
      {KeyType::numeric, "five", false},
      {KeyType::date, "2026-06-01T12:00:00Z", true},
      {KeyType::date, "1780315200", true},
      {KeyType::date, "June", false},
      {KeyType::ip_address, "198.51.100.7", true},
      {KeyType::ip_address, "2001:db8::1", true},
      {KeyType::ip_address, "198.51.100", false},
      {KeyType::arn, "arn:aws:iam::111122223333:role/example", true},
      {KeyType::arn, "arn:aws:iam::111122223333", false},
      {KeyType::arn, "role/example", false},
  };
  for (const auto& row : rows) {
    CAPTURE(row.text);
    KeyFacts facts;
    facts.type = row.type;
    CHECK(facts.is_value(row.text) == row.is_value);
  }
}

TEST_CASE("key facts: which texts a policy variable can stand for") {
  KeyFacts of_aws;
  of_aws.known = true;
  of_aws.reserved = true;
  CHECK(of_aws.may_be("alice"));
  CHECK_FALSE(of_aws.may_be(""));

  KeyFacts set = of_aws;
  set.multivalued = true;
  CHECK_FALSE(set.may_be("alice"));

  KeyFacts number = of_aws;
  number.type = KeyType::numeric;
  CHECK(number.may_be("5"));
  CHECK_FALSE(number.may_be("alice"));

  KeyFacts unheard_of = of_aws;
  unheard_of.known = false;
  CHECK_FALSE(unheard_of.may_be("alice"));

  CHECK(KeyFacts{}.may_be("alice"));  // a key of nobody that is known
}

TEST_CASE("key facts: values that read well are sorted by key") {
  CHECK(likely_value("aws:currenttime") == "2026-06-01T12:00:00Z");  // the first
  CHECK(likely_value("aws:username") == "example-user");
  CHECK(likely_value("ec2:sourceinstancearn") == "arn:aws:ec2:eu-west-1:111122223333:instance/i-0example");  // the last
  CHECK(likely_value("aws:principalarm").empty());
  CHECK(likely_value("aaa").empty());
  CHECK(likely_value("zzz").empty());
}
