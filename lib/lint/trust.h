/// What checks of trust policies have in common.
#pragma once

#include <string_view>
#include <vector>

#include "lint/check.h"

namespace iamproof {

/// Whether it lets somebody take a role with credentials of his own.
bool lets_assume(const Subject& subject, const CompiledStatement& allow);

/// Where a principal stands in the statement.
RelatedPlace place_of(const Subject& subject, const CompiledStatement& statement, const PrincipalPattern& principal);

/// Those of one kind that the statement lists, in its order; none of NotPrincipal.
std::vector<const PrincipalPattern*> principals_of(const CompiledStatement& statement, PrincipalPattern::Kind kind);

}  // namespace iamproof
