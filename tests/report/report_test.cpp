#include <string>

#include <doctest/doctest.h>

#include "iamproof/report.h"
#include "iamproof/source.h"
#include "report/excerpt.h"
#include "report/json_writer.h"
#include "report/positions.h"
#include "report/terminal.h"

using namespace iamproof;

TEST_CASE("report: nothing untrusted reaches a terminal raw") {
  struct {
    std::string_view text, unicode, ascii;
  } rows[] = {
      {"plain", "plain", "plain"},
      {"caf\xC3\xA9", "caf\xC3\xA9", "caf\\u{e9}"},
      {"\x1b[2K\r", "\\u{1b}[2K\\u{d}", "\\u{1b}[2K\\u{d}"},
      {"a\nb\tc", "a\\u{a}b\\u{9}c", "a\\u{a}b\\u{9}c"},
      {"\x7f", "\\u{7f}", "\\u{7f}"},
      {"\xC2\x9B", "\\u{9b}", "\\u{9b}"},          // the one-character form of ESC [
      {"\xE2\x80\xAE", "\\u{202e}", "\\u{202e}"},  // right-to-left override
      {"\xE2\x81\xA6", "\\u{2066}", "\\u{2066}"},  // left-to-right isolate
      {"a\xE2\x80\x8B"
       "b",
       "a\\u{200b}b", "a\\u{200b}b"},  // zero width space
      {"\xEF\xBB\xBF", "\\u{feff}", "\\u{feff}"},
      {"\xF3\xA0\x81\x81", "\\u{e0041}", "\\u{e0041}"},        // a tag character
      {"\xF0\x9F\x94\x92", "\xF0\x9F\x94\x92", "\\u{1f512}"},  // an emoji is what it shows
      {"\xFF", "\\x{ff}", "\\x{ff}"},
      {"\xC0\xAF", "\\x{c0}\\x{af}", "\\x{c0}\\x{af}"},                    // overlong
      {"\xED\xA0\x80", "\\x{ed}\\x{a0}\\x{80}", "\\x{ed}\\x{a0}\\x{80}"},  // a surrogate
      {"\xE2\x82", "\\x{e2}\\x{82}", "\\x{e2}\\x{82}"},                    // cut short
  };
  TextOptions unicode, ascii;
  ascii.unicode = false;
  for (const auto& row : rows) {
    CAPTURE(row.unicode);
    CHECK(shown(row.text, unicode) == row.unicode);
    CHECK(shown(row.text, ascii) == row.ascii);
  }
  CHECK(shown("abcdef", ascii, 3) == "abc...");
}

TEST_CASE("report: JUnit's XML is well-formed whatever bytes a case has") {
  CaseOutcome outcome;
  for (int byte = 0; byte < 256; ++byte) outcome.id += static_cast<char>(byte);
  outcome.id += "]]>\xEF\xBF\xBE";  // U+FFFE, which XML has no way to write
  outcome.path = outcome.id;
  outcome.errors = {Error{outcome.id, Position{2, 3}, outcome.id}};
  CaseReport report(CaseFormat::junit, Catalogue::built_in(), {}, {});
  CHECK(report.add(outcome).empty());
  CaseTotals totals;
  totals.add(outcome);
  const std::string xml = report.finish(totals);
  std::size_t quotes = 0, opened = 0, closed = 0;
  for (std::size_t at = 0; at < xml.size();) {
    const CodePoint c = code_point_at(xml, at);
    REQUIRE(c.valid);
    REQUIRE((c.value == U'\n' || is_showable(c.value)));
    quotes += c.value == U'"' ? 1 : 0;
    opened += c.value == U'<' ? 1 : 0;
    closed += c.value == U'>' ? 1 : 0;
    at += c.bytes;
  }
  CHECK(quotes == 34);  // those of the attributes
  CHECK(opened == 9);
  CHECK(closed == opened);
  CHECK(xml.find("errors=\"1\"") != std::string::npos);
}

TEST_CASE("report: positions answer as the source does") {
  std::string text;
  for (int i = 0; i < 3000; ++i) text += i % 700 == 0 ? "\n" : i % 3 == 0 ? "\xC3\xA9" : "x";
  const Source source("x", text);
  const Positions positions(source.text());
  for (std::size_t offset = 0; offset <= text.size() + 1; ++offset) {
    CAPTURE(offset);
    REQUIRE(positions.at(offset) == source.position(offset));
  }
}

TEST_CASE("report: an excerpt shows the marked string with a run of carets under it") {
  const std::string far(500, 'x');
  struct {
    std::string before, marked, after;
    std::string line;
    std::size_t caret, length;
  } rows[] = {
      {"", "ab", "", "ab", 0, 2},
      {"one\ntwo ", "ab", " c\nthree", "two ab c", 4, 2},
      {"\t", "ab", "\r\n", "    ab", 4, 2},
      {"\xE4\xB8\xAD", "\xE4\xB8\xAD", "", "\xE4\xB8\xAD\xE4\xB8\xAD", 2, 2},  // two columns each
      {"e\xCC\x81", "ab", "",
       "e\xCC\x81"
       "ab",
       1, 2},  // a combining accent
      {"\x1b", "ab", "", "\\u{1b}ab", 6, 2},
      {"", "", "ab", "ab", 0, 1},
      {"a", "b\nc", "", "ab", 1, 1},  // to the end of its line only
      {"", "", "", "", 0, 1},
      {far, "ab", "", "…" + std::string(28, 'x') + "ab", 29, 2},
      {"", "ab", far, "ab" + std::string(28, 'x') + "…", 0, 2},
      {far, "ab", far, "…" + std::string(10, 'x') + "ab" + std::string(18, 'x') + "…", 11, 2},
      {far, far, far, "…" + std::string(10, 'x') + std::string(20, 'x') + "…", 11, 20},
  };
  TextOptions options;
  options.width = 30;
  for (const auto& row : rows) {
    CAPTURE(row.before);
    CAPTURE(row.marked);
    CAPTURE(row.after);
    const Source source("x", row.before + row.marked + row.after);
    const auto begin = static_cast<std::uint32_t>(row.before.size());
    const auto end = static_cast<std::uint32_t>(begin + row.marked.size());
    const Excerpt found = excerpt(source, {begin, end}, options);
    CHECK(found.line == row.line);
    CHECK(found.caret == row.caret);
    CHECK(found.length == row.length);
  }
}

TEST_CASE("report: JSON strings are valid and harmless") {
  struct {
    std::string_view text, json;
  } rows[] = {
      {"a\"b\\c", R"("a\"b\\c")"},
      {"\n\t\x01\x7f", R"("\n\t\u0001\u007f")"},
      {"caf\xC3\xA9", "\"caf\xC3\xA9\""},
      {"\xE2\x80\xAE", R"("\u202e")"},
      {"\xF3\xA0\x81\x81", R"("\udb40\udc41")"},
      {"a\xFF"
       "b",
       "\"a\xEF\xBF\xBD"
       "b\""},
  };
  for (const auto& row : rows) {
    CAPTURE(row.json);
    std::string out;
    append_json_string(out, row.text);
    CHECK(out == row.json);
  }
}

TEST_CASE("report: a compact document is the same document") {
  struct {
    std::string_view json, compact;
  } rows[] = {
      {"{ \"a\" :\r\n\t[ 1 , 2.50e3 ] }", R"({"a":[1,2.50e3]})"},
      {R"({"a b": "c \" d \\"})", R"({"a b":"c \" d \\"})"},
      {"[\"\xE2\x80\xAE\xC3\xA9\"]", "[\"\\u202e\xC3\xA9\"]"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.json);
    std::string out;
    append_compact(out, row.json);
    CHECK(out == row.compact);
  }
}

TEST_CASE("report: a page is rendered, and summed up in a sentence") {
  constexpr std::string_view page = "# some-check\nThe `first`\nsentence. Another.\n\n## Fires\n```json\n{}\n```\n";
  std::string out;
  write_page(out, page, {});
  CHECK(out == "some-check\nThe `first`\nsentence. Another.\n\nFires\n    {}\n");
  TextOptions color;
  color.color = true;
  out.clear();
  write_page(out, "a `b` c `d\n", color);
  CHECK(out == "a \x1b[36mb\x1b[0m c `d\n");
  CHECK(page_summary(page) == "The `first` sentence");
  CHECK(page_summary("") == "");
}
