#include "lint/escalation.h"

namespace iamproof {

static void run(const Subject& subject, std::uint64_t step_budget, Reporter& reporter) {
  report_escalation(subject, step_budget, reporter,
                    [](const EscalationWay& way) { return !is_through_workloads(way) && !is_over_organization(way); });
}

static constexpr Code codes[] = {{"", Severity::security_warning}};

extern const Check privilege_escalation{.id = "privilege-escalation",
                                        .pack = LintPack::security,
                                        .needs = Needs::prover,
                                        .types = {PolicyType::identity},
                                        .codes = codes,
                                        .run = run};

}  // namespace iamproof
