#include <algorithm>
#include <array>
#include <utility>

#include "lint/exposure.h"

namespace iamproof {

namespace {

/// AWS counts some reads among what manages permissions.
bool says_read(std::string_view action) {
  constexpr std::array<std::string_view, 4> verbs = {"Get", "List", "Describe", "BatchGet"};
  const std::string_view name = action.substr(action.find(':') + 1);
  return std::any_of(verbs.begin(), verbs.end(), [&](std::string_view verb) { return name.starts_with(verb); });
}

struct Facts {
  ExposedActions exposure;

  explicit Facts(const Catalogue& catalogue) {
    // Of these two others say more: a role passed is one of AWS's own checks, and a service writes its role itself.
    constexpr std::array<std::string_view, 2> elsewhere = {"iam:PassRole", "iam:CreateServiceLinkedRole"};
    constexpr AccessLevel level = AccessLevel::permissions_management;
    ExposedActions all = exposure_by_level(level, level, catalogue);
    std::erase_if(all.actions, [&](const PlainAction& action) {
      const std::string_view name = catalogue.action_name(action.action);
      return std::find(elsewhere.begin(), elsewhere.end(), name) != elsewhere.end() || says_read(name);
    });
    exposure = ExposedActions(std::move(all.actions));
  }
};

void run(const Subject& subject, std::uint64_t step_budget, Reporter& reporter) {
  with_facts<Facts>(subject.policies().catalogue(), [&](const Facts& facts) {
    report_exposure(
        subject, step_budget, reporter, facts.exposure, Severity::security_warning,
        {"manages permissions", "manage permissions", "name the resources whose permissions are to be managed"});
  });
}

}  // namespace

static constexpr Code codes[] = {{"", Severity::security_warning}};

extern const Check resource_exposure{.id = "resource-exposure",
                                     .pack = LintPack::strict,
                                     .needs = Needs::prover,
                                     .types = {PolicyType::identity},
                                     .codes = codes,
                                     .run = run};

}  // namespace iamproof
