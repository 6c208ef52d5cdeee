#include "prove/witness.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "arn/arn.h"

namespace iamproof {

static const std::string* text_of(const Request& request, std::string_view key) {
  const auto at = request.context.find(key);
  return at == request.context.end() ? nullptr : std::get_if<std::string>(&at->second);
}

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

std::optional<ActionId> Witnesses::first_action(const Exposure& exposure) {
  return exposure.actions.empty() ? std::nullopt : std::optional(exposure.actions.front());
}

Request Witnesses::request_of(const Exposure& exposure, const Scene& scene) const {
  Request request = request_of(exposure, scene, first_action(exposure));
  if (!scene.action.empty()) request.action = scene.action;
  return request;
}

Request Witnesses::request_of(const Exposure& exposure, const Scene& scene, std::optional<ActionId> action) const {
  Request request;
  request.action = action ? std::string(catalogue_.action_name(*action)) : exposure.outside;
  for (const auto& [key, value] : scene.context) request.context.emplace(name_of(key), value);
  request.resource = scene.resource;
  if (action && exposure.any_resource) {
    request.resource = ResourceUniverse::shared(catalogue_, *action).likely.front();
    give_to_owner(request);
  }
  if (callers_.size() > 1 || exposure.caller->is_fixed) {
    set_caller(*exposure.caller, request);
    fill_open_keys(*exposure.caller, request);
    if (!exposure.caller->closed_context) settle_owner(exposure, action && exposure.any_resource, request);
  } else {
    request.principal = principal_of(request);
  }
  return request;
}

/// Of a resource that no statement looks at: its account is the one that the context names.
void Witnesses::give_to_owner(Request& request) {
  const std::string* owner = text_of(request, "aws:ResourceAccount");
  const auto parts = split_arn(request.resource);
  if (owner == nullptr || !is_account_id(*owner) || !parts || !is_account_id(parts->account)) return;
  const auto begin = static_cast<std::size_t>(parts->account.data() - request.resource.data());
  request.resource.replace(begin, parts->account.size(), *owner);
}

/// The request with another owner, and with the key that says so; of a resource that no statement looks at with its
/// ARN too.
static Request owned_by(const std::string& account, bool any_resource, Request request) {
  request.resource_account = account;
  const auto key = request.context.find(std::string_view("aws:ResourceAccount"));
  if (key != request.context.end()) key->second = account;
  const auto parts = split_arn(request.resource);
  if (any_resource && parts && is_account_id(parts->account)) {
    const auto begin = static_cast<std::size_t>(parts->account.data() - request.resource.data());
    request.resource.replace(begin, parts->account.size(), account);
  }
  return request;
}

static std::vector<std::string> other_owners(const Request& request) {
  std::vector<std::string> out;
  if (!request.resource_account) return out;
  const auto add = [&](std::string_view account) {
    if (is_account_id(account) && account != *request.resource_account) out.emplace_back(account);
  };
  // Access points of S3 lead to buckets of other accounts.
  const auto parts = split_arn(request.resource);
  if (parts && !parts->service.starts_with("s3")) add(parts->account);
  if (const std::string* key = text_of(request, "aws:ResourceAccount")) add(*key);
  return out;
}

std::optional<std::string> other_owner(const Request& request) {
  const std::vector<std::string> others = other_owners(request);
  return others.empty() ? std::nullopt : std::optional(others.front());
}

/// Makes the owner, the ARN and aws:ResourceAccount agree where they do not, if the request then refutes what is asked.
/// First the owner stays. Else the resource is the other account's, and a caller of no account in particular moves.
void Witnesses::settle_owner(const Exposure& exposure, bool any_resource, Request& request) const {
  const std::vector<std::string> others = other_owners(request);
  if (others.empty()) return;
  const auto becomes = [&](Request candidate) {
    if (other_owner(candidate) || !refutes(candidate)) return false;
    request = std::move(candidate);
    return true;
  };
  if (becomes(owned_by(*request.resource_account, any_resource, request))) return;
  // Who is abroad stays there, for at home other callers are asked about, or none; who is at home does if it can move.
  const std::string account(Caller::of(request).account);
  const bool at_home = account == *request.resource_account;
  for (const std::string& other : others) {
    if (at_home || account == other) {
      auto moved = moved_to(*exposure.caller, at_home ? other : *request.resource_account, request);
      if (moved && becomes(owned_by(other, any_resource, std::move(*moved)))) return;
    }
    if (account != other && becomes(owned_by(other, any_resource, request))) return;
  }
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
  if (const std::string* arn = text_of(request, "aws:PrincipalArn")) return *arn;
  const std::string* name = text_of(request, "aws:username");
  const std::string* account = text_of(request, "aws:PrincipalAccount");
  const std::string_view owner = owner_of(request, {});
  std::string_view home = is_account_id(owner) ? owner : "111122223333";
  if (account != nullptr && is_account_id(*account)) home = *account;
  if (Caller::of(callers_.front().request).is_session() || is_of_session(request)) {
    return fmt::format("arn:aws:sts::{}:assumed-role/example-role/example-session", home);
  }
  return fmt::format("arn:aws:iam::{}:user/{}", home, name == nullptr ? "example-user" : *name);
}

/// Whether the context is one that no user has. IAM User Guide, "AWS global condition context keys", Availability.
bool Witnesses::is_of_session(const Request& request) {
  constexpr auto of_sessions = std::to_array<std::string_view>(
      {"aws:AssumedRoot", "aws:ChatbotSourceArn", "aws:Ec2InstanceSourcePrivateIPv4", "aws:Ec2InstanceSourceVpc",
       "aws:FederatedProvider", "aws:SourceIdentity", "codebuild:BuildArn", "codebuild:ProjectArn", "ec2:RoleDelivery",
       "ec2:SourceInstanceArn", "glue:CredentialIssuingService", "glue:RoleAssumedBy", "lambda:SourceFunctionArn",
       "ssm:SourceInstanceArn"});
  const std::string* type = text_of(request, "aws:PrincipalType");
  if (type != nullptr) return *type == "AssumedRole";
  if (request.context.contains("aws:username")) return false;
  return std::any_of(of_sessions.begin(), of_sessions.end(),
                     [&](std::string_view key) { return request.context.find(key) != request.context.end(); });
}

bool Witnesses::refutes(const Request& request) const {
  if (callers_.size() > 1 && !is_consistent(request)) return false;
  return judge_(request, ActionName(request.action, catalogue_));
}

}  // namespace iamproof
