#include <algorithm>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "lint/check.h"
#include "source/excerpt.h"
#include "support/text.h"

namespace iamproof {

namespace {

constexpr Code codes[] = {{"RCP_SYNTAX_ERROR_ACTION", Severity::error}};

/// Whether the service is among those whose resources RCPs bind: the catalogue's family has a pattern for each.
bool is_bound(std::string_view service, const std::vector<FamilyEntry>& family) {
  return std::any_of(family.begin(), family.end(), [&](const FamilyEntry& entry) {
    return equal_folded(entry.pattern.substr(0, entry.pattern.find(':')), service);
  });
}

void look(const Document& document, DocumentReporter& reporter) {
  const std::vector<FamilyEntry> family = document.catalogue().family("rcp-services");
  if (family.empty()) return;
  for (const StatementView& statement : document.statements()) {
    if (!statement.denies() || !statement.actions || statement.actions.negated) continue;
    for (std::size_t i = 0; i < statement.actions.values().size(); ++i) {
      const std::string_view action = statement.actions.values()[i].text;
      const std::size_t colon = action.find(':');
      if (colon == std::string_view::npos || action.substr(0, colon).find_first_of("*?") != std::string_view::npos) {
        continue;
      }
      const std::string_view service = action.substr(0, colon);
      if (is_bound(service, family)) continue;
      reporter.add(
          codes[0], Document::at(statement, statement.actions, i),
          fmt::format("action {} is of a service that resource control policies do not bind", in_backticks(action)),
          "remove it: the resources of this service are guarded by other policies");
    }
  }
}

}  // namespace

extern const Check service_without_rcp{.id = "service-without-rcp",
                                       .pack = LintPack::aws,
                                       .needs = Needs::catalogue,
                                       .types = {PolicyType::rcp},
                                       .codes = codes,
                                       .look = look};

}  // namespace iamproof
