// Whether an action's requests have aws:ResourceTag is told by the keys of the action and those of its resource types.
// AWS does not report actions that take tags for what they make, so neither is one that has aws:RequestTag or
// aws:TagKeys.
#include <set>
#include <string>

#include <fmt/format.h>

#include "lint/check.h"
#include "source/excerpt.h"
#include "support/text.h"

namespace iamproof {

namespace {

constexpr Code codes[] = {
    {"ALLOW_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE", Severity::suggestion},
    {"ALLOW_NOTACTION_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE", Severity::suggestion},
    {"DENY_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE", Severity::security_warning},
    {"DENY_NOTACTION_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE", Severity::security_warning}};

const Code& code_of(const StatementView& statement) {
  return codes[(statement.denies() ? 2U : 0U) + (statement.actions.negated ? 1U : 0U)];
}

bool is_resource_tag(std::string_view key) {
  constexpr std::string_view prefix = "aws:ResourceTag/";
  return key.size() > prefix.size() && equal_folded(key.substr(0, prefix.size()), prefix);
}

/// Whether it is false where the request does not have the key.
bool needs_the_key(const ConditionView& condition) {
  if (!condition.op || condition.op->if_exists || condition.op->set == SetOperator::for_all_values) return false;
  if (condition.op->family != OperatorFamily::null) return condition.op->base.find("Not") == std::string_view::npos;
  const std::vector<Value>& values = condition.written->values;
  return std::all_of(values.begin(), values.end(),
                     [](const Value& value) { return equal_folded(value.text.text, "false"); });
}

bool is_tag_of_resource(std::string_view key) {
  return key.find(":ResourceTag/") != std::string_view::npos;
}
bool is_any_tag(std::string_view key) {
  return is_tag_of_resource(key) || key.find(":RequestTag/") != std::string_view::npos || key == "aws:TagKeys";
}

bool has_tags(const Catalogue& catalogue, ActionId action) {
  const auto own = catalogue.condition_keys(action);
  if (std::any_of(own.begin(), own.end(), is_any_tag)) return true;
  const auto resources = catalogue.resources(action);
  return std::any_of(resources.begin(), resources.end(), [&](const ActionResource& resource) {
    const auto keys = catalogue.resource_condition_keys(resource.type);
    return std::any_of(keys.begin(), keys.end(), is_tag_of_resource);
  });
}

/// Whether no action that the entry matches has the key. Nothing is said of patterns that match some that have it.
bool is_without_tags(const Catalogue& catalogue, const ActionPattern& pattern) {
  return !pattern.actions.empty() && std::none_of(pattern.actions.begin(), pattern.actions.end(),
                                                  [&](ActionId action) { return has_tags(catalogue, action); });
}

/// The entries without the key, by the prefix of their service, in the order of the list.
std::vector<std::pair<std::string_view, std::vector<std::size_t>>> entries_without_tags(const Document& document,
                                                                                        const ActionElement& actions) {
  std::vector<std::pair<std::string_view, std::vector<std::size_t>>> out;
  for (std::size_t i = 0; i < actions.patterns.size(); ++i) {
    if (!is_without_tags(document.catalogue(), actions.patterns[i])) continue;
    const std::string_view service = actions.patterns[i].service();
    auto at = std::find_if(out.begin(), out.end(), [&](const auto& group) { return group.first == service; });
    if (at == out.end()) at = out.insert(at, {service, {}});
    at->second.push_back(i);
  }
  return out;
}

std::string_view consequence(const StatementView& statement) {
  return statement.denies() ? "never denied by this statement" : "never allowed by this statement";
}

void report_entries(const StatementView& statement, std::string_view service, const std::vector<std::size_t>& entries,
                    const Condition& condition, DocumentReporter& reporter) {
  std::vector<Place> places;
  for (const std::size_t entry : entries) places.push_back(Document::at(statement, statement.actions, entry));
  places.push_back(Document::at_key(statement, condition));
  std::string what = in_backticks(statement.actions.values()[entries.front()].text);
  if (entries.size() > 1) what += fmt::format(" and {} more of {}", entries.size() - 1, in_backticks(service));
  const bool several = entries.size() > 1;
  reporter.add(code_of(statement), places,
               fmt::format("{} {} no {}, so {} {}", what, several ? "have" : "has", in_backticks(condition.key.text),
                           several ? "they are" : "it is", consequence(statement)),
               "move them to a statement without the condition");
}

void look_at(const Document& document, const StatementView& statement, const Condition& condition,
             DocumentReporter& reporter) {
  if (statement.actions.negated) {
    reporter.add(code_of(statement),
                 {Document::at(statement, statement.actions), Document::at_key(statement, condition)},
                 fmt::format("`NotAction` leaves actions that have no {}: they are {}",
                             in_backticks(condition.key.text), consequence(statement)),
                 "list the actions that have the key in Action");
    return;
  }
  for (const auto& [service, entries] : entries_without_tags(document, statement.compiled->actions)) {
    report_entries(statement, service, entries, condition, reporter);
  }
}

void look(const Document& document, DocumentReporter& reporter) {
  for (const StatementView& statement : document.statements()) {
    if (statement.compiled == nullptr) continue;
    std::set<std::string> keys;
    for (const ConditionView& condition : statement.conditions) {
      const std::string_view key = condition.written->key.text;
      if (!is_resource_tag(key) || !needs_the_key(condition)) continue;
      if (keys.insert(folded(key)).second) look_at(document, statement, *condition.written, reporter);
    }
  }
}

}  // namespace

extern const Check unsupported_tag_condition{.id = "unsupported-tag-condition",
                                             .pack = LintPack::aws,
                                             .needs = Needs::catalogue,
                                             .types = every_policy_type,
                                             .codes = codes,
                                             .look = look};

}  // namespace iamproof
