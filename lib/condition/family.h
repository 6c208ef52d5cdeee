/// The operator families, a file each: reading a policy's value, comparing, and giving texts that stand for all others.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "condition/predicate.h"

namespace iamproof {

/// Adds one value of the policy to the operands of its family, or leaves it out if it is not of that family.
void read_operand(const Operator& op, std::string_view text, bool variables, Operands& out);

bool text_accepts(const Predicate& predicate, std::string_view value, const Context& context);
bool numeric_accepts(ComparisonKind comparison, const Operands& operands, std::string_view value);
bool date_accepts(ComparisonKind comparison, const Operands& operands, std::string_view value);
bool boolean_accepts(const Operands& operands, std::string_view value);
bool binary_accepts(const Operands& operands, std::string_view value);
bool ip_accepts(const Operands& operands, std::string_view value);

void read_text(const Operator& op, std::string_view text, bool variables, Operands& out);
void read_number(std::string_view text, Operands& out);
void read_instant(std::string_view text, Operands& out);
void read_boolean(std::string_view text, Operands& out);
void read_binary(std::string_view text, Operands& out);
void read_ip_range(std::string_view text, Operands& out);

using Predicates = std::vector<const Predicate*>;  // all of the family and of one key

std::vector<std::string> text_samples(const Predicates& predicates);  // likely ones only
std::vector<std::string> numeric_samples(const Predicates& predicates);
std::vector<std::string> date_samples(const Predicates& predicates);
std::vector<std::string> boolean_samples();
std::vector<std::string> binary_samples(const Predicates& predicates);
std::vector<std::string> ip_samples(const Predicates& predicates);

/// Whether `value` stands in `comparison` to an operand: `NumericLessThan 10` asks whether the value is below 10.
template <class T>
bool stands(const T& value, ComparisonKind comparison, const T& operand) {
  switch (comparison) {
    case ComparisonKind::equals:
    case ComparisonKind::like:
      return value == operand;
    case ComparisonKind::less:
      return value < operand;
    case ComparisonKind::less_equal:
      return value <= operand;
    case ComparisonKind::greater:
      return value > operand;
    case ComparisonKind::greater_equal:
      return value >= operand;
  }
  return false;
}

}  // namespace iamproof
