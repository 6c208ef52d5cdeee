/// What a name that the catalogue does not have was meant for, where it can be nothing else: "" in all other cases.
#pragma once

#include <string_view>

#include "iamproof/catalogue.h"

namespace iamproof {

/// Of an action that its service does not have: the one that is a slip away.
std::string_view action_meant(const Catalogue& catalogue, std::string_view action);

/// Of an API operation that is no action: the action that permits it, if that is of its service and its verb. So
/// nothing comes with it that the operation's name does not tell: s3:GetObject reads what s3:HeadObject does not.
std::string_view action_meant_by_operation(const Catalogue& catalogue, std::string_view operation);

/// Of an action whose prefix is none: the action of this name under `prefix`.
std::string_view action_under(const Catalogue& catalogue, std::string_view prefix, std::string_view action);

/// Of a condition key that no request has: the one with the same prefix that is a slip away.
std::string_view key_meant(const Catalogue& catalogue, std::string_view key);

/// Whether one name is the other but for one slip, or for hyphens. Names that differ in a digit are two of their own.
bool is_slip(std::string_view written, std::string_view name);

}  // namespace iamproof
