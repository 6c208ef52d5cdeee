// Any bytes through the JSON reader: it never crashes, its two token finders agree, and it accepts what simdjson's own
// parser accepts, but for what is refused on purpose. What it reads can be formatted, and that only once.

#include <simdjson.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "iamproof/format.h"
#include "json/json.h"
#include "json/tokens.h"

using namespace iamproof;

static void require(bool holds) {
  if (!holds) std::abort();
}

static void compare_tokens(const Source& source) {
  const auto fast = json::find_tokens_fast(source);
  if (!fast || source.text().starts_with("\xEF\xBB\xBF")) return;
  std::vector<json::Fault> faults;
  const json::Tokens slow = json::find_tokens(source, 0, faults);
  // Outside strings simdjson sees escapes after a backslash and takes two control characters for punctuation. It
  // refuses all of these later, as we do; that the offsets differ does no harm.
  const auto is_odd = [](char c) { return c == '\\' || c == '\f' || c == '\x1A'; };
  if (!faults.empty() || std::any_of(source.text().begin(), source.text().end(), is_odd)) return;
  require(slow.count == fast->count);
  for (std::size_t i = 0; i <= slow.count; ++i) require(slow.offsets[i] == fast->offsets[i]);
}

static void check_spans(const Source& source, json::Value value) {
  const Span span = value.span();
  require(span.begin < span.end && span.end <= source.text().size());
  if (value.is(json::Kind::object)) {
    std::size_t count = 0;
    for (const json::Member member : value.members()) {
      check_spans(source, member.key);
      check_spans(source, member.value);
      require(member.key.is(json::Kind::string) && span.begin < member.key.span().begin);
      require(member.value.span().end <= span.end);
      ++count;
    }
    require(count == value.size());
  }
  if (value.is(json::Kind::array)) {
    std::size_t count = 0;
    for (const json::Value element : value.elements()) {
      check_spans(source, element);
      require(span.begin < element.span().begin && element.span().end < span.end);
      ++count;
    }
    require(count == value.size());
  }
}

// Whether simdjson takes the text. It also refuses numbers that do not fit its types: not a matter of grammar.
static bool accepted_by_simdjson(const Source& source, bool& knows) {
  simdjson::dom::parser parser;
  simdjson::dom::element root;
  const auto error = parser.parse(source.text().data(), source.text().size(), false).get(root);
  knows = error != simdjson::NUMBER_ERROR;
  return error == simdjson::SUCCESS;
}

static bool is_on_purpose(const Error& error) {
  for (const char* word : {"duplicate key", "without NUL", "limit"}) {
    if (error.message.find(word) != std::string::npos) return true;
  }
  return false;
}

static void check_format(const Source& source) {
  FormatOptions minified;
  minified.minify = true;
  const auto once = format(source);
  const auto small = format(source, minified);
  if (!once) return;  // beyond a limit of policies
  require(bool(small));
  require(*format(Source("fuzz", *once)) == *once);
  require(*format(Source("fuzz", *small)) == *once);
  require(*format(Source("fuzz", *once), minified) == *small);
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const Source source("fuzz", std::string(reinterpret_cast<const char*>(data), size));
  json::has_key(source.text(), "Statement");
  compare_tokens(source);
  const auto document = json::read(source);
  bool simdjson_knows = false;
  const bool accepted = accepted_by_simdjson(source, simdjson_knows);
  if (document) {
    check_spans(source, document->root());
    check_format(source);
    if (simdjson_knows) require(accepted);
    return 0;
  }
  require(!document.errors().empty());
  if (!accepted) return 0;
  for (const Error& error : document.errors()) require(is_on_purpose(error));
  return 0;
}
