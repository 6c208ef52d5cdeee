/// The context of a request, from JSON.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "iamproof/case.h"
#include "json/json.h"

namespace iamproof {

/// Adds the members of an object to a context, replacing keys that are there. `places`, where given, gets the place of
/// each by its pointer within the request. Errors: no object, a value that no key can have, two names that differ by
/// case only.
Errors read_context(const Source& source, json::Value object, Context& context,
                    std::vector<std::pair<std::string, Span>>* places);

}  // namespace iamproof
