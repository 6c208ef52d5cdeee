// ListBucket with the prefix `priv` lists everything under `private/`, and so does one without a prefix. A condition
// that only keeps the prefix `private/` itself from being asked for keeps nothing from being listed.
#include <algorithm>

#include <fmt/format.h>

#include "lint/check.h"
#include "lint/conditions.h"
#include "source/excerpt.h"

namespace iamproof {

namespace {

constexpr Code codes[] = {{"S3_PREFIX_IN_NEGATIVE_CONTEXT", Severity::security_warning}};

/// No prefix is shorter than the empty one.
bool can_be_shortened(const Condition& condition) {
  return std::any_of(condition.values.begin(), condition.values.end(),
                     [](const Value& value) { return !value.text.text.empty() && value.text.text.front() != '*'; });
}

void look(const Document& document, DocumentReporter& reporter) {
  for_each_condition(document, [&](const StatementView& statement, const ConditionView& condition) {
    if (!is_key(condition, "s3:prefix") || condition.op->family != OperatorFamily::string) return;
    const bool shuts_out = is_negated(*condition.op) ? statement.allows() : statement.denies();
    const Condition& written = *condition.written;
    if (!shuts_out || !can_be_shortened(written)) return;
    reporter.add(
        codes[0], Document::at_key(statement, written),
        fmt::format("a request with a shorter {} still lists what this shuts out", in_backticks(written.key.text)),
        "allow with StringLike, or deny with StringNotLike, naming the prefixes that may be listed");
  });
}

}  // namespace

extern const Check s3_prefix_evaded{.id = "s3-prefix-evaded",
                                    .pack = LintPack::aws,
                                    .needs = Needs::catalogue,
                                    .types = every_policy_type,
                                    .codes = codes,
                                    .look = look};

}  // namespace iamproof
