#include "condition/operator.h"

#include <array>

namespace iamproof {

namespace {

struct Base {
  std::string_view name;
  Family family;
  Relation relation;
  bool negated;
  bool ignore_case = false;
};

constexpr Base bases[] = {
    {"StringEquals", Family::string, Relation::equals, false},
    {"StringNotEquals", Family::string, Relation::equals, true},
    {"StringEqualsIgnoreCase", Family::string, Relation::equals, false, true},
    {"StringNotEqualsIgnoreCase", Family::string, Relation::equals, true, true},
    {"StringLike", Family::string, Relation::like, false},
    {"StringNotLike", Family::string, Relation::like, true},
    {"NumericEquals", Family::numeric, Relation::equals, false},
    {"NumericNotEquals", Family::numeric, Relation::equals, true},
    {"NumericLessThan", Family::numeric, Relation::less, false},
    {"NumericLessThanEquals", Family::numeric, Relation::less_equal, false},
    {"NumericGreaterThan", Family::numeric, Relation::greater, false},
    {"NumericGreaterThanEquals", Family::numeric, Relation::greater_equal, false},
    {"DateEquals", Family::date, Relation::equals, false},
    {"DateNotEquals", Family::date, Relation::equals, true},
    {"DateLessThan", Family::date, Relation::less, false},
    {"DateLessThanEquals", Family::date, Relation::less_equal, false},
    {"DateGreaterThan", Family::date, Relation::greater, false},
    {"DateGreaterThanEquals", Family::date, Relation::greater_equal, false},
    {"Bool", Family::boolean, Relation::equals, false},
    {"BinaryEquals", Family::binary, Relation::equals, false},
    {"IpAddress", Family::ip_address, Relation::equals, false},
    {"NotIpAddress", Family::ip_address, Relation::equals, true},
    {"ArnEquals", Family::arn, Relation::like, false},
    {"ArnLike", Family::arn, Relation::like, false},
    {"ArnNotEquals", Family::arn, Relation::like, true},
    {"ArnNotLike", Family::arn, Relation::like, true},
    {"Null", Family::null, Relation::equals, false},
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
  op.relation = base->relation;
  op.negated = base->negated;
  op.ignore_case = base->ignore_case;
  return op;
}

}  // namespace iamproof
