// aws:SourceIp is the address that AWS sees on the internet; a request that comes by a VPC endpoint has aws:VpcSourceIp
// instead. So no request ever has an address in it of those that private networks use among themselves.
#include <algorithm>
#include <array>
#include <optional>

#include <fmt/format.h>

#include "condition/ip_range.h"
#include "lint/check.h"
#include "lint/conditions.h"
#include "source/excerpt.h"

namespace iamproof {

namespace {

constexpr Code codes[] = {{"PRIVATE_IP_ADDRESS", Severity::error},
                          {"PRIVATE_NOT_IP_ADDRESS", Severity::error},
                          {"PRIVATE_IP_ADDRESS_SUBSET", Severity::suggestion},
                          {"PRIVATE_NOT_IP_ADDRESS_SUBSET", Severity::suggestion}};

/// RFC 1918 and, of IPv6, RFC 4193.
bool is_private(std::string_view text) {
  static const std::array private_ranges = {IpRange::parse("10.0.0.0/8"), IpRange::parse("172.16.0.0/12"),
                                            IpRange::parse("192.168.0.0/16"), IpRange::parse("fc00::/7")};
  const std::optional<IpRange> range = IpRange::parse(text);
  return range && std::any_of(private_ranges.begin(), private_ranges.end(), [&](const std::optional<IpRange>& each) {
           return each->contains(range->first) && each->contains(range->last);
         });
}

std::vector<Place> private_values(const StatementView& statement, const Condition& condition) {
  std::vector<Place> places;
  for (std::size_t i = 0; i < condition.values.size(); ++i) {
    if (is_private(condition.values[i].text.text)) places.push_back(Document::at_value(statement, condition, i));
  }
  return places;
}

/// Whether requests without the key are judged otherwise than all that have it, so that a list of private ranges still
/// says something of them: none has a private address, and `IpAddress` fails without the key as well.
bool tells_absence(const OperatorName& op) {
  return op.if_exists || op.set == (is_negated(op) ? SetOperator::for_any_value : SetOperator::for_all_values);
}

std::string message_for(const Condition& condition, bool all, bool negated) {
  if (!all) return fmt::format("no request has a private address in {}", in_backticks(condition.key.text));
  return fmt::format("no request has a private address in {}, so {} is {} true", in_backticks(condition.key.text),
                     in_backticks(condition.op.text), negated ? "always" : "never");
}

void look(const Document& document, DocumentReporter& reporter) {
  for_each_condition(document, [&](const StatementView& statement, const ConditionView& condition) {
    const OperatorName& op = *condition.op;
    if (!is_key(condition, "aws:SourceIp") || op.family != OperatorFamily::ip) return;
    const Condition& written = *condition.written;
    const auto places = private_values(statement, written);
    if (places.empty()) return;
    const bool all = places.size() == written.values.size();
    if (all && tells_absence(op)) return;
    const bool negated = is_negated(op);
    reporter.add(codes[(all ? 0U : 2U) + (negated ? 1U : 0U)], places, message_for(written, all, negated),
                 "use public addresses, or aws:VpcSourceIp with aws:SourceVpc");
  });
}

}  // namespace

extern const Check private_source_ip{.id = "private-source-ip",
                                     .pack = LintPack::aws,
                                     .needs = Needs::catalogue,
                                     .types = every_policy_type,
                                     .codes = codes,
                                     .look = look};

}  // namespace iamproof
