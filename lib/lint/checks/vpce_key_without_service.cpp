// The keys that say whose VPC endpoint a request came by are sent for some services only. For the others they are
// absent, so a statement that reaches those allows nothing there, or denies everything, or, with IfExists, lets them
// by.
#include <algorithm>
#include <string>

#include <fmt/format.h>

#include "lint/check.h"
#include "lint/conditions.h"
#include "lint/data.h"
#include "source/excerpt.h"

namespace iamproof {

namespace {

constexpr Code codes[] = {{"USE_CONDITION_KEY_ONLY_WITH_SUPPORTED_SERVICES", Severity::warning}};

constexpr std::size_t most_named = 5;

bool is_endpoint_key(const ConditionView& condition) {
  return is_key(condition, "aws:VpceAccount") || is_key(condition, "aws:VpceOrgID") ||
         is_key(condition, "aws:VpceOrgPaths");
}

/// A line of data/vpce_key_services.tsv: a service, and `aws:VpceOrgID` where it has that key alone.
bool has_key(std::string_view service, std::string_view key) {
  static const auto rows = data_rows("vpce-key-services");
  const auto row = std::find_if(rows.begin(), rows.end(), [&](const DataRow& each) { return each[0] == service; });
  return row != rows.end() && (row->size() == 1 || (*row)[1] == key);
}

/// Of the actions that the statement names: `*` and NotAction name none.
std::vector<std::string_view> services_without(const CompiledStatement& statement, std::string_view key) {
  std::vector<std::string_view> services;
  for (const ActionPattern& pattern : statement.actions.patterns) {
    const std::string_view service = pattern.service();
    const bool of_service = pattern.kind == ActionPattern::Kind::exact || pattern.kind == ActionPattern::Kind::wildcard;
    const bool passes_role = pattern.text == "iam:passrole";  // alone of its service
    if (!of_service || (has_key(service, key) && !passes_role)) continue;
    const std::string_view name = passes_role ? "iam:PassRole" : service;
    if (std::find(services.begin(), services.end(), name) == services.end()) services.push_back(name);
  }
  return services;
}

std::string names_of(const std::vector<std::string_view>& services) {
  std::string names;
  for (std::size_t i = 0; i < std::min(services.size(), most_named); ++i) {
    names += fmt::format("{}{}", i == 0 ? "" : ", ", in_backticks(services[i]));
  }
  if (services.size() > most_named) names += fmt::format(" and {} more", services.size() - most_named);
  return names;
}

void look(const Document& document, DocumentReporter& reporter) {
  for_each_condition(document, [&](const StatementView& statement, const ConditionView& condition) {
    if (!is_endpoint_key(condition) || statement.compiled == nullptr || statement.actions.negated) return;
    const auto services = services_without(*statement.compiled, condition.key->name);
    if (services.empty()) return;
    const Condition& written = *condition.written;
    reporter.add(codes[0], Document::at_key(statement, written),
                 fmt::format("requests to {} do not have {}", names_of(services), in_backticks(written.key.text)),
                 "move the actions of these services to a statement with aws:SourceVpce or aws:SourceVpc");
  });
}

}  // namespace

extern const Check vpce_key_without_service{.id = "vpce-key-without-service",
                                            .pack = LintPack::aws,
                                            .needs = Needs::meaning,
                                            .types = every_policy_type,
                                            .codes = codes,
                                            .look = look};

}  // namespace iamproof
