// A request that AWS could not send decides nothing: most often it is a slip in a test, such as `s3:GetObjects`, a
// bucket where an object is meant, or a key of another service. The catalogue tells most of them. It lags behind AWS,
// so whatever it leaves open passes: an action with optional resource types may come with any resource of theirs or
// `*`, and a resource of an action nobody knows is only looked at as an ARN.
#include "evaluate/examine.h"

#include <algorithm>

#include <fmt/format.h>

#include "arn/arn.h"
#include "policy/partitions.h"
#include "source/excerpt.h"

namespace iamproof {

std::string did_you_mean(const std::vector<std::string_view>& names) {
  std::string out;
  for (std::size_t i = 0; i < names.size(); ++i) {
    out += i == 0 ? "; did you mean " : i + 1 == names.size() ? " or " : ", ";
    out += in_backticks(names[i]);
  }
  return names.empty() ? out : out + "?";
}

namespace {

std::string no_partition(std::string_view name) {
  return fmt::format("there is no partition {}; use `aws`, `aws-cn`, `aws-us-gov` or another of AWS",
                     in_backticks(name));
}

std::string no_account(std::string_view text) {
  return fmt::format("{} is no account: an account has twelve digits", in_backticks(text));
}

void examine_principal(Examination& examination) {
  const Caller& caller = examination.caller;
  const auto fault = [&](std::string message) { examination.fault("/principal", std::move(message)); };
  if (caller.kind == CallerKind::unknown) {
    return fault(
        fmt::format("{} is no caller: a principal is the ARN of a user, a role, a session or a root user, "
                    "a service, an identity provider, or `anonymous`",
                    in_backticks(caller.text)));
  }
  const auto arn = split_arn(caller.text);
  if (!arn) return;
  if (!is_partition(arn->partition)) fault(no_partition(arn->partition));
  if (!is_account_id(arn->account)) fault(no_account(arn->account));
  const bool named = caller.kind != CallerKind::root && caller.kind != CallerKind::identity_provider;
  if (named && caller.name.empty()) fault(fmt::format("{} holds no name", in_backticks(caller.text)));
  if (caller.kind == CallerKind::session && caller.session.empty()) {
    fault(fmt::format("{} names no session", in_backticks(caller.text)));
  }
}

/// Whether a session of the caller's can be made from what has this ARN.
bool can_issue(std::string_view issuer, const Caller& caller) {
  const auto arn = split_arn(issuer);
  if (!arn || arn->service != "iam" || arn->partition != caller.partition || arn->account != caller.account) {
    return false;
  }
  if (caller.kind == CallerKind::role) return issuer == caller.text;
  if (caller.kind == CallerKind::federated_user) return arn->resource == "root" || arn->resource.starts_with("user/");
  const std::string_view name = arn->resource.substr(arn->resource.rfind('/') + 1);
  return arn->resource.starts_with("role/") && name == caller.name;
}

void examine_issuer(Examination& examination) {
  const Caller& caller = examination.caller;
  if (!examination.request.session_issuer || caller.kind == CallerKind::unknown) return;
  const std::string issuer = in_backticks(*examination.request.session_issuer);
  const bool is_session = caller.kind == CallerKind::session || caller.kind == CallerKind::role ||
                          caller.kind == CallerKind::federated_user;
  if (!is_session) {
    examination.fault("/session_issuer", fmt::format("{} is no session, so nobody issued it: {} has no place here",
                                                     in_backticks(caller.text), issuer));
  } else if (!can_issue(*examination.request.session_issuer, caller)) {
    examination.fault("/session_issuer", fmt::format("{} cannot have issued {}", issuer, in_backticks(caller.text)));
  }
}

void examine_action(Examination& examination) {
  if (examination.action) return;
  const std::string& name = examination.request.action;
  const Catalogue& catalogue = examination.catalogue;
  if (const std::string_view action = catalogue.action_for_operation(name); !action.empty()) {
    return examination.fault("/action", fmt::format("{} is an API operation; IAM calls its permission {}",
                                                    in_backticks(name), in_backticks(action)));
  }
  const std::size_t colon = name.find(':');
  std::string message = fmt::format("{} is no known action", in_backticks(name));
  if (colon == std::string::npos) {
    message += "; an action is written `service:Name`";
  } else if (!catalogue.find_service(name.substr(0, colon))) {
    message += fmt::format("; no service has the prefix {}", in_backticks(name.substr(0, colon)));
  }
  examination.fault("/action", message + did_you_mean(catalogue.nearest_actions(name)));
}

/// A resource of AWS itself (`arn:aws:iam::aws:policy/ReadOnlyAccess`) under an account's number, as formats have it.
std::string as_of_an_account(std::string_view resource, const ArnParts& arn) {
  std::string out(resource);
  if (!arn.account.starts_with("aws")) return out;
  const auto at = static_cast<std::size_t>(arn.account.data() - resource.data());
  return out.replace(at, arn.account.size(), "000000000000");
}

bool fits(std::string_view formats, const std::string& resource, const std::string& with_account, const ArnParts& arn) {
  for (bool more = true; more;) {
    const std::size_t comma = formats.find(", ");
    const std::string_view format = formats.substr(0, comma);
    more = comma != std::string_view::npos;
    if (more) formats.remove_prefix(comma + 2);
    // The name of a bucket holds no slash. Elsewhere a name may: those of roles, log groups and keys do.
    if (format.ends_with(":${BucketName}") && arn.resource.find('/') != std::string_view::npos) continue;
    const Glob pattern = arn_format(format);
    if (pattern.matches(resource) || pattern.matches(with_account)) return true;
  }
  return false;
}

/// "`bucket`, `object` and 3 more"
std::string names_of(const std::vector<ActionResource>& types, const Catalogue& catalogue) {
  constexpr std::size_t most = 3;
  std::string out;
  for (std::size_t i = 0; i < std::min(types.size(), most); ++i) {
    if (i > 0) out += ", ";
    out += in_backticks(catalogue.resource_type(types[i].type).name);
  }
  return types.size() > most ? out + fmt::format(" and {} more", types.size() - most) : out;
}

void examine_star(Examination& examination, const std::vector<ActionResource>& types) {
  std::vector<ActionResource> required;
  std::copy_if(types.begin(), types.end(), std::back_inserter(required), [](auto& type) { return type.required; });
  if (required.empty()) return;
  examination.fault("/resource",
                    fmt::format("{} works on a resource, so a request names one and not `*`: {}",
                                in_backticks(examination.request.action), names_of(required, examination.catalogue)));
}

void examine_fit(Examination& examination, const ArnParts& arn, const std::vector<ActionResource>& types) {
  const std::string& resource = examination.request.resource;
  const std::string action = in_backticks(examination.request.action);
  if (types.empty()) {
    return examination.fault("/resource",
                             fmt::format("{} has no resource-level permissions: its resource is `*`", action));
  }
  const std::string with_account = as_of_an_account(resource, arn);
  const bool fits_one = std::any_of(types.begin(), types.end(), [&](const ActionResource& type) {
    return fits(examination.catalogue.resource_type(type.type).arn, resource, with_account, arn);
  });
  if (fits_one) return;
  examination.fault("/resource", fmt::format("{} is nothing that {} works on: {}", in_backticks(resource), action,
                                             names_of(types, examination.catalogue)));
}

void examine_resource(Examination& examination) {
  const Request& request = examination.request;
  const auto types =
      examination.action ? examination.catalogue.resources(*examination.action) : std::vector<ActionResource>();
  if (request.resource == "*") return examine_star(examination, types);
  const auto arn = split_arn(request.resource);
  if (!arn) {
    return examination.fault("/resource", fmt::format("{} is neither `*` nor an ARN", in_backticks(request.resource)));
  }
  if (!is_partition(arn->partition)) return examination.fault("/resource", no_partition(arn->partition));
  if (examination.action) examine_fit(examination, *arn, types);
}

void examine_owner(Examination& examination) {
  const Request& request = examination.request;
  if (!request.resource_account) return;
  if (!is_account_id(*request.resource_account)) {
    return examination.fault("/resource_account", no_account(*request.resource_account));
  }
  const auto arn = split_arn(request.resource);
  if (arn && is_account_id(arn->account) && arn->account != *request.resource_account) {
    examination.fault("/resource_account",
                      fmt::format("{} is not the account of {}", in_backticks(*request.resource_account),
                                  in_backticks(request.resource)));
  }
}

}  // namespace

std::vector<RequestFault> examine(const Request& request, const Catalogue& catalogue) {
  Examination examination{request, catalogue, Caller::of(request), catalogue.find_action(request.action), {}};
  examine_principal(examination);
  examine_issuer(examination);
  examine_action(examination);
  examine_resource(examination);
  examine_owner(examination);
  examine_context(examination);
  return std::move(examination.faults);
}

}  // namespace iamproof
