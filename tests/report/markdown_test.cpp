// What a document says must be text in a table of Markdown, and nothing else.
#include <doctest/doctest.h>

#include <string>

#include "report/markdown.h"

using namespace iamproof;

TEST_CASE("markdown: code") {
  const struct {
    std::string_view text, code;
  } rows[] = {
      {"arn:aws:s3:::b/*", "`arn:aws:s3:::b/*`"},
      {"a|b", "<code>a&#124;b</code>"},
      {"a`b", "<code>a&#96;b</code>"},
      {"a\\", "<code>a&#92;</code>"},
      {"<img src=x>", "`<img src=x>`"},
      {"<img src=x>|", "<code>&#60;img src&#61;x&#62;&#124;</code>"},
      {"@team", "`@team`"},
      {"", "<code></code>"},
      {" ", "<code> </code>"},
      {" a", "`  a `"},
      {"a\nb", "<code>a&#92;u&#123;a&#125;b</code>"},
      {"\xE2\x80\xAE", "<code>&#92;u&#123;202e&#125;</code>"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.text);
    CHECK(markdown_code(row.text, {}) == row.code);
  }
  CHECK(markdown_code("abcdef", {}, 3) == "`abc…`");
}

TEST_CASE("markdown: words") {
  const struct {
    std::string_view text, words;
  } rows[] = {
      {"it allows more (3: write), and nothing less", "it allows more (3: write), and nothing less"},
      {"@team #1", "&#64;<!-- -->team &#35;<!-- -->1"},
      {"[x](http://y.z)", "&#91;x&#93;(http&#58;//y&#46;z)"},
      {"<b>|`*_~", "&#60;b&#62;&#124;&#96;&#42;&#95;&#126;"},
      {"a\n\n# b", "a&#92;u&#123;a&#125;&#92;u&#123;a&#125;&#35;<!-- --> b"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.text);
    CHECK(markdown_text(row.text, {}) == row.words);
  }
}
