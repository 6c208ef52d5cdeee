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

void Breaches::add(Blame blame, const std::vector<ActionId>& actions, Request witness,
                   std::optional<StatementRef> denied_by) {
  const auto [at, is_new] = breaches_.try_emplace(Place{blame.statement, blame.span.begin, blame.span.end});
  Breach& breach = at->second;
  const bool nearer = breach.actions.empty() && !actions.empty();
  if (is_new || nearer) {
    breach.statement = blame.statement;
    breach.span = blame.span;
    breach.reason = std::move(blame.reason);
    breach.witness = std::move(witness);
    breach.denied_by = denied_by;
    if (blame.statement) breach.pointer = pointer_of(policies_.statement(*blame.statement), blame.span);
  }
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
