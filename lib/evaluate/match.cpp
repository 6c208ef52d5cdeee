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

std::variant<Match, Miss> explain_match(const CompiledStatement& statement, const Statement& written,
                                        const Request& request, const ActionName& action) {
  if (!statement.actions.negated && !statement.actions.matches(action)) return action_miss(statement, request, nullptr);
  const ActionPattern* action_pattern = statement.actions.find(action.text);
  if ((action_pattern != nullptr) == statement.actions.negated) return action_miss(statement, request, action_pattern);
  const ResourcePattern* resource = statement.resources.find(request.resource, request.context);
  if ((resource != nullptr) == statement.resources.negated) return resource_miss(statement, request, resource);
  for (std::size_t i = 0; i < statement.conditions.size(); ++i) {
    const Predicate& predicate = statement.conditions[i];
    const ContextValue* value = value_of(request.context, predicate.key());
    if (predicate.holds(value, request.context)) continue;
    const Condition& condition = written.conditions[i];
    return Miss{statement.ref, Element::condition, condition.key.span,
                fmt::format("`{}` on `{}` does not hold: {}", condition.op.text, condition.key.text, describe(value))};
  }
  return Match{statement.ref, action_pattern != nullptr ? action_pattern->span : statement.actions.key,
               resource != nullptr ? resource->span : statement.resources.key};
}

}  // namespace iamproof
