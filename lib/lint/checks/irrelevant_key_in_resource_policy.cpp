#include <fmt/format.h>

#include "lint/check.h"
#include "source/excerpt.h"
#include "support/text.h"

namespace iamproof {

namespace {

constexpr Code codes[] = {{"IRRELEVANT_CONDITION_KEY_IN_POLICY", Severity::suggestion}};

void look(const Document& document, DocumentReporter& reporter) {
  const std::string& service = document.policy().service;
  if (!service.empty() && service != "s3") return;
  for (const StatementView& statement : document.statements()) {
    for (const ConditionView& condition : statement.conditions) {
      if (!equal_folded(condition.written->key.text, "s3:ResourceAccount")) continue;
      if (service.empty()) {
        reporter.undecided(
            "whether `s3:ResourceAccount` says anything depends on what the policy is attached to, "
            "which is not known");
        continue;
      }
      reporter.add(codes[0], Document::at_key(statement, *condition.written),
                   fmt::format("{} says nothing in the policy of a bucket or access point, whose account it is anyway",
                               in_backticks(condition.written->key.text)),
                   "test it in identity-based policies or in the policy of a VPC endpoint");
    }
  }
}

}  // namespace

extern const Check irrelevant_key_in_resource_policy{.id = "irrelevant-key-in-resource-policy",
                                                     .pack = LintPack::aws,
                                                     .needs = Needs::document,
                                                     .types = {PolicyType::resource},
                                                     .codes = codes,
                                                     .look = look};

}  // namespace iamproof
