#include "lint/exposure.h"

namespace iamproof {

static void run(const Subject& subject, std::uint64_t step_budget, Reporter& reporter) {
  report_listed_exposure(subject, step_budget, reporter, "data-exfiltration", Severity::security_warning,
                         {"reads data", "read data", "name the objects, secrets or parameters that are to be read"});
}

static constexpr Code codes[] = {{"", Severity::security_warning}};

extern const Check data_exfiltration{.id = "data-exfiltration",
                                     .pack = LintPack::security,
                                     .needs = Needs::prover,
                                     .types = {PolicyType::identity},
                                     .codes = codes,
                                     .run = run};

}  // namespace iamproof
