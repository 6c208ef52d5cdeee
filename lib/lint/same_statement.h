/// Statements that say the same, whatever their Sids.
#pragma once

#include "iamproof/policy.h"

namespace iamproof {

/// Equal for statements that say the same, and cheap: what it is made of is counted, not compared.
std::size_t rough_size(const Statement& statement);

/// Whether the statements are written alike but for their Sids, the order of lists and conditions, and the letter case
/// of actions and keys.
bool say_the_same(const Statement& a, const Statement& b);

}  // namespace iamproof
