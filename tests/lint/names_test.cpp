#include "lint/names.h"

#include <doctest/doctest.h>

#include <string>

#include "iamproof/catalogue.h"
#include "support/embedded.h"

using namespace iamproof;

namespace {

/// Calls `visit` with the two columns of each line of a table.
template <class Visit>
std::size_t for_each_line(std::string_view table, Visit visit) {
  std::size_t lines = 0;
  for (const Embedded& embedded : embedded_lint) {
    if (embedded.name != table) continue;
    std::string_view text = embedded.text;
    while (!text.empty()) {
      const std::string_view line = text.substr(0, text.find('\n'));
      text.remove_prefix(std::min(text.size(), line.size() + 1));
      if (line.empty() || line.starts_with('#')) continue;
      CAPTURE(line);
      const std::size_t tab = line.find('\t');
      REQUIRE(tab != std::string_view::npos);
      visit(line.substr(0, tab), line.substr(tab + 1));
      ++lines;
    }
  }
  return lines;
}

}  // namespace

TEST_CASE("names: what is retired is not in the catalogue, and is found") {
  const Catalogue catalogue = Catalogue::built_in();
  const std::size_t lines = for_each_line("retired", [&](std::string_view name, std::string_view note) {
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
  const std::size_t lines = for_each_line("service-names", [&](std::string_view name, std::string_view prefix) {
    CAPTURE(name);
    CHECK_FALSE(catalogue.find_service(name));
    CHECK(catalogue.find_service(prefix));
    CHECK(prefix_of_service_called(name) == prefix);
  });
  CHECK(lines > 20);
  CHECK(prefix_of_service_called("CloudWatchLogs") == "logs");
  CHECK(prefix_of_service_called("logs").empty());
}
