#include "lint/exposure.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "lint/data.h"

namespace iamproof {

namespace {

std::vector<ActionId> numbers_of(const std::vector<PlainAction>& actions) {
  std::vector<ActionId> out;
  out.reserve(actions.size());
  for (const PlainAction& action : actions) out.push_back(action.action);
  return out;
}

/// Whether a Deny of some resources is about one of the actions.
bool some_denied(const Subject& subject, const std::vector<ActionId>& given) {
  return std::any_of(subject.denies().begin(), subject.denies().end(), [&](const CompiledStatement* deny) {
    return !deny->resources.is_everything() && std::any_of(given.begin(), given.end(), [&](ActionId action) {
      return deny->actions.catalogue.contains(action);
    });
  });
}

}  // namespace

ExposedActions::ExposedActions(std::vector<PlainAction> of) : actions(std::move(of)) {
  std::sort(actions.begin(), actions.end(),
            [](const PlainAction& a, const PlainAction& b) { return a.action < b.action; });
  group = ActionGroup(numbers_of(actions));
}

ListedExposures::ListedExposures(const Catalogue& catalogue) {
  std::map<std::string_view, std::vector<PlainAction>> actions;
  for (const DataRow& row : data_rows("exposing-actions")) {
    if (auto action = plain_action(row.at(1), catalogue)) actions[row.at(0)].push_back(std::move(*action));
  }
  for (auto& [check, listed] : actions) of_check_.emplace(check, ExposedActions(std::move(listed)));
}

const ExposedActions& ListedExposures::of(std::string_view check) const {
  static const ExposedActions none;  // of a catalogue without the actions
  const auto at = of_check_.find(check);
  return at == of_check_.end() ? none : at->second;
}

ExposedActions exposure_by_level(AccessLevel from, AccessLevel to, const Catalogue& catalogue) {
  std::vector<PlainAction> actions;
  for (ActionId action = 0; action < catalogue.action_count(); ++action) {
    const AccessLevel level = catalogue.access_level(action);
    if (level < from || level > to || catalogue.resources(action).empty()) continue;
    if (auto plain = plain_action(catalogue.action_name(action), catalogue)) actions.push_back(std::move(*plain));
  }
  return ExposedActions(std::move(actions));
}

void report_exposure(const Subject& subject, std::uint64_t step_budget, Reporter& reporter,
                     const ExposedActions& exposure, Severity severity, const ExposureWords& words) {
  if (!exposure.group.met_by_any(subject.allows())) return;
  PlainGrants grants(subject, step_budget, reporter);
  for (const CompiledStatement* allow : subject.allows()) {
    if (!exposure.group.meets(allow->actions.catalogue)) continue;
    std::vector<ActionId> given;
    exposure.group.for_each_in(allow->actions.catalogue, [&](std::size_t place) {
      const PlainAction& action = exposure.actions[place];
      if (grants.gives(*allow, action)) given.push_back(action.action);
    });
    if (given.empty()) continue;
    const std::string name = fmt::format("`{}`", subject.policies().catalogue().action_name(given.front()));
    const std::size_t others = given.size() - 1;
    const std::string_view where = some_denied(subject, given) ? "every resource but those denied" : "every resource";
    reporter.at_entry(*allow, entry_of(subject, *allow, given.front()), severity,
                      others == 0 ? fmt::format("{} {}, and is allowed on {}", name, words.what, where)
                                  : fmt::format("{} and {} more action{} {}, and are allowed on {}", name, others,
                                                others == 1 ? "" : "s", words.many, where),
                      std::string(words.help));
  }
}

void report_listed_exposure(const Subject& subject, std::uint64_t step_budget, Reporter& reporter,
                            std::string_view check, Severity severity, const ExposureWords& words) {
  with_facts<ListedExposures>(subject.policies().catalogue(), [&](const ListedExposures& listed) {
    report_exposure(subject, step_budget, reporter, listed.of(check), severity, words);
  });
}

}  // namespace iamproof
