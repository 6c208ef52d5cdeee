// An AWS service that calls for itself is a member of no organization: of its requests the keys that say whose
// organization the caller is in are absent, and a condition that wants a value there is never true.
#include <algorithm>
#include <array>
#include <string>

#include <fmt/format.h>

#include "lint/check.h"
#include "lint/principals.h"
#include "source/excerpt.h"
#include "support/text.h"

namespace iamproof {

namespace {

constexpr Code codes[] = {{"UNSUPPORTED_CONDITION_KEY_FOR_SERVICE_PRINCIPAL", Severity::error}};
constexpr std::array<std::string_view, 2> keys_of_members = {"aws:principalorgid", "aws:principalorgpaths"};

/// Whether the condition fails where the key is absent.
bool needs_the_key(const ConditionView& condition) {
  if (!condition.op || condition.op->if_exists || condition.op->family == OperatorFamily::null) return false;
  if (condition.op->set == SetOperator::for_all_values) return false;
  return condition.op->base.find("Not") == std::string_view::npos;
}

void look(const Document& document, DocumentReporter& reporter) {
  for (const StatementView& statement : document.statements()) {
    if (!statement.allows() || statement.conditions.empty()) continue;
    std::string service;
    for_each_principal(*statement.written, [&](const PrincipalName& name) {
      if (name.kind() == "Service" && service.empty()) service = in_backticks(name.text());
    });
    if (service.empty()) continue;
    for (const ConditionView& condition : statement.conditions) {
      const std::string key = folded(condition.written->key.text);
      if (std::find(keys_of_members.begin(), keys_of_members.end(), key) == keys_of_members.end()) continue;
      if (!needs_the_key(condition)) continue;
      reporter.add(codes[0], Document::at_key(statement, *condition.written),
                   fmt::format("requests of {} have no {}: the condition never lets it in", service,
                               in_backticks(condition.written->key.text)),
                   "test aws:SourceOrgID, which says for whose organization a service acts");
    }
  }
}

}  // namespace

extern const Check unsupported_key_for_service_principal{.id = "unsupported-key-for-service-principal",
                                                         .pack = LintPack::aws,
                                                         .needs = Needs::document,
                                                         .types = {PolicyType::resource},
                                                         .codes = codes,
                                                         .look = look};

}  // namespace iamproof
