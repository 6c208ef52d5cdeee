#include "oracle/caller.h"

#include <algorithm>
#include <vector>

namespace oracle {

static bool starts_with(const std::string& text, const std::string& prefix) {
  return text.compare(0, prefix.size(), prefix) == 0;
}

static bool ends_with(const std::string& text, const std::string& suffix) {
  return text.size() >= suffix.size() && text.compare(text.size() - suffix.size(), suffix.size(), suffix) == 0;
}

// What the first five colons part; nothing for a text that is no ARN.
static std::vector<std::string> parts_of(const std::string& arn) {
  std::vector<std::string> parts(1);
  for (const char c : arn) {
    if (c == ':' && parts.size() < 6)
      parts.emplace_back();
    else
      parts.back() += c;
  }
  if (parts.size() < 6 || parts[0] != "arn") parts.clear();
  return parts;
}

bool is_account(const std::string& text) {
  return text.size() == 12 && text.find_first_not_of("0123456789") == std::string::npos;
}

std::string account_of(const std::string& arn) {
  const auto parts = parts_of(arn);
  return parts.empty() || !is_account(parts[4]) ? "" : parts[4];
}

std::string resource_part(const std::string& arn) {
  const auto parts = parts_of(arn);
  return parts.empty() ? "" : parts[5];
}

// ---- The caller ----

// IAM User Guide, "Using service-linked roles": such a role has its own path and a name that begins alike.
static bool is_service_linked(const std::string& role_name, const std::string& role_arn) {
  return starts_with(role_name, "AWSServiceRoleFor") || starts_with(resource_part(role_arn), "role/aws-service-role/");
}

static std::string last_segment(const std::string& path) {
  return path.substr(path.rfind('/') + 1);
}

static bool is_role_of(const std::string& arn, const std::string& account, const std::string& role_name) {
  const auto parts = parts_of(arn);
  return !parts.empty() && parts[2] == "iam" && parts[4] == account && starts_with(parts[5], "role/") &&
         last_segment(parts[5]) == role_name;
}

// AWS puts the ARN of the role into aws:PrincipalArn, path included, which the ARN of the session lacks. Another role
// there is a contradiction and says nothing.
static std::string role_of_session(const Request& request, const std::string& partition, const std::string& account,
                                   const std::string& role_name) {
  const std::string without_path = "arn:" + partition + ":iam::" + account + ":role/" + role_name;
  if (request.session_issuer)
    return is_role_of(*request.session_issuer, account, role_name) ? *request.session_issuer : without_path;
  const ContextValue* carried = request.find("aws:PrincipalArn");
  if (const auto* arn = carried ? std::get_if<std::string>(carried) : nullptr)
    if (is_role_of(*arn, account, role_name)) return *arn;
  return without_path;
}

// A session of GetFederationToken is one of a user of the same account.
static std::string user_of_session(const Request& request, const std::string& account) {
  const auto parts = parts_of(request.session_issuer.value_or(""));
  const bool fits = !parts.empty() && parts[2] == "iam" && parts[4] == account && starts_with(parts[5], "user/");
  return fits ? *request.session_issuer : "";
}

static Caller read_arn(const Request& request, const std::vector<std::string>& parts) {
  using Kind = Caller::Kind;
  const std::string& resource = parts[5];
  Caller caller;
  caller.text = request.principal;
  caller.account = parts[4];
  if (parts[2] == "iam" && resource == "root") {
    caller.kind = Kind::root;
  } else if (parts[2] == "iam" && starts_with(resource, "user/")) {
    caller.kind = Kind::user;
  } else if (parts[2] == "iam" && starts_with(resource, "role/")) {
    caller.kind = Kind::session;
    caller.has_name = false;
    caller.issuer = request.principal;
    caller.service_linked = is_service_linked(last_segment(resource), caller.issuer);
  } else if (parts[2] == "sts" && starts_with(resource, "assumed-role/")) {
    caller.kind = Kind::session;
    const std::string after = resource.substr(std::string("assumed-role/").size());
    const std::string role_name = after.substr(0, after.find('/'));
    caller.issuer = role_of_session(request, parts[1], parts[4], role_name);
    caller.service_linked = is_service_linked(role_name, caller.issuer);
  } else if (parts[2] == "sts" && starts_with(resource, "federated-user/")) {
    caller.kind = Kind::federated_user;
    caller.issuer = user_of_session(request, parts[4]);
  } else if (parts[2] == "iam" &&
             (starts_with(resource, "saml-provider/") || starts_with(resource, "oidc-provider/"))) {
    caller.kind = Kind::provider;
    caller.account.clear();
  } else {
    caller.kind = Kind::user;  // nobody whom AWS knows, and whom no policy can name
  }
  return caller;
}

Caller read_caller(const Request& request) {
  const auto parts = parts_of(request.principal);
  if (!parts.empty()) return read_arn(request, parts);
  Caller caller;
  caller.text = request.principal;
  const std::vector<std::string> service_domains = {".amazonaws.com", ".amazonaws.com.cn", ".amazon.com",
                                                    ".amazonaws.eu",  ".c2s.ic.gov",       ".sc2s.sgov.gov"};
  const bool service = std::any_of(service_domains.begin(), service_domains.end(),
                                   [&](const std::string& domain) { return ends_with(request.principal, domain); });
  if (request.principal == "anonymous")
    caller.kind = Caller::Kind::anonymous;
  else
    caller.kind = service ? Caller::Kind::service : Caller::Kind::provider;
  return caller;
}

// ---- The names of a Principal element. IAM User Guide, "AWS JSON policy elements: Principal" ----

// The account that a name stands for: by its number, or by the ARN of its root user.
static std::string account_meant(const std::string& text) {
  if (is_account(text)) return text;
  const auto parts = parts_of(text);
  const bool root = !parts.empty() && parts[2] == "iam" && parts[5] == "root";
  return root ? account_of(text) : "";
}

bool names(const PrincipalName& name, Form form, const Caller& caller) {
  using Kind = Caller::Kind;
  const bool of_aws = name.kind == "AWS";
  if (form == Form::everyone) return of_aws && name.text == "*";
  if (name.text.find_first_of("*?") != std::string::npos) return false;  // only the whole name can be a wildcard
  const bool same_text = name.text == caller.text;
  switch (form) {
    case Form::itself:
      // cognito-identity.amazonaws.com is both.
      if (caller.kind == Kind::service) return (name.kind == "Service" || name.kind == "Federated") && same_text;
      if (caller.kind == Kind::provider) return name.kind == "Federated" && same_text;
      if (caller.kind == Kind::user || caller.kind == Kind::federated_user) return of_aws && same_text;
      return caller.kind == Kind::session && caller.has_name && of_aws && same_text;
    case Form::issuer:
      return of_aws && !caller.issuer.empty() && name.text == caller.issuer;
    case Form::provider:
      return name.kind == "Federated" && same_text;
    case Form::account:
      return of_aws && !caller.account.empty() && account_meant(name.text) == caller.account;
    case Form::everyone:
      break;
  }
  return false;
}

}  // namespace oracle
