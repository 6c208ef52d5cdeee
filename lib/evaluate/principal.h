/// By which names a policy means a caller.
#pragma once

#include <cstdint>

#include "compile/principal.h"
#include "evaluate/caller.h"

namespace iamproof {

/// A set of ways to name a caller. Which of them a policy uses decides what its Allow is worth.
using Forms = std::uint8_t;
constexpr Forms no_form = 0;
constexpr Forms by_everyone = 1;   ///< `*`
constexpr Forms by_account = 2;    ///< the caller's account
constexpr Forms by_issuer = 4;     ///< the role or user behind the caller's session
constexpr Forms by_itself = 8;     ///< the user, session or service
constexpr Forms by_provider = 16;  ///< the identity provider that vouches for the caller
constexpr Forms directly = by_everyone | by_itself | by_provider;
constexpr Forms by_any = directly | by_account | by_issuer;

/// How the patterns, negation aside, name the caller.
Forms forms_of(const PrincipalElement& element, const Caller& caller);
Forms form_of(const PrincipalPattern& pattern, const Caller& caller);

/// Whether a NotPrincipal spares the caller. Only its own name does: neither its role's nor its account's, but that the
/// account's is the root user's own. IAM JSON policy elements: NotPrincipal.
bool is_spared(const PrincipalElement& element, const Caller& caller);

}  // namespace iamproof
