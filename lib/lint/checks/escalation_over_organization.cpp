#include "lint/escalation.h"

namespace iamproof {

static void run(const Subject& subject, std::uint64_t step_budget, Reporter& reporter) {
  report_escalation(subject, step_budget, reporter, is_over_organization);
}

static constexpr Code codes[] = {{"", Severity::security_warning}};

extern const Check escalation_over_organization{.id = "escalation-over-organization",
                                                .pack = LintPack::strict,
                                                .needs = Needs::prover,
                                                .types = {PolicyType::identity},
                                                .codes = codes,
                                                .run = run};

}  // namespace iamproof
