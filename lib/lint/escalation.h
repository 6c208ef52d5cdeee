/// Ways to more rights than a policy gives in its words: those of data/privilege_escalation.tsv.
#pragma once

#include <string_view>
#include <vector>

#include "lint/grants.h"

namespace iamproof {

struct EscalationWay {
  std::string_view id;    ///< "lambda-001"
  std::string_view kind;  ///< "passed-role"
  std::string_view gist;  ///< "run code in a new function under a role they pass"
  std::vector<PlainAction> steps;
};

/// Those of one catalogue, the gravest first.
struct EscalationWays {
  std::vector<EscalationWay> ways;
  ActionGroup leads;  ///< of every way the step that matters most

  explicit EscalationWays(const Catalogue& catalogue);
};

/// Whether ways of this kind lead through what runs already under a role.
bool is_through_workloads(const EscalationWay& way);
/// Or over the member accounts of an organization.
bool is_over_organization(const EscalationWay& way);

/// Reports the ways that are open, and of which `wanted` says yes: of all that begin at one statement the gravest, with
/// the number of the others.
void report_escalation(const Subject& subject, std::uint64_t step_budget, Reporter& reporter,
                       bool (*wanted)(const EscalationWay& way));

}  // namespace iamproof
