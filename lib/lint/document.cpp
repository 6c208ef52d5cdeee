#include "lint/document.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "policy/path.h"

namespace iamproof {

namespace {

ListView one_of(const std::optional<TextList>& list, std::string_view name, const std::optional<TextList>& negated,
                std::string_view negated_name) {
  if (list) return {&*list, name, false};
  if (negated) return {&*negated, negated_name, true};
  return {};
}

/// Whether a statement of a refused document can be compiled: everything it needs is there, and of a known form.
bool has_meaning(const Statement& statement, const std::vector<ConditionView>& conditions) {
  const bool one_action = statement.actions.has_value() != statement.not_actions.has_value();
  const bool both_resources = statement.resources && statement.not_resources;
  const bool both_principals = statement.principal && statement.not_principal;
  return statement.effect && one_action && !both_resources && !both_principals &&
         std::all_of(conditions.begin(), conditions.end(), [](const ConditionView& view) { return view.op; });
}

std::string condition_pointer(const StatementView& statement, const Condition& condition) {
  return fmt::format("{}/Condition/{}/{}", statement.written->pointer, pointer_token(condition.op.text),
                     pointer_token(condition.key.text));
}

}  // namespace

bool StatementView::names_every_resource() const {
  return resources && !resources.negated &&
         std::any_of(resources.values().begin(), resources.values().end(),
                     [](const Text& text) { return text.text == "*"; });
}

Document::Document(const Policy& policy, std::span<const CompiledStatement> compiled, const Catalogue& catalogue)
    : policy_(policy), catalogue_(catalogue) {
  statements_.reserve(policy.statements.size());
  for (std::size_t i = 0; i < policy.statements.size(); ++i) {
    const Statement& written = policy.statements[i];
    StatementView& view = statements_.emplace_back();
    view.written = &written;
    view.compiled = compiled.empty() ? nullptr : &compiled[i];
    view.actions = one_of(written.actions, "Action", written.not_actions, "NotAction");
    view.resources = one_of(written.resources, "Resource", written.not_resources, "NotResource");
    view.conditions.reserve(written.conditions.size());
    for (const Condition& condition : written.conditions) {
      view.conditions.push_back(
          {&condition, split_operator(condition.op.text), catalogue.find_key(condition.key.text)});
    }
    if (!compiled.empty() || !has_meaning(written, view.conditions)) continue;
    auto own = compile_statement(written, policy.has_variables(), *policy.source, catalogue);
    if (own) view.compiled = &own_.emplace_back(std::move(*own));
  }
}

Place Document::whole() const {
  return {{policy_.span.begin, policy_.span.begin + 1}, "", nullptr};
}

Place Document::at(const Statement& statement) {
  return {statement.span, statement.pointer, &statement};
}

Place Document::at(const StatementView& statement, const ListView& list) {
  return {list.list->span, fmt::format("{}/{}", statement.written->pointer, list.name), statement.written};
}

Place Document::at(const StatementView& statement, const ListView& list, std::size_t entry) {
  Place place = at(statement, list);
  if (!list.list->is_array) return place;
  place.span = list.values()[entry].span;
  place.pointer += fmt::format("/{}", entry);
  return place;
}

Place Document::at_operator(const StatementView& statement, const Condition& condition) {
  return {condition.op.span,
          fmt::format("{}/Condition/{}", statement.written->pointer, pointer_token(condition.op.text)),
          statement.written};
}

Place Document::at_key(const StatementView& statement, const Condition& condition) {
  return {condition.key.span, condition_pointer(statement, condition), statement.written};
}

Place Document::at_value(const StatementView& statement, const Condition& condition, std::size_t value) {
  Place place{condition.values[value].text.span, condition_pointer(statement, condition), statement.written};
  if (condition.is_array) place.pointer += fmt::format("/{}", value);
  return place;
}

}  // namespace iamproof
