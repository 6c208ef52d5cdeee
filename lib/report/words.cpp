#include "report/words.h"

#include <algorithm>
#include <iterator>

#include <fmt/format.h>

#include "report/excerpt.h"

namespace iamproof {

static constexpr std::size_t shown_values = 8;

std::string_view kind_of(PolicyType type) {
  switch (type) {
    case PolicyType::identity:
      return "identity policy";
    case PolicyType::resource:
      return "resource policy";
    case PolicyType::trust:
      return "trust policy";
    case PolicyType::boundary:
      return "permissions boundary";
    case PolicyType::session:
      return "session policy";
    case PolicyType::scp:
      return "service control policy";
    case PolicyType::rcp:
      return "resource control policy";
    case PolicyType::endpoint:
      break;
  }
  return "endpoint policy";
}

std::string with_article(std::string_view word) {
  const bool vowel = !word.empty() && std::string_view("aeiou").find(word.front()) != std::string_view::npos;
  return fmt::format("{} {}", vowel ? "an" : "a", word);
}

std::string_view decision_in_words(Decision decision) {
  switch (decision) {
    case Decision::explicit_allow:
      return "allowed";
    case Decision::explicit_deny:
      return "explicitly denied";
    case Decision::implicit_deny:
      break;
  }
  return "implicitly denied";
}

std::string value_in_words(const ContextValue& value, const TextOptions& options) {
  const auto quoted = [&](std::string_view text) { return fmt::format("\"{}\"", shown(text, options, 200)); };
  if (const auto* single = std::get_if<std::string>(&value)) return quoted(*single);
  const auto& many = std::get<std::vector<std::string>>(value);
  const std::size_t count = options.verbose ? many.size() : std::min(many.size(), shown_values);
  std::string out = "[";
  for (std::size_t i = 0; i < count; ++i) out += (i > 0 ? ", " : "") + quoted(many[i]);
  if (count < many.size()) out += options.unicode ? ", …" : ", ...";
  return out += "]";
}

std::size_t append_place(std::string& out, const ShownPlace& place, Style carets, const TextOptions& options) {
  const std::string number = fmt::to_string(place.position.line);
  const std::size_t gutter = std::max<std::size_t>(number.size(), 2);
  const auto print = [&](std::string_view text) { out += text; };
  print(fmt::format("{:>{}}--> {}:{}:{}", "", gutter, shown(place.path, options), number, place.position.column));
  if (place.sid) print("  " + styled(fmt::format("(Sid {})", shown(*place.sid, options)), Style::dim, options));
  print("\n");
  if (place.source == nullptr) return gutter;
  const Excerpt line = excerpt(*place.source, place.span, options);
  const std::string bar = styled(fmt::format("{:>{}} |", "", gutter), Style::blue, options);
  const std::string numbered = styled(fmt::format("{:>{}} |", number, gutter), Style::blue, options);
  const std::string marks = styled(std::string(line.length, '^'), carets, options);
  print(fmt::format("{}\n{} {}\n{} {:>{}}{}\n", bar, numbered, line.line, bar, "", line.caret, marks));
  return gutter;
}

}  // namespace iamproof
