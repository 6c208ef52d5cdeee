#include <algorithm>

#include "lint/wide_grant.h"

namespace iamproof {

namespace {

/// In the order of WideGrant::Form.
constexpr Code codes[] = {{"CREATE_SLR_WITH_STAR_IN_RESOURCE", Severity::warning},
                          {"CREATE_SLR_WITH_STAR_IN_ACTION_AND_RESOURCE", Severity::warning},
                          {"CREATE_SLR_WITH_STAR_IN_RESOURCE_AND_NOT_ACTION", Severity::warning},
                          {"CREATE_SLR_WITH_NOT_RESOURCE", Severity::warning},
                          {"CREATE_SLR_WITH_STAR_IN_ACTION_AND_NOT_RESOURCE", Severity::warning},
                          {"CREATE_SLR_WITH_NOT_ACTION_AND_NOT_RESOURCE", Severity::warning}};

bool names_services(const ConditionView& condition) {
  const std::vector<Value>& values = condition.written->values;
  return condition.op->base != "StringLike" || std::none_of(values.begin(), values.end(), [](const Value& value) {
           return value.text.text.find_first_of("*?") != std::string_view::npos;
         });
}

bool is_held_to_services(const StatementView& statement) {
  const auto conditions = conditions_that_list(statement, "iam:AWSServiceName");
  return std::any_of(conditions.begin(), conditions.end(),
                     [](const ConditionView* condition) { return names_services(*condition); });
}

void look(const Document& document, DocumentReporter& reporter) {
  report_wide_grants(document, reporter, "iam:CreateServiceLinkedRole", codes, is_held_to_services,
                     "name the services in a condition on iam:AWSServiceName, without wildcards");
}

}  // namespace

extern const Check unrestricted_service_linked_role{.id = "unrestricted-service-linked-role",
                                                    .pack = LintPack::aws,
                                                    .needs = Needs::catalogue,
                                                    .types = {PolicyType::identity},
                                                    .codes = codes,
                                                    .look = look};

}  // namespace iamproof
