#include "report/summary.h"

#include <algorithm>
#include <tuple>

#include <fmt/format.h>

namespace iamproof {

std::vector<ServiceSummary> summarise(std::span<const ActionId> actions, const Catalogue& catalogue) {
  std::vector<ServiceSummary> services;
  for (const ActionId action : actions) {  // ascending, so a service's actions are consecutive
    const ServiceId service = catalogue.service_of(action);
    if (services.empty() || services.back().service != service) services.emplace_back().service = service;
    ServiceSummary& summary = services.back();
    ++summary.count;
    ++summary.levels[static_cast<std::size_t>(catalogue.access_level(action))];
    summary.actions.push_back(action);
  }
  for (ServiceSummary& summary : services) {
    std::stable_sort(summary.actions.begin(), summary.actions.end(),
                     [&](ActionId a, ActionId b) { return catalogue.access_level(a) > catalogue.access_level(b); });
  }
  std::stable_sort(services.begin(), services.end(),
                   [](const ServiceSummary& a, const ServiceSummary& b) { return a.count > b.count; });
  return services;
}

std::string levels_of(const ServiceSummary& summary) {
  std::string out;
  for (std::size_t level = summary.levels.size(); level-- > 0;) {
    if (summary.levels[level] == 0) continue;
    if (!out.empty()) out += ", ";
    out += fmt::format("{} {}", to_string(static_cast<AccessLevel>(level)), summary.levels[level]);
  }
  return out;
}

std::string gravities_of(std::span<const ActionId> actions, const GravityScale& scale) {
  std::array<std::size_t, 6> counts{};
  for (const ActionId action : actions) ++counts[static_cast<std::size_t>(scale.of(action))];
  std::vector<std::string> parts;
  for (std::size_t i = counts.size(); i-- > 0;) {
    if (counts[i] > 0) parts.push_back(fmt::format("{} {}", counts[i], to_string(static_cast<Gravity>(i))));
  }
  return fmt::format("{}", fmt::join(parts, ", "));
}

std::string_view bare_name(ActionId action, const Catalogue& catalogue) {
  const std::string_view name = catalogue.action_name(action);
  return name.substr(name.find(':') + 1);
}

std::string plural(std::size_t count, std::string_view noun) {
  return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

}  // namespace iamproof
