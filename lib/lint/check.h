/// A check: a function over a document as it is written, or over the statements that are in force together, and where
/// it says what it found.
#pragma once

#include <algorithm>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "iamproof/lint.h"
#include "lint/document.h"
#include "policy/policy_types.h"
#include "prove/reach.h"

namespace iamproof {

/// Statements of one part and level, in document order, and what is known of them. Checks read it and share nothing
/// else.
class Subject {
 public:
  using Statements = Reach::Statements;

  Subject(const CompiledPolicies& policies, const Reach& reach, Statements statements, std::uint64_t step_budget);

  const CompiledPolicies& policies() const { return policies_; }
  const Reach& reach() const { return reach_; }
  const Statements& statements() const { return statements_; }
  const Statements& allows() const { return allows_; }
  const Statements& denies() const { return denies_; }
  PolicyType type_of(const CompiledStatement& statement) const { return policies_.policy(statement.ref).type; }
  const Statement& written(const CompiledStatement& statement) const { return policies_.statement(statement.ref); }

  /// Whether there is no request that the statement applies to. Worked out for all of them at the first call.
  const ReachAnswer& never_applies(const CompiledStatement& statement) const;
  bool may_apply(const CompiledStatement& statement) const { return never_applies(statement).covered != Covered::yes; }

 private:
  const CompiledPolicies& policies_;
  const Reach& reach_;
  Statements statements_, allows_, denies_;
  std::uint64_t step_budget_;
  mutable std::map<StatementRef, ReachAnswer> never_;
};

/// A fault that a check finds: the code of AWS for it, if there is one, and how grave it is at worst.
struct Code {
  std::string_view aws_code;
  Severity severity;
};

/// Where a check of what is written says what it found. Each message is one line, as for findings.
class DocumentReporter {
 public:
  DocumentReporter(const Document& document, std::string_view check, LintReport& report)
      : document_(document), check_(check), report_(report) {}

  /// `fix`: where the cure is certain; see finding/fix.h.
  void add(const Code& code, const Place& place, std::string message, std::string help = {},
           std::optional<Fix> fix = {});
  /// One finding about several places, of which there is at least one: it is shown at the first.
  void add(const Code& code, const std::vector<Place>& places, std::string message, std::string help = {},
           std::optional<Fix> fix = {});
  /// What cannot be said because something is not known, as what a policy is attached to.
  void undecided(std::string_view reason);

 private:
  const Document& document_;
  std::string_view check_;
  LintReport& report_;
};

/// Where a check of meaning says what it found.
class Reporter {
 public:
  Reporter(const CompiledPolicies& policies, std::string_view check, LintReport& report)
      : policies_(policies), check_(check), report_(report) {}

  /// Findings from now on answer to this code of AWS.
  void answer_to(std::string_view aws_code) { aws_code_ = aws_code; }

  /// Of a whole statement.
  void at(const CompiledStatement& statement, Severity severity, std::string message, std::string help,
          std::optional<Fix> fix = {});
  /// Of a string of its; of `others`, in the same document, as well.
  void at_entry(const CompiledStatement& statement, const RelatedPlace& entry, Severity severity, std::string message,
                std::string help, std::vector<RelatedPlace> others = {});
  /// Of one of its conditions.
  void at_condition(const CompiledStatement& statement, std::size_t condition, Severity severity, std::string message,
                    std::string help);
  void undecided(std::string_view reason);

  /// "`Sid`", or "statement 3" counted from 1; with its document where that is not `from`'s.
  std::string name_of(const CompiledStatement& statement, const CompiledStatement& from) const;
  /// The same for several: "`A`, `B` and statement 3".
  std::string names_of(const Reach::Statements& statements, const CompiledStatement& from) const;
  /// "`Bool` on `aws:SecureTransport` and `Null` on `aws:SourceVpc`".
  std::string conditions_of(const StatementPart& part) const;

 private:
  void add(const CompiledStatement& statement, Severity severity, Span span, std::string pointer, std::string message,
           std::string help);

  const CompiledPolicies& policies_;
  std::string_view check_;
  std::string_view aws_code_;
  LintReport& report_;
};

/// What a message adds about an answer that rests on more than the text of the policies; else "".
std::string resting_on(const ReachAnswer& answer);

/// Just one of `look` and `run`.
struct Check {
  std::string_view id;
  LintPack pack;
  Needs needs;
  PolicyTypes types;            ///< documents of other types are not looked at
  std::span<const Code> codes;  ///< what it can find, one at least
  /// At each document on its own, also at one that IAM would refuse.
  void (*look)(const Document& document, DocumentReporter& reporter) = nullptr;
  /// At the statements that are in force together.
  void (*run)(const Subject& subject, std::uint64_t step_budget, Reporter& reporter) = nullptr;
};

/// Those of checks.cmake, sorted by id.
extern const std::span<const Check* const> registry;

/// A check's budget, dealt out so that one hard question leaves most of it to the others.
class Steps {
 public:
  explicit Steps(std::uint64_t all) : left_(all), share_(1 + all / 16) {}

  static constexpr std::string_view ran_out = "the search ran out of its step budget";

  bool exhausted() const { return left_ == 0; }

  /// `ask` takes a Budget.
  template <class Ask>
  auto spend(Ask ask) {
    const std::uint64_t share = std::min(left_, share_);
    Budget budget{share};
    auto answer = ask(budget);
    left_ -= share - budget.left;
    return answer;
  }

 private:
  std::uint64_t left_, share_;
};

struct Fault {
  Severity severity;  ///< a degree less where it rests on the catalogue
  std::string message;
};

/// Of a statement that applies to no request whatever its conditions: what is wrong with it, else nothing.
std::optional<Fault> never_applies_because(const Subject& subject, const CompiledStatement& statement, Steps& steps);

/// "this Allow" or "this Deny".
std::string_view this_one(const CompiledStatement& statement);

/// Leaves as few in `answer.by` as together still cover the statement. `answer` says that they do.
void lessen(ReachAnswer& answer, const CompiledStatement& statement, const Reach& reach, Steps& steps);

}  // namespace iamproof
