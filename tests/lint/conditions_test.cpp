// What checks ask of a condition, and the tables they look things up in.

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <string_view>

#include "lint/conditions.h"
#include "lint/data.h"

using namespace iamproof;

TEST_CASE("conditions: where a pattern has its first wildcard") {
  constexpr std::size_t none = std::string_view::npos;
  struct {
    std::string_view text;
    std::size_t at;
  } rows[] = {
      {"", none},
      {"a*b?", 1},
      {"?", 0},
      {"plain", none},
      {"${aws:username}*", 15},
      {"${*}", none},
      {"a${?}b", none},
      {"${no-end*", none},
      {"${a, '*'}-?", 10},
  };
  for (const auto& row : rows) {
    CAPTURE(row.text);
    CHECK(find_wildcard(row.text) == row.at);
  }
}

TEST_CASE("conditions: a text stands for itself where the operator finds nothing in it to replace") {
  struct {
    std::string_view op, text;
    bool literal;
  } rows[] = {
      {"StringEquals", "a*", true},
      {"StringLike", "a*", false},
      {"StringLike", "a", true},
      {"ArnEquals", "arn:aws:s3:::*", false},
      {"ArnNotLike", "arn", true},
      {"StringEquals", "${aws:userid}", false},
      {"ForAnyValue:StringNotLikeIfExists", "?", false},
  };
  for (const auto& row : rows) {
    CAPTURE(row.op);
    CAPTURE(row.text);
    CHECK(is_literal(*split_operator(row.op), row.text) == row.literal);
  }
}

TEST_CASE("conditions: operators that hold where the values do not match") {
  for (const std::string_view op : {"StringNotEquals", "ForAllValues:StringNotLike", "NotIpAddress",
                                    "ArnNotLikeIfExists", "NumericNotEquals", "DateNotEquals"}) {
    CAPTURE(op);
    CHECK(is_negated(*split_operator(op)));
  }
  for (const std::string_view op : {"StringEquals", "IpAddress", "Null", "Bool", "NumericLessThan"}) {
    CAPTURE(op);
    CHECK_FALSE(is_negated(*split_operator(op)));
  }
}

TEST_CASE("data: the tables are in the order in which they are searched, and name what the catalogue has") {
  const Catalogue catalogue = Catalogue::built_in();
  const auto regions = first_column("regions");
  CHECK(regions.size() > 30);
  CHECK(std::is_sorted(regions.begin(), regions.end()));
  CHECK(std::adjacent_find(regions.begin(), regions.end()) == regions.end());
  for (const std::string_view key : first_column("used-as-sets")) {
    CAPTURE(key);
    const auto known = catalogue.find_key(key);
    REQUIRE(known);
    CHECK_FALSE(known->multivalued);
  }
  for (const DataRow& row : data_rows("vpce-key-services")) {
    CAPTURE(row[0]);
    CHECK(catalogue.find_service(row[0]));
    CHECK((row.size() == 1 || catalogue.find_key(row[1])));
  }
  for (const std::string_view key : first_column("unpublished-keys")) {
    CAPTURE(key);
    CHECK_FALSE(catalogue.find_key(key));
  }
  for (const std::string_view name : first_column("service-principals")) {
    CAPTURE(name);
    CHECK_FALSE(catalogue.find_service(name));
  }
}
