/// The part of subsumes() that never searches, for those who prune with it.
#pragma once

#include "glob/glob.h"

namespace iamproof {

/// True only if subsumes(outer, inner); false may be wrong where classes mix. O(|outer| * |inner|).
bool simulates(const Glob& outer, const Glob& inner);

}  // namespace iamproof
