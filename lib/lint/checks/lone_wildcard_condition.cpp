// `*` matches every text, the empty one too, so a pattern operator with `*` alone says nothing of the key's value. What
// is left is what the operator says of a key that is missing, and of a set that is empty:
//
//   StringLike               *   the key is present
//   StringNotLike            *   the key is absent, with IfExists or without
//   StringLikeIfExists       *   always
//   ForAllValues:StringLike  *   always: all of none, too
//   ForAnyValue:StringNotLike *  never
#include <fmt/format.h>

#include "finding/fix.h"
#include "lint/check.h"
#include "lint/conditions.h"
#include "lint/move_condition.h"
#include "source/excerpt.h"

namespace iamproof {

namespace {

constexpr Code codes[] = {{"EQUIVALENT_TO_NULL_FALSE", Severity::suggestion},
                          {"EQUIVALENT_TO_NULL_TRUE", Severity::suggestion},
                          {"REDUNDANT_KEY_DUE_TO_WILDCARD_IN_CONDITION", Severity::suggestion},
                          {"REDUNDANT_STATEMENT_DUE_TO_WILDCARD_IN_CONDITION", Severity::suggestion}};
constexpr const Code& present = codes[0];
constexpr const Code& absent = codes[1];
constexpr const Code& always = codes[2];
constexpr const Code& never = codes[3];

/// Nothing where it is not settled what a set does, or an empty one.
const Code* meaning_of(const OperatorName& op, bool multivalued) {
  const bool any = op.set == SetOperator::for_any_value;
  if (multivalued && op.set == SetOperator::none) return nullptr;
  if (op.base == "StringLike") {
    if (op.set == SetOperator::for_all_values) return &always;
    if (!op.if_exists) return &present;
    return any ? nullptr : &always;
  }
  if (op.base != "StringNotLike") return nullptr;
  if (!any) return &absent;
  return op.if_exists ? nullptr : &never;
}

std::string message_for(const Code& meaning, const Condition& condition) {
  const std::string key = in_backticks(condition.key.text);
  if (&meaning == &present) return fmt::format("`*` matches any value: this only tests that {} is present", key);
  if (&meaning == &absent) return fmt::format("`*` matches any value: this only tests that {} is absent", key);
  return fmt::format("`*` matches any value: {} on {} is {} true", in_backticks(condition.op.text), key,
                     &meaning == &always ? "always" : "never");
}

std::string_view help_for(const Code& meaning) {
  if (&meaning == &present) return "write Null with the value \"false\"";
  if (&meaning == &absent) return "write Null with the value \"true\"";
  if (&meaning == &always) return "leave the condition out, or name the values that are meant";
  return "leave the statement out, or name the values that are meant";
}

/// To leave out a condition, or a statement, that says nothing is a choice: something was meant by it.
std::optional<Fix> fix_of(const Source& source, const Statement& statement, const Condition& condition,
                          const Code& meaning) {
  if (&meaning != &present && &meaning != &absent) return std::nullopt;
  auto edits = under_operator(source, statement, condition, "Null", &meaning == &present ? "\"false\"" : "\"true\"");
  if (!edits) return std::nullopt;
  return fix::same_meaning("write `Null`", std::move(*edits));
}

void look(const Document& document, DocumentReporter& reporter) {
  for_each_condition(document, [&](const StatementView& statement, const ConditionView& condition) {
    const Condition& written = *condition.written;
    if (written.values.size() != 1 || written.values.front().text.text != "*") return;
    const Code* meaning = meaning_of(*condition.op, condition.key && condition.key->multivalued);
    if (meaning == nullptr) return;
    reporter.add(*meaning, Document::at_value(statement, written, 0), message_for(*meaning, written),
                 std::string(help_for(*meaning)),
                 fix_of(*document.policy().source, *statement.written, written, *meaning));
  });
}

}  // namespace

extern const Check lone_wildcard_condition{.id = "lone-wildcard-condition",
                                           .pack = LintPack::aws,
                                           .needs = Needs::document,
                                           .types = every_policy_type,
                                           .codes = codes,
                                           .look = look};

}  // namespace iamproof
