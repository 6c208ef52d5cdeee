/// What an answer takes of callers and of the policies of others, and what of callers nobody can know.
#pragma once

#include <vector>

#include "prove/prober.h"

namespace iamproof {

/// Notes it for an answer about a set.
void note_callers(const PolicySet& set, const Unstated& unstated, const std::vector<CallerClass>& callers,
                  Prober& prober);

/// An account that goes by its canonical user id is one that no ARN has: whom a statement that names one lets in, stops
/// or spares is open.
void note_canonical_users(const CompiledStatement& statement, Prober& prober);

}  // namespace iamproof
