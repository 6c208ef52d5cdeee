// A subject is a text that the provider composes; what it begins with says whose it is.
//
//   repo:example/app:ref:refs/heads/main              GitHub: of the owner `example`, by name
//   repo:example@123/app@456:ref:refs/heads/main      the same by immutable ids; default for repositories made or
//   renamed
//                                                     since July 2026
//   project_path:group/app:ref_type:branch:ref:main   GitLab
//   organization:example:project:a:workspace:b:run_phase:apply   HCP Terraform
//
// The owner ends where the form says: at `/` or `@`, at `:`. A value with wildcards fixes the owner if its first
// wildcard comes after that; `repo:example*` does not. GitHub lets each repository choose the claims that its subjects
// are made of
// (`environment:prod`), so there a subject that names no owner is anybody's, fixed or not. Sources: GitHub, "OpenID
// Connect reference"; GitLab, "ID token authentication"; HashiCorp, "Workload identity tokens"; Buildkite, "OIDC in
// Buildkite Pipelines"; CircleCI, "OpenID Connect tokens"; Atlassian, "Integrate Pipelines with resource servers using
// OIDC"; Kubernetes, "Authenticating: service account tokens".
#include "prove/issuers.h"

#include <algorithm>
#include <array>

#include "arn/arn.h"
#include "glob/characters.h"
#include "support/text.h"

namespace iamproof {

namespace {

struct SubjectForm {
  std::string_view host;  ///< a pattern
  std::string_view lead;  ///< before the owner
  std::string_view ends;  ///< characters after it
};

constexpr auto forms = std::to_array<SubjectForm>({
    {"token.actions.githubusercontent.com", "repo:", "/@"},
    {"token.actions.githubusercontent.com", "repository:", "/@"},
    {"token.actions.githubusercontent.com", "repository_id:", ":"},
    {"token.actions.githubusercontent.com", "repository_owner:", ":"},
    {"token.actions.githubusercontent.com", "repository_owner_id:", ":"},
    {"token.actions.githubusercontent.com/*", "repo:", "/@"},
    {"token.actions.*.ghe.com", "repo:", "/@"},
    {"*/_services/token", "repo:", "/"},  // GitHub Enterprise Server
    {"app.terraform.io", "organization:", ":"},
    {"agent.buildkite.com", "organization:", ":"},
    {"oidc.circleci.com/org/*", "org/", "/"},
    {"api.bitbucket.org/2.0/workspaces/*", "{", "}"},
    // Of GitLab and Kubernetes anybody may run one.
    {"*", "project_path:", "/"},
    {"*", "system:serviceaccount:", ":"},
});

/// Providers whose subjects may leave out the owner.
constexpr std::string_view with_chosen_subjects = "token.actions.*";

struct OwnerKey {
  std::string_view host, claim;
};

constexpr auto own_keys = std::to_array<OwnerKey>({
    {"token.actions.githubusercontent.com", "repository"},
    {"token.actions.githubusercontent.com", "repository_id"},
    {"token.actions.githubusercontent.com", "repository_owner"},
    {"token.actions.githubusercontent.com", "repository_owner_id"},
});

struct UsualSubject {
  std::string_view host, form, example;
};

constexpr auto usual = std::to_array<UsualSubject>({
    {"token.actions.*", "repo:?*/?*:ref:?*", "repo:octo-org/octo-repo:ref:refs/heads/main"},
    {"token.actions.*", "repo:?*/?*:environment:?*", {}},
    {"token.actions.*", "repo:?*/?*:pull_request", {}},
    {"*/_services/token", "repo:?*/?*:ref:?*", "repo:octo-org/octo-repo:ref:refs/heads/main"},
    {"gitlab.com", "project_path:?*/?*:ref_type:?*:ref:?*",
     "project_path:example-group/example-project:ref_type:branch:ref:main"},
    {"app.terraform.io", "organization:?*:project:?*:workspace:?*:run_phase:?*",
     "organization:example:project:example:workspace:example:run_phase:apply"},
    {"agent.buildkite.com", "organization:?*:pipeline:?*:ref:?*:commit:?*:step:?*",
     "organization:example:pipeline:example:ref:refs/heads/main:commit:0:step:example"},
    {"oidc.eks.*", "system:serviceaccount:?*:?*", "system:serviceaccount:default:default"},
});

bool is_of(std::string_view pattern, std::string_view host) {
  return Glob(pattern, LetterCase::insensitive).matches(host);
}

/// The text before the first wildcard or variable, and whether that is all.
std::pair<std::string, bool> fixed_part(const Template& value) {
  std::string text;
  for (const Token& token : value.glob.tokens()) {
    if (token.kind != Token::Kind::literal) return {text, false};
    append(text, token.c);
  }
  return {text, true};
}

/// Where a claim of the form begins in a subject: at its start, or where claims are chosen after a colon too, which no
/// value of a claim holds there.
std::size_t find_lead(std::string_view text, std::string_view lead, bool anywhere) {
  for (std::size_t at = text.find(lead); at != std::string_view::npos; at = text.find(lead, at + 1)) {
    if (at == 0 || (anywhere && text[at - 1] == ':')) return at;
  }
  return std::string_view::npos;
}

bool is_plain(std::string_view text) {
  return text.find_first_of("*?$") == std::string_view::npos;
}

}  // namespace

std::optional<std::string> issuer_host(std::string_view provider) {
  const auto parts = split_arn(provider);
  if (!parts) return folded(provider);
  constexpr std::string_view oidc = "oidc-provider/";
  if (!parts->resource.starts_with(oidc)) return std::nullopt;
  return folded(parts->resource.substr(oidc.size()));
}

std::string subject_key(std::string_view host) {
  std::string_view claim = "sub";
  if (host == "graph.facebook.com") claim = "id";
  if (host == "www.amazon.com") claim = "user_id";
  return std::string(host).append(":").append(claim);
}

std::vector<std::string> owner_keys(std::string_view host) {
  std::vector<std::string> keys;
  for (const OwnerKey& own : own_keys) {
    if (is_of(own.host, host)) keys.push_back(std::string(host).append(":").append(own.claim));
  }
  return keys;
}

std::string_view likely_subject(std::string_view host) {
  const auto* at =
      std::find_if(usual.begin(), usual.end(), [&](const UsualSubject& subject) { return is_of(subject.host, host); });
  return at == usual.end() ? "example-subject" : at->example;
}

std::vector<Glob> usual_subjects(std::string_view host) {
  std::vector<Glob> out;
  for (const UsualSubject& subject : usual) {
    if (!is_of(subject.host, host)) continue;
    std::vector<Token> tokens = Glob(subject.form).tokens();
    for (Token& token : tokens) {
      if (token.kind != Token::Kind::literal) token.cls = CharClass::no_colon;
    }
    out.push_back(Glob::from_tokens(std::move(tokens)));
  }
  return out;
}

SubjectTrust trust_of_subject(std::string_view host, const Template& value) {
  SubjectTrust trust;
  const bool chosen = is_of(with_chosen_subjects, host);
  const auto [text, is_all] = fixed_part(value);
  for (const SubjectForm& form : forms) {
    if (!is_of(form.host, host)) continue;
    const std::size_t at = find_lead(text, form.lead, chosen);
    if (at == std::string::npos) continue;
    const std::size_t begin = at + form.lead.size();
    const std::size_t end = text.find_first_of(form.ends, begin);
    if (end == begin || begin == text.size() || !is_plain(std::string_view(text).substr(0, end))) continue;
    if (end != std::string::npos) {
      trust.patterns.push_back(text.substr(0, end + 1) + "*");
    } else {
      // Others are let in beside the one that is meant, so that a witness is of one of them.
      for (const char c : form.ends) trust.patterns.push_back(text + c + "*");
      trust.patterns.push_back(text);
    }
  }
  if (is_all && trust.patterns.empty() && !chosen) trust.exact = text;
  return trust;
}

}  // namespace iamproof
