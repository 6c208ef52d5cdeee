// Two keys that mean little without another beside them. The address of a host in a VPC means something only together
// with the VPC, since every VPC may use the same addresses. And DynamoDB compares the attributes that a request names:
// a read that names none returns them all.
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "lint/check.h"
#include "lint/conditions.h"
#include "source/excerpt.h"

namespace iamproof {

namespace {

constexpr Code codes[] = {{"MISSING_PAIRED_CONDITION_KEYS", Severity::security_warning},
                          {"DYNAMODB_ATTRIBUTES_WITHOUT_SELECT", Severity::security_warning}};

constexpr std::array<std::string_view, 4> reads_of_items = {"dynamodb:GetItem", "dynamodb:BatchGetItem",
                                                            "dynamodb:Query", "dynamodb:Scan"};

template <class Holds>
bool any_condition(const StatementView& statement, Holds holds) {
  return std::any_of(statement.conditions.begin(), statement.conditions.end(), holds);
}

bool names_vpc(const ConditionView& condition) {
  return is_key(condition, "aws:SourceVpc") || is_key(condition, "aws:SourceVpce") ||
         is_key(condition, "aws:SourceVpcArn");
}

bool asks_for_named_attributes(const ConditionView& condition) {
  const auto& values = condition.written->values;
  return is_key(condition, "dynamodb:Select") && condition.op && condition.op->family == OperatorFamily::string &&
         !is_negated(*condition.op) && values.size() == 1 && values.front().text.text == "SPECIFIC_ATTRIBUTES";
}

bool reads_items(const StatementView& statement, const Catalogue& catalogue) {
  return statement.compiled != nullptr &&
         std::any_of(reads_of_items.begin(), reads_of_items.end(), [&](std::string_view name) {
           const auto action = catalogue.find_action(name);
           return action && statement.compiled->actions.catalogue.contains(*action);
         });
}

/// Whether an address of another network gets more by being equal: an Allow that wants it, or a Deny that spares it.
bool lets_in(const StatementView& statement, const ConditionView& condition) {
  return condition.op->family == OperatorFamily::ip && is_negated(*condition.op) != statement.allows();
}

/// Whether it also holds of a request without the key.
bool holds_without_key(const OperatorName& op) {
  return op.if_exists || op.set == SetOperator::for_all_values || (op.set == SetOperator::none && is_negated(op));
}

bool returns_all_attributes(const StatementView& statement, const ConditionView& condition,
                            const Catalogue& catalogue) {
  return is_key(condition, "dynamodb:Attributes") && statement.allows() &&
         condition.op->family == OperatorFamily::string && holds_without_key(*condition.op) &&
         reads_items(statement, catalogue) && !any_condition(statement, asks_for_named_attributes);
}

void look(const Document& document, DocumentReporter& reporter) {
  for_each_condition(document, [&](const StatementView& statement, const ConditionView& condition) {
    const Condition& written = *condition.written;
    const bool vpc_address = is_key(condition, "aws:VpcSourceIp");
    if (vpc_address && lets_in(statement, condition) && !any_condition(statement, names_vpc)) {
      reporter.add(
          codes[0], Document::at_key(statement, written),
          fmt::format("{} is an address in any VPC, also in one of somebody else", in_backticks(written.key.text)),
          "add aws:SourceVpc or aws:SourceVpce to the same Condition");
    }
    if (returns_all_attributes(statement, condition, document.catalogue())) {
      reporter.add(codes[1], Document::at_key(statement, written),
                   fmt::format("a read that names no attributes has no {} and returns all of them",
                               in_backticks(written.key.text)),
                   "add StringEqualsIfExists on dynamodb:Select with SPECIFIC_ATTRIBUTES");
    }
  });
}

}  // namespace

extern const Check unpaired_condition_key{.id = "unpaired-condition-key",
                                          .pack = LintPack::aws,
                                          .needs = Needs::meaning,
                                          .types = every_policy_type,
                                          .codes = codes,
                                          .look = look};

}  // namespace iamproof
