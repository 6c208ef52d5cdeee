#include "lint/names.h"

#include <doctest/doctest.h>

#include <string>

#include "iamproof/catalogue.h"
#include "lint/data.h"

using namespace iamproof;

/// Calls `visit` with the two columns of each row of a table.
template <class Visit>
static std::size_t for_each_row(std::string_view table, Visit visit) {
  const auto rows = data_rows(table);
  for (const DataRow& row : rows) {
    CAPTURE(row.front());
    REQUIRE(row.size() == 2);
    visit(row[0], row[1]);
  }
  return rows.size();
}

TEST_CASE("names: what is retired is not in the catalogue, and is found") {
  const Catalogue catalogue = Catalogue::built_in();
  const std::size_t lines = for_each_row("retired", [&](std::string_view name, std::string_view note) {
    CAPTURE(name);
    const KnownName* found = find_retired(name);
    REQUIRE(found != nullptr);
    CHECK(found->name == name);
    CHECK(found->note == note);
    if (found->is_service()) {
      CHECK_FALSE(catalogue.find_service(name));
      CHECK(find_retired(std::string(name) + ":whatever") == found);
    } else {
      CHECK_FALSE(catalogue.find_action(name));
      CHECK(catalogue.find_service(name.substr(0, name.find(':'))));
    }
  });
  CHECK(lines > 50);
  CHECK(find_retired("s3:getobject") == nullptr);
  CHECK(find_retired("deepracers:getmodel") == nullptr);
}

TEST_CASE("names: what services are called leads to a prefix, and is none") {
  const Catalogue catalogue = Catalogue::built_in();
  const std::size_t lines = for_each_row("service-names", [&](std::string_view name, std::string_view prefix) {
    CAPTURE(name);
    CHECK_FALSE(catalogue.find_service(name));
    CHECK(catalogue.find_service(prefix));
    CHECK(prefix_of_service_called(name) == prefix);
  });
  CHECK(lines > 20);
  CHECK(prefix_of_service_called("CloudWatchLogs") == "logs");
  CHECK(prefix_of_service_called("logs").empty());
}
