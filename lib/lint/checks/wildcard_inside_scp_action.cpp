#include <fmt/format.h>

#include "lint/check.h"
#include "source/excerpt.h"

namespace iamproof {

namespace {

constexpr Code codes[] = {{"SCP_SYNTAX_ERROR_ACTION_WILDCARD", Severity::suggestion}};

void look(const Document& document, DocumentReporter& reporter) {
  for (const StatementView& statement : document.statements()) {
    if (!statement.actions) continue;
    for (std::size_t i = 0; i < statement.actions.values().size(); ++i) {
      const std::string_view action = statement.actions.values()[i].text;
      const std::size_t first = action.find_first_of("*?");
      if (first == std::string_view::npos || action.find_first_not_of("*?", first) == std::string_view::npos) continue;
      reporter.add(codes[0], Document::at(statement, statement.actions, i),
                   fmt::format("action {} has a wildcard before its end, which SCPs take since 2025-09-19",
                               in_backticks(action)),
                   "leave it as it is, unless a tool that reads the policy knows the older rule only");
    }
  }
}

}  // namespace

extern const Check wildcard_inside_scp_action{.id = "wildcard-inside-scp-action",
                                              .pack = LintPack::strict,
                                              .needs = Needs::document,
                                              .types = {PolicyType::scp},
                                              .codes = codes,
                                              .look = look};

}  // namespace iamproof
