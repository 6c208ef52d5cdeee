#include <fmt/format.h>

#include "lint/check.h"

namespace iamproof {

namespace {

Bitset named(const Subject::Statements& statements) {
  Bitset all(statements.front()->actions.catalogue.size());
  for (const CompiledStatement* statement : statements) all.insert_all(statement->actions.catalogue);
  return all;
}

void run(const Subject& subject, std::uint64_t step_budget, Reporter& reporter) {
  const Subject::Statements& denies = subject.denies();
  if (denies.empty()) return;
  const Bitset denied = named(denies);
  Steps steps(step_budget);
  for (const CompiledStatement* allow : subject.allows()) {
    if (!allow->actions.catalogue.is_within(denied) || !subject.may_apply(*allow)) continue;
    ReachAnswer answer = steps.spend([&](Budget& budget) { return subject.reach().covers(denies, {allow}, budget); });
    if (answer.covered == Covered::unknown) reporter.undecided(answer.reason);
    if (answer.covered != Covered::yes) continue;
    lessen(answer, *allow, subject.reach(), steps);
    reporter.at(*allow, Severity::warning,
                fmt::format("this Allow allows nothing: {} {} all of it{}", reporter.names_of(answer.by, *allow),
                            answer.by.size() == 1 ? "denies" : "deny", resting_on(answer)),
                "remove it, or narrow the Deny: no Allow can lift one");
  }
}

}  // namespace

static constexpr Code codes[] = {{"", Severity::warning}};

extern const Check allow_fully_denied{.id = "allow-fully-denied",
                                      .pack = LintPack::security,
                                      .needs = Needs::prover,
                                      .types = every_policy_type,
                                      .codes = codes,
                                      .run = run};

}  // namespace iamproof
