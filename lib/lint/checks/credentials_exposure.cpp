#include "lint/exposure.h"

namespace iamproof {

static void run(const Subject& subject, std::uint64_t step_budget, Reporter& reporter) {
  report_listed_exposure(
      subject, step_budget, reporter, "credentials-exposure", Severity::security_warning,
      {"returns credentials", "return credentials", "name the resources whose credentials are needed"});
}

static constexpr Code codes[] = {{"", Severity::security_warning}};

extern const Check credentials_exposure{.id = "credentials-exposure",
                                        .pack = LintPack::security,
                                        .needs = Needs::prover,
                                        .types = {PolicyType::identity},
                                        .codes = codes,
                                        .run = run};

}  // namespace iamproof
