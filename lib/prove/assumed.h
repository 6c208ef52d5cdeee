/// What an answer takes of callers and of the policies of others.
#pragma once

#include <vector>

#include "prove/prober.h"

namespace iamproof {

/// Notes it for an answer about a set.
void note_callers(const PolicySet& set, const Unstated& unstated, const std::vector<CallerClass>& callers,
                  Prober& prober);

}  // namespace iamproof
