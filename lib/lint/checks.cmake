# A check is a stem here and its two files in checks/: STEM.cpp, which defines `const Check STEM`, and its page STEM.md.
# Its id is the stem with hyphens.
set(checks
  action_of_other_principal
  action_of_other_resource
  allow_fully_denied
  allow_without_effect
  audience_with_set_operator
  condition_always_true
  condition_never_true
  deny_without_effect
  github_subject_with_wildcard
  incomplete_rcp_condition
  incomplete_roles_anywhere_trust
  invalid_federated_principal
  irrelevant_key_in_resource_policy
  mergeable_statements
  oidc_provider_without_condition
  policy_over_quota
  policy_too_long
  redundant_session_principal
  redundant_statement
  resource_of_other_service
  service_without_rcp
  too_long_for_managed_policy
  unrestricted_service_principal
  unsupported_key_for_service_principal
  wildcard_inside_scp_action
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
