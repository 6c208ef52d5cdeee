#include <algorithm>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "lint/attached.h"
#include "lint/check.h"
#include "source/excerpt.h"
#include "support/text.h"

namespace iamproof {

namespace {

constexpr Code codes[] = {{"UNSUPPORTED_ACTION_IN_POLICY", Severity::error}};

/// The service prefix of an action, with its colon; empty for `*`, and for what has a wildcard in it.
std::string_view prefix_of(std::string_view action) {
  const std::size_t colon = action.find(':');
  if (colon == std::string_view::npos || action.substr(0, colon).find_first_of("*?") != std::string_view::npos)
    return {};
  return action.substr(0, colon);
}

/// An action of S3 that works on no resource, as s3:ListAllMyBuckets: S3 refuses a bucket policy that names it.
bool works_on_nothing(std::string_view action, const Catalogue& catalogue) {
  const auto id = catalogue.find_action(action);
  return id && catalogue.resources(*id).empty();
}

void look_at(const StatementView& statement, const Document& document, DocumentReporter& reporter) {
  const std::string& service = document.policy().service;
  for (std::size_t i = 0; i < statement.actions.values().size(); ++i) {
    const std::string_view action = statement.actions.values()[i].text;
    const std::string_view prefix = prefix_of(action);
    if (prefix.empty()) continue;
    const Place place = Document::at(statement, statement.actions, i);
    if (!equal_folded(prefix, service)) {
      reporter.add(codes[0], place,
                   fmt::format("action {} does nothing in a policy of {}", in_backticks(action), in_backticks(service)),
                   fmt::format("name actions of {} only", service));
    } else if (service == "s3" && works_on_nothing(action, document.catalogue())) {
      reporter.add(codes[0], place, fmt::format("action {} works on no bucket or object", in_backticks(action)),
                   "allow it in an identity-based policy");
    }
  }
}

/// Whether the actions are of several services, so that some of them are wrong whatever the policy is attached to.
bool mixes_services(const Document& document) {
  std::string_view first;
  for (const StatementView& statement : document.statements()) {
    if (!statement.actions || statement.actions.negated) continue;
    for (const Text& action : statement.actions.values()) {
      const std::string_view prefix = prefix_of(action.text);
      if (prefix.empty()) continue;
      if (!first.empty() && !equal_folded(first, prefix)) return true;
      first = prefix;
    }
  }
  return false;
}

void look(const Document& document, DocumentReporter& reporter) {
  if (document.policy().service.empty()) {
    if (mixes_services(document)) {
      reporter.undecided("which actions work depends on what the policy is attached to, which is not known");
    }
    return;
  }
  if (!takes_own_actions_only(document.policy().service)) return;
  for (const StatementView& statement : document.statements()) {
    if (statement.actions && !statement.actions.negated) look_at(statement, document, reporter);
  }
}

}  // namespace

extern const Check action_of_other_resource{.id = "action-of-other-resource",
                                            .pack = LintPack::aws,
                                            .needs = Needs::catalogue,
                                            .types = {PolicyType::resource},
                                            .codes = codes,
                                            .look = look};

}  // namespace iamproof
