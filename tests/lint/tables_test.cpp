// The tables that checks read: what they name is there.

#include <doctest/doctest.h>

#include <algorithm>
#include <set>
#include <string>
#include <string_view>

#include "iamproof/catalogue.h"
#include "iamproof/lint.h"
#include "lint/data.h"

using namespace iamproof;

namespace {

void check_action(std::string_view name, const Catalogue& catalogue) {
  CAPTURE(std::string(name));
  const auto action = catalogue.find_action(name);
  REQUIRE(action);
  CHECK(catalogue.action_name(*action) == name);
}

}  // namespace

TEST_CASE("tables: every action is in the catalogue, by the name that AWS writes") {
  const Catalogue catalogue = Catalogue::built_in();
  const auto ways = data_rows("privilege-escalation");
  CHECK(ways.size() >= 100);
  std::set<std::string_view> names;
  for (const DataRow& row : ways) {
    REQUIRE(row.size() == 5);
    CAPTURE(std::string(row[0]));
    CHECK(names.insert(row[0]).second);
    for (const std::string_view step : split(row[2], ' ')) {
      const auto parts = split(step, '@');
      check_action(parts.front(), catalogue);
      const auto resources = catalogue.resources(*catalogue.find_action(parts.front()));
      CHECK((parts.size() == 1 || std::any_of(resources.begin(), resources.end(), [&](const ActionResource& resource) {
               return catalogue.resource_type(resource.type).name == parts.back();
             })));
    }
    const bool passes = row[2].find("iam:PassRole") != std::string_view::npos;
    CHECK((row[3] != "-") == (passes && row[0] != "org-018"));
  }
  for (const DataRow& row : data_rows("exposing-actions")) {
    REQUIRE(row.size() == 3);
    check_action(row[1], catalogue);
  }
  for (const DataRow& row : data_rows("plain-requests")) {
    REQUIRE(row.size() == 3);
    check_action(row[0], catalogue);
    CHECK((row[1] == "own" || catalogue.find_key(row[1])));
  }
}

TEST_CASE("tables: ways to more rights are the shortest of their kind") {
  const auto ways = data_rows("privilege-escalation");
  for (const DataRow& row : ways) {
    for (const DataRow& other : ways) {
      const auto steps = split(row.at(2), ' '), fewer = split(other.at(2), ' ');
      const bool same_kind = row.at(1) == other.at(1) && row.at(0) != other.at(0);
      const bool contains = std::all_of(fewer.begin(), fewer.end(), [&](std::string_view action) {
        return std::find(steps.begin(), steps.end(), action) != steps.end();
      });
      CAPTURE(std::string(row[0]));
      CAPTURE(std::string(other[0]));
      CHECK_FALSE((same_kind && contains));
    }
  }
}

TEST_CASE("tables: what implies and what is implied are checks, and what is implied answers to no code of AWS") {
  const auto all = checks();
  for (const DataRow& row : data_rows("implied")) {
    CAPTURE(row[0]);
    REQUIRE((row.size() == 2 || (row.size() == 3 && row[2] == "condition")));
    for (const std::string_view id : {row[0], row[1]}) {
      CAPTURE(id);
      CHECK(std::any_of(all.begin(), all.end(), [&](const CheckInfo& info) { return info.id == id; }));
    }
    CHECK(std::none_of(all.begin(), all.end(),
                       [&](const CheckInfo& info) { return info.id == row[1] && !info.aws_code.empty(); }));
  }
}
