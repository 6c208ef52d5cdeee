/// A second opinion on one request under every type of policy: identity-based, resource-based, boundary, session,
/// service and resource control policies, endpoint. Written as the formulas of the IAM User Guide, "Policy evaluation
/// logic".
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "oracle/caller.h"
#include "oracle/evaluator.h"

namespace oracle {

using Statements = std::vector<Statement>;

/// Several documents of one part are one list. A part that is not given is not in force.
struct PolicySet {
  Statements identity;
  std::optional<Statements> resource, boundary, session, endpoint;
  std::vector<Statements> scp, rcp;  ///< a list for each level, the root's first
  std::string management_account;    ///< empty: not an account that any request is about
};

/// From a case: its `policies`, each part a document, a list of documents, null or absent (scp and rcp: a list of
/// levels, each a document or a list of them), and its `management_account`.
PolicySet read_policy_set(const support::Json& evaluation_case);

Decision decide(const PolicySet& policies, const Request& request);

/// Whether a statement's action, resource and conditions match.
using Applies = std::function<bool(const Statement&)>;

/// The same where somebody already knows which statements apply.
Decision decide(const PolicySet& policies, const Request& request, const Applies& applies);

/// The account that owns the resource of a request.
std::string owner_of_resource(const Request& request);

}  // namespace oracle
