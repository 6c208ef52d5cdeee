#include "condition/operator.h"

#include <doctest/doctest.h>

using namespace iamproof;

TEST_CASE("operator: names are taken apart") {
  struct {
    std::string_view name;
    Operator expected;
  } rows[] = {
      {"StringEquals", {Family::string, ComparisonKind::equals}},
      {"StringNotLike", {Family::string, ComparisonKind::like, true}},
      {"StringNotEqualsIgnoreCaseIfExists",
       {Family::string, ComparisonKind::equals, true, true, Qualifier::none, true}},
      {"ForAllValues:StringLike", {Family::string, ComparisonKind::like, false, false, Qualifier::for_all_values}},
      {"ForAnyValue:ArnNotEqualsIfExists",
       {Family::arn, ComparisonKind::like, true, false, Qualifier::for_any_value, true}},
      {"NumericGreaterThanEquals", {Family::numeric, ComparisonKind::greater_equal}},
      {"DateLessThanIfExists", {Family::date, ComparisonKind::less, false, false, Qualifier::none, true}},
      {"NotIpAddress", {Family::ip_address, ComparisonKind::equals, true}},
      {"Null", {Family::null, ComparisonKind::equals}},
      {"ForAllValues:Null", {Family::null, ComparisonKind::equals, false, false, Qualifier::for_all_values}},
  };
  for (const auto& row : rows) {
    CAPTURE(row.name);
    const auto op = parse_operator(row.name);
    REQUIRE(op);
    CHECK(*op == row.expected);
  }
}

TEST_CASE("operator: what IAM does not know is nothing") {
  for (const char* name : {"", "stringEquals", "NullIfExists", "BoolNotEquals", "ForAnyValue::StringEquals", "IfExists",
                           "StringEqualsIfExistsIfExists", "ForAllValues:ForAnyValue:StringEquals", "NotBool",
                           "StringLikeIgnoreCase", "NumericNotLessThan", "forAllValues:StringEquals"}) {
    CAPTURE(name);
    CHECK_FALSE(parse_operator(name));
  }
}
