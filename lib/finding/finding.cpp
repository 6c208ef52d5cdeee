#include "iamproof/finding.h"

#include <array>

namespace iamproof {

static constexpr std::array<std::string_view, 4> severity_names = {"suggestion", "warning", "security-warning",
                                                                   "error"};

std::string_view to_string(Severity severity) {
  return severity_names[static_cast<std::size_t>(severity)];
}

std::optional<Severity> severity_from(std::string_view name) {
  for (std::size_t i = 0; i < severity_names.size(); ++i) {
    if (severity_names[i] == name) return static_cast<Severity>(i);
  }
  return std::nullopt;
}

}  // namespace iamproof
