/// What text reports show as evidence: many actions in a few lines, and a request that anyone can follow.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "iamproof/catalogue.h"
#include "iamproof/report.h"
#include "iamproof/request.h"

namespace iamproof {

/// Appends a line for each service: how many actions of which access levels, and the gravest by name. Services with
/// the most come first; many are summarised unless `verbose`.
///   billing  Write 12, Read 19  (PutContractInformation, UpdateBillingPreferences, ...)
void append_services(std::string& out, const std::vector<ActionId>& actions, const Catalogue& catalogue,
                     std::string_view indent, const TextOptions& options);

/// Appends a request, a line for each of its parts. Of `keys`, those that it does not carry are said to be absent.
void append_request(std::string& out, const Request& request, const std::vector<std::string_view>& keys,
                    std::string_view indent, const TextOptions& options);

}  // namespace iamproof
