// A policy variable is ${key} or ${key, 'default'}; ${*}, ${?} and ${$} are those characters themselves. Only documents
// of version 2012-10-17 have variables, elsewhere all of it is plain text. IAM policy elements: Variables and tags.

#include <fmt/format.h>

#include "policy/grammar.h"
#include "policy/grammar_checks.h"
#include "source/excerpt.h"

namespace iamproof {

static bool is_quoted(std::string_view text) {
  return text.size() >= 2 && text.starts_with('\'') && text.ends_with('\'');
}

static std::string_view without_leading_blanks(std::string_view text) {
  const std::size_t first = text.find_first_not_of(' ');
  return first == std::string_view::npos ? std::string_view() : text.substr(first);
}

static void check_inside(const GrammarContext& context, const Text& text, const Path& path, std::string_view inside) {
  const auto report = [&](const GrammarCheck& check, std::string_view what) {
    const std::string variable = in_backticks(fmt::format("${{{}}}", inside));
    context.faults.add(check, path, text.span, fmt::format("policy variable {} {}", variable, what));
  };
  if (inside.find_first_not_of(' ') == std::string_view::npos) {
    return report(grammar::empty_variable, "names no context key");
  }
  const std::size_t comma = inside.find(',');
  if (inside.substr(0, comma).find(' ') != std::string_view::npos) {
    report(grammar::space_in_variable, "has a blank in its name");
  }
  if (comma != std::string_view::npos && !is_quoted(without_leading_blanks(inside.substr(comma + 1)))) {
    report(grammar::missing_quote_in_variable, "has a default that is not in single quotes");
  }
}

void check_variables(const GrammarContext& context, const Text& text, const Path& path) {
  std::size_t at = text.text.find("${");
  if (at == std::string_view::npos) return;
  if (!context.policy.has_variables()) {
    context.faults.add(
        grammar::variable_without_version, path, text.span,
        fmt::format("the policy variable in {} is plain text without version `2012-10-17`", in_backticks(text.text)));
    return;
  }
  for (; at != std::string_view::npos; at = text.text.find("${", at)) {
    const std::size_t close = text.text.find('}', at);
    if (close == std::string_view::npos) {
      context.faults.add(grammar::missing_brace_in_variable, path, text.span,
                         fmt::format("a policy variable in {} is not closed with `}}`", in_backticks(text.text)));
      return;
    }
    check_inside(context, text, path, text.text.substr(at + 2, close - at - 2));
    at = close;
  }
}

}  // namespace iamproof
