#include "prove/blame.h"

#include <algorithm>

#include <fmt/format.h>

#include "policy/path.h"

namespace iamproof {

namespace {

std::optional<std::string> pointer_in(const std::optional<TextList>& list, std::string_view name, Span span) {
  if (!list) return std::nullopt;
  if (list->key == span || list->span == span) return fmt::format("/{}", name);
  const auto at = std::lower_bound(list->values.begin(), list->values.end(), span,
                                   [](const Text& text, Span s) { return text.span.begin < s.begin; });
  if (at == list->values.end() || at->span != span) return std::nullopt;
  return list->is_array ? fmt::format("/{}/{}", name, at - list->values.begin()) : fmt::format("/{}", name);
}

}  // namespace

std::string pointer_of(const Statement& statement, Span span) {
  const std::pair<const std::optional<TextList>&, std::string_view> lists[] = {
      {statement.actions, "Action"},
      {statement.not_actions, "NotAction"},
      {statement.resources, "Resource"},
      {statement.not_resources, "NotResource"},
  };
  for (const auto& [list, name] : lists) {
    if (const auto pointer = pointer_in(list, name, span)) return statement.pointer + *pointer;
  }
  for (const Condition& condition : statement.conditions) {
    if (condition.key.span == span) {
      return fmt::format("{}/Condition/{}/{}", statement.pointer, pointer_token(condition.op.text),
                         pointer_token(condition.key.text));
    }
  }
  return statement.pointer;
}

void Breaches::add(const Blame& blame, const std::vector<ActionId>& actions, Witness witness,
                   std::optional<StatementRef> denied_by) {
  if (add_to(blame, actions)) return;
  Breach& breach = breaches_[place_of(blame)];
  breach.statement = blame.statement;
  breach.span = blame.span;
  breach.reason = blame.reason;
  breach.witness = std::move(witness.request);
  breach.odd = std::move(witness.odd);
  breach.denied_by = denied_by;
  if (blame.statement) breach.pointer = pointer_of(policies_.statement(*blame.statement), blame.span);
  add_actions(breach, actions);
}

bool Breaches::add_to(const Blame& blame, const std::vector<ActionId>& actions) {
  const auto at = breaches_.find(place_of(blame));
  if (at == breaches_.end()) return false;
  // A request for an action that exists shows more than one for an action yet to come.
  if (at->second.actions.empty() && !actions.empty()) return false;
  add_actions(at->second, actions);
  return true;
}

void Breaches::add_actions(Breach& breach, const std::vector<ActionId>& actions) {
  breach.future_actions = breach.future_actions || actions.empty();
  breach.actions.insert(breach.actions.end(), actions.begin(), actions.end());
}

std::vector<Breach> Breaches::take() && {
  std::vector<Breach> out;
  for (auto& [place, breach] : breaches_) {
    std::sort(breach.actions.begin(), breach.actions.end());
    breach.actions.erase(std::unique(breach.actions.begin(), breach.actions.end()), breach.actions.end());
    out.push_back(std::move(breach));
  }
  return out;
}

}  // namespace iamproof
