#include "evaluate/caller.h"

#include <algorithm>

#include "arn/arn.h"

namespace iamproof {

namespace {

bool take_prefix(std::string_view& text, std::string_view prefix) {
  if (!text.starts_with(prefix)) return false;
  text.remove_prefix(prefix.size());
  return true;
}

std::string_view after_last_slash(std::string_view text) {
  return text.substr(text.rfind('/') + 1);  // npos + 1 is 0
}

const std::string* single_value(const Context& context, std::string_view key) {
  const auto at = context.find(key);
  return at == context.end() ? nullptr : std::get_if<std::string>(&at->second);
}

void read_iam(std::string_view resource, Caller& caller) {
  if (resource == "root") {
    caller.kind = CallerKind::root;
  } else if (take_prefix(resource, "user/")) {
    caller.kind = CallerKind::user;
    caller.name = after_last_slash(resource);
  } else if (take_prefix(resource, "role/")) {
    caller.kind = CallerKind::role;
    caller.name = after_last_slash(resource);
    caller.issuer = caller.text;
  } else if (resource.starts_with("saml-provider/") || resource.starts_with("oidc-provider/")) {
    caller.kind = CallerKind::identity_provider;
    caller.account = {};
  }
}

void read_sts(std::string_view resource, Caller& caller) {
  if (take_prefix(resource, "assumed-role/")) {
    const std::size_t slash = resource.find('/');
    if (slash == std::string_view::npos) return;
    caller.kind = CallerKind::session;
    caller.name = resource.substr(0, slash);
    caller.session = resource.substr(slash + 1);
  } else if (take_prefix(resource, "federated-user/")) {
    caller.kind = CallerKind::federated_user;
    caller.name = resource;
  }
}

/// Whether an ARN is that of a role of the caller's account and name, whatever its path.
bool names_role_of(std::string_view arn, const Caller& caller) {
  const auto parts = split_arn(arn);
  return parts && parts->service == "iam" && parts->account == caller.account && parts->resource.starts_with("role/") &&
         after_last_slash(parts->resource) == caller.name;
}

/// Whether an ARN is that of a user of the caller's account.
bool names_user_of(std::string_view arn, const Caller& caller) {
  const auto parts = split_arn(arn);
  return parts && parts->service == "iam" && parts->account == caller.account && parts->resource.starts_with("user/");
}

std::string_view issuer_of(const Request& request, const Caller& caller) {
  if (request.session_issuer) {
    // One that cannot be of this session is none: it must not lift what binds the caller.
    const bool fits = caller.kind == CallerKind::session ? names_role_of(*request.session_issuer, caller)
                                                         : names_user_of(*request.session_issuer, caller);
    return fits ? std::string_view(*request.session_issuer) : std::string_view();
  }
  const std::string* arn = single_value(request.context, "aws:PrincipalArn");
  const bool is_role = caller.kind == CallerKind::session && arn != nullptr && names_role_of(*arn, caller);
  return is_role ? std::string_view(*arn) : std::string_view();
}

/// "s3.amazonaws.com", "accounts.google.com": a host name. Those of AWS are services.
void read_host(std::string_view text, Caller& caller) {
  const bool is_host = text.find('.') != std::string_view::npos && text.find_first_of(" /:") == std::string_view::npos;
  const bool is_pool = text == "cognito-identity.amazonaws.com" || text == "www.amazon.com";  // identity providers
  if (!is_host) return;
  const bool is_aws = text.find(".amazonaws.") != std::string_view::npos || text.ends_with(".amazon.com") ||
                      text.ends_with(".c2s.ic.gov") || text.ends_with(".sc2s.sgov.gov");
  caller.kind = is_aws && !is_pool ? CallerKind::service : CallerKind::identity_provider;
}

}  // namespace

Caller Caller::of(const Request& request) {
  Caller caller;
  caller.text = request.principal;
  if (caller.text == "anonymous") {
    caller.kind = CallerKind::anonymous;
    return caller;
  }
  const auto parts = split_arn(caller.text);
  if (!parts) {
    read_host(caller.text, caller);
    return caller;
  }
  caller.partition = parts->partition;
  caller.account = parts->account;
  if (parts->service == "iam") read_iam(parts->resource, caller);
  if (parts->service == "sts") read_sts(parts->resource, caller);
  if (caller.kind == CallerKind::session || caller.kind == CallerKind::federated_user) {
    caller.issuer = issuer_of(request, caller);
  }
  return caller;
}

bool Caller::is_issued_by(std::string_view arn) const {
  if (!issuer.empty()) return arn == issuer;
  // A role whose path nobody gave is taken to have none.
  if (kind != CallerKind::session) return false;
  return take_prefix(arn, "arn:") && take_prefix(arn, partition) && take_prefix(arn, ":iam::") &&
         take_prefix(arn, account) && take_prefix(arn, ":role/") && arn == name;
}

bool Caller::is_service_linked_role() const {
  if (kind != CallerKind::session && kind != CallerKind::role) return false;
  return name.starts_with("AWSServiceRoleFor") || issuer.find(":role/aws-service-role/") != std::string_view::npos;
}

bool Caller::is_identity() const {
  switch (kind) {
    case CallerKind::user:
    case CallerKind::session:
    case CallerKind::role:
    case CallerKind::federated_user:
    case CallerKind::unknown:
      return true;
    case CallerKind::root:
    case CallerKind::service:
    case CallerKind::identity_provider:
    case CallerKind::anonymous:
      return false;
  }
  return false;
}

bool Caller::is_session() const {
  return kind == CallerKind::session || kind == CallerKind::role || kind == CallerKind::federated_user;
}

std::string_view owner_of(const Request& request, const Caller& caller) {
  if (request.resource_account) return *request.resource_account;
  // What AWS itself owns (`arn:aws:iam::aws:policy/...`) and what has no account in its ARN is nobody else's.
  const auto parts = split_arn(request.resource);
  if (parts && is_account_id(parts->account)) return parts->account;
  if (const std::string* account = single_value(request.context, "aws:ResourceAccount")) return *account;
  return caller.account;
}

}  // namespace iamproof
