/// Packs: claim files compiled into the library, each for one kind of subject, with a page for every claim.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "iamproof/policy.h"
#include "iamproof/prove.h"
#include "iamproof/strata.h"

namespace iamproof {

struct Pack {
  std::string_view name;  ///< "org-admin"
  std::string_view title;
  std::string_view text;  ///< the claim file, printable, to copy and edit
  std::vector<PolicyType> fits;
  bool in_management_account = false;  ///< is about principals of an organization's management account
  bool by_default = true;              ///< is tried where nobody names packs
};

std::vector<Pack> packs();
std::optional<Pack> find_pack(std::string_view name);

/// The Markdown page of a check or claim, or nothing for an unknown id.
std::optional<std::string_view> explain(std::string_view id);
/// Every id that explain() knows, sorted.
std::vector<std::string_view> explained_ids();

/// A refuted claim in few findings, the gravest first.
struct ClaimFindings {
  std::vector<Stratum> strata;    ///< of the claim's breaches
  std::vector<Finding> findings;  ///< one for each stratum
};

/// The strata of every answer as findings, its claim's id as `check`: message, place and help in the words of the
/// claim. One element for each answer, without any where it refutes nothing, or where `unless_refuted` is refuted too.
std::vector<ClaimFindings> findings_of(const CompiledPolicies& policies, const CompiledClaims& claims,
                                       const std::vector<Answer>& answers);

}  // namespace iamproof
