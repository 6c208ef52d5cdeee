#include <algorithm>

#include "lint/wide_grant.h"

namespace iamproof {

namespace {

/// In the order of WideGrant::Form.
constexpr Code codes[] = {{"PASS_ROLE_WITH_STAR_IN_RESOURCE", Severity::security_warning},
                          {"PASS_ROLE_WITH_STAR_IN_ACTION_AND_RESOURCE", Severity::security_warning},
                          {"PASS_ROLE_WITH_STAR_IN_RESOURCE_AND_NOT_ACTION", Severity::security_warning},
                          {"PASS_ROLE_WITH_NOT_RESOURCE", Severity::security_warning},
                          {"PASS_ROLE_WITH_STAR_IN_ACTION_AND_NOT_RESOURCE", Severity::security_warning},
                          {"PASS_ROLE_WITH_NOT_ACTION_AND_NOT_RESOURCE", Severity::security_warning}};

/// AWS takes any list of services for a restriction but one under an operator with IfExists, and that one only where
/// the values are an array. `*` lists nothing.
bool lists_services(const ConditionView& condition) {
  const Condition& written = *condition.written;
  if (condition.op->if_exists && written.is_array) return false;
  return std::none_of(written.values.begin(), written.values.end(),
                      [&](const Value& value) { return value.text.text == "*" && condition.op->base == "StringLike"; });
}

bool is_held_to_services(const StatementView& statement) {
  const auto conditions = conditions_that_list(statement, "iam:PassedToService");
  return std::any_of(conditions.begin(), conditions.end(),
                     [](const ConditionView* condition) { return lists_services(*condition); });
}

void look(const Document& document, DocumentReporter& reporter) {
  report_wide_grants(document, reporter, "iam:PassRole", codes, is_held_to_services,
                     "name the roles, or add a condition on iam:PassedToService");
}

}  // namespace

extern const Check unrestricted_pass_role{.id = "unrestricted-pass-role",
                                          .pack = LintPack::aws,
                                          .needs = Needs::catalogue,
                                          .types = {PolicyType::identity},
                                          .codes = codes,
                                          .look = look};

}  // namespace iamproof
