/// The name of a condition operator, taken apart.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace iamproof {

/// Which kind of value an operator compares; one file of this folder each.
enum class Family : std::uint8_t { string, numeric, date, boolean, binary, ip_address, arn, null };

std::string_view to_string(Family family);

enum class ComparisonKind : std::uint8_t { equals, like, less, less_equal, greater, greater_equal };

enum class Qualifier : std::uint8_t { none, for_all_values, for_any_value };

/// `ForAllValues:StringNotEqualsIgnoreCaseIfExists` is {string, equals, negated, ignore_case, for_all_values,
/// if_exists}.
struct Operator {
  Family family = Family::string;
  ComparisonKind comparison = ComparisonKind::equals;
  bool negated = false;
  bool ignore_case = false;
  Qualifier qualifier = Qualifier::none;
  bool if_exists = false;
  friend bool operator==(const Operator&, const Operator&) = default;
};

/// Nothing for a name IAM does not know; names are case-sensitive and `Null` takes no `IfExists`.
/// IAM User Guide, "IAM JSON policy elements: Condition operators".
std::optional<Operator> parse_operator(std::string_view name);

}  // namespace iamproof
