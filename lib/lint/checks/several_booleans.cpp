#include <fmt/format.h>

#include "lint/check.h"
#include "lint/conditions.h"
#include "source/excerpt.h"

namespace iamproof {

namespace {

constexpr Code codes[] = {{"INVALID_CONDITION_MULTIPLE_BOOLEAN", Severity::error}};

void look(const Document& document, DocumentReporter& reporter) {
  for_each_condition(document, [&](const StatementView& statement, const ConditionView& condition) {
    const OperatorFamily family = condition.op->family;
    if (family != OperatorFamily::boolean && family != OperatorFamily::null) return;
    const Condition& written = *condition.written;
    if (written.values.size() < 2 || (condition.key && condition.key->multivalued)) return;
    reporter.add(codes[0], Document::at_key(statement, written),
                 fmt::format("{} has {} values under {}, which takes one", in_backticks(written.key.text),
                             written.values.size(), in_backticks(written.op.text)),
                 "keep \"true\" or \"false\"; with both the condition tests no value");
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
