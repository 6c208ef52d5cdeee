/// The requests outside a region, as a region.
#pragma once

#include <optional>

#include "support/json.h"

namespace agree {

/// Statements that together hold for exactly the requests for which one statement of a region does not. Nothing where
/// IAM's language has no such statements, or where what it does is not documented: IfExists, unqualified operators on
/// multivalued keys, several bounds in one condition. An empty list: the statement is of everything.
std::optional<support::Json> complement(const support::Json& statement);

}  // namespace agree
