#include "lint/table.h"

#include <algorithm>

#include "support/embedded.h"

namespace iamproof {

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> out;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(separator), text.size());
    if (end > 0) out.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

std::vector<TableRow> read_table(std::string_view name) {
  const auto at = std::find_if(embedded_lint.begin(), embedded_lint.end(),
                               [&](const Embedded& table) { return table.name == name; });
  std::vector<TableRow> rows;
  if (at == embedded_lint.end()) return rows;
  for (const std::string_view line : split(at->text, '\n')) {
    if (line.front() != '#') rows.push_back(split(line, '\t'));
  }
  return rows;
}

}  // namespace iamproof
