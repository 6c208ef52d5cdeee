#include "evaluate/match.h"

#include <algorithm>

#include <fmt/format.h>

namespace iamproof {

namespace {

const ContextValue* value_of(const Context& context, const std::string& key) {
  const auto at = context.find(key);
  return at == context.end() ? nullptr : &at->second;
}

std::string describe(const ContextValue* value) {
  if (value == nullptr) return "the request does not carry the key";
  if (const auto* single = std::get_if<std::string>(value)) return fmt::format("the request carries `{}`", *single);
  const auto& set = std::get<std::vector<std::string>>(*value);
  if (set.empty()) return "the request carries an empty set";
  return fmt::format("the request carries [`{}`]", fmt::join(set, "`, `"));
}

Miss action_miss(const CompiledStatement& statement, const Request& request, const ActionPattern* excluded) {
  Miss miss{statement.ref, Element::action, statement.actions.key, {}};
  if (excluded != nullptr) {
    miss.span = excluded->span;
    miss.why = fmt::format("NotAction leaves out `{}`", request.action);
  } else {
    miss.why = fmt::format("`{}` is none of its actions", request.action);
  }
  return miss;
}

Miss resource_miss(const CompiledStatement& statement, const Request& request, const ResourcePattern* excluded) {
  Miss miss{statement.ref, Element::resource, statement.resources.key, {}};
  if (excluded != nullptr) {
    miss.span = excluded->span;
    miss.why = fmt::format("NotResource leaves out `{}`", request.resource);
  } else {
    miss.why = fmt::format("`{}` is none of its resources", request.resource);
  }
  return miss;
}

Miss principal_miss(const CompiledStatement& statement, const Caller& caller) {
  Miss miss{statement.ref, Element::principal, statement.principal->key, {}};
  if (statement.principal->negated) {
    miss.why = fmt::format("NotPrincipal leaves out `{}`", caller.text);
  } else {
    miss.why = fmt::format("`{}` is none of its principals", caller.text);
  }
  return miss;
}

}  // namespace

bool conditions_hold(const CompiledStatement& statement, const Context& context) {
  return std::all_of(statement.conditions.begin(), statement.conditions.end(), [&](const Predicate& predicate) {
    return predicate.holds(value_of(context, predicate.key()), context);
  });
}

bool applies(const CompiledStatement& statement, const Request& request, const ActionName& action) {
  return statement.actions.matches(action) && statement.resources.matches(request.resource, request.context) &&
         conditions_hold(statement, request.context);
}

std::vector<Miss> misses_of(const Trial& trial, std::size_t most) {
  const auto& [statement, written, request, action, caller, set] = trial;
  std::vector<Miss> misses;
  const auto full = [&] { return misses.size() == most; };
  if (!statement.actions.matches(action)) {
    misses.push_back(action_miss(statement, request, statement.actions.find(action.text())));
    if (full()) return misses;
  }
  if (concerns(statement, caller, set) == no_form) misses.push_back(principal_miss(statement, caller));
  if (full()) return misses;
  const ResourcePattern* resource = statement.resources.find(request.resource, request.context);
  if ((resource != nullptr) == statement.resources.negated) {
    misses.push_back(resource_miss(statement, request, resource));
  }
  for (std::size_t i = 0; i < statement.conditions.size() && !full(); ++i) {
    const Predicate& predicate = statement.conditions[i];
    const ContextValue* value = value_of(request.context, predicate.key());
    if (predicate.holds(value, request.context)) continue;
    const Condition& condition = written.conditions[i];
    misses.push_back(
        {statement.ref, Element::condition, condition.key.span,
         fmt::format("`{}` on `{}` does not hold: {}", condition.op.text, condition.key.text, describe(value))});
  }
  return misses;
}

Match match_of(const Trial& trial) {
  const CompiledStatement& statement = trial.statement;
  const ActionPattern* action = statement.actions.find(trial.action.text());
  const ResourcePattern* resource = statement.resources.find(trial.request.resource, trial.request.context);
  return {statement.ref, action != nullptr ? action->span : statement.actions.key,
          resource != nullptr ? resource->span : statement.resources.key};
}

}  // namespace iamproof
