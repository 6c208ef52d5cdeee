#include "prove/witness.h"

#include <algorithm>

#include <fmt/format.h>

#include "arn/arn.h"
#include "evaluate/decide.h"
#include "evaluate/match.h"

namespace iamproof {

bool in_region(const CompiledClaim& claim, const Request& request, const ActionName& action) {
  return std::any_of(claim.region.begin(), claim.region.end(),
                     [&](const CompiledStatement& statement) { return applies(statement, request, action); });
}

Witnesses::Witnesses(const CompiledPolicies& policies, const CompiledClaim& claim, const Inquiry& inquiry,
                     const KeyTable& keys)
    : policies_(policies), claim_(claim), inquiry_(inquiry), keys_(keys) {
  constexpr std::uint64_t values_per_step = 8;
  for (const CompiledStatement& statement : policies.impl().statements) replay_cost_ += statement.size;
  for (const CompiledStatement& statement : claim.region) replay_cost_ += statement.size;
  replay_cost_ /= values_per_step;
}

Request Witnesses::request_of(const Exposure& exposure) const {
  return request_of(exposure, exposure.actions.empty() ? std::nullopt : std::optional(exposure.actions.front()));
}

Request Witnesses::request_of(const Exposure& exposure, std::optional<ActionId> action) const {
  Request request;
  request.action = action ? std::string(policies_.catalogue().action_name(*action)) : exposure.outside;
  for (const auto& [key, value] : exposure.scene.context) request.context.emplace(name_of(key), value);
  request.resource = exposure.scene.resource;
  if (action && exposure.any_resource) {
    request.resource = ResourceUniverse::of_action(policies_.catalogue(), *action).likely.front();
    give_to_owner(request);
  }
  if (inquiry_.callers.size() > 1 || exposure.caller->is_fixed) {
    set_caller(*exposure.caller, request);
    fill_open_keys(*exposure.caller, request);
  } else {
    request.principal = principal_of(request);
  }
  return request;
}

/// Of a resource that no statement looks at: its account is the one that the context names.
void Witnesses::give_to_owner(Request& request) {
  const auto at = request.context.find(std::string_view("aws:ResourceAccount"));
  const auto* owner = at == request.context.end() ? nullptr : std::get_if<std::string>(&at->second);
  const auto parts = split_arn(request.resource);
  if (owner == nullptr || !is_account_id(*owner) || !parts || !is_account_id(parts->account)) return;
  const auto begin = static_cast<std::size_t>(parts->account.data() - request.resource.data());
  request.resource.replace(begin, parts->account.size(), *owner);
}

/// What a caller carries whatever it is, and no statement looks at.
void Witnesses::fill_open_keys(const CallerClass& caller, Request& request) const {
  if (!caller.closed_context) return;
  for (const auto& [key, confined] : caller.keys.confined) {
    const std::string_view likely = likely_value(key);
    request.context.emplace(name_of(key), std::string(likely.empty() ? "example" : likely));
  }
}

std::string Witnesses::name_of(const std::string& key) const {
  const auto at = keys_.find(key);
  return at != keys_.end() ? at->second.name : spelling(key, key, policies_.catalogue());
}

/// Of an account that the context or else the resource names, so that the request stays within one account.
std::string Witnesses::principal_of(const Request& request) const {
  const auto text = [&](std::string_view key) -> const std::string* {
    const auto at = request.context.find(key);
    return at == request.context.end() ? nullptr : std::get_if<std::string>(&at->second);
  };
  if (const std::string* arn = text("aws:PrincipalArn")) return *arn;
  const std::string* name = text("aws:username");
  const std::string* account = text("aws:PrincipalAccount");
  const std::string_view owner = owner_of(request, {});
  std::string_view home = is_account_id(owner) ? owner : "111122223333";
  if (account != nullptr && is_account_id(*account)) home = *account;
  if (!policies_.policies().session.empty()) {
    return fmt::format("arn:aws:sts::{}:assumed-role/example-role/example-session", home);
  }
  return fmt::format("arn:aws:iam::{}:user/{}", home, name == nullptr ? "example-user" : *name);
}

bool Witnesses::refutes(const Request& request) const {
  const ActionName action(request.action, policies_.catalogue());
  if (inquiry_.callers.size() > 1 && !is_consistent(request)) return false;
  const bool inside = in_region(claim_, request, action);
  const Decision decision = decide(policies_.impl(), request, action, inquiry_.unstated);
  switch (inquiry_.question) {
    case Question::never_allowed:
      return inside && decision == Decision::explicit_allow;
    case Question::only_within:
      return !inside && decision == Decision::explicit_allow;
    case Question::always_denied:
      return inside && decision != Decision::explicit_deny;
    case Question::always_allowed:
      return inside && decision != Decision::explicit_allow;
    case Question::undecided:
      return inside && decision != Decision::implicit_deny;
  }
  return false;
}

}  // namespace iamproof
