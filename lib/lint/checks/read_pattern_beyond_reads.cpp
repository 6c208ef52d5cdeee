// A pattern that begins like a read is written to be one. Some actions by such names are none, and which ones is a
// list: the access levels that AWS publishes call plain reads writes, and the other way round.
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "lint/exposure.h"
#include "source/excerpt.h"

namespace iamproof {

namespace {

bool says_read(const ActionPattern& pattern) {
  constexpr std::array<std::string_view, 4> verbs = {"get", "list", "describe", "batchget"};
  if (pattern.kind != ActionPattern::Kind::wildcard) return false;
  const std::string_view name = std::string_view(pattern.text).substr(pattern.service().size() + 1);
  return std::any_of(verbs.begin(), verbs.end(), [&](std::string_view verb) { return name.starts_with(verb); });
}

/// Those of the pattern that no Deny takes back altogether, ascending.
std::vector<ActionId> beyond_reads(const ActionPattern& pattern, const ExposedActions& exposure,
                                   const Subject& subject) {
  std::vector<ActionId> out;
  for (const PlainAction& plain : exposure.actions) {
    if (!std::binary_search(pattern.actions.begin(), pattern.actions.end(), plain.action)) continue;
    const bool denied =
        std::any_of(subject.denies().begin(), subject.denies().end(), [&](const CompiledStatement* deny) {
          return PlainGrants::is_open(*deny) && deny->actions.catalogue.contains(plain.action);
        });
    if (!denied) out.push_back(plain.action);
  }
  return out;
}

std::string in_words(const std::vector<ActionId>& actions, const Catalogue& catalogue) {
  constexpr std::size_t most = 3;
  std::string out;
  for (std::size_t i = 0; i < std::min(most, actions.size()); ++i) {
    const std::string_view before = i == 0 ? "" : i + 1 == actions.size() ? " and " : ", ";
    out += fmt::format("{}`{}`", before, catalogue.action_name(actions[i]));
  }
  if (actions.size() > most) out += fmt::format(" and {} more", actions.size() - most);
  return out;
}

void look_at(const CompiledStatement& allow, const ExposedActions& exposure, const Subject& subject,
             Reporter& reporter) {
  const Statement& written = subject.written(allow);
  for (std::size_t i = 0; i < allow.actions.patterns.size(); ++i) {
    if (!says_read(allow.actions.patterns[i])) continue;
    const std::vector<ActionId> more = beyond_reads(allow.actions.patterns[i], exposure, subject);
    if (more.empty()) continue;
    const std::string entry = written.actions->is_array ? fmt::format("/{}", i) : "";
    reporter.at_entry(allow, {allow.actions.patterns[i].span, fmt::format("{}/Action{}", written.pointer, entry)},
                      Severity::security_warning,
                      fmt::format("{} reads by its name, and allows {}, which {} out credentials",
                                  in_backticks(written.actions->values[i].text),
                                  in_words(more, subject.policies().catalogue()), more.size() == 1 ? "hands" : "hand"),
                      "list the reads that are meant, or deny the others");
  }
}

void run(const Subject& subject, std::uint64_t, Reporter& reporter) {
  with_facts<ListedExposures>(subject.policies().catalogue(), [&](const ListedExposures& listed) {
    const ExposedActions& exposure = listed.of("read-pattern-beyond-reads");
    for (const CompiledStatement* allow : subject.allows()) {
      const bool may_have = !allow->actions.negated && exposure.group.meets(allow->actions.catalogue);
      if (may_have) look_at(*allow, exposure, subject, reporter);
    }
  });
}

}  // namespace

static constexpr Code codes[] = {{"", Severity::security_warning}};

extern const Check read_pattern_beyond_reads{.id = "read-pattern-beyond-reads",
                                             .pack = LintPack::security,
                                             .needs = Needs::meaning,
                                             .types = {PolicyType::identity},
                                             .codes = codes,
                                             .run = run};

}  // namespace iamproof
