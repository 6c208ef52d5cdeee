#include <array>

#include "catalogue/fold.h"
#include "iamproof/catalogue.h"

namespace iamproof {

static constexpr std::array<std::string_view, 5> level_names = {"List", "Read", "Tagging", "Write",
                                                                "Permissions management"};
static constexpr std::array<std::string_view, 7> type_names = {"String",  "ARN",       "Bool",  "Date",
                                                               "Numeric", "IPAddress", "Binary"};

std::string_view to_string(AccessLevel level) {
  return level_names[static_cast<std::size_t>(level)];
}

std::optional<AccessLevel> access_level_from(std::string_view name) {
  for (std::size_t i = 0; i < level_names.size(); ++i) {
    if (equal_folded(level_names[i], name)) return static_cast<AccessLevel>(i);
  }
  return std::nullopt;
}

std::string_view to_string(KeyType type) {
  return type_names[static_cast<std::size_t>(type)];
}

}  // namespace iamproof
