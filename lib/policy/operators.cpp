#include "policy/operators.h"

#include <algorithm>
#include <array>

namespace iamproof {

static constexpr std::array<std::string_view, 27> bases = {"StringEquals",
                                                           "StringNotEquals",
                                                           "StringEqualsIgnoreCase",
                                                           "StringNotEqualsIgnoreCase",
                                                           "StringLike",
                                                           "StringNotLike",
                                                           "NumericEquals",
                                                           "NumericNotEquals",
                                                           "NumericLessThan",
                                                           "NumericLessThanEquals",
                                                           "NumericGreaterThan",
                                                           "NumericGreaterThanEquals",
                                                           "DateEquals",
                                                           "DateNotEquals",
                                                           "DateLessThan",
                                                           "DateLessThanEquals",
                                                           "DateGreaterThan",
                                                           "DateGreaterThanEquals",
                                                           "Bool",
                                                           "BinaryEquals",
                                                           "IpAddress",
                                                           "NotIpAddress",
                                                           "ArnEquals",
                                                           "ArnNotEquals",
                                                           "ArnLike",
                                                           "ArnNotLike",
                                                           "Null"};

static OperatorFamily family_of(std::string_view base) {
  if (base.starts_with("String")) return OperatorFamily::string;
  if (base.starts_with("Numeric")) return OperatorFamily::numeric;
  if (base.starts_with("Date")) return OperatorFamily::date;
  if (base.starts_with("Arn")) return OperatorFamily::arn;
  if (base.ends_with("IpAddress")) return OperatorFamily::ip;
  if (base == "Bool") return OperatorFamily::boolean;
  if (base == "Null") return OperatorFamily::null;
  return OperatorFamily::binary;
}

static bool take_prefix(std::string_view& text, std::string_view prefix) {
  if (!text.starts_with(prefix)) return false;
  text.remove_prefix(prefix.size());
  return true;
}

std::optional<OperatorName> split_operator(std::string_view name) {
  OperatorName parts;
  if (take_prefix(name, "ForAllValues:")) {
    parts.set = SetOperator::for_all_values;
  } else if (take_prefix(name, "ForAnyValue:")) {
    parts.set = SetOperator::for_any_value;
  }
  if (name.ends_with("IfExists")) {
    parts.if_exists = true;
    name.remove_suffix(std::string_view("IfExists").size());
  }
  const auto found = std::find(bases.begin(), bases.end(), name);
  if (found == bases.end()) return std::nullopt;
  parts.base = *found;
  parts.family = family_of(parts.base);
  return parts;
}

std::span<const std::string_view> operator_bases() {
  return bases;
}

}  // namespace iamproof
