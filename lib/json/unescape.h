/// JSON's escapes.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "json/fault.h"

namespace iamproof::json {

/// The text of a string, given what stands between its quotation marks and where that begins in the whole text. A wrong
/// escape is reported and kept as written, so that two different ones stay different.
std::string unescape(std::string_view body, std::uint32_t begin, std::vector<Fault>& faults);

}  // namespace iamproof::json
