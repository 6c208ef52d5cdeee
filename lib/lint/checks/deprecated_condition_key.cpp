#include <algorithm>

#include <fmt/format.h>

#include "lint/check.h"
#include "lint/conditions.h"
#include "source/excerpt.h"
#include "support/text.h"

namespace iamproof {

namespace {

constexpr Code codes[] = {{"DEPRECATED_GLOBAL_CONDITION_KEY", Severity::warning},
                          {"UNSUPPORTED_GLOBAL_CONDITION_KEY", Severity::error}};

/// A service that calls on its own behalf has no principal's ARN.
bool is_of_services_only(const Statement& statement) {
  if (!statement.principal || statement.principal->groups.empty()) return false;
  const auto& groups = statement.principal->groups;
  return std::all_of(groups.begin(), groups.end(),
                     [](const PrincipalGroup& group) { return group.kind.text == "Service"; });
}

void look(const Document& document, DocumentReporter& reporter) {
  for_each_condition(document, [&](const StatementView& statement, const ConditionView& condition) {
    const Condition& written = *condition.written;
    if (!equal_folded(written.key.text, "aws:ARN")) return;
    const Place place = Document::at_key(statement, written);
    const std::string key = in_backticks(written.key.text);
    if (is_of_services_only(*statement.written)) {
      reporter.add(codes[1], place, fmt::format("requests of a service do not have {}", key),
                   "use aws:SourceArn, the resource that the service calls for");
    } else {
      reporter.add(codes[0], place, fmt::format("{} is the old name of `aws:PrincipalArn`", key),
                   "use aws:PrincipalArn");
    }
  });
}

}  // namespace

extern const Check deprecated_condition_key{.id = "deprecated-condition-key",
                                            .pack = LintPack::aws,
                                            .needs = Needs::document,
                                            .types = every_policy_type,
                                            .codes = codes,
                                            .look = look};

}  // namespace iamproof
