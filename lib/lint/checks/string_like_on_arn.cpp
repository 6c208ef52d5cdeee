#include <algorithm>

#include <fmt/format.h>

#include "lint/check.h"
#include "lint/conditions.h"
#include "source/excerpt.h"

namespace iamproof {

namespace {

constexpr Code codes[] = {{"STRING_LIKE_OPERATOR_WITH_ARN_CONDITION_KEYS", Severity::security_warning}};

/// A lone `*` asks for the key and nothing more, under either operator.
bool has_pattern(const Condition& condition) {
  return std::any_of(condition.values.begin(), condition.values.end(),
                     [](const Value& value) { return value.text.text != "*"; });
}

void look(const Document& document, DocumentReporter& reporter) {
  for_each_condition(document, [&](const StatementView& statement, const ConditionView& condition) {
    if (!condition.key || condition.key->type != KeyType::arn) return;
    const bool negated = condition.op->base == "StringNotLike";
    if (!negated && condition.op->base != "StringLike") return;
    const Condition& written = *condition.written;
    if (!has_pattern(written)) return;
    reporter.add(codes[0], Document::at_key(statement, written),
                 fmt::format("{} is an ARN, and a `*` of {} also matches the colons between its parts",
                             in_backticks(written.key.text), in_backticks(written.op.text)),
                 negated ? "use ArnNotLike" : "use ArnLike");
  });
}

}  // namespace

extern const Check string_like_on_arn{.id = "string-like-on-arn",
                                      .pack = LintPack::aws,
                                      .needs = Needs::catalogue,
                                      .types = every_policy_type,
                                      .codes = codes,
                                      .look = look};

}  // namespace iamproof
