# A check is a stem here and its two files in checks/: STEM.cpp, which defines `const Check STEM`, and its page STEM.md.
# Its id is the stem with hyphens.
set(checks
  action_needs_every_resource
  action_not_on_resource
  action_of_other_principal
  action_of_other_resource
  action_without_key
  admin_access
  allow_fully_denied
  allow_without_effect
  assumable_by_compute_service
  audience_with_set_operator
  condition_always_true
  condition_never_true
  credentials_exposure
  data_exfiltration
  deny_without_effect
  deprecated_condition_key
  duplicate_statement
  escalation_over_organization
  escalation_through_workloads
  for_all_values_of_one
  github_subject_with_wildcard
  incomplete_rcp_condition
  incomplete_roles_anywhere_trust
  infrastructure_modification
  invalid_arn
  invalid_federated_principal
  invalid_service_in_condition
  ip_range_with_host_bits
  irrelevant_key_in_resource_policy
  key_of_no_action
  lone_wildcard_condition
  loose_pattern
  malformed_key_value
  mergeable_statements
  mfa_deny_misses_absent_key
  missing_set_operator
  missing_tag_key
  not_resource_with_allow
  null_with_set_operator
  oidc_provider_without_condition
  operator_unfit_for_key
  policy_over_quota
  policy_too_long
  private_source_ip
  privilege_escalation
  read_pattern_beyond_reads
  redundant_bound
  redundant_entry
  redundant_session_principal
  redundant_statement
  resource_exposure
  resource_of_other_service
  retired_action
  s3_prefix_evaded
  service_wildcard
  service_without_rcp
  several_booleans
  string_like_on_arn
  too_long_for_managed_policy
  trust_whole_account
  trust_whole_organization
  unknown_action
  unknown_condition_key
  unpaired_condition_key
  unrestricted_pass_role
  unrestricted_service_linked_role
  unrestricted_service_principal
  unsupported_key_for_service_principal
  unsupported_tag_condition
  untrustworthy_condition_key
  value_not_an_arn
  vpce_key_without_service
  wildcard_inside_scp_action
  wildcard_without_like
)
set(check_declarations "")
set(check_rows "")
foreach(check IN LISTS checks)
  list(APPEND lint_sources lint/checks/${check}.cpp)
  list(APPEND lint_pages ${CMAKE_CURRENT_SOURCE_DIR}/lint/checks/${check}.md)
  string(APPEND check_declarations "extern const Check ${check};\n")
  string(APPEND check_rows "&${check}, ")
endforeach()
set(registry ${CMAKE_CURRENT_BINARY_DIR}/registry.cpp)
file(CONFIGURE OUTPUT ${registry} @ONLY CONTENT [=[
#include "lint/check.h"

namespace iamproof {

@check_declarations@
static constexpr const Check* rows[] = {@check_rows@};
const std::span<const Check* const> registry = rows;

}  // namespace iamproof
]=])
list(APPEND lint_sources ${registry})
