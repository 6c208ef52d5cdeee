# A check is a stem here and its two files in checks/: STEM.cpp, which defines `const Check STEM`, and its page STEM.md.
# Its id is the stem with hyphens.
set(checks
  admin_access
  allow_fully_denied
  allow_without_effect
  assumable_by_compute_service
  condition_always_true
  condition_never_true
  credentials_exposure
  data_exfiltration
  deny_without_effect
  escalation_over_organization
  escalation_through_workloads
  infrastructure_modification
  mergeable_statements
  not_resource_with_allow
  privilege_escalation
  read_pattern_beyond_reads
  redundant_statement
  resource_exposure
  service_wildcard
  trust_whole_account
  trust_whole_organization
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
