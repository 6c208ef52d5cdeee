#include "lint/data.h"

#include <algorithm>
#include <cassert>

#include "support/embedded.h"

namespace iamproof {

/// Takes what comes before the next `end`, and the `end` with it, off `text`.
static std::string_view take_until(std::string_view& text, char end) {
  const std::size_t at = text.find(end);
  const std::string_view part = text.substr(0, at);
  text.remove_prefix(at == std::string_view::npos ? text.size() : at + 1);
  return part;
}

std::vector<DataRow> data_rows(std::string_view table) {
  const auto at = std::find_if(embedded_lint_data.begin(), embedded_lint_data.end(),
                               [&](const Embedded& each) { return each.name == table; });
  assert(at != embedded_lint_data.end());
  std::vector<DataRow> rows;
  std::string_view text = at->text;
  while (!text.empty()) {
    std::string_view line = take_until(text, '\n');
    if (line.empty() || line.front() == '#') continue;
    DataRow& row = rows.emplace_back();
    while (!line.empty()) row.push_back(take_until(line, '\t'));
  }
  return rows;
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  while (!text.empty()) {
    const std::string_view part = take_until(text, separator);
    if (!part.empty()) parts.push_back(part);
  }
  return parts;
}

std::vector<std::string_view> first_column(std::string_view table) {
  std::vector<std::string_view> cells;
  for (const DataRow& row : data_rows(table)) cells.push_back(row.front());
  return cells;
}

}  // namespace iamproof
