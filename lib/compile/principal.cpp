// AWS has several spellings for a principal. `"*"` and {"AWS": "*"} are one; an account goes by its number or by the
// ARN of its root, which stands for the account and not only for its root user. No name has wildcards: what looks like
// one is nobody. IAM JSON policy elements: Principal.
#include "compile/principal.h"

#include "arn/arn.h"

namespace iamproof {

namespace {

using Kind = PrincipalPattern::Kind;

/// The account of "arn:aws:iam::111122223333:root", or "".
std::string_view account_of_root(std::string_view arn) {
  constexpr std::string_view before = ":iam::";
  constexpr std::string_view after = ":root";
  const std::size_t at = arn.find(before);
  if (at == std::string_view::npos || !arn.starts_with("arn:") || !arn.ends_with(after)) return {};
  const std::size_t begin = at + before.size();
  if (begin + 12 + after.size() != arn.size()) return {};
  const std::string_view account = arn.substr(begin, 12);
  return is_account_id(account) ? account : std::string_view();
}

PrincipalPattern aws_principal(const Text& text) {
  PrincipalPattern pattern{Kind::nobody, text.text, {}, text.span};
  if (text.text == "*") {
    pattern.kind = Kind::everyone;
  } else if (is_account_id(text.text)) {
    pattern.kind = Kind::account;
    pattern.account = text.text;
  } else if (const std::string_view account = account_of_root(text.text); !account.empty()) {
    pattern.kind = Kind::account;
    pattern.account = account;
  } else if (text.text.starts_with("arn:") && text.text.find_first_of("*?") == std::string_view::npos) {
    pattern.kind = Kind::identity;
  }
  return pattern;
}

PrincipalPattern pattern_of(std::string_view kind, const Text& text) {
  if (kind.empty() || kind == "AWS") return aws_principal(text);
  PrincipalPattern pattern{Kind::nobody, text.text, {}, text.span};
  if (kind == "Service") pattern.kind = Kind::service;
  if (kind == "Federated") pattern.kind = Kind::identity_provider;
  if (kind == "CanonicalUser") pattern.kind = Kind::canonical_user;
  return pattern;
}

}  // namespace

PrincipalElement compile_principal(const Principal& principal, bool negated) {
  PrincipalElement element;
  element.negated = negated;
  element.key = principal.key;
  for (const PrincipalGroup& group : principal.groups) {
    for (const Text& text : group.values.values) element.patterns.push_back(pattern_of(group.kind.text, text));
  }
  return element;
}

}  // namespace iamproof
