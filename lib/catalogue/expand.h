/// The actions an action pattern matches.
#pragma once

#include <string_view>
#include <vector>

#include "catalogue/block.h"

namespace iamproof {

/// `*` is any run of characters, `?` is one. Both texts are compared as they are. O(|pattern| + |text|^2), whatever the
/// pattern, if it has no two stars in a row.
bool wildcard_match(std::string_view pattern, std::string_view text);

std::vector<ActionId> expand(const Block& block, std::string_view pattern);

}  // namespace iamproof
