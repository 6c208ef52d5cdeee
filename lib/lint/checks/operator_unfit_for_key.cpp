// An operator of one family compares the values of another as if they were its own: text as text, what is no number
// not at all. For the global keys the types are settled, and AWS's validator holds to them. The types that services
// publish for their own keys are less certain, so of those only a comparison is reported that cannot come out right:
// a number, a boolean, a date or an address compared with a text that is none.
#include <algorithm>

#include <fmt/format.h>

#include "lint/check.h"
#include "lint/conditions.h"
#include "policy/typed_values.h"
#include "source/excerpt.h"

namespace iamproof {

namespace {

constexpr Code codes[] = {{"TYPE_MISMATCH", Severity::warning}};

OperatorFamily family_of(KeyType type) {
  switch (type) {
    case KeyType::string:
      return OperatorFamily::string;
    case KeyType::arn:
      return OperatorFamily::arn;
    case KeyType::boolean:
      return OperatorFamily::boolean;
    case KeyType::date:
      return OperatorFamily::date;
    case KeyType::numeric:
      return OperatorFamily::numeric;
    case KeyType::ip_address:
      return OperatorFamily::ip;
    case KeyType::binary:
      return OperatorFamily::binary;
  }
  return OperatorFamily::string;
}

std::string_view name_of(KeyType type) {
  switch (type) {
    case KeyType::string:
      return "a text";
    case KeyType::arn:
      return "an ARN";
    case KeyType::boolean:
      return "true or false";
    case KeyType::date:
      return "a date";
    case KeyType::numeric:
      return "a number";
    case KeyType::ip_address:
      return "an IP address";
    case KeyType::binary:
      return "base64";
  }
  return {};
}

std::string_view operators_for(KeyType type) {
  switch (type) {
    case KeyType::string:
      return "use StringEquals or StringLike";
    case KeyType::arn:
      return "use ArnEquals or ArnLike";
    case KeyType::boolean:
      return "use Bool";
    case KeyType::date:
      return "use DateLessThan or another date operator";
    case KeyType::numeric:
      return "use NumericEquals or another numeric operator";
    case KeyType::ip_address:
      return "use IpAddress or NotIpAddress";
    case KeyType::binary:
      return "use BinaryEquals";
  }
  return {};
}

/// The same family, or one that reads the key's values as they are meant.
bool fits(OperatorFamily family, const KeyInfo& key) {
  if (family == OperatorFamily::null || family == family_of(key.type)) return true;
  if (key.type == KeyType::arn) return family == OperatorFamily::string;
  if (key.name == "aws:FederatedProvider") return family == OperatorFamily::arn;  // one, but for the built-in providers
  return key.name == "aws:EpochTime" && family == OperatorFamily::numeric;
}

bool is_of_type(std::string_view text, KeyType type) {
  switch (type) {
    case KeyType::boolean:
      return is_boolean(text);
    case KeyType::date:
      return date_shape(text) != DateShape::wrong;
    case KeyType::numeric:
      return is_decimal(text);
    case KeyType::ip_address:
      return is_ip_range(text);
    case KeyType::string:
    case KeyType::arn:
    case KeyType::binary:
      break;
  }
  return true;
}

bool can_come_out_right(const Condition& condition, KeyType type) {
  return std::all_of(condition.values.begin(), condition.values.end(), [&](const Value& value) {
    return has_variable(value.text.text) || find_wildcard(value.text.text) != std::string_view::npos ||
           is_of_type(value.text.text, type);
  });
}

bool is_unfit(const ConditionView& condition) {
  const KeyInfo& key = *condition.key;
  if (fits(condition.op->family, key)) return false;
  if (key.name.starts_with("aws:")) return !has_free_part(key);
  return !can_come_out_right(*condition.written, key.type);
}

void look(const Document& document, DocumentReporter& reporter) {
  for_each_condition(document, [&](const StatementView& statement, const ConditionView& condition) {
    if (!condition.key || !is_unfit(condition)) return;
    const Condition& written = *condition.written;
    reporter.add(codes[0], Document::at_key(statement, written),
                 fmt::format("{} is {}, which {} does not compare", in_backticks(written.key.text),
                             name_of(condition.key->type), in_backticks(written.op.text)),
                 std::string(operators_for(condition.key->type)));
  });
}

}  // namespace

extern const Check operator_unfit_for_key{.id = "operator-unfit-for-key",
                                          .pack = LintPack::aws,
                                          .needs = Needs::catalogue,
                                          .types = every_policy_type,
                                          .codes = codes,
                                          .look = look};

}  // namespace iamproof
