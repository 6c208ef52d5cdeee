#include <fmt/format.h>

#include "arn/arn.h"
#include "lint/attached.h"
#include "lint/check.h"
#include "source/excerpt.h"

namespace iamproof {

namespace {

constexpr Code codes[] = {{"UNSUPPORTED_RESOURCE_ARN_IN_POLICY", Severity::error}};

void look(const Document& document, DocumentReporter& reporter) {
  const std::string& service = document.policy().service;
  if (service.empty()) {
    // Without resources of several services there is nothing that could be wrong.
    std::string_view first;
    for (const StatementView& statement : document.statements()) {
      if (!statement.resources) continue;
      for (const Text& text : statement.resources.values()) {
        const auto arn = split_arn(text.text);
        if (!arn || arn->service.find_first_of("*?$") != std::string_view::npos) continue;
        if (!first.empty() && first != arn->service) {
          return reporter.undecided(
              "which resources fit depends on what the policy is attached to, which is not known");
        }
        first = arn->service;
      }
    }
    return;
  }
  if (!takes_own_actions_only(service)) return;
  for (const StatementView& statement : document.statements()) {
    if (!statement.resources) continue;
    for (std::size_t i = 0; i < statement.resources.values().size(); ++i) {
      const std::string_view text = statement.resources.values()[i].text;
      const auto arn = split_arn(text);
      if (!arn || arn->service == service || arn->service.find_first_of("*?$") != std::string_view::npos) continue;
      reporter.add(codes[0], Document::at(statement, statement.resources, i),
                   fmt::format("{} is of another service than what the policy is attached to, which is of {}",
                               in_backticks(text), in_backticks(service)),
                   "name the resource that the policy is attached to");
    }
  }
}

}  // namespace

extern const Check resource_of_other_service{.id = "resource-of-other-service",
                                             .pack = LintPack::aws,
                                             .needs = Needs::document,
                                             .types = {PolicyType::resource},
                                             .codes = codes,
                                             .look = look};

}  // namespace iamproof
