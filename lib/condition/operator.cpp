#include "condition/operator.h"

#include <array>

namespace iamproof {

namespace {

struct Base {
  std::string_view name;
  Family family;
  ComparisonKind comparison;
  bool negated;
  bool ignore_case = false;
};

constexpr Base bases[] = {
    {"StringEquals", Family::string, ComparisonKind::equals, false},
    {"StringNotEquals", Family::string, ComparisonKind::equals, true},
    {"StringEqualsIgnoreCase", Family::string, ComparisonKind::equals, false, true},
    {"StringNotEqualsIgnoreCase", Family::string, ComparisonKind::equals, true, true},
    {"StringLike", Family::string, ComparisonKind::like, false},
    {"StringNotLike", Family::string, ComparisonKind::like, true},
    {"NumericEquals", Family::numeric, ComparisonKind::equals, false},
    {"NumericNotEquals", Family::numeric, ComparisonKind::equals, true},
    {"NumericLessThan", Family::numeric, ComparisonKind::less, false},
    {"NumericLessThanEquals", Family::numeric, ComparisonKind::less_equal, false},
    {"NumericGreaterThan", Family::numeric, ComparisonKind::greater, false},
    {"NumericGreaterThanEquals", Family::numeric, ComparisonKind::greater_equal, false},
    {"DateEquals", Family::date, ComparisonKind::equals, false},
    {"DateNotEquals", Family::date, ComparisonKind::equals, true},
    {"DateLessThan", Family::date, ComparisonKind::less, false},
    {"DateLessThanEquals", Family::date, ComparisonKind::less_equal, false},
    {"DateGreaterThan", Family::date, ComparisonKind::greater, false},
    {"DateGreaterThanEquals", Family::date, ComparisonKind::greater_equal, false},
    {"Bool", Family::boolean, ComparisonKind::equals, false},
    {"BinaryEquals", Family::binary, ComparisonKind::equals, false},
    {"IpAddress", Family::ip_address, ComparisonKind::equals, false},
    {"NotIpAddress", Family::ip_address, ComparisonKind::equals, true},
    {"ArnEquals", Family::arn, ComparisonKind::like, false},
    {"ArnLike", Family::arn, ComparisonKind::like, false},
    {"ArnNotEquals", Family::arn, ComparisonKind::like, true},
    {"ArnNotLike", Family::arn, ComparisonKind::like, true},
    {"Null", Family::null, ComparisonKind::equals, false},
};

const Base* find_base(std::string_view name) {
  for (const Base& base : bases) {
    if (base.name == name) return &base;
  }
  return nullptr;
}

bool take_prefix(std::string_view& name, std::string_view prefix) {
  if (!name.starts_with(prefix)) return false;
  name.remove_prefix(prefix.size());
  return true;
}

bool take_suffix(std::string_view& name, std::string_view suffix) {
  if (!name.ends_with(suffix)) return false;
  name.remove_suffix(suffix.size());
  return true;
}

}  // namespace

std::string_view to_string(Family family) {
  constexpr std::array<std::string_view, 8> names = {"string", "numeric",    "date", "boolean",
                                                     "binary", "IP address", "ARN",  "null"};
  return names[static_cast<std::size_t>(family)];
}

std::optional<Operator> parse_operator(std::string_view name) {
  Operator op;
  if (take_prefix(name, "ForAllValues:")) {
    op.qualifier = Qualifier::for_all_values;
  } else if (take_prefix(name, "ForAnyValue:")) {
    op.qualifier = Qualifier::for_any_value;
  }
  op.if_exists = take_suffix(name, "IfExists");
  const Base* base = find_base(name);
  if (base == nullptr || (base->family == Family::null && op.if_exists)) return std::nullopt;
  op.family = base->family;
  op.comparison = base->comparison;
  op.negated = base->negated;
  op.ignore_case = base->ignore_case;
  return op;
}

}  // namespace iamproof
