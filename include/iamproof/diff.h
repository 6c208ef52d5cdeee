/// What one version of a policy allows that another one does not, and back.
#pragma once

#include <cstdint>
#include <string_view>

#include "iamproof/policy_set.h"
#include "iamproof/prove.h"

namespace iamproof {

/// Of the requests that the later policies allow to those that the earlier ones do.
enum class Relation : std::uint8_t {
  equal,
  narrower,
  wider,         ///< something is gained and nothing lost
  incomparable,  ///< something is gained and something lost
  unknown,
};

std::string_view to_string(Relation relation);  ///< "equal", "narrower" and so on

struct Diff {
  Relation relation = Relation::unknown;
  Answer gained;  ///< no-new-access of the later policies over the earlier ones; breaches are the later ones'
  Answer lost;    ///< the other way round; breaches are the earlier ones'
};

/// Both directions, each with its own budget. Unknown where either direction is.
Diff diff(const CompiledPolicies& earlier, const CompiledPolicies& later, const ProveOptions& options = {});

}  // namespace iamproof
