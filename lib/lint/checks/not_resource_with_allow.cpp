#include <algorithm>

#include "lint/check.h"

namespace iamproof {

namespace {

/// Whether some of its actions work on resources, so that leaving some out means all others.
bool is_about_resources(const CompiledStatement& allow, const Catalogue& catalogue) {
  bool found = false;
  allow.actions.catalogue.for_each(
      [&](std::size_t action) { found = found || !catalogue.resources(static_cast<ActionId>(action)).empty(); });
  return found;
}

void run(const Subject& subject, std::uint64_t, Reporter& reporter) {
  for (const CompiledStatement* allow : subject.allows()) {
    if (!allow->resources.negated || !allow->conditions.empty()) continue;
    if (!is_about_resources(*allow, subject.policies().catalogue()) || !subject.may_apply(*allow)) continue;
    reporter.at_entry(*allow, {allow->resources.key, subject.written(*allow).pointer + "/NotResource"},
                      Severity::warning,
                      "`NotResource` allows the actions on every resource but those listed, and on each one made later",
                      "name the resources in `Resource`, or allow all and deny these");
  }
}

}  // namespace

static constexpr Code codes[] = {{"", Severity::warning}};

extern const Check not_resource_with_allow{.id = "not-resource-with-allow",
                                           .pack = LintPack::security,
                                           .needs = Needs::prover,
                                           .types = {PolicyType::identity},
                                           .codes = codes,
                                           .run = run};

}  // namespace iamproof
