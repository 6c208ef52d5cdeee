/// The zone of trust of a claim file.
#pragma once

#include <functional>
#include <string>

#include "iamproof/prove.h"
#include "json/json.h"

namespace iamproof {

/// Reads the value of `trusted`; `fail` hears of whatever is wrong in it, and where.
TrustZone read_trusted(json::Value object, const std::function<void(json::Value, std::string)>& fail);

}  // namespace iamproof
