#include <fmt/format.h>

#include "lint/check.h"
#include "lint/names.h"
#include "source/excerpt.h"

namespace iamproof {

namespace {

constexpr Code codes[] = {{"", Severity::suggestion}};

/// Entries of one statement with one and the same line.
struct Group {
  const KnownName* retired;
  std::vector<std::size_t> entries;
};

std::vector<Group> retired_entries(const std::vector<ActionPattern>& patterns) {
  std::vector<Group> groups;
  for (std::size_t i = 0; i < patterns.size(); ++i) {
    const KnownName* retired = patterns[i].actions.empty() ? find_retired(patterns[i].text) : nullptr;
    if (retired == nullptr) continue;
    auto at = std::find_if(groups.begin(), groups.end(), [&](const Group& group) { return group.retired == retired; });
    if (at == groups.end()) at = groups.insert(at, {retired, {}});
    at->entries.push_back(i);
  }
  return groups;
}

void report(const StatementView& statement, const Group& group, DocumentReporter& reporter) {
  std::vector<Place> places;
  for (const std::size_t entry : group.entries) places.push_back(Document::at(statement, statement.actions, entry));
  const std::string first = in_backticks(statement.actions.values()[group.entries.front()].text);
  const std::size_t others = group.entries.size() - 1;
  std::string what = others == 0 ? first + " is" : fmt::format("{} and {} more are", first, others);
  what += group.retired->is_service() ? fmt::format(" of a service that AWS does not list: {}", group.retired->note)
                                      : " an action that AWS does not list any more";
  reporter.add(codes[0], places, std::move(what), "remove it unless you know that it is still in use");
}

void look(const Document& document, DocumentReporter& reporter) {
  for (const StatementView& statement : document.statements()) {
    if (statement.compiled == nullptr) continue;
    for (const Group& group : retired_entries(statement.compiled->actions.patterns)) {
      report(statement, group, reporter);
    }
  }
}

}  // namespace

extern const Check retired_action{.id = "retired-action",
                                  .pack = LintPack::security,
                                  .needs = Needs::catalogue,
                                  .types = every_policy_type,
                                  .codes = codes,
                                  .look = look};

}  // namespace iamproof
