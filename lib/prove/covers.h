/// Which statements reach at least as far as others, seen from their texts: what a search need not be asked.
#pragma once

#include "compile/statement.h"

namespace iamproof {

/// Whether `outer` applies to every request that `inner` applies to, their actions aside, however AWS decides what it
/// does not document. A false says nothing. Of two statements of the same part and level.
bool covers(const CompiledStatement& outer, const CompiledStatement& inner);

/// Whether every action outside the catalogue that `pattern` matches lies in the element. A false says nothing.
bool covers_outside(const ActionElement& outer, const ActionPattern& pattern);
bool covers_outside(const ActionElement& outer, const ActionElement& inner);

}  // namespace iamproof
