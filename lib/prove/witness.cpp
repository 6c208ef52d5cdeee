#include "prove/witness.h"

#include <algorithm>

#include <fmt/format.h>

#include "arn/arn.h"

namespace iamproof {

bool exposes_all(const std::vector<Exposure>& exposures, const ActionClass& actions) {
  std::size_t exposed = 0;
  for (const Exposure& exposure : exposures) exposed += exposure.actions.size();
  return !exposures.empty() && exposed == actions.members.size();
}

Witnesses::Witnesses(const Catalogue& catalogue, const std::vector<CallerClass>& callers, const KeyTable& keys,
                     Judge judge)
    : catalogue_(catalogue), callers_(callers), keys_(keys), judge_(std::move(judge)) {}

void Witnesses::count(const std::vector<CompiledStatement>& statements) {
  for (const CompiledStatement& statement : statements) looked_at_ += statement.size;
}

Request Witnesses::request_of(const Exposure& exposure) const {
  return request_of(exposure, exposure.actions.empty() ? std::nullopt : std::optional(exposure.actions.front()));
}

Request Witnesses::request_of(const Exposure& exposure, std::optional<ActionId> action) const {
  Request request;
  request.action = action ? std::string(catalogue_.action_name(*action)) : exposure.outside;
  for (const auto& [key, value] : exposure.scene.context) request.context.emplace(name_of(key), value);
  request.resource = exposure.scene.resource;
  if (action && exposure.any_resource) {
    request.resource = ResourceUniverse::of_action(catalogue_, *action).likely.front();
  }
  if (callers_.size() > 1 || exposure.caller->is_fixed) {
    set_caller(*exposure.caller, request);
    fill_open_keys(*exposure.caller, request);
  } else {
    request.principal = principal_of(request);
  }
  return request;
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
  return at != keys_.end() ? at->second.name : spelling(key, key, catalogue_);
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
  if (Caller::of(callers_.front().request).is_session()) {
    return fmt::format("arn:aws:sts::{}:assumed-role/example-role/example-session", home);
  }
  return fmt::format("arn:aws:iam::{}:user/{}", home, name == nullptr ? "example-user" : *name);
}

bool Witnesses::refutes(const Request& request) const {
  if (callers_.size() > 1 && !is_consistent(request)) return false;
  return judge_(request, ActionName(request.action, catalogue_));
}

}  // namespace iamproof
