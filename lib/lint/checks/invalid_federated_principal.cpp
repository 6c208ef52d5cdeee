#include <algorithm>

#include <fmt/format.h>

#include "arn/arn.h"
#include "lint/check.h"
#include "lint/principals.h"
#include "source/excerpt.h"

namespace iamproof {

namespace {

constexpr Code codes[] = {{"INVALID_FEDERATED_PRINCIPAL_SYNTAX_IN_ROLE_TRUST_POLICY", Severity::error}};

bool is_label(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
  });
}

/// "accounts.google.com", with a path or without.
bool is_domain(std::string_view text) {
  text = text.substr(0, text.find('/'));
  std::size_t labels = 0;
  while (!text.empty()) {
    const std::size_t dot = text.find('.');
    if (!is_label(text.substr(0, dot))) return false;
    ++labels;
    if (dot == std::string_view::npos) return labels > 1;
    text.remove_prefix(dot + 1);
  }
  return false;
}

bool is_provider(std::string_view text) {
  const auto arn = split_arn(text);
  if (!arn) return is_domain(text);
  constexpr std::string_view saml = "saml-provider/";
  constexpr std::string_view oidc = "oidc-provider/";
  if (arn->service != "iam" || !arn->region.empty() || !is_account_id(arn->account)) return false;
  if (arn->resource.starts_with(saml)) return arn->resource.size() > saml.size();
  return arn->resource.starts_with(oidc) && arn->resource.size() > oidc.size();
}

void look(const Document& document, DocumentReporter& reporter) {
  for (const StatementView& statement : document.statements()) {
    for_each_principal(*statement.written, [&](const PrincipalName& name) {
      // What has a wildcard is refused as such, and an empty name is no name to correct.
      if (name.kind() != "Federated" || name.text().find_first_of("*?") != std::string_view::npos) return;
      if (is_provider(name.text())) return;
      reporter.add(codes[0], name.place(),
                   fmt::format("federated principal {} is neither a domain nor the ARN of an identity provider",
                               in_backticks(name.text())),
                   "write a domain such as accounts.google.com, or the ARN of a SAML or OpenID Connect provider");
    });
  }
}

}  // namespace

extern const Check invalid_federated_principal{.id = "invalid-federated-principal",
                                               .pack = LintPack::aws,
                                               .needs = Needs::document,
                                               .types = {PolicyType::trust},
                                               .codes = codes,
                                               .look = look};

}  // namespace iamproof
