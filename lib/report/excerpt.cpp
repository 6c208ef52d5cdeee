// A generated policy is often one line of many kilobytes. Of such a line a window is shown in which the marked string
// begins no later than a third of the way, so that both what leads to it and what follows can be read:
//
//     …ction": ["organizations:*", "ec2:*", "account:*"], "Resource": "*"}, {"Effect": "Deny", "Not…
//                                  ^^^^^^^
#include "report/excerpt.h"

#include <algorithm>
#include <string_view>
#include <vector>

#include "report/terminal.h"

namespace iamproof {

namespace {

/// A code point as it is shown.
struct Cell {
  std::string text;
  std::size_t columns = 0;
};

std::vector<Cell> cells_of(std::string_view text, const TextOptions& options) {
  std::vector<Cell> cells;
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint c = code_point_at(text, at);
    Cell& cell = cells.emplace_back();
    cell.columns = append_shown(cell.text, c, options.unicode);
    at += c.bytes;
  }
  return cells;
}

std::size_t columns_of(const std::vector<Cell>& cells) {
  std::size_t sum = 0;
  for (const Cell& cell : cells) sum += cell.columns;
  return sum;
}

bool is_continuation(char c) {
  return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
}

/// The line around [begin, end) as three pieces of limited length, and whether the line goes on at either end.
struct Pieces {
  std::string_view before, marked, after;
  bool more_before = false, more_after = false;
};

Pieces pieces_of(std::string_view text, Span span, std::size_t reach) {
  const std::size_t begin = std::min<std::size_t>(span.begin, text.size());
  std::size_t first = begin;
  while (first > 0 && text[first - 1] != '\n' && begin - first < reach) --first;
  while (first < begin && is_continuation(text[first])) ++first;

  std::size_t last = text.find('\n', begin);
  if (last == std::string_view::npos || last - begin > 2 * reach) last = std::min(text.size(), begin + 2 * reach);
  const bool at_line_end = last == text.size() || text[last] == '\n';
  while (last > begin && last < text.size() && is_continuation(text[last])) --last;
  std::size_t line_end = last;
  if (at_line_end && line_end > begin && text[line_end - 1] == '\r') --line_end;

  const std::size_t end = std::clamp<std::size_t>(span.end, begin, line_end);
  return {text.substr(first, begin - first), text.substr(begin, end - begin), text.substr(end, line_end - end),
          first > 0 && text[first - 1] != '\n', !at_line_end};
}

}  // namespace

Excerpt excerpt(const Source& source, Span span, const TextOptions& options) {
  // No code point is longer than four bytes, and those that take no column are rare enough to be cut early.
  const Pieces pieces = pieces_of(source.text(), span, 4 * options.width);
  const std::vector<Cell> before = cells_of(pieces.before, options);
  const std::vector<Cell> marked = cells_of(pieces.marked, options);
  const std::vector<Cell> after = cells_of(pieces.after, options);
  const std::string_view ellipsis = options.unicode ? "…" : "...";
  const std::size_t ellipsis_columns = options.unicode ? 1 : 3;

  // What precedes the mark may take all that the rest leaves over, and a third of the width in any case.
  const std::size_t rest = columns_of(marked) + columns_of(after);
  const std::size_t lead = std::max(options.width / 3, options.width - std::min(options.width, rest));

  Excerpt result;
  std::size_t limit = options.width;  // beside the ellipses
  std::size_t first = before.size();
  while (first > 0 && result.caret + before[first - 1].columns <= lead) result.caret += before[--first].columns;
  if (first > 0 || pieces.more_before) {
    result.line = ellipsis;
    result.caret += ellipsis_columns;
    limit += ellipsis_columns;
  }
  for (std::size_t i = first; i < before.size(); ++i) result.line += before[i].text;

  std::size_t columns = result.caret;
  const auto append_all = [&](const std::vector<Cell>& cells) {
    for (const Cell& cell : cells) {
      if (columns + cell.columns > std::max(limit, result.caret + 1)) return false;
      result.line += cell.text;
      columns += cell.columns;
    }
    return true;
  };
  const bool marked_whole = append_all(marked);
  result.length = std::max<std::size_t>(1, columns - result.caret);
  const bool all_whole = marked_whole && append_all(after);
  if (!all_whole || pieces.more_after) result.line += ellipsis;
  return result;
}

}  // namespace iamproof
