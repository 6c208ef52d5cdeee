#include "lint/escalation.h"

namespace iamproof {

static void run(const Subject& subject, std::uint64_t step_budget, Reporter& reporter) {
  report_escalation(subject, step_budget, reporter, is_through_workloads);
}

static constexpr Code codes[] = {{"", Severity::security_warning}};

extern const Check escalation_through_workloads{.id = "escalation-through-workloads",
                                                .pack = LintPack::strict,
                                                .needs = Needs::prover,
                                                .types = {PolicyType::identity},
                                                .codes = codes,
                                                .run = run};

}  // namespace iamproof
