#include <fmt/format.h>

#include "catalogue/nearest.h"
#include "finding/fix.h"
#include "lint/check.h"
#include "lint/meant.h"
#include "lint/names.h"
#include "source/excerpt.h"
#include "support/text.h"

namespace iamproof {

namespace {

constexpr Code codes[] = {{"INVALID_ACTION", Severity::error}, {"INVALID_SERVICE_IN_ACTION", Severity::error}};
constexpr std::size_t of_action = 0, of_service = 1;

/// What matches nothing that the catalogue has, and is not reported by the grammar: an unfinished name, or one with a
/// blank or a variable.
bool is_unknown(const ActionPattern& pattern) {
  if (!pattern.actions.empty()) return false;
  if (pattern.kind != ActionPattern::Kind::exact && pattern.kind != ActionPattern::Kind::wildcard) return false;
  return !pattern.text.ends_with(':') && pattern.text.find(' ') == std::string::npos &&
         pattern.text.find("${") == std::string::npos;
}

std::string meant(const std::vector<std::string_view>& names) {
  if (names.empty()) return {};
  std::string text = "; did you mean " + in_backticks(names.front());
  for (std::size_t i = 1; i < names.size(); ++i) {
    text += (i + 1 == names.size() ? " or " : ", ") + in_backticks(names[i]);
  }
  return text + '?';
}

/// Prefixes that differ in a letter or two, nearest first.
std::vector<std::string_view> nearest_services(const Catalogue& catalogue, std::string_view service) {
  const std::size_t tolerance = service.size() < 4 ? 1 : 2;
  std::vector<std::pair<std::size_t, std::string_view>> near;
  for (ServiceId id = 0; id < catalogue.service_count(); ++id) {
    const std::string_view prefix = catalogue.service(id).prefix;
    const std::size_t distance = edit_distance(service, prefix, tolerance);
    if (distance <= tolerance) near.emplace_back(distance, prefix);
  }
  std::sort(near.begin(), near.end());
  constexpr std::size_t most = 3;
  std::vector<std::string_view> prefixes;
  for (std::size_t i = 0; i < std::min(near.size(), most); ++i) prefixes.push_back(near[i].second);
  return prefixes;
}

std::optional<Fix> fix_of(Span action, std::string_view name) {
  if (name.empty()) return std::nullopt;
  return fix::new_meaning(fmt::format("write {}", in_backticks(name)), {fix::write_string(action, name)});
}

/// The action under the service that is surely meant: one that is called so, or the only one that is a slip away.
std::string_view action_of_service_meant(const Catalogue& catalogue, std::string_view action,
                                         const std::vector<std::string_view>& nearest) {
  constexpr std::size_t fewest_letters = 4;
  const std::string_view service = action.substr(0, action.find(':'));
  if (const std::string_view prefix = prefix_of_service_called(service); !prefix.empty()) {
    return action_under(catalogue, prefix, action);
  }
  std::string_view found;
  for (const std::string_view prefix : nearest) {
    if (service.size() < fewest_letters || !is_slip(service, prefix)) continue;
    if (!found.empty()) return {};
    found = action_under(catalogue, prefix, action);
  }
  return found;
}

void report_service(const Document& document, const Place& place, const Text& entry, DocumentReporter& reporter) {
  const Catalogue& catalogue = document.catalogue();
  const std::string_view service = entry.text.substr(0, entry.text.find(':'));
  std::vector<std::string_view> names;
  if (const std::string_view prefix = prefix_of_service_called(service); !prefix.empty()) names = {prefix};
  if (names.empty()) names = nearest_services(catalogue, service);
  reporter.add(codes[of_service], place,
               fmt::format("{} is the prefix of no known service{}", in_backticks(service), meant(names)),
               "write the prefix that the Service Authorization Reference has for the service",
               fix_of(entry.span, action_of_service_meant(catalogue, entry.text, names)));
}

/// Names of the same service are what was meant; one of another service is all that there is to say else.
std::string near_names(const Catalogue& catalogue, std::string_view action) {
  const auto names = catalogue.nearest_actions(action);
  if (names.empty()) return {};
  const std::size_t service = action.find(':') + 1;
  if (equal_folded(names.front().substr(0, service), action.substr(0, service))) return meant(names);
  return fmt::format(", but {} is", in_backticks(names.front()));
}

void report_action(const Document& document, const Place& place, const Text& entry, const ActionPattern& pattern,
                   DocumentReporter& reporter) {
  const auto [action, span] = entry;
  const Catalogue& catalogue = document.catalogue();
  if (pattern.kind == ActionPattern::Kind::wildcard) {
    reporter.add(codes[of_action], place, fmt::format("pattern {} matches no known action", in_backticks(action)),
                 "compare it with the actions of the service");
    return;
  }
  const std::string_view authorised_by = catalogue.action_for_operation(action);
  if (!authorised_by.empty()) {
    reporter.add(codes[of_action], place,
                 fmt::format("{} is an API operation but no action: {} is what permits it", in_backticks(action),
                             in_backticks(authorised_by)),
                 fmt::format("write {}", in_backticks(authorised_by)),
                 fix_of(span, action_meant_by_operation(catalogue, action)));
    return;
  }
  reporter.add(codes[of_action], place,
               fmt::format("{} is no known action{}", in_backticks(action), near_names(catalogue, action)),
               "compare it with the actions of the service", fix_of(span, action_meant(catalogue, action)));
}

void look(const Document& document, DocumentReporter& reporter) {
  for (const StatementView& statement : document.statements()) {
    if (statement.compiled == nullptr) continue;
    const std::vector<ActionPattern>& patterns = statement.compiled->actions.patterns;
    for (std::size_t i = 0; i < patterns.size(); ++i) {
      if (!is_unknown(patterns[i]) || find_retired(patterns[i].text) != nullptr) continue;
      const Place place = Document::at(statement, statement.actions, i);
      const Text& entry = statement.actions.values()[i];
      if (document.catalogue().find_service(patterns[i].service())) {
        report_action(document, place, entry, patterns[i], reporter);
      } else {
        report_service(document, place, entry, reporter);
      }
    }
  }
}

}  // namespace

extern const Check unknown_action{.id = "unknown-action",
                                  .pack = LintPack::aws,
                                  .needs = Needs::catalogue,
                                  .types = every_policy_type,
                                  .codes = codes,
                                  .look = look};

}  // namespace iamproof
