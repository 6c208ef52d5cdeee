#include "lint/exposure.h"

namespace iamproof {

namespace {

struct Facts {
  ExposedActions exposure;

  explicit Facts(const Catalogue& catalogue)
      : exposure(exposure_by_level(AccessLevel::tagging, AccessLevel::write, catalogue)) {}
};

void run(const Subject& subject, std::uint64_t step_budget, Reporter& reporter) {
  with_facts<Facts>(subject.policies().catalogue(), [&](const Facts& facts) {
    report_exposure(subject, step_budget, reporter, facts.exposure, Severity::warning,
                    {"changes resources", "change resources", "name the resources that are to be changed"});
  });
}

}  // namespace

static constexpr Code codes[] = {{"", Severity::warning}};

extern const Check infrastructure_modification{.id = "infrastructure-modification",
                                               .pack = LintPack::strict,
                                               .needs = Needs::prover,
                                               .types = {PolicyType::identity},
                                               .codes = codes,
                                               .run = run};

}  // namespace iamproof
