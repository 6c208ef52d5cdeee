// A resource is "*" or an ARN pattern, arn:partition:service:region:account:resource. IAM checks the first parts and
// the resource part of its own ARNs when a policy is stored; what other services check of the policies they keep is not
// documented, so for those most of it is a warning. IAM JSON policy elements: Resource.

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "policy/grammar.h"
#include "policy/grammar_checks.h"
#include "policy/partitions.h"
#include "source/excerpt.h"

namespace iamproof {

namespace {

// What the resource part of an IAM ARN can start with. `root` is the account, for sts:AssumeRoot.
constexpr std::array<std::string_view, 14> iam_types = {"user/",
                                                        "federated-user/",
                                                        "role/",
                                                        "group/",
                                                        "instance-profile/",
                                                        "mfa/",
                                                        "server-certificate/",
                                                        "policy/",
                                                        "sms-mfa/",
                                                        "saml-provider/",
                                                        "oidc-provider/",
                                                        "report/",
                                                        "access-report/",
                                                        "delegation-request/"};

struct Arn {
  std::array<std::string_view, 6> parts;
  std::size_t count = 0;  // of parts present

  std::string_view partition() const { return parts[1]; }
  std::string_view service() const { return parts[2]; }
  std::string_view region() const { return parts[3]; }
  std::string_view account() const { return parts[4]; }
  std::string_view resource() const { return parts[5]; }
};

Arn split(std::string_view text) {
  Arn arn;
  while (arn.count < arn.parts.size() - 1) {
    const std::size_t colon = text.find(':');
    arn.parts[arn.count++] = text.substr(0, colon);
    if (colon == std::string_view::npos) return arn;
    text.remove_prefix(colon + 1);
  }
  arn.parts[arn.count++] = text;
  return arn;
}

bool has_wildcard(std::string_view text) {
  return text.find_first_of("*?") != std::string_view::npos;
}
bool has_variable(std::string_view text) {
  return text.find("${") != std::string_view::npos;
}

class ResourceCheck {
 public:
  ResourceCheck(const GrammarContext& context, const Text& text, const Path& path)
      : context_(context), text_(text), path_(path) {}

  void run() {
    if (text_.text == "*") return;
    check_variables(context_, text_, path_);
    if (!text_.text.starts_with("arn:")) return not_arn();
    const Arn arn = split(text_.text);
    if (has_variable(arn.partition()) || has_variable(arn.service())) return;
    check_partition(arn);
    if (check_service(arn) && check_fields(arn)) check_parts(arn);
  }

 private:
  std::string quoted() const { return in_backticks(text_.text); }

  // As grave as the rule, where the policy is one that IAM or Organizations keeps.
  void add(const GrammarCheck& check, std::string message) {
    const PolicyType type = context_.type();
    const bool known = is_identity_like(type) || type == PolicyType::scp || type == PolicyType::rcp;
    add(check, known ? check.severity : Severity::warning, std::move(message));
  }

  void add(const GrammarCheck& check, Severity severity, std::string message) {
    context_.faults.add(check, severity, path_, text_.span, std::move(message));
  }

  void not_arn() { add(grammar::resource_not_arn, fmt::format("resource {} is neither `*` nor an ARN", quoted())); }

  // AWS opens new partitions, and AWS's own policies have patterns for them: only what cannot be one is an error.
  void check_partition(const Arn& arn) {
    const std::string_view partition = arn.partition();
    if (is_partition(partition)) return;
    if (has_wildcard(partition)) return;
    const bool may_be_one = partition.starts_with("aws-");
    std::string message = fmt::format("resource {} has the unknown partition {}", quoted(), in_backticks(partition));
    if (may_be_one) return add(grammar::invalid_partition, Severity::warning, std::move(message));
    add(grammar::invalid_partition, std::move(message));
  }

  bool check_service(const Arn& arn) {
    const std::string_view service = arn.service();
    if (service.empty()) {
      add(grammar::missing_arn_field, fmt::format("resource {} names no service", quoted()));
      return false;
    }
    if (!has_wildcard(service)) return true;
    add(grammar::wildcard_in_resource_service,
        fmt::format("resource {} has a wildcard in place of its service", quoted()));
    return false;
  }

  // Fewer than six parts are stored all the same, unless one of them is empty.
  bool check_fields(const Arn& arn) {
    if (arn.count == arn.parts.size()) return true;
    const bool has_empty_part = text_.text.find("::") != std::string_view::npos;
    std::string message = fmt::format("resource {} has {} of the 6 parts of an ARN", quoted(), arn.count);
    if (has_empty_part) {
      add(grammar::missing_arn_field, std::move(message));
    } else {
      add(grammar::missing_arn_field, Severity::warning, std::move(message));
    }
    return false;
  }

  void check_parts(const Arn& arn) {
    if (arn.service() == "iam") return check_iam(arn);
    // Buckets have no Region; access points, jobs and the like have one, and an account.
    if (arn.service() == "s3" && arn.account().empty() && is_plain(arn.region())) {
      add(grammar::region_not_allowed, fmt::format("bucket {} cannot have a Region", quoted()));
    }
  }

  static bool is_plain(std::string_view part) { return !part.empty() && !has_wildcard(part) && !has_variable(part); }

  void check_iam(const Arn& arn) {
    if (is_plain(arn.region())) {
      add(grammar::region_not_allowed, fmt::format("IAM resource {} cannot have a Region", quoted()));
    }
    const std::string_view resource = arn.resource();
    const bool known = std::any_of(iam_types.begin(), iam_types.end(),
                                   [&](std::string_view type) { return resource.starts_with(type); });
    if (known || resource == "*" || resource == "root" || has_variable(resource.substr(0, resource.find('/')))) return;
    const std::string_view type = resource.substr(0, resource.find('/'));
    const bool may_be_new = !has_wildcard(type) && type.size() < resource.size();
    std::string message = fmt::format("IAM resource {} does not start with a type such as `role/`", quoted());
    if (may_be_new) return add(grammar::invalid_iam_resource, Severity::warning, std::move(message));
    add(grammar::invalid_iam_resource, std::move(message));
  }

  const GrammarContext& context_;
  const Text& text_;
  const Path& path_;
};

}  // namespace

static void check_list(const GrammarContext& context, const TextList& list, const Path& path) {
  if (list.is_array && list.values.empty()) {
    context.faults.add(grammar::empty_resource_list, path, list.span, "the list of resources is empty");
  }
  for_each_string(context, list, path,
                  [&](const Text& text, const Path& here) { ResourceCheck(context, text, here).run(); });
}

// Some services let the policies they keep go without; those of the others may not.
static void check_presence(const GrammarContext& context, const Statement& statement, const Path& path) {
  const bool misspelt = is_misspelt_in(statement.unknown_elements, "Resource") ||
                        is_misspelt_in(statement.unknown_elements, "NotResource");
  if (context.type() == PolicyType::trust || misspelt) return;
  const Severity severity = context.type() == PolicyType::resource ? Severity::warning : Severity::error;
  context.faults.add(grammar::missing_resource, severity, path, opening_brace(statement.span),
                     "the statement has neither `Resource` nor `NotResource`");
}

static void check_element(const GrammarContext& context, const TextList& list, const Path& path,
                          std::string_view name) {
  if (context.type() == PolicyType::trust) {
    context.faults.add(grammar::trust_resource, path, list.key, fmt::format("a role trust policy has no `{}`", name));
  } else {
    check_list(context, list, path);
  }
}

void check_resources(const GrammarContext& context, const Statement& statement, const Path& path) {
  if (!statement.resources && !statement.not_resources) return check_presence(context, statement, path);
  const Path not_resource(path, "NotResource");
  if (statement.resources && statement.not_resources) {
    context.faults.add(grammar::exclusive_elements, not_resource, statement.not_resources->key,
                       "the statement has both `Resource` and `NotResource`");
  }
  if (statement.resources) check_element(context, *statement.resources, Path(path, "Resource"), "Resource");
  if (statement.not_resources) check_element(context, *statement.not_resources, not_resource, "NotResource");
}

}  // namespace iamproof
