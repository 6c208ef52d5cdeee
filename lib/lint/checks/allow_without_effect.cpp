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

extern const Check allow_without_effect{"allow-without-effect", Severity::warning, run};

}  // namespace iamproof
