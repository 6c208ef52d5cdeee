#include "condition/family.h"

namespace iamproof {

void read_operand(const Operator& op, std::string_view text, bool variables, Operands& out) {
  switch (op.family) {
    case Family::string:
    case Family::arn:
      read_text(op, text, variables, out);
      break;
    case Family::numeric:
      read_number(text, out);
      break;
    case Family::date:
      read_instant(text, out);
      break;
    case Family::boolean:
    case Family::null:
      read_boolean(text, out);
      break;
    case Family::binary:
      read_binary(text, out);
      break;
    case Family::ip_address:
      read_ip_range(text, out);
      break;
  }
}

std::vector<std::string> samples(Family family, const Predicates& predicates) {
  switch (family) {
    case Family::string:
    case Family::arn:
      return text_samples(predicates);
    case Family::numeric:
      return numeric_samples(predicates);
    case Family::date:
      return date_samples(predicates);
    case Family::boolean:
      return boolean_samples();
    case Family::binary:
      return binary_samples(predicates);
    case Family::ip_address:
      return ip_samples(predicates);
    case Family::null:
      return {};
  }
  return {};
}

}  // namespace iamproof
