#include <fmt/format.h>

#include "lint/check.h"
#include "lint/conditions.h"
#include "source/excerpt.h"

namespace iamproof {

namespace {

constexpr Code codes[] = {{"MISSING_QUALIFIER", Severity::error}};

void look(const Document& document, DocumentReporter& reporter) {
  for_each_condition(document, [&](const StatementView& statement, const ConditionView& condition) {
    if (!condition.key || !condition.key->multivalued) return;
    if (condition.op->set != SetOperator::none || condition.op->family == OperatorFamily::null) return;
    const Condition& written = *condition.written;
    reporter.add(codes[0], Document::at_key(statement, written),
                 fmt::format("{} can have several values in a request, and {} compares one",
                             in_backticks(written.key.text), in_backticks(written.op.text)),
                 "put ForAnyValue: or ForAllValues: before the operator");
  });
}

}  // namespace

extern const Check missing_set_operator{.id = "missing-set-operator",
                                        .pack = LintPack::aws,
                                        .needs = Needs::catalogue,
                                        .types = every_policy_type,
                                        .codes = codes,
                                        .look = look};

}  // namespace iamproof
