// The subject of a token of GitHub Actions says of which repository a job is, and what of it:
//
//   repo:example/app:ref:refs/heads/main     a branch
//   repo:example/app:environment:production  an environment, which has reviewers of its own
//   repo:example/app:pull_request            a pull request
//
// A wildcard before the third part leaves the repository open, one in a branch leaves that open, unless another key of
// the token fixes it. Tags and environments are not branches: who made a pattern for these had a reason.
#include <algorithm>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "lint/check.h"
#include "lint/principals.h"
#include "source/excerpt.h"
#include "support/text.h"

namespace iamproof {

namespace {

constexpr Code codes[] = {{"SPECIFIC_GITHUB_REPO_AND_BRANCH_RECOMMENDED", Severity::warning}};
constexpr std::string_view github = "token.actions.githubusercontent.com";

bool has_wildcard(std::string_view text) {
  return text.find_first_of("*?") != std::string_view::npos;
}

/// The claim that a key tests, in lower case; empty if the key is not of GitHub.
std::string claim_of(const ConditionView& condition) {
  const std::string key = folded(condition.written->key.text);
  if (!key.starts_with(github)) return {};
  const std::size_t colon = key.rfind(':');
  return colon == std::string::npos ? std::string() : key.substr(colon + 1);
}

bool is_positive(const ConditionView& condition, bool with_patterns) {
  if (!condition.op || condition.op->if_exists) return false;
  const std::string_view base = condition.op->base;
  if (base == "StringLike") return true;
  return !with_patterns && (base == "StringEquals" || base == "StringEqualsIgnoreCase");
}

/// Whether a key of the token has fixed values only.
bool is_fixed(const StatementView& statement, std::string_view claim) {
  return std::any_of(statement.conditions.begin(), statement.conditions.end(), [&](const ConditionView& condition) {
    if (claim_of(condition) != claim || !is_positive(condition, false)) return false;
    const auto& values = condition.written->values;
    return !values.empty() &&
           std::none_of(values.begin(), values.end(), [](const Value& value) { return has_wildcard(value.text.text); });
  });
}

struct Open {
  bool repository = false, branch = false;
};

/// What a pattern of subjects leaves open; nothing of subjects that are made of other claims.
Open left_open_by(std::string_view pattern) {
  constexpr std::string_view lead = "repo:";
  if (!pattern.starts_with(lead)) return {pattern.starts_with('*'), pattern.starts_with('*')};
  pattern.remove_prefix(lead.size());
  const std::size_t colon = pattern.find(':');
  const std::string_view repository = pattern.substr(0, colon);
  if (colon == std::string_view::npos) return {has_wildcard(repository), has_wildcard(repository)};
  const std::string_view rest = pattern.substr(colon + 1);
  const bool other = rest.starts_with("environment:") || rest.starts_with("ref:refs/tags/");
  // A `*` at the end of the repository's name may reach over the colon behind it, and over all that comes between.
  return {has_wildcard(repository), !other && has_wildcard(rest)};
}

void look_at(const StatementView& statement, const ConditionView& condition, DocumentReporter& reporter) {
  const bool repository_fixed = is_fixed(statement, "repository") || is_fixed(statement, "repository_id");
  const bool branch_fixed =
      is_fixed(statement, "ref") || is_fixed(statement, "environment") || is_fixed(statement, "job_workflow_ref");
  std::vector<Place> places;
  Open open;
  std::string first;
  for (std::size_t i = 0; i < condition.written->values.size(); ++i) {
    const std::string_view text = condition.written->values[i].text.text;
    Open here = left_open_by(text);
    here.repository = here.repository && !repository_fixed;
    here.branch = here.branch && !branch_fixed;
    if (!here.repository && !here.branch) continue;
    if (places.empty()) first = in_backticks(text);
    open.repository = open.repository || here.repository;
    open.branch = open.branch || here.branch;
    places.push_back(Document::at_value(statement, *condition.written, i));
  }
  if (places.empty()) return;
  const std::string_view what = !open.branch      ? "the repository"
                                : open.repository ? "the repository and the branch"
                                                  : "the branch";
  reporter.add(codes[0], places, fmt::format("subject {} leaves {} open", first, what),
               "name one repository and one branch, as in repo:example/app:ref:refs/heads/main");
}

void look(const Document& document, DocumentReporter& reporter) {
  for (const StatementView& statement : document.statements()) {
    if (!statement.allows()) continue;
    for (const ConditionView& condition : statement.conditions) {
      if (is_positive(condition, true) && claim_of(condition) == "sub") look_at(statement, condition, reporter);
    }
  }
}

}  // namespace

extern const Check github_subject_with_wildcard{.id = "github-subject-with-wildcard",
                                                .pack = LintPack::aws,
                                                .needs = Needs::document,
                                                .types = {PolicyType::trust},
                                                .codes = codes,
                                                .look = look};

}  // namespace iamproof
