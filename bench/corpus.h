/// The AWS managed policies, as texts in memory.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "iamproof/source.h"

namespace iamproof::bench {

struct Corpus {
  std::vector<std::unique_ptr<Source>> all;  ///< every version, minified as the package has them
  std::vector<const Source*> latest;         ///< the latest version of each policy
  std::size_t all_bytes = 0, latest_bytes = 0;
};

/// Exits with a message if the package cannot be read or holds fewer documents than it is known to.
void load_corpus(const std::string& path);
const Corpus& corpus();

}  // namespace iamproof::bench
