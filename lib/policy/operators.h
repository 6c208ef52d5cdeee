/// The names of condition operators.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace iamproof {

enum class OperatorFamily : std::uint8_t { string, numeric, date, boolean, binary, ip, arn, null };
enum class SetOperator : std::uint8_t { none, for_all_values, for_any_value };

/// A name taken apart: [ForAllValues: | ForAnyValue:] base [IfExists].
struct OperatorName {
  SetOperator set = SetOperator::none;
  std::string_view base;  ///< one of operator_bases()
  OperatorFamily family = OperatorFamily::string;
  bool if_exists = false;  ///< also where it is not allowed, in NullIfExists
};

/// Nothing for any other text; letter case matters. IAM User Guide, "Condition operators".
std::optional<OperatorName> split_operator(std::string_view name);

std::span<const std::string_view> operator_bases();

}  // namespace iamproof
