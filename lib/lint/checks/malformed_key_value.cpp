// What is known of the values of a few keys: a Region, the id of a VPC or of an endpoint, the ARN of a KMS key.
#include <algorithm>

#include <fmt/format.h>

#include "lint/check.h"
#include "lint/conditions.h"
#include "lint/data.h"
#include "policy/partitions.h"
#include "source/excerpt.h"
#include "support/text.h"

namespace iamproof {

namespace {

constexpr Code codes[] = {{"INVALID_REGION", Severity::error},
                          {"INVALID_VPC_FORMAT", Severity::error},
                          {"INVALID_VPCE_FORMAT", Severity::error},
                          {"INVALID_KMS_KEY_VALUE", Severity::error}};

bool is_letter_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool is_id(std::string_view text, std::string_view prefix) {
  if (!text.starts_with(prefix)) return false;
  const std::string_view id = text.substr(prefix.size());
  return (id.size() == 8 || id.size() == 17) && std::all_of(id.begin(), id.end(), is_letter_or_digit);
}

bool is_region(std::string_view text) {
  static const auto regions = first_column("regions");
  return std::binary_search(regions.begin(), regions.end(), text);
}

bool is_vpc(std::string_view text) {
  return is_id(text, "vpc-");
}

bool is_endpoint(std::string_view text) {
  return is_id(text, "vpce-");
}

/// Takes the part before the next colon off the text.
std::string_view next_part(std::string_view& text) {
  const std::size_t colon = text.find(':');
  const std::string_view part = text.substr(0, colon);
  text.remove_prefix(colon == std::string_view::npos ? text.size() : colon + 1);
  return part;
}

bool is_kms_key(std::string_view text) {
  if (next_part(text) != "arn" || !is_partition(next_part(text)) || next_part(text) != "kms") return false;
  const bool has_region = !next_part(text).empty();
  const bool has_account = next_part(text).size() == 12;
  return has_region && has_account && text.starts_with("key/") && text.size() > 4;
}

struct Rule {
  std::string_view key;
  const Code& code;
  bool (*accepts)(std::string_view text);
  std::string_view fault;
  std::string_view help;
};

/// Whether a request can have the value, as the operator compares it.
bool is_possible(const Rule& rule, const OperatorName& op, std::string_view text) {
  return rule.accepts(text) || (ignores_case(op) && rule.accepts(folded(text)));
}

constexpr std::string_view no_region = "is no Region of AWS";
constexpr std::string_view name_region = "write the code of a Region, as us-east-1";
constexpr std::string_view no_kms_key = "is no ARN of a KMS key";
constexpr std::string_view name_kms_key = "write arn:aws:kms:REGION:ACCOUNT:key/ID; aliases are never compared";

constexpr Rule rules[] = {
    {"aws:RequestedRegion", codes[0], is_region, no_region, name_region},
    {"ec2:Region", codes[0], is_region, no_region, name_region},
    {"account:TargetRegion", codes[0], is_region, no_region, name_region},
    {"aws:SourceVpc", codes[1], is_vpc, "is no id of a VPC", "write vpc- and 8 or 17 letters and digits"},
    {"aws:SourceVpce", codes[2], is_endpoint, "is no id of a VPC endpoint",
     "write vpce- and 8 or 17 letters and digits"},
    {"s3:x-amz-server-side-encryption-aws-kms-key-id", codes[3], is_kms_key, no_kms_key, name_kms_key},
    {"secretsmanager:KmsKeyArn", codes[3], is_kms_key, no_kms_key, name_kms_key},
    {"s3tables:KMSKeyArn", codes[3], is_kms_key, no_kms_key, name_kms_key},
    {"s3vectors:kmsKeyArn", codes[3], is_kms_key, no_kms_key, name_kms_key},
};

const Rule* rule_of(const ConditionView& condition) {
  const auto* rule =
      std::find_if(std::begin(rules), std::end(rules), [&](const Rule& each) { return is_key(condition, each.key); });
  return rule == std::end(rules) ? nullptr : rule;
}

void look(const Document& document, DocumentReporter& reporter) {
  for_each_condition(document, [&](const StatementView& statement, const ConditionView& condition) {
    const OperatorFamily family = condition.op->family;
    if (family != OperatorFamily::string && family != OperatorFamily::arn) return;
    const Rule* rule = rule_of(condition);
    if (rule == nullptr) return;
    const Condition& written = *condition.written;
    for (std::size_t i = 0; i < written.values.size(); ++i) {
      const std::string_view text = written.values[i].text.text;
      if (has_variable(text) || find_wildcard(text) != std::string_view::npos) continue;
      if (is_possible(*rule, *condition.op, text)) continue;
      reporter.add(rule->code, Document::at_value(statement, written, i),
                   fmt::format("{} {}", in_backticks(text), rule->fault), std::string(rule->help));
    }
  });
}

}  // namespace

extern const Check malformed_key_value{.id = "malformed-key-value",
                                       .pack = LintPack::aws,
                                       .needs = Needs::catalogue,
                                       .types = every_policy_type,
                                       .codes = codes,
                                       .look = look};

}  // namespace iamproof
