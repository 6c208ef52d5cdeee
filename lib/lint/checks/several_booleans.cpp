#include <fmt/format.h>

#include "finding/fix.h"
#include "lint/check.h"
#include "lint/conditions.h"
#include "source/excerpt.h"
#include "support/text.h"

namespace iamproof {

namespace {

constexpr Code codes[] = {{"INVALID_CONDITION_MULTIPLE_BOOLEAN", Severity::error}};

/// Where all values are the same.
std::optional<Fix> fix_of(const Source& source, const Condition& condition) {
  std::vector<Span> others;
  for (const Value& value : condition.values) {
    if (!equal_folded(value.text.text, condition.values.front().text.text)) return std::nullopt;
    others.push_back(value.text.span);
  }
  others.erase(others.begin());
  return fix::same_meaning("keep one value", fix::remove_all(source, std::move(others)));
}

void look(const Document& document, DocumentReporter& reporter) {
  for_each_condition(document, [&](const StatementView& statement, const ConditionView& condition) {
    const OperatorFamily family = condition.op->family;
    if (family != OperatorFamily::boolean && family != OperatorFamily::null) return;
    const Condition& written = *condition.written;
    if (written.values.size() < 2 || (condition.key && condition.key->multivalued)) return;
    reporter.add(codes[0], Document::at_key(statement, written),
                 fmt::format("{} has {} values under {}, which takes one", in_backticks(written.key.text),
                             written.values.size(), in_backticks(written.op.text)),
                 "keep \"true\" or \"false\"; with both the condition tests no value",
                 fix_of(*document.policy().source, written));
  });
}

}  // namespace

extern const Check several_booleans{.id = "several-booleans",
                                    .pack = LintPack::aws,
                                    .needs = Needs::catalogue,
                                    .types = every_policy_type,
                                    .codes = codes,
                                    .look = look};

}  // namespace iamproof
