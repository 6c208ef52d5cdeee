#include "lint/names.h"

#include <algorithm>
#include <vector>

#include "support/embedded.h"
#include "support/text.h"

namespace iamproof {

namespace {

/// The lines of one of our tables of two columns, sorted. Lines that begin with `#` say nothing.
std::vector<KnownName> read_lines(std::string_view table) {
  const auto at = std::find_if(embedded_lint.begin(), embedded_lint.end(),
                               [&](const Embedded& embedded) { return embedded.name == table; });
  std::string_view text = at->text;
  std::vector<KnownName> lines;
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(text.size(), line.size() + 1));
    const std::size_t tab = line.find('\t');
    if (!line.starts_with('#') && tab != std::string_view::npos) {
      lines.push_back({line.substr(0, tab), line.substr(tab + 1)});
    }
  }
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
  static const std::vector<KnownName> lines = read_lines("retired");
  const KnownName* line = find_line(lines, action);
  return line != nullptr ? line : find_line(lines, action.substr(0, action.find(':')));
}

std::string_view prefix_of_service_called(std::string_view name) {
  static const std::vector<KnownName> lines = read_lines("service-names");
  const KnownName* line = find_line(lines, folded(name));
  return line == nullptr ? std::string_view() : line->note;
}

}  // namespace iamproof
