// A key that holds an ARN never equals a text that cannot be one.
#include <algorithm>

#include <fmt/format.h>

#include "lint/check.h"
#include "lint/conditions.h"
#include "source/excerpt.h"
#include "support/text.h"

namespace iamproof {

namespace {

constexpr Code codes[] = {{"", Severity::warning}};

constexpr std::ptrdiff_t colons_of_arn = 5;

/// The global keys, and those of services that say so by name: not every key published as an ARN holds one.
bool holds_arn(const KeyInfo& key) {
  return key.type == KeyType::arn &&
         (key.name.starts_with("aws:") || key.name.ends_with("Arn") || key.name.ends_with("ARN"));
}

/// What stands before the first wildcard or variable.
std::string_view literal_start(const OperatorName& op, std::string_view text) {
  const std::string_view start = text.substr(0, text.find("${"));
  return takes_patterns(op) ? start.substr(0, find_wildcard(start)) : start;
}

bool can_be_arn(const OperatorName& op, std::string_view text) {
  constexpr std::string_view scheme = "arn:";
  const std::string_view start = literal_start(op, text);
  const std::string_view first = start.substr(0, scheme.size()), expected = scheme.substr(0, start.size());
  if (ignores_case(op) ? !equal_folded(first, expected) : first != expected) return false;
  return start.size() < text.size() || std::count(text.begin(), text.end(), ':') >= colons_of_arn;
}

void look(const Document& document, DocumentReporter& reporter) {
  for_each_condition(document, [&](const StatementView& statement, const ConditionView& condition) {
    const OperatorName& op = *condition.op;
    if (op.family != OperatorFamily::string && op.family != OperatorFamily::arn) return;
    if (!condition.key || !holds_arn(*condition.key)) return;
    const Condition& written = *condition.written;
    for (std::size_t i = 0; i < written.values.size(); ++i) {
      const std::string_view text = written.values[i].text.text;
      if (can_be_arn(op, text)) continue;
      reporter.add(
          codes[0], Document::at_value(statement, written, i),
          fmt::format("{} holds an ARN and never matches {}", in_backticks(written.key.text), in_backticks(text)),
          "write the whole ARN: arn:partition:service:region:account:resource");
    }
  });
}

}  // namespace

extern const Check value_not_an_arn{.id = "value-not-an-arn",
                                    .pack = LintPack::security,
                                    .needs = Needs::catalogue,
                                    .types = every_policy_type,
                                    .codes = codes,
                                    .look = look};

}  // namespace iamproof
