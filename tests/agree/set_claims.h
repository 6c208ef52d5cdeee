/// Random claims about a policy set, and random patterns of requests with the decision expected of them.
#pragma once

#include "agree/random.h"
#include "agree/sets.h"
#include "support/json.h"

namespace agree {

/// A claim about the set of a world, {"id", "claim", "region"}. Most are made of the set's own statements, or nearly
/// so: what just holds and what just fails is hard.
support::Json random_claim(Random& random, const Sets& sets, const support::Json& world);

/// The same set but for one statement or two: left out, of the other effect, without its conditions, of other actions.
support::Json near_set(Random& random, const Sets& sets, support::Json world);

/// A request with wildcards in its action, its resource or its context.
oracle::Request random_pattern(Random& random, const Sets& sets);

}  // namespace agree
