#include <fmt/format.h>

#include "lint/check.h"
#include "lint/conditions.h"
#include "source/excerpt.h"

namespace iamproof {

namespace {

constexpr Code codes[] = {{"UNTRUSTWORTHY_CONDITION_KEY", Severity::security_warning}};

/// Whether who sends the right text gets more: an Allow that wants it, or a Deny that spares it.
bool is_worth_forging(const StatementView& statement, const OperatorName& op) {
  return statement.allows() || is_negated(op);
}

void look(const Document& document, DocumentReporter& reporter) {
  for_each_condition(document, [&](const StatementView& statement, const ConditionView& condition) {
    if (condition.op->family != OperatorFamily::string) return;
    if (!is_key(condition, "aws:UserAgent") && !is_key(condition, "aws:referer")) return;
    if (!is_worth_forging(statement, *condition.op)) return;
    const Condition& written = *condition.written;
    reporter.add(codes[0], Document::at_key(statement, written),
                 fmt::format("whoever sends a request chooses its {}", in_backticks(written.key.text)),
                 "rest the decision on a key that AWS fills in, such as aws:SourceVpce or aws:PrincipalOrgID");
  });
}

}  // namespace

extern const Check untrustworthy_condition_key{.id = "untrustworthy-condition-key",
                                               .pack = LintPack::aws,
                                               .needs = Needs::catalogue,
                                               .types = every_policy_type,
                                               .codes = codes,
                                               .look = look};

}  // namespace iamproof
