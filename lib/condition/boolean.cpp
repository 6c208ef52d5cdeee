// Bool: `true` or `false`, compared without regard to case; any other text of the policy never matches. Null reads its
// values the same way.
#include "condition/family.h"
#include "support/text.h"

namespace iamproof {

static std::optional<bool> parse_boolean(std::string_view text) {
  if (equal_folded(text, "true")) return true;
  if (equal_folded(text, "false")) return false;
  return std::nullopt;
}

void read_boolean(std::string_view text, Operands& out) {
  if (const auto value = parse_boolean(text)) out.booleans.push_back(*value);
}

bool boolean_accepts(const Operands& operands, std::string_view value) {
  const auto boolean = parse_boolean(value);
  for (const bool operand : operands.booleans) {
    if (boolean == operand) return true;
  }
  return false;
}

std::vector<std::string> boolean_samples() {
  return {"false", "true"};
}

}  // namespace iamproof
