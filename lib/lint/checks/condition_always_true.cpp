// A condition that always holds by itself guards nothing, whatever its author had in mind. One that holds wherever the
// others do only repeats them. Of two that say the same the later one is reported.
#include <algorithm>

#include <fmt/format.h>

#include "lint/check.h"

namespace iamproof {

namespace {

class Search {
 public:
  Search(const Subject& subject, const CompiledStatement& statement, Steps& steps, Reporter& reporter)
      : subject_(subject), statement_(statement), steps_(steps), reporter_(reporter) {}

  void run() {
    StatementPart kept = StatementPart::whole(statement_);
    for (std::size_t condition = statement_.conditions.size(); condition-- > 0;) {
      StatementPart others = kept;
      std::erase(others.conditions, condition);
      if (is_found(condition, others)) kept = std::move(others);
    }
  }

 private:
  bool is_found(std::size_t condition, const StatementPart& others) {
    ReachAnswer answer = ask(condition, {&statement_, false, {}});
    if (answer.covered == Covered::yes) {
      report(condition, Severity::warning, "is always true", resting_on(answer),
             "leave it out, or test what it was meant to test");
      return true;
    }
    if (!may_follow(condition, others)) return false;
    answer = ask(condition, others);
    if (answer.covered == Covered::unknown) reporter_.undecided(answer.reason);
    if (answer.covered != Covered::yes) return false;
    const StatementPart reason = least(condition, others, answer);
    report(condition, Severity::suggestion, "adds nothing: it is true " + words_for(reason), resting_on(answer),
           "leave it out");
    return true;
  }

  /// Conditions on different keys say nothing of each other, but for policy variables.
  bool may_follow(std::size_t condition, const StatementPart& others) const {
    const Predicate& asked = statement_.conditions[condition];
    return std::any_of(others.conditions.begin(), others.conditions.end(), [&](std::size_t i) {
      const Predicate& other = statement_.conditions[i];
      return other.key() == asked.key() || other.has_variables() || asked.has_variables();
    });
  }

  ReachAnswer ask(std::size_t condition, const StatementPart& part) {
    return steps_.spend([&](Budget& budget) { return subject_.reach().always_holds(condition, part, budget); });
  }

  /// As little of the statement as the condition follows from.
  StatementPart least(std::size_t condition, StatementPart part, ReachAnswer& answer) {
    const auto try_with = [&](StatementPart less) {
      ReachAnswer still = ask(condition, less);
      if (still.covered != Covered::yes) return;
      part = std::move(less);
      answer = std::move(still);
    };
    try_with({&statement_, false, part.conditions});
    for (std::size_t i = part.conditions.size(); i-- > 0;) {
      StatementPart less = part;
      less.conditions.erase(less.conditions.begin() + static_cast<std::ptrdiff_t>(i));
      try_with(std::move(less));
    }
    return part;
  }

  std::string words_for(const StatementPart& reason) const {
    if (reason.conditions.empty()) return "of all its resources";
    return fmt::format("wherever {} {}{}", reporter_.conditions_of(reason),
                       reason.conditions.size() == 1 ? "is" : "are", reason.resources ? " on its resources" : "");
  }

  void report(std::size_t condition, Severity severity, std::string_view what, std::string_view assuming,
              std::string help) {
    reporter_.at_condition(
        statement_, condition, severity,
        fmt::format("{} {}{}", reporter_.conditions_of({&statement_, false, {condition}}), what, assuming),
        std::move(help));
  }

  const Subject& subject_;
  const CompiledStatement& statement_;
  Steps& steps_;
  Reporter& reporter_;
};

void run(const Subject& subject, std::uint64_t step_budget, Reporter& reporter) {
  Steps steps(step_budget);
  for (const CompiledStatement* statement : subject.statements()) {
    if (statement->conditions.empty() || !subject.may_apply(*statement)) continue;
    Search(subject, *statement, steps, reporter).run();
  }
}

}  // namespace

static constexpr Code codes[] = {{"", Severity::warning}};

extern const Check condition_always_true{.id = "condition-always-true",
                                         .pack = LintPack::security,
                                         .needs = Needs::prover,
                                         .types = every_policy_type,
                                         .codes = codes,
                                         .run = run};

}  // namespace iamproof
