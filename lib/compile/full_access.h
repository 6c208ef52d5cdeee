/// How an organization attaches a service control policy: AWS attaches one of its own that allows everything, and
/// customers' SCPs without an Allow only take from it. AWS Organizations User Guide, "SCP evaluation".
#pragma once

#include <string_view>

#include "iamproof/policy_set.h"

namespace iamproof {

inline constexpr std::string_view beside_full_access =
    "a service control policy without an Allow is attached beside FullAWSAccess";

/// Whether a document is an SCP that only denies.
bool needs_full_access(const Policy& policy);

/// AWS's own SCP. It and its source live as long as the program.
const Policy& full_aws_access();

/// See alone(); an SCP that only denies stands beside FullAWSAccess.
PolicySet as_attached(Policy policy);

}  // namespace iamproof
