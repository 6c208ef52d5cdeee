// What AWS puts into every request itself follows, for the most part, from who sends it and on what. A user alice of
// account 111122223333 that reads an object of account 444455556666 carries, whatever else she sends,
//
//   aws:PrincipalArn            arn:aws:iam::111122223333:user/alice
//   aws:PrincipalAccount        111122223333
//   aws:PrincipalType           User
//   aws:PrincipalIsAWSService   false
//   aws:username                alice
//   aws:ResourceAccount         444455556666
//
// Only what follows is added. Her aws:userid does not: it is an id that IAM made up. Nor does aws:SecureTransport,
// aws:SourceIp, aws:RequestedRegion or aws:MultiFactorAuthPresent: one caller can send a request both ways, and the
// difference is what many policies are about. Nor do the organization and the tags of either side. A key that AWS
// always sends but whose value does not follow stays absent, and a policy that tests it is decided as for an absent
// key.
#include "evaluate/derive.h"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "arn/arn.h"
#include "condition/instant.h"
#include "iamproof/request.h"
#include "support/text.h"

namespace iamproof {

namespace {

void add(Context& keys, std::string_view key, std::string_view value) {
  keys.emplace(key, std::string(value));
}

/// Of a session whose role nobody names in full, the role with no path: that is the usual case.
std::string role_of(const Caller& session) {
  if (!session.issuer.empty()) return std::string(session.issuer);
  std::string arn = "arn:";
  arn.append(session.partition).append(":iam::").append(session.account).append(":role/").append(session.name);
  return arn;
}

// An id of a user or role does not follow, so neither does the aws:userid of a user or of a session.
void add_identity(const Caller& caller, Context& keys) {
  switch (caller.kind) {
    case CallerKind::user:
      add(keys, "aws:PrincipalType", "User");
      add(keys, "aws:PrincipalArn", caller.text);
      add(keys, "aws:username", caller.name);
      break;
    case CallerKind::root:
      add(keys, "aws:PrincipalType", "Account");
      add(keys, "aws:PrincipalArn", caller.text);
      add(keys, "aws:userid", caller.account);
      break;
    case CallerKind::session:
    case CallerKind::role:
      add(keys, "aws:PrincipalType", "AssumedRole");
      add(keys, "aws:PrincipalArn", role_of(caller));
      break;
    case CallerKind::federated_user:
      add(keys, "aws:PrincipalType", "FederatedUser");
      add(keys, "aws:PrincipalArn", caller.text);
      add(keys, "aws:userid", std::string(caller.account).append(":").append(caller.name));
      break;
    default:
      return;
  }
  add(keys, "aws:PrincipalAccount", caller.account);
  add(keys, "aws:PrincipalIsAWSService", "false");
}

void add_principal(const Request& request, const Caller& caller, Context& keys) {
  switch (caller.kind) {
    case CallerKind::service:
      // aws:PrincipalServiceNamesList holds this name and others that AWS does not publish. Whether a service has an
      // aws:PrincipalArn or an account is not documented.
      add(keys, "aws:PrincipalIsAWSService", "true");
      add(keys, "aws:PrincipalServiceName", caller.text);
      break;
    case CallerKind::identity_provider:
      // The one call that is made before there is a session; the key belongs to web identities only.
      if (equal_folded(request.action, "sts:AssumeRoleWithWebIdentity")) {
        add(keys, "aws:FederatedProvider", caller.text);
      }
      break;
    case CallerKind::anonymous:
      add(keys, "aws:PrincipalType", "Anonymous");
      add(keys, "aws:PrincipalAccount", "anonymous");
      add(keys, "aws:userid", "anonymous");
      break;
    default:
      add_identity(caller, keys);
  }
}

/// A few actions work across accounts in a way that AWS sends no owner with them.
bool has_resource_account(std::string_view action) {
  const auto family = Catalogue::built_in().family("no-resource-account");
  return std::none_of(family.begin(), family.end(), [&](const FamilyEntry& entry) {
    std::string_view name = entry.pattern;
    if (!name.ends_with('*')) return equal_folded(name, action);
    name.remove_suffix(1);
    return equal_folded(name, action.substr(0, name.size()));
  });
}

/// "aws:TagKeys" lists the tags that a request passes, which are those of "aws:RequestTag/".
void add_tag_keys(const Context& context, Context& keys) {
  constexpr std::string_view prefix = "aws:RequestTag/";
  std::vector<std::string> tags;
  for (auto at = context.lower_bound(prefix); at != context.end(); ++at) {
    if (!equal_folded(std::string_view(at->first).substr(0, prefix.size()), prefix)) break;
    if (at->first.size() > prefix.size()) tags.push_back(at->first.substr(prefix.size()));
  }
  if (!tags.empty()) keys.emplace("aws:TagKeys", std::move(tags));
}

/// A call that came through another service says so twice. Which service was first and which last follows where there
/// was only one: a set of values has no order.
void add_called_via(const Context& context, Context& keys) {
  const auto at = context.find("aws:CalledVia");
  if (at == context.end()) return;
  const auto* services = std::get_if<std::vector<std::string>>(&at->second);
  if (services == nullptr || services->empty()) return;
  add(keys, "aws:ViaAWSService", "true");
  if (services->size() > 1) return;
  add(keys, "aws:CalledViaFirst", services->front());
  add(keys, "aws:CalledViaLast", services->front());
}

/// aws:CurrentTime and aws:EpochTime are the same instant, the latter in whole seconds.
void add_time(const Context& context, Context& keys) {
  const auto instant = [&](std::string_view key) -> std::optional<Instant> {
    const auto at = context.find(key);
    const auto* text = at == context.end() ? nullptr : std::get_if<std::string>(&at->second);
    return text == nullptr ? std::nullopt : Instant::parse(*text);
  };
  if (const auto now = instant("aws:CurrentTime"); now && now->nanoseconds == 0) {
    add(keys, "aws:EpochTime", std::to_string(now->seconds));
  }
  if (const auto now = instant("aws:EpochTime")) {
    if (const auto text = now->text()) add(keys, "aws:CurrentTime", *text);
  }
}

}  // namespace

Context keys_of_parties(const Request& request, const Caller& caller) {
  Context keys;
  add_principal(request, caller, keys);
  const std::string_view owner = owner_of(request, caller);
  if (is_account_id(owner) && has_resource_account(request.action)) add(keys, "aws:ResourceAccount", owner);
  return keys;
}

std::vector<std::string> derive_context(Request& request) {
  Context keys = keys_of_parties(request, Caller::of(request));
  add_tag_keys(request.context, keys);
  add_called_via(request.context, keys);
  add_time(request.context, keys);
  std::vector<std::string> names;
  for (auto& [key, value] : keys) {
    // What the request says of itself stands.
    if (request.context.emplace(key, std::move(value)).second) names.push_back(key);
  }
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace iamproof
