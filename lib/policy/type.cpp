// A document does not say what it is. Its elements say something: only what is attached to something else than an
// identity has a Principal, and a trust policy is known by its actions. The rest is said by where it is kept, if its
// elements do not speak against it:
//
//   scps/deny-leave.json        no Principal: a service control policy
//   app.trust-policy.json       sts:AssumeRole to a Principal: a role trust policy
//   scps/bucket.json            a Principal: no service control policy, whatever the folder says
//
// What a resource policy is attached to is known where all its actions are of one service and all its resources are of
// that service too. A bucket policy must name its bucket, which tells it from an endpoint's policy.
#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "policy/grammar.h"
#include "policy/read.h"
#include "policy/suggest.h"
#include "source/excerpt.h"
#include "support/text.h"

namespace iamproof {

namespace {

bool names_resources(const Statement& statement) {
  return statement.resources || statement.not_resources;
}

bool has_principals(const Policy& policy) {
  return std::any_of(policy.statements.begin(), policy.statements.end(),
                     [](const Statement& statement) { return statement.principal || statement.not_principal; });
}

/// The service prefix of an action, as written; nothing for `*` and for what has none.
std::optional<std::string_view> prefix_of(std::string_view action) {
  const std::size_t colon = action.find(':');
  if (colon == std::string_view::npos || action.substr(0, colon).find_first_of("*?") != std::string_view::npos) {
    return std::nullopt;
  }
  return action.substr(0, colon);
}

/// What a name says: the type of policy, and of a resource policy the service.
struct Hint {
  std::string_view name;  ///< in lower case, words joined by hyphens
  PolicyType type;
  std::string_view service = {};
  bool ends = true;  ///< names that end in it say the same; else only what is all of a name, or all after its last dot
};

// The plain words mean too much else, in "user-session" say, to count at the end of a name.
constexpr auto hints = std::to_array<Hint>({
    {"scp", PolicyType::scp},
    {"scps", PolicyType::scp},
    {"service-control-policy", PolicyType::scp},
    {"service-control-policies", PolicyType::scp},
    {"rcp", PolicyType::rcp},
    {"rcps", PolicyType::rcp},
    {"resource-control-policy", PolicyType::rcp},
    {"resource-control-policies", PolicyType::rcp},
    {"boundary", PolicyType::boundary},
    {"boundaries", PolicyType::boundary},
    {"boundary-policy", PolicyType::boundary},
    {"boundary-policies", PolicyType::boundary},
    {"trust-policy", PolicyType::trust},
    {"trust-policies", PolicyType::trust},
    {"assume-role-policy", PolicyType::trust},
    {"assume-role-policies", PolicyType::trust},
    {"trust", PolicyType::trust, {}, false},
    {"session-policy", PolicyType::session},
    {"session-policies", PolicyType::session},
    {"session", PolicyType::session, {}, false},
    {"endpoint-policy", PolicyType::endpoint},
    {"endpoint-policies", PolicyType::endpoint},
    {"vpc-endpoint", PolicyType::endpoint},
    {"vpc-endpoints", PolicyType::endpoint},
    {"endpoint", PolicyType::endpoint, {}, false},
    {"bucket-policy", PolicyType::resource, "s3"},
    {"bucket-policies", PolicyType::resource, "s3"},
    {"key-policy", PolicyType::resource, "kms"},
    {"key-policies", PolicyType::resource, "kms"},
    {"queue-policy", PolicyType::resource, "sqs"},
    {"queue-policies", PolicyType::resource, "sqs"},
    {"topic-policy", PolicyType::resource, "sns"},
    {"topic-policies", PolicyType::resource, "sns"},
    {"resource-policy", PolicyType::resource},
    {"resource-policies", PolicyType::resource},
    {"resource", PolicyType::resource, {}, false},
    {"identity-policy", PolicyType::identity},
    {"identity-policies", PolicyType::identity},
    {"identity", PolicyType::identity, {}, false},
});

/// "App_Trust.Policy" is "app-trust-policy".
std::string joined_by_hyphens(std::string_view name) {
  std::string out = folded(name);
  std::replace_if(
      out.begin(), out.end(), [](char c) { return c == '_' || c == '.' || c == ' '; }, '-');
  return out;
}

const Hint* hint_of(std::string_view name) {
  const std::string words = joined_by_hyphens(name);
  const auto says = [&](const Hint& hint) {
    if (!words.ends_with(hint.name)) return false;
    if (words.size() == hint.name.size()) return true;
    const std::size_t before = words.size() - hint.name.size() - 1;
    return words[before] == '-' && (hint.ends || name[before] == '.');
  };
  const auto* at = std::find_if(hints.begin(), hints.end(), says);
  return at == hints.end() ? nullptr : at;
}

/// The nearest part of a path that says something.
struct Place {
  const Hint* hint;
  bool is_file;
  std::string_view name;  ///< as written
};

std::optional<Place> place_of(std::string_view path) {
  bool is_file = true;
  while (!path.empty()) {
    const std::size_t slash = path.rfind('/');
    const std::string_view name = slash == std::string_view::npos ? path : path.substr(slash + 1);
    const std::string_view stem = is_file ? name.substr(0, name.rfind('.')) : name;
    if (const Hint* hint = hint_of(stem)) return Place{hint, is_file, name};
    if (slash == std::string_view::npos) break;
    path = path.substr(0, slash);
    is_file = false;
  }
  return std::nullopt;
}

/// Whether it is about everyone, as every statement of a resource control policy must be.
bool is_about_everyone(const Statement& statement) {
  if (statement.not_principal) return false;
  return !statement.principal ||
         std::all_of(statement.principal->groups.begin(), statement.principal->groups.end(),
                     [](const PrincipalGroup& group) {
                       return std::all_of(group.values.values.begin(), group.values.values.end(),
                                          [](const Text& name) { return name.text == "*"; });
                     });
}

/// Whether all its actions are of STS.
bool is_about_sts(const Statement& statement) {
  if (!statement.actions || statement.actions->values.empty() || statement.not_actions) return false;
  return std::all_of(statement.actions->values.begin(), statement.actions->values.end(), [](const Text& action) {
    return equals_ignoring_case(prefix_of(action.text).value_or(""), "sts");
  });
}

/// What the elements have against a type; empty if nothing.
std::string_view objection_to(PolicyType type, const Policy& policy) {
  const auto all = [&](auto holds) { return std::all_of(policy.statements.begin(), policy.statements.end(), holds); };
  if (is_identity_like(type) || type == PolicyType::scp)
    return has_principals(policy) ? "a statement has a Principal" : "";
  if (!has_principals(policy)) return "no statement has a Principal";
  if (type == PolicyType::trust && !all(is_about_sts)) return "an action is none of STS";
  if (type == PolicyType::rcp && !all(is_about_everyone)) return "a Principal is not `*`";
  return {};
}

/// How the elements alone tell the type.
std::string_view reason_of_elements(PolicyType type) {
  if (type == PolicyType::trust) return "its actions are those of STS, and it names no resource";
  if (type == PolicyType::resource) return "a statement has a Principal";
  return "no statement has a Principal; an SCP or boundary looks the same";
}

// -- what it is attached to -------------------------------------------------------------------------------------------

/// The one service that all the actions of a policy are of, in lower case; empty if there is none.
std::string service_of_actions(const Policy& policy) {
  std::string_view service;
  for (const Statement& statement : policy.statements) {
    if (!statement.actions || statement.not_actions) return {};
    for (const Text& action : statement.actions->values) {
      const auto prefix = prefix_of(action.text);
      if (!prefix || (!service.empty() && !equals_ignoring_case(*prefix, service))) return {};
      service = *prefix;
    }
  }
  return folded(service);
}

/// The parts of an ARN after "arn:partition:", of which there are four; nothing for any other text.
struct Tail {
  std::string_view service, region, account, resource;
};

std::optional<Tail> tail_of(std::string_view arn) {
  if (!arn.starts_with("arn:")) return std::nullopt;
  std::array<std::string_view, 4> parts;
  arn.remove_prefix(4);
  for (std::string_view& part : parts) {
    const std::size_t colon = arn.find(':');
    if (colon == std::string_view::npos) return std::nullopt;
    part = arn.substr(0, colon);
    arn.remove_prefix(colon + 1);
  }
  return Tail{parts[1], parts[2], parts[3], arn};
}

/// The bucket or access point that an ARN of S3 fixes: "reports" of `arn:aws:s3:::reports/*`.
std::string_view bucket_of(const Tail& arn) {
  constexpr std::string_view access_point = "accesspoint/";
  std::string_view name = arn.resource;
  std::size_t from = 0;
  if (!arn.region.empty() || !arn.account.empty()) {
    if (!name.starts_with(access_point)) return {};
    from = access_point.size();
  }
  name = name.substr(0, name.find('/', from));
  return name.find_first_of("*?$") == std::string_view::npos ? name : std::string_view();
}

/// Whether every resource fits what a policy of this service is attached to.
bool resources_fit(const Policy& policy, std::string_view service) {
  std::string_view bucket;
  const auto fits = [&](const Text& resource) {
    const auto arn = tail_of(resource.text);
    if (service != "s3") return resource.text == "*" || (arn && arn->service == service);
    if (!arn || arn->service != service) return false;
    const std::string_view name = bucket_of(*arn);
    if (name.empty() || (!bucket.empty() && bucket != name)) return false;
    bucket = name;
    return true;
  };
  for (const Statement& statement : policy.statements) {
    for (const auto* list : {&statement.resources, &statement.not_resources}) {
      if (*list && !std::all_of((*list)->values.begin(), (*list)->values.end(), fits)) return false;
    }
  }
  return service != "s3" || !bucket.empty();
}

/// Allow is what resource control policies do not say; an endpoint's policy hardly ever names who.
bool allows_somebody_in_particular(const Policy& policy) {
  return std::any_of(policy.statements.begin(), policy.statements.end(), [](const Statement& statement) {
    return statement.effect == Effect::allow && !is_about_everyone(statement);
  });
}

bool names_one(const Policy& policy) {
  return std::any_of(policy.statements.begin(), policy.statements.end(), [](const Statement& statement) {
    return statement.resources && std::any_of(statement.resources->values.begin(), statement.resources->values.end(),
                                              [](const Text& resource) {
                                                return resource.text.find_first_of("*?$") == std::string_view::npos;
                                              });
  });
}

bool has_action_of(const Policy& policy, std::string_view service) {
  return std::any_of(policy.statements.begin(), policy.statements.end(), [&](const Statement& statement) {
    return statement.actions &&
           std::any_of(statement.actions->values.begin(), statement.actions->values.end(), [&](const Text& action) {
             return equals_ignoring_case(prefix_of(action.text).value_or(""), service);
           });
  });
}

/// Where all its resources are of one bucket and an Allow is about one of S3's actions, it is that bucket's policy,
/// whatever else stands in it.
bool is_of_one_bucket(const Policy& policy) {
  const bool allows = std::any_of(policy.statements.begin(), policy.statements.end(),
                                  [](const Statement& statement) { return statement.effect == Effect::allow; });
  return allows && has_action_of(policy, "s3") && resources_fit(policy, "s3");
}

/// A service, and in words what of the policy is of that service.
struct Attachment {
  std::string service;
  std::string_view said_by;
};

Attachment attachment_of(const Policy& policy) {
  std::string service = service_of_actions(policy);
  if (!service.empty() && resources_fit(policy, service) &&
      (service == "s3" || names_one(policy) || allows_somebody_in_particular(policy))) {
    return {std::move(service), "all its actions and resources"};
  }
  if (is_of_one_bucket(policy)) return {"s3", "all its resources"};
  return {};
}

/// Fills in what the elements, or else the place, say of what a resource policy is attached to.
void add_service(ToldType& told, const Policy& policy, const Hint* hint) {
  if (told.type != PolicyType::resource) return;
  Attachment attachment = attachment_of(policy);
  told.service = std::move(attachment.service);
  if (!told.service.empty()) {
    told.reason +=
        fmt::format("; attached to what is of {}, as are {}", in_backticks(told.service), attachment.said_by);
  } else if (hint != nullptr && has_action_of(policy, hint->service)) {
    told.service = hint->service;
    told.reason += fmt::format("; attached to what is of `{}`, by the same name", told.service);
  }
}

}  // namespace

PolicyType resource_or_trust(const Policy& policy) {
  const auto& statements = policy.statements;
  const bool trust = !statements.empty() && std::all_of(statements.begin(), statements.end(), is_about_sts) &&
                     std::none_of(statements.begin(), statements.end(), names_resources);
  return trust ? PolicyType::trust : PolicyType::resource;
}

// Only what is attached to something else than an identity says whom it is about.
PolicyType guess_type(const Policy& policy) {
  return has_principals(policy) ? resource_or_trust(policy) : PolicyType::identity;
}

ToldType tell_type(const Policy& policy, const ReadOptions& options) {
  if (options.type) {
    ToldType told(*options.type);
    told.reason = "so it was asked for";
    add_service(told, policy, nullptr);
    if (!options.service.empty()) {
      told.service = options.service;
      told.reason = "so it was asked for";
    }
    return told;
  }
  const std::optional<Place> place = place_of(policy.source->name());
  const auto says_so = [&] {
    return fmt::format("{} {} says so", place->is_file ? "the name" : "the folder", in_backticks(place->name));
  };
  if (place && objection_to(place->hint->type, policy).empty()) {
    ToldType told(place->hint->type);
    told.reason = says_so();
    add_service(told, policy, place->hint);
    return told;
  }
  ToldType told(guess_type(policy));
  told.reason = reason_of_elements(told.type);
  const bool contradicted = place.has_value();
  if (contradicted) {
    told.reason = fmt::format("{}, although {} {} says {}", objection_to(place->hint->type, policy),
                              place->is_file ? "the name" : "the folder", in_backticks(place->name),
                              with_article(place->hint->type));
  }
  add_service(told, policy, nullptr);
  if (told.type == PolicyType::resource && told.service.empty() && !contradicted) {
    told.reason += "; a resource control policy or a VPC endpoint policy looks the same";
  }
  return told;
}

}  // namespace iamproof
