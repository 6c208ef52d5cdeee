#include <fmt/format.h>

#include "condition/ip_range.h"
#include "finding/fix.h"
#include "lint/check.h"
#include "lint/conditions.h"
#include "source/excerpt.h"

namespace iamproof {

namespace {

constexpr Code codes[] = {{"IMPROVE_IP_RANGE", Severity::suggestion}};

/// The range as it is compared, where that is not as it is written; else "".
std::string as_compared(std::string_view text) {
  const std::size_t slash = text.find('/');
  if (slash == std::string_view::npos) return {};
  const auto range = IpRange::parse(text);
  const auto address = IpAddress::parse(text.substr(0, slash));
  if (!range || !address || *address == range->first) return {};
  return range->first.text().append(text.substr(slash));
}

void look(const Document& document, DocumentReporter& reporter) {
  for_each_condition(document, [&](const StatementView& statement, const ConditionView& condition) {
    if (condition.op->family != OperatorFamily::ip) return;
    const Condition& written = *condition.written;
    for (std::size_t i = 0; i < written.values.size(); ++i) {
      const std::string range = as_compared(written.values[i].text.text);
      if (range.empty()) continue;
      reporter.add(
          codes[0], Document::at_value(statement, written, i),
          fmt::format("{} is the range `{}`: bits beyond the prefix length are ignored",
                      in_backticks(written.values[i].text.text), range),
          fmt::format("write {}, or a longer prefix if fewer addresses are meant", range),
          fix::same_meaning(fmt::format("write `{}`", range), {fix::write_string(written.values[i].text.span, range)}));
    }
  });
}

}  // namespace

extern const Check ip_range_with_host_bits{.id = "ip-range-with-host-bits",
                                           .pack = LintPack::aws,
                                           .needs = Needs::document,
                                           .types = every_policy_type,
                                           .codes = codes,
                                           .look = look};

}  // namespace iamproof
