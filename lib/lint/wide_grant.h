/// An Allow of one action that is not held to certain resources, in the six forms that AWS tells apart.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "lint/check.h"

namespace iamproof {

struct WideGrant {
  enum class Form : std::uint8_t {
    action_and_star,
    pattern_and_star,
    not_action_and_star,
    action_and_not_resource,
    pattern_and_not_resource,
    not_action_and_not_resource,
  };
  Form form = Form::action_and_star;
  std::string entry;          ///< what names the action, in backticks: "`iam:Pass*`", "`NotAction`"
  std::vector<Place> places;  ///< of all entries that name it, then of what names the resources

  /// "on every resource", or "by `iam:*` on every resource" where the action is not named.
  std::string how() const;
};

/// Nothing if the statement does not allow the action, or allows it on ARNs only. Conditions are not looked at.
std::optional<WideGrant> wide_grant(const StatementView& statement, ActionId action);

/// The conditions on a key that hold only for the values they list.
std::vector<const ConditionView*> conditions_that_list(const StatementView& statement, std::string_view key);

/// A finding for each wide grant of the action that `is_held` does not hold to certain services. `codes` in the order
/// of WideGrant::Form.
void report_wide_grants(const Document& document, DocumentReporter& reporter, std::string_view action,
                        std::span<const Code> codes, bool (*is_held)(const StatementView& statement),
                        std::string_view help);

}  // namespace iamproof
