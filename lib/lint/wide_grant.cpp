#include "lint/wide_grant.h"

#include <algorithm>

#include <fmt/format.h>

#include "source/excerpt.h"
#include "support/text.h"

namespace iamproof {

namespace {

using Form = WideGrant::Form;

/// Adds the entries that name the action: those that have its very name, if there are any, else patterns.
Form add_entries(const StatementView& statement, ActionId action, WideGrant& grant) {
  if (statement.actions.negated) {
    grant.entry = "`NotAction`";
    grant.places.push_back(Document::at(statement, statement.actions));
    return Form::not_action_and_star;
  }
  const std::vector<ActionPattern>& patterns = statement.compiled->actions.patterns;
  for (const bool exact : {true, false}) {
    for (std::size_t i = 0; i < patterns.size(); ++i) {
      const bool all = patterns[i].kind == ActionPattern::Kind::everything;
      const bool named = std::binary_search(patterns[i].actions.begin(), patterns[i].actions.end(), action);
      if ((patterns[i].kind == ActionPattern::Kind::exact) != exact || (!named && !all)) continue;
      if (grant.places.empty()) grant.entry = in_backticks(statement.actions.values()[i].text);
      grant.places.push_back(Document::at(statement, statement.actions, i));
    }
    if (!grant.places.empty()) return exact ? Form::action_and_star : Form::pattern_and_star;
  }
  return Form::action_and_star;
}

}  // namespace

std::string WideGrant::how() const {
  const bool by_name = form == Form::action_and_star || form == Form::action_and_not_resource;
  const bool on_all = form < Form::action_and_not_resource;
  return fmt::format("{}{}", by_name ? std::string() : fmt::format("by {} ", entry),
                     on_all ? "on every resource" : "on all resources but those of `NotResource`");
}

std::optional<WideGrant> wide_grant(const StatementView& statement, ActionId action) {
  if (!statement.allows() || statement.compiled == nullptr || !statement.resources) return std::nullopt;
  if (!statement.compiled->actions.catalogue.contains(action)) return std::nullopt;
  const ListView& resources = statement.resources;
  if (!resources.negated && !statement.names_every_resource()) return std::nullopt;
  WideGrant grant;
  grant.form = add_entries(statement, action, grant);
  if (resources.negated) {
    grant.form = static_cast<Form>(static_cast<int>(grant.form) + static_cast<int>(Form::action_and_not_resource));
    grant.places.push_back(Document::at(statement, resources));
    return grant;
  }
  const auto star = std::find_if(resources.values().begin(), resources.values().end(),
                                 [](const Text& text) { return text.text == "*"; });
  grant.places.push_back(
      Document::at(statement, resources, static_cast<std::size_t>(star - resources.values().begin())));
  return grant;
}

std::vector<const ConditionView*> conditions_that_list(const StatementView& statement, std::string_view key) {
  std::vector<const ConditionView*> out;
  for (const ConditionView& condition : statement.conditions) {
    if (!condition.op || condition.op->family != OperatorFamily::string) continue;
    if (condition.op->base.find("Not") != std::string_view::npos) continue;
    if (equal_folded(condition.written->key.text, key)) out.push_back(&condition);
  }
  return out;
}

void report_wide_grants(const Document& document, DocumentReporter& reporter, std::string_view action,
                        std::span<const Code> codes, bool (*is_held)(const StatementView& statement),
                        std::string_view help) {
  const auto id = document.catalogue().find_action(action);
  if (!id) return;
  for (const StatementView& statement : document.statements()) {
    const auto grant = wide_grant(statement, *id);
    if (!grant || is_held(statement)) continue;
    reporter.add(codes[static_cast<std::size_t>(grant->form)], grant->places,
                 fmt::format("`{}` is allowed {}, for any service", action, grant->how()), std::string(help));
  }
}

}  // namespace iamproof
