#include <fmt/format.h>

#include "catalogue/nearest.h"
#include "finding/fix.h"
#include "lint/check.h"
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

void report_service(const Document& document, const Place& place, std::string_view action, DocumentReporter& reporter) {
  const std::string_view service = action.substr(0, action.find(':'));
  std::vector<std::string_view> names;
  if (const std::string_view prefix = prefix_of_service_called(service); !prefix.empty()) names = {prefix};
  if (names.empty()) names = nearest_services(document.catalogue(), service);
  reporter.add(codes[of_service], place,
               fmt::format("{} is the prefix of no known service{}", in_backticks(service), meant(names)),
               "write the prefix that the Service Authorization Reference has for the service");
}

/// What a name has of these, in its order.
template <class Wanted>
std::string only(std::string_view name, Wanted wanted) {
  std::string out;
  std::copy_if(name.begin(), name.end(), std::back_inserter(out), wanted);
  return out;
}

/// Whether one name is the other but for one slip, or for hyphens. Names that differ in a digit are of two versions.
bool is_slip(std::string_view written, std::string_view name) {
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  const auto is_joined = [](char c) { return c != '-' && c != '_'; };
  if (only(written, is_digit) != only(name, is_digit)) return false;
  return edit_distance(written, name, 1) <= 1 || equal_folded(only(written, is_joined), only(name, is_joined));
}

/// The first word of a name after its service: "List" of "s3:ListObjectsV2".
std::string_view verb_of(std::string_view action) {
  const std::string_view name = action.substr(action.find(':') + 1);
  const auto end = std::find_if(name.begin() + 1, name.end(), [](char c) { return c < 'a' || c > 'z'; });
  return name.substr(0, static_cast<std::size_t>(end - name.begin()));
}

/// Whether the service does something else with what is written: iam:GetInstanceProfiles may be a slip for
/// iam:GetInstanceProfile, but iam:ListInstanceProfiles is an action too.
bool has_other_verb(const Catalogue& catalogue, std::string_view action) {
  const std::size_t service = action.find(':') + 1, verb = verb_of(action).size();
  const ServiceInfo info = catalogue.service(*catalogue.find_service(action.substr(0, service - 1)));
  for (std::uint32_t i = 0; i < info.action_count; ++i) {
    const std::string_view name = catalogue.action_name(info.first_action + i);
    const std::size_t other_verb = verb_of(name).size();
    if (equal_folded(name.substr(service + other_verb), action.substr(service + verb))) return true;
  }
  return false;
}

/// The action of the same service that was meant, if it can be no other; else "".
std::string_view certainly_meant(const Catalogue& catalogue, std::string_view action) {
  constexpr std::size_t fewest_letters = 6;  // a slip in a short name may be any name
  const std::size_t service = action.find(':') + 1;
  if (action.size() < service + fewest_letters) return {};
  const auto names = catalogue.nearest_actions(action);
  if (names.empty() || !equal_folded(names[0].substr(0, service), action.substr(0, service))) return {};
  if (!is_slip(action, names[0]) || (names.size() > 1 && is_slip(action, names[1]))) return {};
  const bool slip_in_verb = !equal_folded(verb_of(action), verb_of(names[0]));
  return slip_in_verb || !has_other_verb(catalogue, action) ? names[0] : std::string_view();
}

/// Whether an action that permits an operation is of its service and kind, so that nothing comes with it that the name
/// of the operation does not tell: s3:GetObject reads what s3:HeadObject does not.
bool is_of_kind(std::string_view authorised_by, std::string_view operation) {
  const std::size_t service = operation.find(':') + 1;
  return equal_folded(authorised_by.substr(0, service), operation.substr(0, service)) &&
         verb_of(authorised_by) == verb_of(operation);
}

std::optional<Fix> fix_of(Span action, std::string_view name) {
  if (name.empty()) return std::nullopt;
  return fix::new_meaning(fmt::format("write {}", in_backticks(name)), {fix::write_string(action, name)});
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
                 fix_of(span, is_of_kind(authorised_by, action) ? authorised_by : std::string_view()));
    return;
  }
  reporter.add(codes[of_action], place,
               fmt::format("{} is no known action{}", in_backticks(action), near_names(catalogue, action)),
               "compare it with the actions of the service", fix_of(span, certainly_meant(catalogue, action)));
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
        report_service(document, place, entry.text, reporter);
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
