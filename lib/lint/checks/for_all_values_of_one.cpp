// ForAllValues holds of a request without the key. Of a key that has one value it asks nothing that the plain operator
// does not ask, so all that it adds to an Allow is the request without the key.
#include <algorithm>
#include <optional>
#include <set>
#include <string>

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

/// The keys without which a statement fails, in lower case.
std::set<std::string> keys_asked_for(const StatementView& statement) {
  std::set<std::string> keys;
  for (const ConditionView& condition : statement.conditions) {
    if (condition.op && asks_for_key(condition)) keys.insert(folded(condition.written->key.text));
  }
  return keys;
}

bool holds_a_set(std::string_view key) {
  static const auto sets = first_column("used-as-sets");
  return std::find(sets.begin(), sets.end(), key) != sets.end();
}

bool is_suspect(const ConditionView& condition) {
  return condition.op && condition.op->set == SetOperator::for_all_values &&
         condition.op->family != OperatorFamily::null && condition.key && !condition.key->multivalued &&
         !holds_a_set(condition.key->name);
}

void look_at(const StatementView& statement, DocumentReporter& reporter) {
  std::optional<std::set<std::string>> asked_for;  // most statements need it not
  for (const ConditionView& condition : statement.conditions) {
    if (!is_suspect(condition)) continue;
    const Condition& written = *condition.written;
    if (!asked_for) asked_for = keys_asked_for(statement);
    if (asked_for->contains(folded(written.key.text))) continue;
    reporter.add(codes[0], Document::at_key(statement, written),
                 fmt::format("{} has one value, and `ForAllValues` also allows requests without it",
                             in_backticks(written.key.text)),
                 "remove ForAllValues:");
  }
}

void look(const Document& document, DocumentReporter& reporter) {
  for (const StatementView& statement : document.statements()) {
    if (statement.allows()) look_at(statement, reporter);
  }
}

}  // namespace

extern const Check for_all_values_of_one{.id = "for-all-values-of-one",
                                         .pack = LintPack::aws,
                                         .needs = Needs::catalogue,
                                         .types = every_policy_type,
                                         .codes = codes,
                                         .look = look};

}  // namespace iamproof
