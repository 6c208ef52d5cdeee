/// Checks of policies: what AWS's own validator finds, and what is to be said of their meaning. A check that asks the
/// prover says only what is proved of every request; what could not be settled it passes over and counts.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "iamproof/finding.h"
#include "iamproof/policy.h"
#include "iamproof/policy_set.h"

namespace iamproof {

/// Packs of checks; each has all of those before it.
enum class LintPack : std::uint8_t {
  aws,       ///< what IAM Access Analyzer's policy validation finds
  security,  ///< and what a statement is worth, who can become more than he is, what leaks
  strict,    ///< and what is good practice rather than a fault
};
std::string_view to_string(LintPack pack);
std::optional<LintPack> lint_pack_from(std::string_view name);

/// What must have been worked out before a check can run; each includes those before it.
enum class Needs : std::uint8_t {
  document,   ///< the text of the document
  catalogue,  ///< and what AWS publishes of its services
  meaning,    ///< and the compiled statements
  prover,     ///< and answers about all requests
};
std::string_view to_string(Needs needs);

/// A fault that can be found. A check that answers to several codes of AWS has a record for each.
struct CheckInfo {
  std::string_view id;            ///< kebab-case; names the fault
  std::string_view aws_code;      ///< of IAM Access Analyzer; empty if AWS has no such check
  Severity severity;              ///< the gravest of its findings
  std::vector<PolicyType> types;  ///< that it looks at
  LintPack pack;
  Needs needs;
};

/// Everything that parse() and lint() can report, sorted by id and code. explain() has the pages.
std::vector<CheckInfo> checks();

struct LintOptions {
  LintPack pack = LintPack::security;     ///< the checks to run: those of this pack and the ones before it
  Needs needs = Needs::prover;            ///< of these, those that need no more than this
  bool resource_types = true;             ///< as in Assumptions; where a finding rests on it, it says so
  std::uint64_t step_budget = 1'000'000;  ///< search steps for each check
  /// Only documents of this part are looked at; none: all.
  std::optional<PolicyType> part;
};

/// A question that a check left open.
struct Undecided {
  std::string_view check;
  std::string reason;
  std::size_t times = 1;  ///< how often
};

struct LintReport {
  std::vector<Finding> findings;  ///< in document order, of one place by check
  std::vector<Undecided> undecided;
};

/// A document on its own in the part that its type gives it.
PolicySet in_its_part(Policy policy);

/// Looks at each document as it is written and, with the checks of meaning, at all documents of a part (of one level,
/// for SCPs and RCPs) as one, as they are in force together. Stops each check at its budget.
LintReport lint(const CompiledPolicies& policies, const LintOptions& options = {});

/// A document that IAM would refuse, and which therefore has no meaning as a whole: only the checks of what is written
/// run, on the statements that can be read.
LintReport lint(const Policy& policy, const Catalogue& catalogue, const LintOptions& options = {});

}  // namespace iamproof
