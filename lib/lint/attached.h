/// What is known of the policies that services attach to their resources.
#pragma once

#include <string_view>

namespace iamproof {

/// Whether policies of this service's resources speak of its own actions and resources only. Of services that are not
/// in data/own_actions_only.txt it is not known.
bool takes_own_actions_only(std::string_view service);

}  // namespace iamproof
