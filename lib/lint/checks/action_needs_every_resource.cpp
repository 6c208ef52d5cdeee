#include <fmt/format.h>

#include "arn/arn.h"
#include "lint/check.h"
#include "source/excerpt.h"

namespace iamproof {

namespace {

constexpr Code codes[] = {{"", Severity::suggestion}};

/// Whether the pattern is of everything in a service. Some services do test such a pattern where `*` is asked for.
bool is_of_whole_service(std::string_view resource) {
  const auto arn = split_arn(resource);
  return !arn || arn->resource.starts_with('*') || arn->service.find_first_of("*?$") != std::string_view::npos;
}

bool names_some_resources(const StatementView& statement) {
  if (!statement.resources || statement.resources.negated) return false;
  const std::vector<Text>& resources = statement.resources.values();
  return std::none_of(resources.begin(), resources.end(), [](const Text& text) {
    return is_of_whole_service(text.text) || text.text.find("${") != std::string_view::npos;
  });
}

void look_at(const Document& document, const StatementView& statement, DocumentReporter& reporter) {
  const Catalogue& catalogue = document.catalogue();
  const std::vector<ActionPattern>& patterns = statement.compiled->actions.patterns;
  std::vector<Place> places;
  std::string first;
  for (std::size_t i = 0; i < patterns.size(); ++i) {
    if (patterns[i].kind != ActionPattern::Kind::exact || patterns[i].actions.empty()) continue;
    if (!catalogue.resources(patterns[i].actions.front()).empty()) continue;
    if (places.empty()) first = in_backticks(statement.actions.values()[i].text);
    places.push_back(Document::at(statement, statement.actions, i));
  }
  if (places.empty()) return;
  const std::size_t others = places.size() - 1;
  reporter.add(codes[0], places,
               fmt::format("{} {} about no one resource, and {} `*`",
                           others == 0 ? first : fmt::format("{} and {} more", first, others),
                           others == 0 ? "is" : "are", others == 0 ? "needs" : "need"),
               "move them to a statement with \"Resource\": \"*\"");
}

void look(const Document& document, DocumentReporter& reporter) {
  for (const StatementView& statement : document.statements()) {
    if (statement.compiled == nullptr || !statement.actions || statement.actions.negated) continue;
    if (statement.allows() && names_some_resources(statement)) look_at(document, statement, reporter);
  }
}

}  // namespace

extern const Check action_needs_every_resource{.id = "action-needs-every-resource",
                                               .pack = LintPack::strict,
                                               .needs = Needs::catalogue,
                                               .types = identity_like_types,
                                               .codes = codes,
                                               .look = look};

}  // namespace iamproof
