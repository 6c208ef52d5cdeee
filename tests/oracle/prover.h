/// A second opinion on a claim: tries every request of a small world.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "oracle/policy_set.h"

namespace oracle {

/// A key and what requests of the world carry for it; nothing where the key is absent.
struct KeyStates {
  std::string key;
  std::vector<std::optional<ContextValue>> states;
};

/// Who asks, and what the request says of that beside the context.
struct Parties {
  std::string principal;
  std::optional<std::string> session_issuer, resource_account;
};

/// Every action on every resource, with every combination of the keys' states, by everyone.
struct World {
  std::vector<std::string> actions;
  std::vector<std::string> resources;
  std::vector<KeyStates> keys;
  std::vector<Parties> parties;  ///< none: one user, as where identity-based policies alone decide
};

enum class ClaimKind { never_allowed, always_denied, always_allowed, only_within };

struct Claim {
  ClaimKind kind = ClaimKind::never_allowed;
  std::vector<Statement> region;  ///< joined by OR
};
Claim read_claim(const support::Json& claim);

bool in_region(const Claim& claim, const Request& request);
/// Whether one request shows that the claim does not hold.
bool refutes(const Claim& claim, Decision decision, bool in_region);
bool refutes(const std::vector<Statement>& policies, const Claim& claim, const Request& request);

/// Which pairs of action and resource take part; the others are no requests that AWS could see.
using IsRequest = std::function<bool(const std::string& action, const std::string& resource)>;

/// The first request of the world that refutes the claim. Says what refutes() says of each request, one after the
/// other.
/// A request that is not possible is no counterexample: a world may combine its parties freely with the states of
/// aws:PrincipalArn and its like, and pass over what AWS never sends.
using IsPossible = std::function<bool(const Request&)>;
std::optional<Request> find_counterexample(const std::vector<Statement>& policies, const Claim& claim,
                                           const World& world, const IsRequest& is_request,
                                           const IsPossible& is_possible);

/// The same of a whole policy set.
bool refutes(const PolicySet& policies, const Claim& claim, const Request& request);
std::optional<Request> find_counterexample(const PolicySet& policies, const Claim& claim, const World& world,
                                           const IsPossible& is_possible);

/// The first possible request of the world that the one set allows and the other does not.
std::optional<Request> find_new_access(const PolicySet& policies, const PolicySet& reference, const World& world,
                                       const IsPossible& is_possible);

}  // namespace oracle
