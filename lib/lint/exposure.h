/// Actions that a policy should give away on named resources only.
#pragma once

#include <string_view>
#include <vector>

#include "lint/grants.h"

namespace iamproof {

struct Exposure {
  std::vector<PlainAction> actions;  ///< ascending
  ActionGroup group;

  Exposure() = default;
  explicit Exposure(std::vector<PlainAction> actions);
};

/// Those that data/exposing_actions.tsv lists for a check.
Exposure listed_exposure(std::string_view check, const Catalogue& catalogue);
/// Those of some access levels that work on resources and could be limited to them.
Exposure exposure_by_level(AccessLevel from, AccessLevel to, const Catalogue& catalogue);

struct ExposureWords {
  std::string_view what;  ///< "returns credentials"
  std::string_view many;  ///< "return credentials"
  std::string_view help;
};

/// A finding for each Allow that gives such actions away, whatever Denies take back: one of them by name, and how many.
void report_exposure(const Subject& subject, std::uint64_t step_budget, Reporter& reporter, const Exposure& exposure,
                     Severity severity, const ExposureWords& words);

}  // namespace iamproof
