/// Which actions have a condition key.
#pragma once

#include <string_view>
#include <vector>

#include "lint/conditions.h"

namespace iamproof {

/// Whether a request for the action can carry the key: it is the action's, or that of a resource type it works on.
bool has_key(const Catalogue& catalogue, ActionId action, const KeyInfo& key);

/// Whether any action of the service has the key. Where none has, the service has not published its use.
bool has_key_somewhere(const Catalogue& catalogue, ServiceId service, const KeyInfo& key);

/// The actions that a statement names in full and the catalogue has, in its order.
std::vector<ActionId> named_actions(const CompiledStatement& statement);

/// Whether those are all: no wildcard, no name that the catalogue lacks, no NotAction.
bool names_all_actions(const CompiledStatement& statement);

}  // namespace iamproof
