#include "iamproof/report.h"
#include "report/terminal.h"

namespace iamproof {

namespace {

/// Takes the first line of `text`, without its line end.
std::string_view take_line(std::string_view& text) {
  const std::size_t end = text.find('\n');
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  return line;
}

/// `code` in colour where there are colours, else as it is.
std::string inline_code(std::string_view line, const TextOptions& options) {
  if (!options.color) return shown(line, options);
  std::string out;
  while (!line.empty()) {
    const std::size_t open = line.find('`');
    const std::size_t close = open == std::string_view::npos ? open : line.find('`', open + 1);
    if (close == std::string_view::npos) break;
    out += shown(line.substr(0, open), options);
    out += styled(shown(line.substr(open + 1, close - open - 1), options), Style::cyan, options);
    line.remove_prefix(close + 1);
  }
  return out += shown(line, options);
}

}  // namespace

void write_page(std::string& out, std::string_view markdown, const TextOptions& options) {
  bool in_code = false;
  while (!markdown.empty()) {
    const std::string_view line = take_line(markdown);
    if (line.starts_with("```")) {
      in_code = !in_code;
    } else if (in_code) {
      out += "    " + styled(shown(line, options), Style::dim, options) + '\n';
    } else if (line.starts_with('#')) {
      const std::size_t text = line.find_first_not_of("# ");
      out += styled(shown(line.substr(std::min(text, line.size())), options), Style::bold, options) + '\n';
    } else {
      out += inline_code(line, options) + '\n';
    }
  }
}

std::string page_summary(std::string_view markdown) {
  std::string paragraph;
  while (!markdown.empty()) {
    const std::string_view line = take_line(markdown);
    if (line.starts_with('#')) continue;
    if (line.empty() && paragraph.empty()) continue;
    if (line.empty()) break;
    if (!paragraph.empty()) paragraph += ' ';
    paragraph += line;
  }
  const std::size_t end = paragraph.find(". ");
  if (end != std::string::npos) paragraph.resize(end);
  if (paragraph.ends_with('.')) paragraph.pop_back();
  return paragraph;
}

}  // namespace iamproof
