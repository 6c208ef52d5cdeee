/// Which step settled a decision, in words.
#pragma once

#include <optional>

#include "evaluate/requirements.h"
#include "iamproof/evaluate.h"

namespace iamproof {

Settlement explicit_deny(const CompiledStatement& deny);
/// Of a request that is allowed, by this way.
Settlement allowance(const Way& way, const Situation& situation);
/// Of a request that no way allows and nothing denies: the first step that fails.
Settlement shortfall(const Situation& situation, const Grants& grants, const PolicySet& set);

/// The policies that a step looks at, where it looks at one part.
std::optional<PolicyType> part_of(Step step);

}  // namespace iamproof
