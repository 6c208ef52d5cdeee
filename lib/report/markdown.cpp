// A Sid of "| ✅ | <img src=x> @everyone" must not make a row of its own in the table that accuses it. Inside a code
// span nothing is special but the backtick that ends it, and in a table the bar that ends the cell before code spans
// are even looked for. A text with one of these goes into <code>, whose inside is still Markdown: there every character
// that could mean anything is written as a number, which can only ever be the character. Neither kind of code makes
// mentions or references. Outside of code those do arise from the text as it is shown, numbers or not, so an empty
// comment is put after the sign that would begin one.
#include "report/markdown.h"

#include <fmt/format.h>

#include "report/terminal.h"

namespace iamproof {

static bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == ' ' || c == '-' ||
         c == '/' || c == ',' || (static_cast<unsigned char>(c) & 0x80U) != 0;
}

static std::string as_numbers(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (is_word(c)) {
      out += c;
    } else {
      out += fmt::format("&#{};", static_cast<int>(c));
    }
  }
  return out;
}

std::string markdown_code(std::string_view text, const TextOptions& options, std::size_t limit) {
  const std::string safe = shown(text, options, limit);
  if (safe.find_first_of("`|\\") != std::string::npos || safe.find_first_not_of(' ') == std::string::npos) {
    return "<code>" + as_numbers(safe) + "</code>";
  }
  const bool padded = safe.front() == ' ' || safe.back() == ' ';  // one space at both ends would be taken off
  return padded ? "` " + safe + " `" : "`" + safe + "`";
}

std::string markdown_text(std::string_view text, const TextOptions& options, std::size_t limit) {
  const std::string safe = shown(text, options, limit);
  std::string out;
  for (std::size_t i = 0; i < safe.size(); ++i) {
    const char c = safe[i];
    const bool ends_a_word = i + 1 == safe.size() || safe[i + 1] == ' ';  // no link goes on there
    if (is_word(c) || c == ';' || c == '(' || c == ')' || (c == ':' && ends_a_word)) {
      out += c;
    } else {
      out += fmt::format("&#{};", static_cast<int>(c));
      if (c == '@' || c == '#') out += "<!-- -->";
    }
  }
  return out;
}

}  // namespace iamproof
