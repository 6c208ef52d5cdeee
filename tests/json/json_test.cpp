#include "json/json.h"

#include <doctest/doctest.h>

#include <chrono>
#include <string>

#include "json/tokens.h"
#include "json/unescape.h"

using namespace iamproof;
using namespace std::string_literals;

// Every error as "line:column message", one per line.
static std::string errors_of(const std::string& text, const json::Limits& limits = {}) {
  const Source source("x", text);
  const auto document = json::read(source, limits);
  if (document) return "";
  std::string out;
  for (const Error& error : document.errors()) {
    if (error.position) {
      out += std::to_string(error.position->line) + ":" + std::to_string(error.position->column) + " ";
    }
    out += error.message + "\n";
  }
  return out;
}

// The values of a document in brief: kinds, sizes and texts.
static std::string outline(json::Value value) {
  std::string out;
  switch (value.kind()) {
    case json::Kind::object:
      out = "{";
      for (const json::Member member : value.members())
        out += std::string(member.key.text()) + "=" + outline(member.value) + ";";
      return out + "}";
    case json::Kind::array:
      out = "[";
      for (const json::Value element : value.elements()) out += outline(element) + ",";
      return out + "]";
    case json::Kind::string:
      return "'" + std::string(value.text()) + "'";
    default:
      return std::string(value.text());
  }
}

TEST_CASE("json: values and their texts") {
  struct {
    std::string text, expected;
  } rows[] = {
      {R"({})", "{}"},
      {R"([])", "[]"},
      {R"( "a" )", "'a'"},
      {R"(-0.5e+10)", "-0.5e+10"},
      {R"([true, false ,null,0])", "[true,false,null,0,]"},
      {R"({"a":{"b":[1,{"c":""}]},"d":[]})", "{a={b=[1,{c='';},];};d=[];}"},
      {"\r\n\t{ \"a\" :\n1 }\r\n", "{a=1;}"},
      {R"("\"\\\/\b\f\n\r\t")", "'\"\\/\b\f\n\r\t'"},
      {R"("\u0041\u00e9\u20AC\ud83d\ude00")", "'A\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80'"},
      {R"(["s3:\u0047et", "\\u0041"])", "['s3:Get','\\u0041',]"},
      {"\"caf\xC3\xA9\"", "'caf\xC3\xA9'"},
      {R"([12345678901234567890123, 1e999])", "[12345678901234567890123,1e999,]"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.text);
    const Source source("x", row.text);
    const auto document = json::read(source);
    REQUIRE(document);
    CHECK(outline(document->root()) == row.expected);
  }
}

TEST_CASE("json: every value knows its place") {
  const Source source("x", R"( {"a": [1, "b\n"], "c": {"d": true}} )");
  const auto document = json::read(source);
  REQUIRE(document);
  std::string places;
  for (const json::Member member : document->root().members()) {
    places +=
        std::string(source.slice(member.key.span())) + " " + std::string(source.slice(member.value.span())) + "\n";
  }
  CHECK(source.slice(document->root().span()) == R"({"a": [1, "b\n"], "c": {"d": true}})");
  CHECK(places == "\"a\" [1, \"b\\n\"]\n\"c\" {\"d\": true}\n");
}

TEST_CASE("json: what is refused, where, and what was expected") {
  struct {
    std::string text, errors;
  } rows[] = {
      {"", "1:1 the text is empty; expected a JSON document\n"},
      {" \n ", "1:1 the text is empty; expected a JSON document\n"},
      {"\xEF\xBB\xBF{}", "1:1 the text starts with a byte-order mark; expected plain UTF-8\n"},
      {"\xFF\xFE{\0}\0"s, "1:1 the text is UTF-16; expected UTF-8\n"},
      {"{} {}", "1:4 expected nothing after the document, found `{`\n"},
      {"{}x", "1:3 expected nothing after the document, found `x`\n"},
      {"{", "1:2 expected a key in quotation marks, found the end of the text\n"},
      {"[1", "1:3 expected `,` or `]`, found the end of the text\n"},
      {"[1,]", "1:4 expected a value, found `]`\n"},
      {"{\"a\":1,}", "1:8 expected a key in quotation marks, found `}`\n"},
      {"{\"a\" 1}", "1:6 expected `:` after the key, found `1`\n"},
      {"{\"a\":}", "1:6 expected a value, found `}`\n"},
      {"{\"a\":1 \"b\":2}", "1:8 expected `,` or `}`, found `\"`\n"},
      {"{a: 1}", "1:2 expected a key in quotation marks, found `a`\n"},
      {"['a']", "1:2 expected a value, found `'`\n"},
      {"[1}", "1:3 expected `,` or `]`, found `}`\n"},
      {"[1] // ok", "1:5 expected nothing after the document, found `/`\n"},
      {"[\"a\nb\"]", "1:2 the string is not closed on its line; expected `\"`\n"},
      {"[\"a", "1:2 the string is not closed on its line; expected `\"`\n"},
      {"[\"a\tb\", \"c\x01\"]",
       "1:4 control character `\\u0009` in a string; expected an escape such as `\\t`\n"
       "1:11 control character `\\u0001` in a string; expected an escape such as `\\t`\n"},
      {"[\"a\0b\"]"s, "1:4 control character `\\u0000` in a string; expected an escape such as `\\t`\n"},
      {"[1,\0]"s, "1:4 expected a value, found `\\u0000`\n"},
      {"[\"\x80\", \"\xC3\"]", "1:3 `\\x80` is not UTF-8\n1:7 `\\xc3` is not UTF-8\n"},
      {"[\"\xED\xA0\x80\"]", "1:3 `\\xed\\xa0\\x80` is not UTF-8\n"},
      {"[\xFF]", "1:2 `\\xff` is not UTF-8\n"},
      {R"(["\u0000"])", "1:3 `\\u0000` in a string; expected text without NUL\n"},
      {R"(["\ud800x", "\udc00"])",
       "1:3 `\\ud800` is half of a surrogate pair; expected \\ud800 to \\udbff followed by \\udc00 to \\udfff\n"
       "1:14 `\\udc00` is half of a surrogate pair; expected \\ud800 to \\udbff followed by \\udc00 to \\udfff\n"},
      {R"({"a":1,"a":2,"\u0061":3})",
       "1:8 duplicate key `\"a\"`; expected each key once in an object\n"
       "1:14 duplicate key `\"\\u0061\"`; expected each key once in an object\n"},
      {"[True, .5, 01, 1., -, +1, 1e, nul, 0x10]",
       "1:2 `True` is not a JSON value; expected a string, number, true, false or null\n"
       "1:8 `.5` is not a JSON value; expected a string, number, true, false or null\n"
       "1:12 `01` is not a JSON value; expected a string, number, true, false or null\n"
       "1:16 `1.` is not a JSON value; expected a string, number, true, false or null\n"
       "1:20 `-` is not a JSON value; expected a string, number, true, false or null\n"
       "1:23 `+1` is not a JSON value; expected a string, number, true, false or null\n"
       "1:27 `1e` is not a JSON value; expected a string, number, true, false or null\n"
       "1:31 `nul` is not a JSON value; expected a string, number, true, false or null\n"
       "1:36 `0x10` is not a JSON value; expected a string, number, true, false or null\n"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.text);
    CHECK(errors_of(row.text) == row.errors);
  }
}

TEST_CASE("json: independent faults are all told, in the order of the text") {
  const std::string text =
      "{\"a\": \"\\q\", \"b\": 1, \"a\": 2,\n"
      " \"c\": {\"x\": \"\\ud800\", \"x\": 1, \"x\": 2},\n"
      " \"b\": 3, \"d\": \"\\u12\", \"c\": 4}";
  const Source source("x", text);
  const auto document = json::read(source);
  REQUIRE_FALSE(document);
  std::string lines;
  for (const Error& error : document.errors()) {
    lines += std::to_string(error.position->line) + ":" + std::to_string(error.position->column) + " ";
  }
  CHECK(lines == "1:8 1:21 2:14 2:23 2:31 3:2 3:16 3:23 ");
}

TEST_CASE("json: faults before the structure is lost are told with it") {
  CHECK(errors_of(R"({"a": 1, "a": 2, "b" 3, "a": 4})") ==
        "1:10 duplicate key `\"a\"`; expected each key once in an object\n"
        "1:22 expected `:` after the key, found `3`\n");
}

TEST_CASE("json: limits") {
  json::Limits limits;
  limits.bytes = 40;
  limits.depth = 3;
  limits.string_bytes = 4;
  limits.errors = 2;
  struct {
    std::string text, errors;
  } rows[] = {
      {"[[[1]]]", ""},
      {"[[[[1]]]]", "1:4 nested deeper than the limit\n"},
      {"[\"1234\"]", ""},
      {"[\"12345\"]", "1:2 the string has 5 bytes, more than the limit for strings\n"},
      {std::string(41, ' '), "1:1 the text has 41 bytes, more than the limit of 40\n"},
      {R"(["\a","\a","\a","\a"])",
       "1:3 `\\a` is not an escape; expected one of \\\" \\\\ \\/ \\b \\f \\n \\r \\t or \\u and four digits\n"
       "1:8 `\\a` is not an escape; expected one of \\\" \\\\ \\/ \\b \\f \\n \\r \\t or \\u and four digits\n"
       "2 more errors are not listed\n"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.text);
    CHECK(errors_of(row.text, limits) == row.errors);
  }
}

TEST_CASE("json: hostile texts cost no more than others") {
  std::string keys = "{";
  std::string different = "{";
  for (int i = 0; i < 1'000'000; ++i) keys += "\"a\":1,";
  for (int i = 0; i < 100'000; ++i) different += "\"the same long beginning of a key " + std::to_string(i) + "\":1,";
  keys.back() = different.back() = '}';
  const struct {
    const char* what;
    std::string text;
    bool good;
  } rows[] = {
      {"10 MB of [", std::string(10'000'000, '['), false},
      {"100,000 nested arrays", std::string(100'000, '[') + std::string(100'000, ']'), false},
      {"a million times one key", keys, false},
      {"100,000 keys", different, true},
      {"10 MB of quotation marks", std::string(10'000'000, '"'), false},
      {"10 MB of backslashes", "\"" + std::string(10'000'000, '\\') + "\"", false},
      {"10 MB of bytes that are not UTF-8", std::string(10'000'000, '\x80'), false},
      {"10 MB of blanks", "[" + std::string(10'000'000, ' ') + "]", true},
  };
  for (const auto& row : rows) {
    CAPTURE(row.what);
    const Source source("x", row.text);
    const auto start = std::chrono::steady_clock::now();
    const bool good = static_cast<bool>(json::read(source));
    const auto spent = std::chrono::steady_clock::now() - start;
    CHECK(good == row.good);
    CHECK(spent < std::chrono::seconds(20));  // quadratic would be minutes
  }
}

TEST_CASE("json: the slow token finder agrees with the fast one") {
  const std::string rows[] = {
      "{}",
      "[1, 2 ,3]",
      R"({"a\"b": "c\\", "d": "{[:,]}"})",
      " \n\"x\" \t",
      "true",
      "[\"\xE2\x82\xAC\",-1.5e3 , null]",
      R"({"a":{"b":[{"c":"\\\\\""}]}})",
      R"(["a""b" 1"c" tr"ue"])",
      "]]}{,,::",
      "[1 2 3 x y]",
  };
  for (const std::string& text : rows) {
    CAPTURE(text);
    const Source source("x", text);
    std::vector<json::Fault> faults;
    const json::Tokens slow = json::find_tokens(source, 0, faults);
    const auto fast = json::find_tokens_fast(source);
    REQUIRE(fast);
    REQUIRE(faults.empty());
    REQUIRE(slow.count == fast->count);
    for (std::size_t i = 0; i <= slow.count; ++i) {
      CAPTURE(i);
      CHECK(slow.offsets[i] == fast->offsets[i]);
    }
  }
}

TEST_CASE("json: whether an object has a key, whatever else is wrong with it") {
  struct {
    std::string text;
    bool expected;
  } rows[] = {
      {R"({"Statement": []})", true},
      {R"({"a": {"Statement": []}})", false},
      {R"({"a": "Statement"})", false},
      {R"({"a": ["Statement"], "STATEMENT" : 1})", true},
      {R"({"a": "}", "b": "\"", "statement": {})", true},
      {R"({"\u0053tatement": {}})", true},
      {"\xEF\xBB\xBF {\"Statement\":1", true},
      {"\xFF\xFE{\0\"\0S\0t\0a\0t\0e\0m\0e\0n\0t\0\"\0:\0"s, true},
      {"// the policy\n{\"Statement\": []}", true},
      {"\xC2\xA0{\"Statement\": []}", true},
      {R"([{"Statement": []}])", false},
      {R"({} {"Statement": []})", false},
      {R"("Statement")", false},
      {R"({"Statement")", false},
      {R"({"Statement)", false},
      {R"({"a\)", false},
      {"{\"", false},
      {"", false},
  };
  for (const auto& row : rows) {
    CAPTURE(row.text);
    CHECK(json::has_key(row.text, "Statement") == row.expected);
  }
}
