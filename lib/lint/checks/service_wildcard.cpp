#include <algorithm>

#include <fmt/format.h>

#include "lint/check.h"

namespace iamproof {

namespace {

bool is_whole_service(const ActionPattern& pattern) {
  return pattern.kind == ActionPattern::Kind::everything ||
         (pattern.kind == ActionPattern::Kind::wildcard && pattern.text.substr(pattern.prefix) == "*" &&
          pattern.text[pattern.prefix - 1] == ':');
}

void run(const Subject& subject, std::uint64_t, Reporter& reporter) {
  for (const CompiledStatement* allow : subject.allows()) {
    if (allow->actions.negated || !allow->conditions.empty()) continue;
    const Statement& written = subject.written(*allow);
    std::vector<RelatedPlace> places;
    for (std::size_t i = 0; i < allow->actions.patterns.size(); ++i) {
      if (!is_whole_service(allow->actions.patterns[i])) continue;
      const std::string entry = written.actions->is_array ? fmt::format("/{}", i) : "";
      places.push_back({allow->actions.patterns[i].span, fmt::format("{}/Action{}", written.pointer, entry)});
    }
    if (places.empty()) continue;
    const auto& patterns = allow->actions.patterns;
    const bool all = std::any_of(patterns.begin(), patterns.end(), [](const ActionPattern& pattern) {
      return pattern.kind == ActionPattern::Kind::everything;
    });
    const std::string which = all                  ? "every service is"
                              : places.size() == 1 ? "a service is"
                                                   : fmt::format("{} services is", places.size());
    const RelatedPlace first = places.front();
    places.erase(places.begin());
    reporter.at_entry(*allow, first, Severity::warning,
                      fmt::format("every action of {} allowed{}, those that AWS adds later too", which,
                                  subject.denies().empty() ? "" : " unless a Deny names it"),
                      "name the actions that are needed", std::move(places));
  }
}

}  // namespace

static constexpr Code codes[] = {{"", Severity::warning}};

extern const Check service_wildcard{.id = "service-wildcard",
                                    .pack = LintPack::strict,
                                    .needs = Needs::meaning,
                                    .types = {PolicyType::identity},
                                    .codes = codes,
                                    .run = run};

}  // namespace iamproof
