/// The two halves of examine(): what a request is about, and what it carries.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "evaluate/caller.h"

namespace iamproof {

/// A request that is being examined.
struct Examination {
  const Request& request;
  const Catalogue& catalogue;
  Caller caller;
  std::optional<ActionId> action;
  std::vector<RequestFault> faults;

  void fault(std::string pointer, std::string message) { faults.push_back({std::move(pointer), std::move(message)}); }
};

void examine_context(Examination& examination);

/// "; did you mean `a` or `b`?", or nothing.
std::string did_you_mean(const std::vector<std::string_view>& names);

}  // namespace iamproof
