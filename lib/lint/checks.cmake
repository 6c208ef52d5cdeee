# A check is a stem here and its two files in checks/: STEM.cpp, which defines `const Check STEM`, and its page STEM.md.
# Its id is the stem with hyphens.
set(checks
  action_without_key
  allow_fully_denied
  allow_without_effect
  condition_always_true
  condition_never_true
  deny_without_effect
  deprecated_condition_key
  for_all_values_of_one
  invalid_service_in_condition
  ip_range_with_host_bits
  key_of_no_action
  lone_wildcard_condition
  loose_pattern
  malformed_key_value
  mergeable_statements
  missing_set_operator
  missing_tag_key
  null_with_set_operator
  operator_unfit_for_key
  private_source_ip
  redundant_bound
  redundant_statement
  s3_prefix_evaded
  several_booleans
  string_like_on_arn
  unknown_condition_key
  unpaired_condition_key
  untrustworthy_condition_key
  value_not_an_arn
  vpce_key_without_service
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
