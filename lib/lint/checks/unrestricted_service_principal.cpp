// A service acts for many accounts. Where a resource's policy lets the service in and does not say on whose behalf,
// somebody else's request to that service reaches the resource as well: the confused deputy. The keys that say whose
// resource made the service act are aws:SourceArn, aws:SourceAccount, aws:SourceOrgID and aws:SourceOrgPaths.
#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "lint/check.h"
#include "lint/principals.h"
#include "source/excerpt.h"
#include "support/text.h"

namespace iamproof {

namespace {

constexpr Code unrestricted = {"RESTRICT_ACCESS_TO_SERVICE_PRINCIPAL", Severity::security_warning};
constexpr Code other_key = {"RECOMMENDED_CONDITION_KEY_FOR_SERVICE_PRINCIPAL", Severity::suggestion};

constexpr std::array<std::string_view, 4> source_keys = {"aws:sourceaccount", "aws:sourcearn", "aws:sourceorgid",
                                                         "aws:sourceorgpaths"};

/// Keys that people restrict services with, and that whoever calls the service can choose or learn.
constexpr std::array<std::string_view, 2> weak_keys = {"aws:referer", "aws:useragent"};

/// Keys that say as much as the source keys: the owner of what SNS publishes for, the token of an Alexa skill, what
/// CloudWatch Logs encrypts, the account that a service speaks for; and those of an organization, which services do not
/// carry, so that they are not let in at all.
constexpr std::array<std::string_view, 7> as_good = {
    "aws:sourceowner", "lambda:eventsourcetoken", "kms:encryptioncontext:", "kms:calleraccount",
    "kms:viaservice",  "aws:principalorgid",      "aws:principalorgpaths"};

/// Services that carry no source key: those of Alexa, which call functions for skills.
constexpr std::string_view without_source_keys = "alexa-";

template <class Names>
bool is_among(const Names& names, std::string_view key) {
  return std::find(names.begin(), names.end(), key) != names.end();
}

bool is_as_good(std::string_view key) {
  return std::any_of(as_good.begin(), as_good.end(), [&](std::string_view name) {
    return key == name || (name.ends_with(':') && key.starts_with(name));
  });
}

/// Tests a source key, so that it sees to the services by itself.
bool tests_a_source(const StatementView& statement) {
  return std::any_of(statement.conditions.begin(), statement.conditions.end(), [](const ConditionView& condition) {
    return is_among(source_keys, folded(condition.written->key.text));
  });
}

class StatementLook {
 public:
  StatementLook(const StatementView& statement, DocumentReporter& reporter)
      : statement_(statement), reporter_(reporter) {}

  void run() {
    for_each_principal(*statement_.written, [&](const PrincipalName& name) {
      if (name.kind() == "Service" && !name.text().starts_with(without_source_keys)) services_.push_back(name);
    });
    if (services_.empty() || tests_a_source(statement_)) return;
    for (const ConditionView& condition : statement_.conditions) {
      const std::string key = folded(condition.written->key.text);
      if (is_as_good(key)) return;
      if (is_among(weak_keys, key)) return tell_other(*condition.written);
    }
    std::vector<Place> places;
    std::string names;
    for (const PrincipalName& name : services_) {
      places.push_back(name.place());
      names += (names.empty() ? "" : ", ") + in_backticks(name.text());
    }
    reporter_.add(
        unrestricted, places,
        fmt::format("{} {} let in on behalf of any account", names, services_.size() == 1 ? "is" : "are"),
        "add a condition on aws:SourceArn or aws:SourceAccount, or on aws:SourceOrgID for a whole organization");
  }

 private:
  void tell_other(const Condition& condition) {
    reporter_.add(other_key, Document::at_key(statement_, condition),
                  fmt::format("{} is restricted by {}, which does not say on whose behalf the service acts",
                              in_backticks(services_.front().text()), in_backticks(condition.key.text)),
                  "test aws:SourceArn or aws:SourceAccount, or aws:SourceOrgID for a whole organization");
  }

  const StatementView& statement_;
  DocumentReporter& reporter_;
  std::vector<PrincipalName> services_;
};

void look(const Document& document, DocumentReporter& reporter) {
  // A Deny that tests a source is how some write it once for all statements.
  const auto sees_to_all = [](const StatementView& statement) {
    return statement.denies() && tests_a_source(statement);
  };
  const auto& statements = document.statements();
  if (std::any_of(statements.begin(), statements.end(), sees_to_all)) return;
  for (const StatementView& statement : statements) {
    if (statement.allows()) StatementLook(statement, reporter).run();
  }
}

constexpr Code codes[] = {unrestricted, other_key};

}  // namespace

extern const Check unrestricted_service_principal{.id = "unrestricted-service-principal",
                                                  .pack = LintPack::aws,
                                                  .needs = Needs::document,
                                                  .types = {PolicyType::resource},
                                                  .codes = codes,
                                                  .look = look};

}  // namespace iamproof
