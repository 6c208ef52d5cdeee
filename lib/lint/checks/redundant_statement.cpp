// From the last statement to the first each is held against those that are still there, so that of two that say the
// same the later one is reported and the earlier one stays. What is reported can be removed all at once.
#include <set>

#include <fmt/format.h>

#include "lint/check.h"
#include "lint/same_statement.h"

namespace iamproof {

namespace {

/// The actions of the catalogue that at least two of the statements name: what only one names nothing covers.
Bitset named_twice(const Subject::Statements& statements) {
  Bitset once(statements.front()->actions.catalogue.size()), twice = once;
  for (const CompiledStatement* statement : statements) {
    Bitset again = once;
    again.keep_common(statement->actions.catalogue);
    twice.insert_all(again);
    once.insert_all(statement->actions.catalogue);
  }
  return twice;
}

class Search {
 public:
  Search(const Subject& subject, const Subject::Statements& statements, std::uint64_t step_budget, Reporter& reporter)
      : subject_(subject), statements_(statements), steps_(step_budget), reporter_(reporter) {}

  void run() {
    if (statements_.size() < 2) return;
    const Bitset shared = named_twice(statements_);
    for (std::size_t i = statements_.size(); i-- > 0;) {
      const CompiledStatement& statement = *statements_[i];
      if (!statement.actions.catalogue.is_within(shared) || !subject_.may_apply(statement)) continue;
      if (steps_.exhausted()) return reporter_.undecided(Steps::ran_out);
      const ReachAnswer answer = ask(statement);
      if (answer.covered == Covered::yes) redundant_.insert(&statement);
      if (answer.covered == Covered::unknown) reporter_.undecided(answer.reason);
    }
    for (const CompiledStatement* statement : redundant_) {
      if (!repeats_another(*statement)) report(*statement);
    }
  }

 private:
  /// Whether those that are still there cover the statement.
  ReachAnswer ask(const CompiledStatement& statement) {
    Subject::Statements others;
    for (const CompiledStatement* other : statements_) {
      if (other != &statement && !redundant_.contains(other)) others.push_back(other);
    }
    return steps_.spend([&](Budget& budget) { return subject_.reach().covers(others, {&statement}, budget); });
  }

  /// Whether an earlier statement of its document is the same: that is a `duplicate-statement`.
  bool repeats_another(const CompiledStatement& statement) const {
    const Statement& written = subject_.written(statement);
    return std::any_of(statements_.begin(), statements_.end(), [&](const CompiledStatement* other) {
      return other->ref.policy == statement.ref.policy && other->ref.statement < statement.ref.statement &&
             say_the_same(subject_.written(*other), written);
    });
  }

  void report(const CompiledStatement& statement) {
    ReachAnswer answer = ask(statement);
    if (answer.covered != Covered::yes) return reporter_.undecided(answer.reason);
    lessen(answer, statement, subject_.reach(), steps_);
    const bool allow = statement.effect == Effect::allow;
    const std::string_view one = allow ? "allows" : "denies", several = allow ? "allow" : "deny";
    reporter_.at(statement, Severity::suggestion,
                 fmt::format("{} adds nothing: {} {} all that it {}{}", this_one(statement),
                             reporter_.names_of(answer.by, statement), answer.by.size() == 1 ? one : several, one,
                             resting_on(answer)),
                 "remove it");
  }

  const Subject& subject_;
  const Subject::Statements& statements_;
  Steps steps_;
  Reporter& reporter_;
  std::set<const CompiledStatement*, std::less<>> redundant_;
};

void run(const Subject& subject, std::uint64_t step_budget, Reporter& reporter) {
  Search(subject, subject.allows(), step_budget, reporter).run();
  Search(subject, subject.denies(), step_budget, reporter).run();
}

}  // namespace

static constexpr Code codes[] = {{"", Severity::suggestion}};

extern const Check redundant_statement{.id = "redundant-statement",
                                       .pack = LintPack::security,
                                       .needs = Needs::prover,
                                       .types = every_policy_type,
                                       .codes = codes,
                                       .run = run};

}  // namespace iamproof
