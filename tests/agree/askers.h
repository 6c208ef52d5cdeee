/// Who a claim about a policy set is about, and what its requests look like: the small world in which the oracle looks
/// for one that breaks it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "agree/random.h"
#include "agree/sets.h"
#include "oracle/policy_set.h"
#include "oracle/prover.h"

namespace agree {

/// What requests a claim covers, beside its text.
struct Scope {
  bool identity = false;    ///< the set has identity-based policies: everybody who asks has them
  bool session = false;     ///< likewise of session policies
  bool resource = false;    ///< the set has the policy of the resource
  bool principals = false;  ///< the set tells callers apart, so that the keys about a caller fit who asks
  bool service_linked_roles = true;
  bool root_of_owner = true;  ///< the root user of the account that owns the resource
  bool foreign_resources = true;
  bool resource_types = false;  ///< actions work on the resources that AWS lists for them
  bool existing_actions_only = false;
};

/// Why a request is none that the claim covers; empty if it is one. Of the resource it is asked whether it can be the
/// owner's; see contradicts_owner().
std::string outside(const Scope& scope, const oracle::Request& request);

/// Whether the ARN of the resource or aws:ResourceAccount gives it to another account than its owner.
bool contradicts_owner(const oracle::Request& request);

/// Whether AWS lists the resource's type for the action; actions that AWS does not have work on anything.
bool deed_fits(const std::string& action, const std::string& resource);

/// What requests carry for a key of which nothing is settled.
using States = std::vector<std::optional<oracle::ContextValue>>;
States any_states(const std::string& key);

/// The actions and resources that the sets are about, and some near them.
oracle::World deeds_of(Random& random, const Sets& sets, bool existing_actions_only);

/// A caller, the account whose resources it asks for, and a world of such requests.
struct Asker {
  oracle::World world;
  std::string account;  ///< the caller's; may be empty
  std::string owner;
};

/// Some of those whom the scope has: the set's own principals, their neighbours and strangers. `text` is everything
/// that policies and claim say, from which the keys of the worlds are taken.
std::vector<Asker> some_askers(Random& random, const Sets& sets, const Scope& scope, const std::string& text,
                               std::size_t count);

/// The set, and beside it what a claim takes of sides that it says nothing of: a resource without a policy trusts the
/// account of the caller; who has no policies is allowed by his own account what another one's resource grants him.
oracle::PolicySet completed(oracle::PolicySet policies, const std::string& caller_account, const std::string& owner,
                            bool in_management_account);

}  // namespace agree
