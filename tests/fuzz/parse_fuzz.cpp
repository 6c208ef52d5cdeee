// Any bytes as a policy of any type: never a crash, every place inside the text, every pointer leads to an element,
// every fix leaves JSON.

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string>

#include "iamproof/policy.h"
#include "json/json.h"

using namespace iamproof;

static void require(bool holds) {
  if (!holds) std::abort();
}

static std::optional<json::Value> child(json::Value value, const std::string& name) {
  if (value.is(json::Kind::object)) {
    for (const json::Member member : value.members()) {
      if (member.key.text() == name) return member.value;
    }
  }
  if (value.is(json::Kind::array)) {
    std::size_t index = 0;
    for (const json::Value element : value.elements()) {
      if (std::to_string(index++) == name) return element;
    }
  }
  return std::nullopt;
}

// RFC 6901.
static bool leads_somewhere(json::Value value, std::string_view pointer) {
  while (!pointer.empty()) {
    if (pointer[0] != '/') return false;
    pointer.remove_prefix(1);
    std::string name;
    for (; !pointer.empty() && pointer[0] != '/'; pointer.remove_prefix(1)) {
      const bool escaped = pointer[0] == '~';
      if (escaped) pointer.remove_prefix(1);
      name += escaped ? (pointer[0] == '1' ? '/' : '~') : pointer[0];
    }
    const auto next = child(value, name);
    if (!next) return false;
    value = *next;
  }
  return true;
}

static void check_position(const Source& source, Position position) {
  const auto lines = std::count(source.text().begin(), source.text().end(), '\n') + 1;
  require(position.line >= 1 && position.line <= static_cast<std::uint32_t>(lines));
  require(position.column >= 1 && position.column <= source.text().size() + 1);
}

static void check_span(const Source& source, Span span) {
  require(span.begin <= span.end && span.end <= source.text().size());
}

static void check_list(const Source& source, const std::optional<TextList>& list) {
  if (!list) return;
  check_span(source, list->key);
  check_span(source, list->span);
  for (const Text& text : list->values) {
    check_span(source, text.span);
    require(text.span.begin >= list->span.begin && text.span.end <= list->span.end);
  }
}

static void check_fix(const Source& source, const Fix& fix) {
  std::uint32_t last = 0;
  require(!fix.edits.empty() && !fix.title.empty());
  for (const Edit& edit : fix.edits) {
    check_span(source, edit.span);
    require(edit.span.begin >= last);
    last = edit.span.end;
  }
  const Source after("fuzz", with_edits(source.text(), fix.edits));
  require(after.text() != source.text());
  require(static_cast<bool>(json::read(after)));
}

static void check_reading(const Source& source, const Reading& reading) {
  const auto document = json::read(source);
  require(static_cast<bool>(document));
  std::uint32_t last = 0;
  for (const Finding& fault : reading.faults) {
    check_span(source, fault.span);
    check_position(source, source.position(fault.span.begin));
    require(leads_somewhere(document->root(), fault.pointer));
    require(fault.span.begin >= last);
    require(fault.message.find('\n') == std::string::npos);
    if (fault.fix) check_fix(source, *fault.fix);
    last = fault.span.begin;
  }
  for (const Statement& statement : reading.policy.statements) {
    check_span(source, statement.span);
    require(leads_somewhere(document->root(), statement.pointer));
    check_list(source, statement.actions);
    check_list(source, statement.not_actions);
    check_list(source, statement.resources);
    check_list(source, statement.not_resources);
  }
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const Source source("fuzz", std::string(reinterpret_cast<const char*>(data), size));
  ReadOptions options;
  // The length chooses the type, or none, so that the documents of the corpus are seeds as they stand.
  if (size % 9 != 8) options.type = static_cast<PolicyType>(size % 9);
  const auto reading = parse(source, options);
  if (reading) {
    check_reading(source, *reading);
    require(looks_like_policy(source) || !reading->is_valid());
    return 0;
  }
  require(!reading.errors().empty());
  for (const Error& error : reading.errors()) {
    if (error.position) check_position(source, *error.position);
    require(!error.message.empty());
  }
  return 0;
}
