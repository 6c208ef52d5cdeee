#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "lint/check.h"
#include "lint/conditions.h"
#include "source/excerpt.h"
#include "support/text.h"

namespace iamproof {

namespace {

constexpr Code codes[] = {{"MISSING_TAG_KEY_IN_CONDITION", Severity::error}};

constexpr std::array<std::string_view, 5> tag_keys = {"resourcetag/", "requesttag/", "principaltag/",
                                                      "existingobjecttag/", "requestobjecttag/"};

bool is_tag_key_without_tag(std::string_view key) {
  if (!key.ends_with('/')) return false;
  const std::string_view name = key.substr(prefix_of_key(key).size());
  return std::any_of(tag_keys.begin(), tag_keys.end(),
                     [&](std::string_view tag_key) { return !name.empty() && equal_folded(name.substr(1), tag_key); });
}

void look(const Document& document, DocumentReporter& reporter) {
  for_each_condition(document, [&](const StatementView& statement, const ConditionView& condition) {
    const Condition& written = *condition.written;
    if (!is_tag_key_without_tag(written.key.text)) return;
    reporter.add(codes[0], Document::at_key(statement, written),
                 fmt::format("{} names no tag", in_backticks(written.key.text)),
                 "write the name of the tag after the slash");
  });
}

}  // namespace

extern const Check missing_tag_key{.id = "missing-tag-key",
                                   .pack = LintPack::aws,
                                   .needs = Needs::document,
                                   .types = every_policy_type,
                                   .codes = codes,
                                   .look = look};

}  // namespace iamproof
