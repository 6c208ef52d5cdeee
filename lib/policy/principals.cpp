// A principal is "*" or an object from kinds (AWS, Service, Federated, CanonicalUser) to names. Only policies that are
// attached to something else than an identity have one. IAM JSON policy elements: Principal, NotPrincipal.

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "policy/grammar.h"
#include "policy/grammar_checks.h"
#include "policy/suggest.h"
#include "source/excerpt.h"

namespace iamproof {

namespace {

constexpr std::array<std::string_view, 4> kinds = {"AWS", "Service", "Federated", "CanonicalUser"};

// Endings of the names of AWS services, as in ec2.amazonaws.com.
constexpr std::array<std::string_view, 6> service_domains = {".amazonaws.com", ".amazonaws.com.cn", ".amazon.com",
                                                             ".amazonaws.eu",  ".c2s.ic.gov",       ".sc2s.sgov.gov"};

bool has_wildcard(std::string_view text) {
  return text.find_first_of("*?") != std::string_view::npos;
}

bool is_account(std::string_view text) {
  return text.size() == 12 && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// "AIDA..." and "AROA...": upper-case letters and digits.
bool is_unique_id(std::string_view text) {
  return text.size() >= 16 && text.starts_with('A') &&
         std::all_of(text.begin(), text.end(), [](char c) { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z'); });
}

// arn:aws:iam::111122223333:role/Name and its kin; the account may also be a word, as in CloudFront's own identities.
bool is_principal_arn(std::string_view text) {
  if (!text.starts_with("arn:")) return false;
  const std::size_t colons = static_cast<std::size_t>(std::count(text.begin(), text.end(), ':'));
  return colons >= 5 && (text.find(":iam:") != std::string_view::npos || text.find(":sts:") != std::string_view::npos);
}

class PrincipalCheck {
 public:
  PrincipalCheck(const GrammarContext& context, const Principal& principal)
      : context_(context), principal_(principal) {}

  void run(const Path& path) {
    const bool is_object = context_.policy.source->text()[principal_.span.begin] == '{';
    if (is_object && principal_.groups.empty()) {
      context_.faults.add(grammar::empty_principal, path, principal_.span, "the principal is empty and names nobody");
    }
    for (const PrincipalGroup& group : principal_.groups) {
      if (is_object) {
        check_group(group, Path(path, group.kind.text));
      } else {
        check_text(group.values.values.front(), path);
      }
    }
  }

 private:
  void add(const GrammarCheck& check, const Text& text, const Path& path, std::string message) {
    context_.faults.add(check, path, text.span, std::move(message));
  }

  void check_text(const Text& text, const Path& path) {
    if (text.text == "*") return;
    add(grammar::invalid_principal_format, text, path,
        fmt::format("principal {} is neither `*` nor an object", in_backticks(text.text)));
  }

  void check_group(const PrincipalGroup& group, const Path& path) {
    const std::string_view kind = group.kind.text;
    if (std::find(kinds.begin(), kinds.end(), kind) == kinds.end()) {
      add(grammar::invalid_principal_key, group.kind, path,
          fmt::format("unknown kind of principal {}{}", in_backticks(kind), did_you_mean(kind, kinds)));
      return;
    }
    if (group.values.is_array && group.values.values.empty()) {
      context_.faults.add(grammar::empty_principal_list, path, group.values.span, "the list of principals is empty");
    }
    if (kind == "Federated" && context_.type() != PolicyType::trust) {
      add(grammar::unsupported_federated_principal, group.kind, path,
          fmt::format("{} has no federated principals", with_article(context_.type())));
    }
    for_each_string(context_, group.values, path,
                    [&](const Text& text, const Path& here) { check_name(kind, text, here); });
  }

  void check_name(std::string_view kind, const Text& text, const Path& path) {
    if (has_wildcard(text.text) && !(kind == "AWS" && text.text == "*")) {
      add(grammar::wildcard_in_principal, text, path,
          fmt::format("principal {} has a wildcard", in_backticks(text.text)));
    } else if (text.text.find("${") != std::string_view::npos) {
      add(grammar::unsupported_variable, text, path,
          fmt::format("principal {} has a policy variable, which is not read as one", in_backticks(text.text)));
    } else if (kind == "AWS") {
      check_aws(text, path);
    } else if (kind == "Service") {
      check_service(text, path);
    } else if (kind == "CanonicalUser") {
      check_canonical_user(text, path);
    }
  }

  void check_aws(const Text& text, const Path& path) {
    const std::string_view name = text.text;
    const std::string quoted = fmt::format("principal {}", in_backticks(name));
    if (name == "*" || is_account(name)) return;
    if (name.starts_with("AIDA") && is_unique_id(name)) {
      return add(grammar::deleted_user, text, path, quoted + " is the id of a deleted user");
    }
    if (name.starts_with("AROA") && is_unique_id(name)) {
      return add(grammar::deleted_role, text, path, quoted + " is the id of a deleted role");
    }
    if (is_unique_id(name)) return;
    if (!is_principal_arn(name)) {
      return add(grammar::invalid_principal, text, path, quoted + " is neither an account nor an ARN of IAM or STS");
    }
    if (name.find(":group/") != std::string_view::npos) {
      add(grammar::invalid_principal, text, path, quoted + " is a user group, which cannot be a principal");
    }
  }

  void check_service(const Text& text, const Path& path) {
    const std::string_view name = text.text;
    const bool lower = std::none_of(name.begin(), name.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
    const bool known = std::any_of(service_domains.begin(), service_domains.end(), [&](std::string_view domain) {
      return name.size() > domain.size() && name.ends_with(domain);
    });
    if (lower && known) return;
    add(grammar::invalid_service_principal, text, path,
        fmt::format("{} does not look like the name of an AWS service", in_backticks(name)));
  }

  void check_canonical_user(const Text& text, const Path& path) {
    const bool hex = std::all_of(text.text.begin(), text.text.end(), [](char c) {
      return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    });
    if (hex && text.text.size() == 64) return;
    add(grammar::invalid_canonical_user, text, path,
        fmt::format("{} is not a canonical user id", in_backticks(text.text)));
  }

  const GrammarContext& context_;
  const Principal& principal_;
};

// The principal written as the bare string "*".
bool is_star(const Principal& principal) {
  return principal.groups.size() == 1 && principal.groups[0].kind.text.empty() &&
         principal.groups[0].kind.span.begin == principal.groups[0].kind.span.end &&
         principal.groups[0].values.values.front().text == "*";
}

}  // namespace

static void refuse_principal(const GrammarContext& context, const Principal& principal, const Path& path,
                             std::string_view name) {
  const bool scp = context.type() == PolicyType::scp;
  context.faults.add(scp ? grammar::scp_principal : grammar::unsupported_principal, path, principal.key,
                     fmt::format("{} has no `{}`", with_article(context.type()), name));
}

static void check_trust_star(const GrammarContext& context, const Statement& statement, const Path& path) {
  const std::string_view what = statement.effect == Effect::allow ? "lets everyone try to assume the role"
                                                                  : "is not documented for role trust policies";
  context.faults.add(grammar::trust_wildcard_principal, path, statement.principal->span,
                     fmt::format("principal `*` {}", what));
}

static void check_principal(const GrammarContext& context, const Statement& statement, const Path& path) {
  const Principal& principal = *statement.principal;
  if (!has_principal(context.type())) return refuse_principal(context, principal, path, "Principal");
  PrincipalCheck(context, principal).run(path);
  if (context.type() == PolicyType::rcp && !is_star(principal)) {
    context.faults.add(grammar::rcp_principal, path, principal.span,
                       "the principal of a resource control policy must be `*`");
  }
  if (context.type() == PolicyType::trust && is_star(principal)) check_trust_star(context, statement, path);
}

static void check_not_principal(const GrammarContext& context, const Statement& statement, const Path& path) {
  const Principal& principal = *statement.not_principal;
  if (!has_principal(context.type())) return refuse_principal(context, principal, path, "NotPrincipal");
  if (context.type() == PolicyType::rcp) {
    context.faults.add(grammar::rcp_principal, path, principal.key, "a resource control policy has no `NotPrincipal`");
  } else if (context.type() == PolicyType::trust) {
    context.faults.add(grammar::trust_not_principal, path, principal.key, "a role trust policy has no `NotPrincipal`");
  } else if (statement.effect == Effect::allow) {
    context.faults.add(grammar::allow_with_not_principal, path, principal.key, "`NotPrincipal` is used with `Allow`");
  }
  PrincipalCheck(context, principal).run(path);
}

void check_principals(const GrammarContext& context, const Statement& statement, const Path& path) {
  const Path not_principal(path, "NotPrincipal");
  if (statement.principal && statement.not_principal) {
    context.faults.add(grammar::exclusive_elements, not_principal, statement.not_principal->key,
                       "the statement has both `Principal` and `NotPrincipal`");
  }
  if (statement.principal) check_principal(context, statement, Path(path, "Principal"));
  if (statement.not_principal) check_not_principal(context, statement, not_principal);
  const bool none = !statement.principal && !statement.not_principal &&
                    !is_misspelt_in(statement.unknown_elements, "Principal") &&
                    !is_misspelt_in(statement.unknown_elements, "NotPrincipal");
  if (none && has_principal(context.type())) {
    context.faults.add(grammar::missing_principal, path, opening_brace(statement.span),
                       "the statement has no `Principal`");
  }
}

}  // namespace iamproof
