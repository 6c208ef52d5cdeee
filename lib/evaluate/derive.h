/// The context keys that follow from who sends a request and on what.
#pragma once

#include "evaluate/caller.h"

namespace iamproof {

/// Whether or not the request carries them. Each value follows; what does not follow is left out. `caller` is that of
/// the request.
Context keys_of_parties(const Request& request, const Caller& caller);

}  // namespace iamproof
