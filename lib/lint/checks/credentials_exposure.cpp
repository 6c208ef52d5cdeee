#include "lint/exposure.h"

namespace iamproof {

namespace {

struct Facts {
  Exposure exposure;

  explicit Facts(const Catalogue& catalogue) : exposure(listed_exposure("credentials-exposure", catalogue)) {}
};

void run(const Subject& subject, std::uint64_t step_budget, Reporter& reporter) {
  with_facts<Facts>(subject.policies().catalogue(), [&](const Facts& facts) {
    report_exposure(subject, step_budget, reporter, facts.exposure, Severity::security_warning,
                    {"returns credentials", "return credentials", "name the resources whose credentials are needed"});
  });
}

}  // namespace

static constexpr Code codes[] = {{"", Severity::security_warning}};

extern const Check credentials_exposure{.id = "credentials-exposure",
                                        .pack = LintPack::security,
                                        .needs = Needs::prover,
                                        .types = {PolicyType::identity},
                                        .codes = codes,
                                        .run = run};

}  // namespace iamproof
