#include "lint/data.h"

#include <algorithm>
#include <cassert>

#include "support/embedded.h"

namespace iamproof {

std::vector<std::string_view> data_lines(std::string_view name) {
  const auto table = std::find_if(embedded_lint_data.begin(), embedded_lint_data.end(),
                                  [&](const Embedded& each) { return each.name == name; });
  assert(table != embedded_lint_data.end());
  std::vector<std::string_view> lines;
  for (std::string_view text = table->text; !text.empty();) {
    const std::size_t end = text.find('\n');
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (!line.empty() && line.front() != '#') lines.push_back(line);
  }
  return lines;
}

std::string_view field_of(std::string_view line, std::size_t number) {
  for (; number > 0; --number) {
    const std::size_t tab = line.find('\t');
    if (tab == std::string_view::npos) return {};
    line.remove_prefix(tab + 1);
  }
  return line.substr(0, line.find('\t'));
}

}  // namespace iamproof
