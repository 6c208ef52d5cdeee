// The values of a key are alternatives: below 5 or below 10 is below 10.
#include <optional>

#include <fmt/format.h>

#include "condition/decimal.h"
#include "finding/fix.h"
#include "lint/check.h"
#include "lint/conditions.h"
#include "source/excerpt.h"

namespace iamproof {

namespace {

constexpr Code codes[] = {{"REDUNDANT_CONDITION_VALUE_NUM", Severity::suggestion}};

/// Of the widest bound, the first of equal ones; nothing unless all values are numbers.
std::optional<std::size_t> widest(const Condition& condition, bool upper) {
  std::optional<Decimal> bound;
  std::size_t at = 0;
  for (std::size_t i = 0; i < condition.values.size(); ++i) {
    const auto number = Decimal::parse(condition.values[i].text.text);
    if (!number) return std::nullopt;
    if (bound && !(upper ? *bound < *number : *number < *bound)) continue;
    bound = number;
    at = i;
  }
  return at;
}

void look(const Document& document, DocumentReporter& reporter) {
  for_each_condition(document, [&](const StatementView& statement, const ConditionView& condition) {
    const std::string_view base = condition.op->base;
    const bool upper = base.starts_with("NumericLess");
    const Condition& written = *condition.written;
    if ((!upper && !base.starts_with("NumericGreater")) || written.values.size() < 2) return;
    const auto kept = widest(written, upper);
    if (!kept) return;
    std::vector<Place> others;
    std::vector<Span> spans;
    for (std::size_t i = 0; i < written.values.size(); ++i) {
      if (i == *kept) continue;
      others.push_back(Document::at_value(statement, written, i));
      spans.push_back(written.values[i].text.span);
    }
    reporter.add(
        codes[0], others,
        fmt::format("the values of {} are alternatives, and {} covers the other{}", in_backticks(written.key.text),
                    in_backticks(written.values[*kept].text.text), others.size() == 1 ? "" : "s"),
        upper ? "keep the largest value" : "keep the smallest value",
        fix::same_meaning(fmt::format("keep {}", in_backticks(written.values[*kept].text.text)),
                          fix::remove_all(*document.policy().source, std::move(spans))));
  });
}

}  // namespace

extern const Check redundant_bound{.id = "redundant-bound",
                                   .pack = LintPack::aws,
                                   .needs = Needs::document,
                                   .types = every_policy_type,
                                   .codes = codes,
                                   .look = look};

}  // namespace iamproof
