#include <fmt/format.h>

#include "lint/check.h"
#include "lint/conditions.h"
#include "source/excerpt.h"

namespace iamproof {

namespace {

constexpr Code codes[] = {{"WILDCARD_WITHOUT_LIKE_OPERATOR", Severity::warning}};

void look(const Document& document, DocumentReporter& reporter) {
  for_each_condition(document, [&](const StatementView& statement, const ConditionView& condition) {
    if (condition.op->family != OperatorFamily::string || takes_patterns(*condition.op)) return;
    const Condition& written = *condition.written;
    for (std::size_t i = 0; i < written.values.size(); ++i) {
      const std::string_view text = written.values[i].text.text;
      const std::size_t at = find_wildcard(text);
      if (at == std::string_view::npos) continue;
      reporter.add(codes[0], Document::at_value(statement, written, i),
                   fmt::format("`{}` in {} stands for itself under {}", text[at], in_backticks(text),
                               in_backticks(written.op.text)),
                   is_negated(*condition.op) ? "use StringNotLike if a pattern is meant"
                                             : "use StringLike if a pattern is meant");
    }
  });
}

}  // namespace

extern const Check wildcard_without_like{.id = "wildcard-without-like",
                                         .pack = LintPack::aws,
                                         .needs = Needs::document,
                                         .types = every_policy_type,
                                         .codes = codes,
                                         .look = look};

}  // namespace iamproof
