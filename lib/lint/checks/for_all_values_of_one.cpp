// ForAllValues holds of a request without the key. Of a key that has one value it asks nothing that the plain operator
// does not ask, so all that it adds to an Allow is the request without the key.
#include <algorithm>

#include <fmt/format.h>

#include "lint/check.h"
#include "lint/conditions.h"
#include "lint/data.h"
#include "source/excerpt.h"
#include "support/text.h"

namespace iamproof {

namespace {

constexpr Code codes[] = {{"FORALLVALUES_WITH_SINGLE_VALUED_KEY", Severity::security_warning}};

/// Whether the condition fails without the key.
bool asks_for_key(const ConditionView& condition) {
  const OperatorName& op = *condition.op;
  const std::vector<Value>& values = condition.written->values;
  if (op.family == OperatorFamily::null) {
    return values.size() == 1 && equal_folded(values.front().text.text, "false");
  }
  return op.set == SetOperator::for_any_value || (op.set == SetOperator::none && !op.if_exists && !is_negated(op));
}

bool is_asked_for(const StatementView& statement, const Condition& key) {
  return std::any_of(statement.conditions.begin(), statement.conditions.end(), [&](const ConditionView& other) {
    return other.op && equal_folded(other.written->key.text, key.key.text) && asks_for_key(other);
  });
}

bool holds_a_set(std::string_view key) {
  static const auto sets = first_column("used-as-sets");
  return std::find(sets.begin(), sets.end(), key) != sets.end();
}

void look(const Document& document, DocumentReporter& reporter) {
  for_each_condition(document, [&](const StatementView& statement, const ConditionView& condition) {
    const OperatorName& op = *condition.op;
    if (op.set != SetOperator::for_all_values || op.family == OperatorFamily::null || !statement.allows()) return;
    if (!condition.key || condition.key->multivalued) return;
    const Condition& written = *condition.written;
    if (is_asked_for(statement, written) || holds_a_set(condition.key->name)) return;
    reporter.add(codes[0], Document::at_key(statement, written),
                 fmt::format("{} has one value, and `ForAllValues` also allows requests without it",
                             in_backticks(written.key.text)),
                 "remove ForAllValues:");
  });
}

}  // namespace

extern const Check for_all_values_of_one{.id = "for-all-values-of-one",
                                         .pack = LintPack::aws,
                                         .needs = Needs::catalogue,
                                         .types = every_policy_type,
                                         .codes = codes,
                                         .look = look};

}  // namespace iamproof
