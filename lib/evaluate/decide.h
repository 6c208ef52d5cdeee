/// The decision for those who look at only some of the policies that decide in the end.
#pragma once

#include "compile/statement.h"
#include "evaluate/requirements.h"
#include "iamproof/evaluate.h"

namespace iamproof {

/// decide() of evaluate.h, with what is taken of policies that are not in the set.
Decision decide(const CompiledPolicies::Impl& policies, const Request& request, const ActionName& action,
                const Unstated& unstated);

}  // namespace iamproof
