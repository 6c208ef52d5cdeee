/// What AWS documents of context keys that go together, once more and by hand: an answer that names a fact holds in
/// worlds in which the fact does.
#pragma once

#include <string>
#include <vector>

#include "oracle/request.h"

namespace agree {

/// The facts that the sentences name: (`current-time-present`).
std::vector<std::string> facts_named_in(const std::vector<std::string>& sentences);

/// Those that are written down here, of requests that a signed caller makes.
const std::vector<std::string>& facts_written_down();
/// Whether the fact is about more than the context.
bool looks_at_resource(const std::string& fact);

/// Whether a request breaks a fact. Throws for a fact that is not known here.
bool breaks(const oracle::Request& request, const std::string& fact);
bool breaks_any(const oracle::Request& request, const std::vector<std::string>& facts);

}  // namespace agree
