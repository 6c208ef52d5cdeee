#include "report/case_places.h"

#include <algorithm>

namespace iamproof {

std::optional<Span> place_of(const CaseOutcome& outcome, const RequestFault& fault) {
  if (!outcome.text) return std::nullopt;
  const auto at = std::find_if(outcome.places.begin(), outcome.places.end(),
                               [&](const auto& place) { return place.first == fault.pointer; });
  return at == outcome.places.end() ? std::nullopt : std::optional<Span>(at->second);
}

}  // namespace iamproof
