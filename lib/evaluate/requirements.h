/// What has to allow a request, given who asks whom: shared by the evaluator, which looks whether it does, and the
/// prover, which looks for a request for which it does.
#pragma once

#include <cstdint>

#include <boost/container/static_vector.hpp>

#include "compile/statement.h"
#include "evaluate/principal.h"

namespace iamproof {

/// A set of PolicyTypes.
class Parts {
 public:
  constexpr Parts() = default;
  constexpr Parts(std::initializer_list<PolicyType> parts) {
    for (const PolicyType part : parts) insert(part);
  }
  constexpr bool contains(PolicyType part) const { return (bits_ >> static_cast<unsigned>(part) & 1U) != 0; }
  constexpr void insert(PolicyType part) { bits_ |= std::uint16_t(1U << static_cast<unsigned>(part)); }
  constexpr void insert(Parts parts) { bits_ |= parts.bits_; }

 private:
  std::uint16_t bits_ = 0;
};

/// Services that do not decide by the general rules. IAM User Guide, "Policy evaluation logic"; KMS Developer Guide,
/// "Key policies in AWS KMS"; STS API Reference.
enum class ServiceRule : std::uint8_t {
  general,
  resource_policy_required,  ///< a KMS key, a role to assume: its own policy must allow, if only by the account
  federation,                ///< AssumeRoleWithSAML and its like: only the trust policy counts
  always_allowed,            ///< sts:GetCallerIdentity
};

/// `action` in lower case.
ServiceRule rule_of(std::string_view action, std::string_view resource);

/// One way to be allowed: each of `parts` must allow, SCPs on every level, and so must the resource's own policy, in a
/// statement that names the caller in one of these forms.
struct Way {
  Parts parts;
  Forms resource = no_form;  ///< none: its policy is not needed
  bool needs_resource() const { return resource != no_form; }
};
using Ways = boost::container::static_vector<Way, 3>;

/// The ways open to a caller. A part that is not in force or not given is required all the same: see is_met().
Ways ways_of(const Caller& caller, bool same_account, ServiceRule rule);

/// What is taken of policies that are not part of the set. Each answers for a side that the set does not describe.
struct Unstated {
  /// A resource without a policy in the set has one that trusts the caller's account, and no other.
  bool owner_trusts_account = false;
  /// A caller without policies in the set is allowed by its own account what a resource of another one grants it.
  bool own_account_allows = false;
  /// Nothing is asked about actions that no policy of the set decides on: sts:GetCallerIdentity always works, and
  /// AssumeRoleWithSAML and its like are calls of somebody who has no policies, which only a trust policy allows.
  bool undecided_left_out = false;
  /// The caller and the resource are of the management account, whatever account that is.
  bool in_management_account = false;
};

/// The parts whose statements concern the request at all.
Parts parts_in_force(const CompiledPolicies::Impl& policies, const Caller& caller, std::string_view owner,
                     const ActionName& action, const Unstated& unstated);

/// A request for the purpose of deciding: everything that does not depend on single statements.
struct Situation {
  Caller caller;
  std::string_view owner;
  ServiceRule rule = ServiceRule::general;
  Parts in_force;
  Ways ways;
  bool same_account = true;

  static Situation of(const CompiledPolicies::Impl& policies, const Request& request, const ActionName& action,
                      const Unstated& unstated);
};

/// What the Allow statements that apply add up to.
struct Grants {
  Parts parts;            ///< but for SCPs and the resource's policy
  std::uint32_t scp = 0;  ///< a bit for each level
  Forms resource = no_form;
};

bool is_met(const Way& way, const Situation& situation, const Grants& grants, const PolicySet& set,
            const Unstated& unstated);

/// Whether one part of a way is: SCPs, the resource's policy and the rest alike.
bool is_met(PolicyType part, const Way& way, const Situation& situation, const Grants& grants, const PolicySet& set,
            const Unstated& unstated);

/// The forms in which a statement of the set concerns the caller; none: it does not. By everyone for a statement
/// without principals.
Forms concerns(const CompiledStatement& statement, const Caller& caller, const PolicySet& set);

}  // namespace iamproof
