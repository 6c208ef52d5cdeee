#include <fmt/format.h>

#include "lint/check.h"
#include "lint/conditions.h"
#include "source/excerpt.h"

namespace iamproof {

namespace {

constexpr Code codes[] = {{"NULL_WITH_QUALIFIER", Severity::suggestion}};

void look(const Document& document, DocumentReporter& reporter) {
  for_each_condition(document, [&](const StatementView& statement, const ConditionView& condition) {
    const OperatorName& op = *condition.op;
    if (op.family != OperatorFamily::null || op.set == SetOperator::none) return;
    const Condition& written = *condition.written;
    const bool all = op.set == SetOperator::for_all_values;
    reporter.add(
        codes[0], Document::at_key(statement, written),
        fmt::format("{} asks whether the key is there, not for its values: with the set operator it is {} true",
                    in_backticks(written.op.text), all ? "always" : "never"),
        "write Null alone");
  });
}

}  // namespace

extern const Check null_with_set_operator{.id = "null-with-set-operator",
                                          .pack = LintPack::aws,
                                          .needs = Needs::document,
                                          .types = every_policy_type,
                                          .codes = codes,
                                          .look = look};

}  // namespace iamproof
