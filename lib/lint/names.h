/// What is known of names that the catalogue does not have.
#pragma once

#include <string_view>

namespace iamproof {

/// A line of one of our tables.
struct KnownName {
  std::string_view name;  ///< in lower case: "deepracer", "securityagent:listtasks"
  std::string_view note;

  bool is_service() const { return name.find(':') == std::string_view::npos; }
};

/// The line of data/retired.tsv for an action, else that for its service; null if there is neither. `action` in lower
/// case; it may be a pattern.
const KnownName* find_retired(std::string_view action);

/// The prefix of a service that is called so: "logs" of "cloudwatchlogs"; else "". Of data/service_names.tsv.
std::string_view prefix_of_service_called(std::string_view name);

}  // namespace iamproof
