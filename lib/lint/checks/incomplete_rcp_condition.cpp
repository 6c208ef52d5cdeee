// A resource control policy that shuts out strangers meets AWS services too, which call for themselves and carry no key
// of an organization's member, and a policy that shuts out services acting for strangers meets callers who are no
// services. Both need a companion in the same condition:
//
//   StringNotEqualsIfExists aws:PrincipalOrgID    with   BoolIfExists aws:PrincipalIsAWSService false
//   StringNotEqualsIfExists aws:SourceOrgID       with   Bool aws:PrincipalIsAWSService true
//                                                 and    Null aws:SourceAccount false
//
// Without the first, the services of AWS are denied; without the second, everybody is who is no service; without the
// third, services are that do not say for whom they act. Only tests that hold where their key is absent reach whom they
// were not meant for: `StringEquals aws:SourceAccount` needs no companion.
#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "lint/check.h"
#include "source/excerpt.h"
#include "support/text.h"

namespace iamproof {

namespace {

constexpr Code of_principal = {"RCP_MISSING_RELATED_PRINCIPAL_CONDITION_KEY", Severity::warning};
constexpr Code of_service = {"RCP_MISSING_RELATED_SERVICE_PRINCIPAL_CONDITION_KEY", Severity::warning};
constexpr Code of_source = {"RCP_MISSING_SERVICE_CONDITION_KEY_NULL_CHECK", Severity::warning};

constexpr std::array<std::string_view, 4> principal_keys = {"aws:principalaccount", "aws:principalarn",
                                                            "aws:principalorgid", "aws:principalorgpaths"};
constexpr std::array<std::string_view, 4> source_keys = {"aws:sourceaccount", "aws:sourcearn", "aws:sourceorgid",
                                                         "aws:sourceorgpaths"};

bool is_among(const std::array<std::string_view, 4>& names, const Condition& condition) {
  return std::find(names.begin(), names.end(), folded(condition.key.text)) != names.end();
}

/// Whether the condition is true where its key is absent, which is what reaches too far.
bool holds_without_key(const ConditionView& condition) {
  if (!condition.op || condition.op->family == OperatorFamily::null) return false;
  if (condition.op->if_exists || condition.op->set == SetOperator::for_all_values) return true;
  return condition.op->set == SetOperator::none && condition.op->base.find("Not") != std::string_view::npos;
}

bool is_one(const Condition& condition, std::string_view value) {
  return condition.values.size() == 1 && equal_folded(condition.values.front().text.text, value);
}

/// What one statement tests without a companion: one finding for each companion, at all the keys that want it.
class StatementLook {
 public:
  StatementLook(const StatementView& statement, DocumentReporter& reporter)
      : statement_(statement), reporter_(reporter) {}

  void run() {
    for (const ConditionView& condition : statement_.conditions) {
      if (!holds_without_key(condition)) continue;
      if (is_among(principal_keys, *condition.written)) of_callers_.push_back(condition.written);
      if (is_among(source_keys, *condition.written)) of_sources_.push_back(condition.written);
    }
    if (!of_callers_.empty() && !tests_service("false", true)) tell_of_callers();
    if (of_sources_.empty()) return;
    if (!tests_service("true", false)) {
      add(of_service, of_sources_,
          "is tested without `aws:PrincipalIsAWSService`: all who are no service are denied too",
          "add Bool aws:PrincipalIsAWSService true to the same Condition");
    }
    if (!asks_for_a_source()) {
      add(of_source, of_sources_,
          "is tested without `Null` on `aws:SourceAccount`: services that act for nobody are denied too",
          "add Null aws:SourceAccount false to the same Condition");
    }
  }

 private:
  using Conditions = std::vector<const Condition*>;

  bool tests_service(std::string_view value, bool if_exists_only) const {
    return std::any_of(statement_.conditions.begin(), statement_.conditions.end(), [&](const ConditionView& other) {
      return other.op && other.op->family == OperatorFamily::boolean && (!if_exists_only || other.op->if_exists) &&
             equal_folded(other.written->key.text, "aws:PrincipalIsAWSService") && is_one(*other.written, value);
    });
  }

  bool asks_for_a_source() const {
    return std::any_of(statement_.conditions.begin(), statement_.conditions.end(), [](const ConditionView& other) {
      if (!other.op || other.op->family != OperatorFamily::null || !is_one(*other.written, "false")) return false;
      const std::string key = folded(other.written->key.text);
      return key == "aws:sourceaccount" || key == "aws:sourcearn";
    });
  }

  void tell_of_callers() {
    const bool without_anonymous = tests_service("false", false);
    add(of_principal, of_callers_,
        without_anonymous
            ? "is tested with `Bool` on `aws:PrincipalIsAWSService`, which lets anonymous requests through"
            : "is tested without `aws:PrincipalIsAWSService`: AWS services are denied too",
        "add BoolIfExists aws:PrincipalIsAWSService false to the same Condition");
  }

  void add(const Code& code, const Conditions& conditions, std::string_view fault, std::string help) {
    std::vector<Place> places;
    for (const Condition* condition : conditions) places.push_back(Document::at_key(statement_, *condition));
    reporter_.add(code, places, fmt::format("{} {}", in_backticks(conditions.front()->key.text), fault),
                  std::move(help));
  }

  const StatementView& statement_;
  DocumentReporter& reporter_;
  Conditions of_callers_, of_sources_;
};

void look(const Document& document, DocumentReporter& reporter) {
  for (const StatementView& statement : document.statements()) {
    if (statement.denies()) StatementLook(statement, reporter).run();
  }
}

constexpr Code codes[] = {of_principal, of_service, of_source};

}  // namespace

extern const Check incomplete_rcp_condition{.id = "incomplete-rcp-condition",
                                            .pack = LintPack::aws,
                                            .needs = Needs::document,
                                            .types = {PolicyType::rcp},
                                            .codes = codes,
                                            .look = look};

}  // namespace iamproof
