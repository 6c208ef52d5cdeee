/// What checks of trust policies have in common.
#pragma once

#include <string>
#include <vector>

#include "lint/check.h"

namespace iamproof {

/// Whether it lets somebody take a role with credentials of his own.
bool lets_assume(const Subject& subject, const CompiledStatement& allow);

/// Where a principal stands in the statement.
RelatedPlace place_of(const Subject& subject, const CompiledStatement& statement, const PrincipalPattern& principal);

/// Those of one kind that the statement lists, in its order; none of NotPrincipal.
std::vector<const PrincipalPattern*> principals_of(const CompiledStatement& statement, PrincipalPattern::Kind kind);

/// Whether some request that all of the statements apply to meets no Deny. What is not settled counts as no, and is
/// reported.
bool are_left_open(const Subject& subject, const Subject::Statements& statements, Steps& steps, Reporter& reporter);

/// A finding of principals of the statement, of which there is at least one: it is shown at the first.
void report_at(const Subject& subject, const CompiledStatement& statement,
               const std::vector<const PrincipalPattern*>& principals, Severity severity, std::string message,
               std::string help, Reporter& reporter);

}  // namespace iamproof
