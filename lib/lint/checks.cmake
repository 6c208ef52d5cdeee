# A check is a stem here and its two files in checks/: STEM.cpp, which defines `const Check STEM`, and its page STEM.md.
# Its id is the stem with hyphens.
set(checks
  action_needs_every_resource
  action_not_on_resource
  allow_fully_denied
  allow_without_effect
  condition_always_true
  condition_never_true
  deny_without_effect
  duplicate_statement
  invalid_arn
  mergeable_statements
  redundant_entry
  redundant_statement
  retired_action
  unknown_action
  unrestricted_pass_role
  unrestricted_service_linked_role
  unsupported_tag_condition
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
