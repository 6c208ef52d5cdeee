#include "lint/names.h"

#include <algorithm>
#include <vector>

#include "lint/data.h"
#include "support/text.h"

namespace iamproof {

namespace {

/// The rows of a table of two columns, sorted.
std::vector<KnownName> read_names(std::string_view table) {
  std::vector<KnownName> lines;
  for (const DataRow& row : data_rows(table)) lines.push_back({row[0], row[1]});
  std::sort(lines.begin(), lines.end(), [](const KnownName& a, const KnownName& b) { return a.name < b.name; });
  return lines;
}

const KnownName* find_line(const std::vector<KnownName>& lines, std::string_view name) {
  const auto at = std::lower_bound(lines.begin(), lines.end(), name,
                                   [](const KnownName& line, std::string_view wanted) { return line.name < wanted; });
  return at == lines.end() || at->name != name ? nullptr : &*at;
}

}  // namespace

const KnownName* find_retired(std::string_view action) {
  static const std::vector<KnownName> lines = read_names("retired");
  const KnownName* line = find_line(lines, action);
  return line != nullptr ? line : find_line(lines, action.substr(0, action.find(':')));
}

std::string_view prefix_of_service_called(std::string_view name) {
  static const std::vector<KnownName> lines = read_names("service-names");
  const KnownName* line = find_line(lines, folded(name));
  return line == nullptr ? std::string_view() : line->note;
}

}  // namespace iamproof
