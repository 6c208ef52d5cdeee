/// Where the strings stand that an outcome tells of.
#pragma once

#include <map>
#include <optional>

#include "iamproof/case.h"
#include "report/positions.h"

namespace iamproof {

/// Lines and columns in the texts of one case, each text gone through once.
class CasePlaces {
 public:
  Position at(const Source& source, std::size_t offset);

 private:
  std::map<const Source*, Positions> positions_;
};

/// The element of the request that a fault is about, in the case's own text, where the case has one.
std::optional<Span> place_of(const CaseOutcome& outcome, const RequestFault& fault);

}  // namespace iamproof
