/// Checks of what statements are worth: those that add nothing, deny nothing, or can never apply. A check says only
/// what is proved of every request; what could not be settled it passes over and counts.
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

struct CheckInfo {
  std::string_view id;  ///< kebab-case; names the fault
  Severity severity;    ///< the gravest of its findings
};

/// Every check that lint() runs, sorted by id. explain() has their pages.
std::vector<CheckInfo> checks();

struct LintOptions {
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

/// Looks at all documents of a part (of one level, for SCPs and RCPs) as one, as they are in force together. Stops each
/// check at its budget.
LintReport lint(const CompiledPolicies& policies, const LintOptions& options = {});

}  // namespace iamproof
