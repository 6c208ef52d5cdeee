#include "lint/key_support.h"

#include <algorithm>

namespace iamproof {

namespace {

bool contains(const std::vector<std::string_view>& keys, std::string_view key) {
  return std::find(keys.begin(), keys.end(), key) != keys.end();
}

bool is_named_action(const ActionPattern& pattern) {
  return pattern.kind == ActionPattern::Kind::exact && pattern.actions.size() == 1;
}

}  // namespace

bool has_key(const Catalogue& catalogue, ActionId action, const KeyInfo& key) {
  if (contains(catalogue.condition_keys(action), key.name)) return true;
  const auto resources = catalogue.resources(action);
  return std::any_of(resources.begin(), resources.end(), [&](const ActionResource& resource) {
    return contains(catalogue.resource_condition_keys(resource.type), key.name);
  });
}

bool has_key_somewhere(const Catalogue& catalogue, ServiceId service, const KeyInfo& key) {
  const ServiceInfo info = catalogue.service(service);
  for (std::uint32_t i = 0; i < info.action_count; ++i) {
    if (has_key(catalogue, info.first_action + i, key)) return true;
  }
  return false;
}

std::vector<ActionId> named_actions(const CompiledStatement& statement) {
  std::vector<ActionId> actions;
  if (statement.actions.negated) return actions;
  for (const ActionPattern& pattern : statement.actions.patterns) {
    if (is_named_action(pattern)) actions.push_back(pattern.actions.front());
  }
  return actions;
}

bool names_all_actions(const CompiledStatement& statement) {
  const auto& patterns = statement.actions.patterns;
  return !statement.actions.negated && std::all_of(patterns.begin(), patterns.end(), is_named_action);
}

}  // namespace iamproof
