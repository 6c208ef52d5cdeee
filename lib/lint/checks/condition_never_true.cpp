// A statement that never applies because of its conditions is reported once. The conditions named are as few as are
// needed: taking any one of them away leaves some request.
#include <fmt/format.h>

#include "lint/check.h"

namespace iamproof {

namespace {

class Culprits {
 public:
  Culprits(const Subject& subject, const CompiledStatement& statement, Steps& steps)
      : subject_(subject), steps_(steps), part_(StatementPart::whole(statement)) {}

  /// Leaves as little of the statement as never applies.
  const StatementPart& find() {
    for (std::size_t i = part_.conditions.size(); i-- > 0;) {
      StatementPart less = part_;
      less.conditions.erase(less.conditions.begin() + static_cast<std::ptrdiff_t>(i));
      try_with(std::move(less));
    }
    try_with({part_.statement, false, part_.conditions});
    return part_;
  }

  ReachAnswer ask(const StatementPart& part) {
    return steps_.spend([&](Budget& budget) { return subject_.reach().never_applies(part, budget); });
  }

 private:
  void try_with(StatementPart less) {
    if (ask(less).covered == Covered::yes) part_ = std::move(less);
  }

  const Subject& subject_;
  Steps& steps_;
  StatementPart part_;
};

std::string words_for(const StatementPart& part, const Reporter& reporter) {
  const std::string names = reporter.conditions_of(part);
  const std::string_view where = part.resources ? " of its resources" : "";
  if (part.conditions.size() == 1) return fmt::format("{} is never true{}", names, where);
  return fmt::format("{} are never true together{}", names, where);
}

void run(const Subject& subject, std::uint64_t step_budget, Reporter& reporter) {
  Steps steps(step_budget);
  for (const CompiledStatement* statement : subject.statements()) {
    const ReachAnswer& never = subject.never_applies(*statement);
    if (never.covered == Covered::unknown) reporter.undecided(never.reason);
    if (never.covered != Covered::yes || never_applies_because(subject, *statement, steps)) continue;
    Culprits culprits(subject, *statement, steps);
    const StatementPart& part = culprits.find();
    const ReachAnswer answer = culprits.ask(part);
    if (part.conditions.empty() || answer.covered != Covered::yes) continue;
    const bool allow = statement->effect == Effect::allow;
    reporter.at_condition(
        *statement, part.conditions.front(), allow ? Severity::warning : Severity::security_warning,
        fmt::format("{}{}: {} {} nothing", words_for(part, reporter), resting_on(answer), this_one(*statement),
                    allow ? "allows" : "denies"),
        "conditions of one statement must hold all at once; alternatives are statements of their own");
  }
}

}  // namespace

static constexpr Code codes[] = {{"", Severity::security_warning}};

extern const Check condition_never_true{.id = "condition-never-true",
                                        .pack = LintPack::security,
                                        .needs = Needs::prover,
                                        .types = every_policy_type,
                                        .codes = codes,
                                        .run = run};

}  // namespace iamproof
