// A token of an OpenID Connect provider says for whom it was made. A trust policy that asks nothing of it lets in
// everybody whom the provider vouches for, and GitHub vouches for everybody who has a repository there: of its tokens
// the subject must be asked, or another claim that says whose the repository is.
#include <algorithm>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "lint/check.h"
#include "lint/principals.h"
#include "prove/issuers.h"
#include "source/excerpt.h"
#include "support/text.h"

namespace iamproof {

namespace {

constexpr Code no_key = {"MISSING_CONDITION_KEY_FOR_OIDC_PRINCIPAL", Severity::security_warning};
constexpr Code no_repository = {"MISSING_GITHUB_REPO_CONDITION_KEY", Severity::security_warning};
constexpr std::string_view github = "token.actions.githubusercontent.com";
constexpr std::string_view web_identity = "sts:assumerolewithwebidentity";

bool is_github(std::string_view host) {
  return host == github || (host.starts_with(github) && host[github.size()] == '/');
}

/// Adds the claims of the provider that conditions test, after the colon.
void add_claims(const StatementView& statement, std::string_view host, std::vector<std::string>& claims) {
  for (const ConditionView& condition : statement.conditions) {
    const std::string key = folded(condition.written->key.text);
    if (key.size() > host.size() && key.starts_with(host) && key[host.size()] == ':') {
      claims.push_back(key.substr(host.size() + 1));
    }
  }
}

/// Those that the statement tests, or a Deny: some write the condition once for all statements.
std::vector<std::string> claims_tested(const Document& document, const StatementView& statement,
                                       std::string_view host) {
  std::vector<std::string> claims;
  add_claims(statement, host, claims);
  for (const StatementView& other : document.statements()) {
    if (other.denies() && takes_in(other, web_identity)) add_claims(other, host, claims);
  }
  return claims;
}

/// GitHub's claims that say whose the repository is; the workflow that a job runs is in one.
bool says_whose(const std::string& claim) {
  if (claim == "sub" || claim == "job_workflow_ref" || claim == "enterprise_id") return true;
  const std::vector<std::string> keys = owner_keys(github);
  return std::find(keys.begin(), keys.end(), fmt::format("{}:{}", github, claim)) != keys.end();
}

/// The host as the policy writes it.
std::string_view as_written(const PrincipalName& name, std::string_view host) {
  return name.text().substr(name.text().size() - host.size());
}

void look_at(const Document& document, const StatementView& statement, const PrincipalName& name,
             DocumentReporter& reporter) {
  const auto host = oidc_provider(name);
  if (!host || host->find('.') == std::string::npos) return;
  const std::string_view shown = as_written(name, *host);
  const std::vector<std::string> claims = claims_tested(document, statement, *host);
  if (is_github(*host)) {
    if (std::any_of(claims.begin(), claims.end(), says_whose)) return;
    reporter.add(
        no_repository, name.place(),
        fmt::format("GitHub is trusted without a condition on {}: every repository of GitHub can assume the role",
                    in_backticks(std::string(shown) + ":sub")),
        fmt::format("test {}:sub for the repository, as in repo:example/app:ref:refs/heads/main", shown));
  } else if (claims.empty()) {
    reporter.add(
        no_key, name.place(),
        fmt::format("{} is trusted without a condition on what its tokens say: none of the keys begins with {}",
                    in_backticks(name.text()), in_backticks(std::string(shown) + ":")),
        fmt::format("test {}:aud, or the subject", shown));
  }
}

void look(const Document& document, DocumentReporter& reporter) {
  for (const StatementView& statement : document.statements()) {
    if (!statement.allows() || !statement.written->principal || !takes_in(statement, web_identity)) continue;
    for_each_principal(*statement.written,
                       [&](const PrincipalName& name) { look_at(document, statement, name, reporter); });
  }
}

constexpr Code codes[] = {no_key, no_repository};

}  // namespace

extern const Check oidc_provider_without_condition{.id = "oidc-provider-without-condition",
                                                   .pack = LintPack::aws,
                                                   .needs = Needs::meaning,
                                                   .types = {PolicyType::trust},
                                                   .codes = codes,
                                                   .look = look};

}  // namespace iamproof
