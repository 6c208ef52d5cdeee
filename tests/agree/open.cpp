#include "agree/open.h"

#include <algorithm>

#include "agree/alphabet.h"
#include "oracle/values.h"

namespace agree {

namespace {

bool has_fewer_parts(const std::string& arn) {
  return std::count(arn.begin(), arn.end(), ':') < 5;
}

bool has_variable(const std::string& text) {
  for (std::size_t at = text.find("${"); at != std::string::npos; at = text.find("${", at + 2))
    if (text.find_first_of("*?$", at + 2) != at + 2) return true;
  return false;
}

bool is_for(Type type, const std::string& base) {
  if (base == "Null") return true;
  const auto begins = [&](const char* name) { return base.rfind(name, 0) == 0; };
  switch (type) {
    case Type::text:
      return begins("String");
    case Type::number:
      return begins("Numeric");
    case Type::date:
      return begins("Date");
    case Type::boolean:
      return begins("Bool");
    case Type::address:
      return begins("IpAddress");
    case Type::arn:
      return begins("Arn") || begins("String");
    case Type::bytes:
      return begins("Binary");
  }
  return false;
}

/// Whether a text is a value of the operator's type. What Bool makes of others is documented: nothing.
bool is_read_by(const std::string& base, const std::string& value) {
  const auto begins = [&](const char* name) { return base.rfind(name, 0) == 0; };
  if (begins("Numeric")) return oracle::read_decimal(value).has_value();
  if (begins("Date")) return oracle::read_instant(value).has_value();
  if (begins("IpAddress")) return oracle::read_address_block(value).has_value();
  if (begins("Binary")) return oracle::read_base64(value).has_value();
  return true;
}

void add(const oracle::Condition& condition, bool has_variables, std::set<std::string>& out) {
  for (const std::string& value : condition.values) {
    if (has_variables && has_variable(value)) out.insert("a policy variable");
    if (!is_read_by(condition.op.base, value)) out.insert("a value of another type than its operator");
    if (condition.op.base == "ArnLike" && has_fewer_parts(value)) out.insert("an ARN operator on less than an ARN");
  }
  const Key* key = find_key(condition.key);
  if (key && !is_for(key->type, condition.op.base)) out.insert("an operator of another type than its key");
  if (condition.values.empty()) out.insert("a condition without values");
  const bool plain = condition.op.qualifier == oracle::Operator::Qualifier::none;
  if (key && key->multivalued && plain && condition.op.base != "Null") out.insert(unqualified_key);
}

}  // namespace

std::set<std::string> open_constructs(const std::vector<oracle::Statement>& policies) {
  std::set<std::string> out;
  for (const oracle::Statement& statement : policies) {
    for (const std::string& resource : statement.resources) {
      if (statement.has_variables && has_variable(resource)) out.insert("a policy variable");
      if (resource != "*" && has_fewer_parts(resource)) out.insert("a resource that is less than an ARN");
    }
    for (const oracle::Condition& condition : statement.conditions) add(condition, statement.has_variables, out);
  }
  return out;
}

}  // namespace agree
