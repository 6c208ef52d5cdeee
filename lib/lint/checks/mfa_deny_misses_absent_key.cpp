// `Bool` does not hold where the key is absent, and requests that are signed with long-term access keys have no
// aws:MultiFactorAuthPresent. So a Deny of `Bool` with "false" lets them through. What makes up for it is a Deny that
// holds where a key about MFA is absent:
//
//   BoolIfExists                 aws:MultiFactorAuthPresent  false
//   Null                         aws:MultiFactorAuthPresent  true
//   NumericGreaterThanIfExists   aws:MultiFactorAuthAge      3600
#include <algorithm>

#include <fmt/format.h>

#include "finding/fix.h"
#include "lint/check.h"
#include "lint/conditions.h"
#include "lint/move_condition.h"
#include "source/excerpt.h"
#include "support/text.h"

namespace iamproof {

namespace {

constexpr Code codes[] = {{"", Severity::security_warning}};

constexpr std::string_view present_key = "aws:MultiFactorAuthPresent", age_key = "aws:MultiFactorAuthAge";

bool is_about_mfa(const ConditionView& condition) {
  const std::string_view key = condition.written->key.text;
  return equal_folded(key, present_key) || equal_folded(key, age_key);
}

bool all_false(const Condition& condition) {
  return std::all_of(condition.values.begin(), condition.values.end(),
                     [](const Value& value) { return equal_folded(value.text.text, "false"); });
}

bool holds_of_absent_key(const ConditionView& condition) {
  if (!condition.op) return false;
  const OperatorName& op = *condition.op;
  if (op.family == OperatorFamily::null) return !all_false(*condition.written);
  return op.if_exists || op.set == SetOperator::for_all_values || is_negated(op);
}

/// The one condition of a Deny that is about MFA, if it is `Bool` with "false".
const Condition* missing_the_absent(const StatementView& statement) {
  if (!statement.denies()) return nullptr;
  const Condition* found = nullptr;
  for (const ConditionView& condition : statement.conditions) {
    if (!is_about_mfa(condition)) continue;
    const Condition& written = *condition.written;
    const bool is_plain = written.op.text == "Bool" && equal_folded(written.key.text, present_key);
    if (found != nullptr || !is_plain || written.values.empty() || !all_false(written)) return nullptr;
    found = &written;
  }
  return found;
}

bool denies_the_absent(const StatementView& statement) {
  return statement.denies() &&
         std::any_of(statement.conditions.begin(), statement.conditions.end(),
                     [](const ConditionView& each) { return is_about_mfa(each) && holds_of_absent_key(each); });
}

/// Of policies of a user's. Others meet roles and services too, which have no MFA: to lock them out is a choice.
std::optional<Fix> fix_of(const Document& document, const StatementView& statement, const Condition& condition) {
  if (document.type() != PolicyType::identity && document.type() != PolicyType::boundary) return std::nullopt;
  const Source& source = *document.policy().source;
  const std::string values(source.text().substr(condition.span.begin, condition.span.end - condition.span.begin));
  auto edits = under_operator(source, *statement.written, condition, "BoolIfExists", values);
  if (!edits) return std::nullopt;
  return fix::new_meaning("write `BoolIfExists`", std::move(*edits));
}

void look(const Document& document, DocumentReporter& reporter) {
  const std::vector<StatementView>& statements = document.statements();
  for (const StatementView& statement : statements) {
    const Condition* condition = missing_the_absent(statement);
    if (condition == nullptr) continue;
    if (std::any_of(statements.begin(), statements.end(), denies_the_absent)) return;
    reporter.add(codes[0], Document::at_operator(statement, *condition),
                 fmt::format("requests signed with long-term access keys have no {}: this Deny lets them through",
                             in_backticks(condition->key.text)),
                 "write `BoolIfExists`; requests of roles and services have no MFA either, so leave out those that are "
                 "to work",
                 fix_of(document, statement, *condition));
  }
}

}  // namespace

extern const Check mfa_deny_misses_absent_key{
    .id = "mfa-deny-misses-absent-key",
    .pack = LintPack::security,
    .needs = Needs::document,
    .types = {PolicyType::identity, PolicyType::boundary, PolicyType::scp, PolicyType::resource, PolicyType::trust},
    .codes = codes,
    .look = look};

}  // namespace iamproof
