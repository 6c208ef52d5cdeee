#include "lint/exposure.h"

namespace iamproof {

namespace {

struct Facts {
  Exposure exposure;

  explicit Facts(const Catalogue& catalogue) : exposure(listed_exposure("data-exfiltration", catalogue)) {}
};

void run(const Subject& subject, std::uint64_t step_budget, Reporter& reporter) {
  with_facts<Facts>(subject.policies().catalogue(), [&](const Facts& facts) {
    report_exposure(subject, step_budget, reporter, facts.exposure, Severity::security_warning,
                    {"reads data", "read data", "name the objects, secrets or parameters that are to be read"});
  });
}

}  // namespace

static constexpr Code codes[] = {{"", Severity::security_warning}};

extern const Check data_exfiltration{.id = "data-exfiltration",
                                     .pack = LintPack::security,
                                     .needs = Needs::prover,
                                     .types = {PolicyType::identity},
                                     .codes = codes,
                                     .run = run};

}  // namespace iamproof
