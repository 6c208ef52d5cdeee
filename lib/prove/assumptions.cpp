#include <algorithm>
#include <array>

#include "iamproof/prove.h"

namespace iamproof {

static constexpr std::array<std::string_view, 3> mode_names = {"free", "typed", "physical"};

std::string_view to_string(Mode mode) {
  return mode_names[static_cast<std::size_t>(mode)];
}

std::optional<Mode> mode_from(std::string_view name) {
  const auto at = std::find(mode_names.begin(), mode_names.end(), name);
  if (at == mode_names.end()) return std::nullopt;
  return static_cast<Mode>(at - mode_names.begin());
}

Assumptions assumptions_of(Mode mode) {
  Assumptions assume;
  assume.resource_types = mode != Mode::free;
  assume.action_keys = mode != Mode::free;
  assume.unknown_keys_absent = mode != Mode::free;
  assume.set_operators_required = mode != Mode::free;
  assume.key_facts = mode == Mode::physical;
  return assume;
}

}  // namespace iamproof
