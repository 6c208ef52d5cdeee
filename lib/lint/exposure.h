/// Actions that a policy should give away on named resources only.
#pragma once

#include <map>
#include <string_view>
#include <vector>

#include "lint/grants.h"

namespace iamproof {

struct ExposedActions {
  std::vector<PlainAction> actions;  ///< ascending
  ActionGroup group;

  ExposedActions() = default;
  explicit ExposedActions(std::vector<PlainAction> actions);
};

/// The actions of data/exposing_actions.tsv, by check. For with_facts().
class ListedExposures {
 public:
  explicit ListedExposures(const Catalogue& catalogue);
  const ExposedActions& of(std::string_view check) const;

 private:
  std::map<std::string_view, ExposedActions> of_check_;
};

/// Those of some access levels that work on resources and could be limited to them.
ExposedActions exposure_by_level(AccessLevel from, AccessLevel to, const Catalogue& catalogue);

struct ExposureWords {
  std::string_view what;  ///< "returns credentials"
  std::string_view many;  ///< "return credentials"
  std::string_view help;
};

/// A finding for each Allow that gives such actions away, whatever Denies take back: one of them by name, and how many.
void report_exposure(const Subject& subject, std::uint64_t step_budget, Reporter& reporter,
                     const ExposedActions& exposure, Severity severity, const ExposureWords& words);

/// The same for the actions that are listed for a check.
void report_listed_exposure(const Subject& subject, std::uint64_t step_budget, Reporter& reporter,
                            std::string_view check, Severity severity, const ExposureWords& words);

}  // namespace iamproof
