#include "case/context.h"

#include <map>

#include <fmt/format.h>

#include "policy/path.h"
#include "source/excerpt.h"

namespace iamproof {

namespace {

using json::Kind;
using json::Member;
using json::Value;

bool is_scalar(Value value) {
  return value.is(Kind::string) || value.is(Kind::number) || value.is(Kind::boolean);
}

class ContextReader {
 public:
  explicit ContextReader(const Source& source) : source_(source) {}

  Errors read(Value object, Context& context, std::vector<std::pair<std::string, Span>>* places) {
    if (!object.is(Kind::object)) {
      fail(object, fmt::format("`context` is an object of context keys, not {}", json::with_article(object.kind())));
      return std::move(errors_);
    }
    const Path root;
    const Path here(root, "context");
    std::map<std::string_view, std::string_view, KeyNameLess> seen;
    for (const Member member : object.members()) {
      const std::string_view name = member.key.text();
      if (const auto [first, fresh] = seen.emplace(name, name); !fresh) {
        fail(member.key,
             fmt::format("the context has the key {} already, as {}; names of keys differ in more than case",
                         in_backticks(name), in_backticks(first->second)));
        continue;
      }
      context.erase(std::string(name));  // a name in the letters of this text
      context.emplace(name, value(member));
      if (places != nullptr) places->emplace_back(Path(here, name).to_string(), member.key.span());
    }
    return std::move(errors_);
  }

 private:
  void fail(Value at, std::string message) {
    errors_.push_back({source_.name(), source_.position(at.span().begin), std::move(message)});
  }

  ContextValue value(const Member& member) {
    if (is_scalar(member.value)) return std::string(member.value.text());
    std::vector<std::string> values;
    if (!member.value.is(Kind::array)) {
      fail(member.value, fmt::format("the value of {} is a string, number or boolean, or an array of them, not {}{}",
                                     in_backticks(member.key.text()), json::with_article(member.value.kind()),
                                     member.value.is(Kind::null) ? "; leave out a key that is absent" : ""));
      return values;
    }
    for (const Value element : member.value.elements()) {
      if (!is_scalar(element)) {
        fail(element, fmt::format("a value of {} is a string, number or boolean, not {}",
                                  in_backticks(member.key.text()), json::with_article(element.kind())));
      }
      values.emplace_back(element.text());
    }
    return values;
  }

  const Source& source_;
  Errors errors_;
};

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view blanks = " \t";
  const std::size_t begin = text.find_first_not_of(blanks);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(blanks) - begin + 1);
}

/// The values between brackets that are no JSON.
std::vector<std::string> split(std::string_view text) {
  std::vector<std::string> values;
  if (trimmed(text).empty()) return values;
  while (true) {
    const std::size_t comma = text.find(',');
    values.emplace_back(trimmed(text.substr(0, comma)));
    if (comma == std::string_view::npos) return values;
    text.remove_prefix(comma + 1);
  }
}

ContextValue value_of(std::string_view text) {
  if (text.size() < 2 || text.front() != '[' || text.back() != ']') return std::string(text);
  const Source source("", std::string(text));
  const auto document = json::read(source);
  const bool is_list = document && document->root().is(Kind::array);
  if (!is_list) return split(text.substr(1, text.size() - 2));
  std::vector<std::string> values;
  for (const Value element : document->root().elements()) {
    if (!is_scalar(element)) return split(text.substr(1, text.size() - 2));
    values.emplace_back(element.text());
  }
  return values;
}

}  // namespace

Errors read_context(const Source& source, json::Value object, Context& context,
                    std::vector<std::pair<std::string, Span>>* places) {
  return ContextReader(source).read(object, context, places);
}

Errors add_context(Request& request, const Source& object) {
  const auto document = json::read(object);
  if (!document) return document.errors();
  return read_context(object, document->root(), request.context, nullptr);
}

Errors add_context(Request& request, std::string_view assignment) {
  const std::size_t equals = assignment.find('=');
  if (equals == std::string_view::npos || equals == 0) {
    return {Error{"", {}, fmt::format("{} names no key; expected KEY=VALUE", in_backticks(assignment))}};
  }
  const std::string key(assignment.substr(0, equals));
  request.context.insert_or_assign(key, value_of(assignment.substr(equals + 1)));
  return {};
}

}  // namespace iamproof
