/// What `check --fix` and `check --diff` do before anything is checked.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "console.h"
#include "iamproof/fix.h"
#include "iamproof/scan.h"

namespace iamproof::cli {

struct FixSettings {
  bool fix = false;
  bool diff = false;  ///< show what would be fixed, and do nothing else
};

void add_fix_options(CLI::App& command, FixSettings& settings);

/// A document with its fixes, and whether the file holds them now.
struct Fixed {
  FixedDocument document;
  bool written = false;
};

/// Fixes the files that hold policies and writes those that change. `inputs` then have the texts to check. An error of
/// writing is in its input. Files that cannot be read are left to the check.
std::vector<Fixed> fix_files(std::vector<Input>& inputs, const Catalogue& catalogue, const FixOptions& options);

/// Prints what would change in each file, writing nothing. The exit status: 1 where there is something.
int show_fixes(std::vector<Input> inputs, bool skip_non_policies, const Catalogue& catalogue, const FixOptions& options,
               const Common& common);

}  // namespace iamproof::cli
