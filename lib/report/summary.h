/// Many actions in few words: how many of each service, at which access levels.
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "iamproof/catalogue.h"
#include "iamproof/report.h"
#include "iamproof/strata.h"

namespace iamproof {

struct ServiceSummary {
  ServiceId service = 0;
  std::size_t count = 0;
  std::array<std::size_t, 5> levels{};  ///< by AccessLevel
  std::vector<ActionId> actions;        ///< gravest access level first, then by name
};

/// Services with the most actions first; ties by prefix. `actions` is ascending.
std::vector<ServiceSummary> summarise(std::span<const ActionId> actions, const Catalogue& catalogue);

/// The counts above zero, gravest first.
///   "Write 120, Read 37"
std::string levels_of(const ServiceSummary& summary);

/// How many actions are how grave, gravest first.
///   "3 pay, 120 write, 37 read"
std::string gravities_of(std::span<const ActionId> actions, const GravityScale& scale);

/// An action's name without its service.
std::string_view bare_name(ActionId action, const Catalogue& catalogue);

/// A count with its noun.
///   plural(1, "action")   "1 action"
///   plural(2, "action")   "2 actions"
std::string plural(std::size_t count, std::string_view noun);

}  // namespace iamproof
