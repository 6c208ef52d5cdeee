#include <fmt/format.h>

#include "lint/check.h"

namespace iamproof {

namespace {

void run(const Subject& subject, std::uint64_t step_budget, Reporter& reporter) {
  Steps steps(step_budget);
  for (const CompiledStatement* allow : subject.allows()) {
    const auto why = never_applies_because(subject, *allow, steps);
    if (!why) continue;
    reporter.at(*allow, why->severity, fmt::format("this Allow can never apply: {}", why->message),
                "name resources that the actions work on");
  }
}

}  // namespace

static constexpr Code codes[] = {{"", Severity::warning}};

extern const Check allow_without_effect{.id = "allow-without-effect",
                                        .pack = LintPack::security,
                                        .needs = Needs::prover,
                                        .types = every_policy_type,
                                        .codes = codes,
                                        .run = run};

}  // namespace iamproof
