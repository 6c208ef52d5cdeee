// An administrator is who can give himself whatever he lacks. So an Allow of everything is one of administration as
// long as it leaves some way to write permissions, whatever else Denies take back; a Deny that wants MFA takes back
// nothing from who has it.
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "lint/grants.h"

namespace iamproof {

namespace {

struct Permissions {
  std::vector<PlainAction> ways;

  explicit Permissions(const Catalogue& catalogue) {
    constexpr std::array<std::string_view, 7> names = {
        "iam:AttachUserPolicy", "iam:AttachRolePolicy", "iam:AttachGroupPolicy",  "iam:PutUserPolicy",
        "iam:PutRolePolicy",    "iam:PutGroupPolicy",   "iam:CreatePolicyVersion"};
    for (const std::string_view name : names) {
      if (auto action = plain_action(name, catalogue)) ways.push_back(std::move(*action));
    }
  }
};

bool is_of_everything(const CompiledStatement& allow) {
  return (allow.actions.negated || allow.actions.names_everything()) && allow.resources.is_everything();
}

bool holds_always(const CompiledStatement& allow, const Reach& reach, Steps& steps) {
  for (std::size_t i = 0; i < allow.conditions.size(); ++i) {
    const ReachAnswer answer = steps.spend([&](Budget& budget) {
      return reach.always_holds(i, {&allow, true, {}}, budget);
    });
    if (answer.covered != Covered::yes) return false;
  }
  return true;
}

void run(const Subject& subject, std::uint64_t step_budget, Reporter& reporter) {
  for (const CompiledStatement* allow : subject.allows()) {
    if (!is_of_everything(*allow)) continue;
    Steps steps(step_budget);
    if (!holds_always(*allow, subject.reach(), steps)) continue;
    PlainGrants grants(subject, step_budget, reporter);
    const auto left = with_facts<Permissions>(subject.policies().catalogue(), [&](const Permissions& permissions) {
      const auto given = std::find_if(permissions.ways.begin(), permissions.ways.end(),
                                      [&](const PlainAction& way) { return grants.gives(*allow, way); });
      return given == permissions.ways.end() ? std::nullopt : std::optional(given->action);
    });
    if (!left) continue;
    const std::string_view which = allow->actions.negated ? "all actions but a few, writing permissions not among them,"
                                   : subject.denies().empty() ? "all actions"
                                                              : "all actions but those denied";
    reporter.at_entry(*allow, entry_of(subject, *allow, *left), Severity::security_warning,
                      fmt::format("{} are allowed on every resource: this is administrator access", which),
                      "name the actions and the resources that are needed");
  }
}

}  // namespace

static constexpr Code codes[] = {{"", Severity::security_warning}};

extern const Check admin_access{.id = "admin-access",
                                .pack = LintPack::security,
                                .needs = Needs::prover,
                                .types = {PolicyType::identity},
                                .codes = codes,
                                .run = run};

}  // namespace iamproof
