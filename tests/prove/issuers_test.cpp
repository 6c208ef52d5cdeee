#include "prove/issuers.h"

#include <algorithm>

#include <doctest/doctest.h>

using namespace iamproof;

namespace {

using Texts = std::vector<std::string>;

constexpr const char* github = "token.actions.githubusercontent.com";

SubjectTrust trust(std::string_view host, std::string_view value) {
  return trust_of_subject(host, read_template(value, {.wildcards = true, .variables = true}));
}

bool is_usual(std::string_view host, std::string_view subject) {
  const auto forms = usual_subjects(host);
  return std::any_of(forms.begin(), forms.end(), [&](const Glob& form) { return form.matches(subject); });
}

}  // namespace

TEST_CASE("issuers: the host of a provider") {
  const struct {
    std::string_view provider;
    std::optional<std::string> host;
  } rows[] = {
      {"accounts.google.com", "accounts.google.com"},
      {"GitLab.com", "gitlab.com"},
      {"arn:aws:iam::111122223333:oidc-provider/token.actions.GitHubUserContent.com", github},
      {"arn:aws:iam::111122223333:oidc-provider/oidc.circleci.com/org/1", "oidc.circleci.com/org/1"},
      {"arn:aws:iam::111122223333:saml-provider/example", std::nullopt},
  };
  for (const auto& row : rows) {
    CAPTURE(row.provider);
    CHECK(issuer_host(row.provider) == row.host);
  }
}

TEST_CASE("issuers: the keys that say whose a token is") {
  CHECK(subject_key("gitlab.com") == "gitlab.com:sub");
  CHECK(subject_key("graph.facebook.com") == "graph.facebook.com:id");
  CHECK(subject_key("www.amazon.com") == "www.amazon.com:user_id");
  const std::string host = github;
  CHECK(owner_keys(github) == Texts{host + ":repository", host + ":repository_id", host + ":repository_owner",
                                    host + ":repository_owner_id"});
  CHECK(owner_keys("gitlab.com").empty());
}

TEST_CASE("issuers: subjects that nobody chose") {
  const struct {
    std::string_view host, subject;
    bool is_usual;
  } rows[] = {
      {github, "repo:example/app:ref:refs/heads/main", true},
      {github, "repo:example/app:environment:prod", true},
      {github, "repo:example/app:pull_request", true},
      {github, "repo:example/app:ref:", false},
      {github, "repo:example:ref:refs/heads/main", false},
      {github, "repo:example/app:x:ref:refs/heads/main", false},  // no part holds a colon
      {github, "project_path:group/app:ref_type:branch:ref:main", false},
      {"github.example.com/_services/token", "repo:example/app:ref:refs/heads/main", true},
      {"github.example.com/_services/token", "repo:example/app:environment:prod", false},
      {"gitlab.com", "project_path:group/app:ref_type:branch:ref:main", true},
      {"gitlab.com", "repo:example/app:ref:refs/heads/main", false},
      {"app.terraform.io", "organization:a:project:b:workspace:c:run_phase:apply", true},
      {"agent.buildkite.com", "organization:a:pipeline:b:ref:c:commit:d:step:e", true},
      {"oidc.eks.eu-west-1.amazonaws.com/id/1", "system:serviceaccount:default:default", true},
  };
  for (const auto& row : rows) {
    CAPTURE(row.host);
    CAPTURE(row.subject);
    CHECK(is_usual(row.host, row.subject) == row.is_usual);
  }
  CHECK(usual_subjects("accounts.google.com").empty());
  CHECK(likely_subject("accounts.google.com") == "example-subject");
  for (const char* host : {github, "github.example.com/_services/token", "gitlab.com", "app.terraform.io",
                           "agent.buildkite.com", "oidc.eks.eu-west-1.amazonaws.com/id/1"}) {
    CAPTURE(host);
    CHECK(is_usual(host, likely_subject(host)));
  }
}

TEST_CASE("issuers: whom the value of a subject trusts") {
  const struct {
    std::string_view host, value;
    Texts patterns;
    std::optional<std::string> exact;
  } rows[] = {
      {github, "repo:example/app:ref:refs/heads/main", {"repo:example/*"}, std::nullopt},
      {github, "repo:example@123/app@456:ref:refs/heads/main", {"repo:example@*"}, std::nullopt},
      {github, "repo:example/*", {"repo:example/*"}, std::nullopt},
      // The wildcard lets others in beside the owner that is meant.
      {github, "repo:example*", {"repo:example/*", "repo:example@*", "repo:example"}, std::nullopt},
      {github, "repo:*/app:ref:refs/heads/main", {}, std::nullopt},
      {github, "repo:/app", {}, std::nullopt},
      // Claims that a repository chose: an owner may come later, but only as a claim of its own.
      {github, "environment:prod", {}, std::nullopt},
      {github,
       "environment:prod:repository_owner:example:x",
       {"environment:prod:repository_owner:example:*"},
       std::nullopt},
      {github, "environment:myrepo:example/app", {}, std::nullopt},
      {"gitlab.com", "project_path:group/app:ref_type:branch:ref:main", {"project_path:group/*"}, std::nullopt},
      {"gitlab.com", "x:project_path:group/app", {}, "x:project_path:group/app"},
      {"gitlab.com", "${aws:username}", {}, std::nullopt},
      {"app.terraform.io", "organization:example:*", {"organization:example:*"}, std::nullopt},
      {"oidc.circleci.com/org/1", "org/1/project/2/user/3", {"org/1/*"}, std::nullopt},
      {"accounts.google.com", "1234567890", {}, "1234567890"},
      {"accounts.google.com", "12345*", {}, std::nullopt},
  };
  for (const auto& row : rows) {
    CAPTURE(row.host);
    CAPTURE(row.value);
    const SubjectTrust trusted = trust(row.host, row.value);
    CHECK(trusted.patterns == row.patterns);
    CHECK(trusted.exact == row.exact);
  }
}
