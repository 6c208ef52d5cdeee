/// What answers may rest on, as options of every command that puts claims to policies.
#pragma once

#include <string>
#include <vector>

#include "console.h"
#include "iamproof/prove.h"

namespace iamproof::cli {

struct AssumeSettings {
  std::string mode;
  std::vector<std::string> names;
  bool none = false;
};

void add_assume_options(CLI::App& command, AssumeSettings& settings);
Assumptions assumptions_of(const AssumeSettings& settings);

}  // namespace iamproof::cli
