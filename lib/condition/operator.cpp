#include "condition/operator.h"

#include <array>

namespace iamproof {

namespace {

struct Base {
  std::string_view name;
  Family family;
  Comparison comparison;
  bool negated;
  bool ignore_case = false;
};

constexpr Base bases[] = {
    {"StringEquals", Family::string, Comparison::equals, false},
    {"StringNotEquals", Family::string, Comparison::equals, true},
    {"StringEqualsIgnoreCase", Family::string, Comparison::equals, false, true},
    {"StringNotEqualsIgnoreCase", Family::string, Comparison::equals, true, true},
    {"StringLike", Family::string, Comparison::like, false},
    {"StringNotLike", Family::string, Comparison::like, true},
    {"NumericEquals", Family::numeric, Comparison::equals, false},
    {"NumericNotEquals", Family::numeric, Comparison::equals, true},
    {"NumericLessThan", Family::numeric, Comparison::less, false},
    {"NumericLessThanEquals", Family::numeric, Comparison::less_equal, false},
    {"NumericGreaterThan", Family::numeric, Comparison::greater, false},
    {"NumericGreaterThanEquals", Family::numeric, Comparison::greater_equal, false},
    {"DateEquals", Family::date, Comparison::equals, false},
    {"DateNotEquals", Family::date, Comparison::equals, true},
    {"DateLessThan", Family::date, Comparison::less, false},
    {"DateLessThanEquals", Family::date, Comparison::less_equal, false},
    {"DateGreaterThan", Family::date, Comparison::greater, false},
    {"DateGreaterThanEquals", Family::date, Comparison::greater_equal, false},
    {"Bool", Family::boolean, Comparison::equals, false},
    {"BinaryEquals", Family::binary, Comparison::equals, false},
    {"IpAddress", Family::ip_address, Comparison::equals, false},
    {"NotIpAddress", Family::ip_address, Comparison::equals, true},
    {"ArnEquals", Family::arn, Comparison::like, false},
    {"ArnLike", Family::arn, Comparison::like, false},
    {"ArnNotEquals", Family::arn, Comparison::like, true},
    {"ArnNotLike", Family::arn, Comparison::like, true},
    {"Null", Family::null, Comparison::equals, false},
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
