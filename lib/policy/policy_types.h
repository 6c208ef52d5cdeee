/// Sets of policy types: which of them a rule is about.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <vector>

#include "iamproof/policy.h"

namespace iamproof {

class PolicyTypes {
 public:
  constexpr PolicyTypes(std::initializer_list<PolicyType> types) {
    for (const PolicyType type : types) bits_ = static_cast<std::uint16_t>(bits_ | bit(type));
  }

  constexpr bool contains(PolicyType type) const { return (bits_ & bit(type)) != 0; }

  std::vector<PolicyType> list() const {
    std::vector<PolicyType> types;
    for (std::uint16_t i = 0; i < 8; ++i) {
      if (contains(static_cast<PolicyType>(i))) types.push_back(static_cast<PolicyType>(i));
    }
    return types;
  }

 private:
  static constexpr std::uint16_t bit(PolicyType type) {
    return static_cast<std::uint16_t>(1U << static_cast<std::uint16_t>(type));
  }

  std::uint16_t bits_ = 0;
};

inline constexpr PolicyTypes every_policy_type = {PolicyType::identity, PolicyType::resource, PolicyType::trust,
                                                  PolicyType::boundary, PolicyType::session,  PolicyType::scp,
                                                  PolicyType::rcp,      PolicyType::endpoint};

/// Those that IAM reads by the rules for identity-based policies.
inline constexpr PolicyTypes identity_like_types = {PolicyType::identity, PolicyType::boundary, PolicyType::session};

/// Those whose statements say whom they are about.
inline constexpr PolicyTypes types_with_principal = {PolicyType::resource, PolicyType::trust, PolicyType::rcp,
                                                     PolicyType::endpoint};

/// Those whose statements name resources.
inline constexpr PolicyTypes types_with_resource = {PolicyType::identity, PolicyType::resource, PolicyType::boundary,
                                                    PolicyType::session,  PolicyType::scp,      PolicyType::rcp,
                                                    PolicyType::endpoint};

/// Those that are attached to a resource, a role being one.
inline constexpr PolicyTypes resource_like_types = {PolicyType::resource, PolicyType::trust, PolicyType::endpoint};

}  // namespace iamproof
