/// What PolicyFiles and the reader of cases share.
#pragma once

#include "iamproof/case.h"
#include "policy/read.h"

namespace iamproof {

/// How a document of this part is read: one that belongs to a resource may be a role's trust policy.
TypeOf type_for(PolicyType part);

/// The policy of a reading, in its place in the case; or what IAM would refuse of it, as errors. What has a meaning all
/// the same goes to Case::refusals.
Errors place_policy(Case& value, PolicyType part, std::size_t level, const Reading& reading, const Source& source);

}  // namespace iamproof
