// In a policy that lets others in, a pattern is as wide as what stands before its first wildcard is short. Two kinds of
// key must not be left to patterns at all, or to variables, which a caller can fill: those that say whose account,
// organization or network a request comes from, and the subject that an identity provider vouches for.
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "lint/check.h"
#include "lint/conditions.h"
#include "source/excerpt.h"
#include "support/text.h"

namespace iamproof {

namespace {

constexpr Code codes[] = {{"WILDCARD_USAGE_TOO_PERMISSIVE", Severity::error},
                          {"VARIABLE_USAGE_TOO_PERMISSIVE", Severity::error}};
constexpr const Code& wildcard = codes[0];
constexpr const Code& variable = codes[1];

constexpr std::size_t enough_before = 6;

constexpr std::array<std::string_view, 10> sensitive_keys = {
    "aws:PrincipalAccount", "aws:PrincipalOrgID", "aws:ResourceAccount", "aws:ResourceOrgID", "aws:SourceAccount",
    "aws:SourceOrgID",      "aws:SourceVpc",      "aws:SourceVpce",      "aws:VpceAccount",   "aws:VpceOrgID"};

/// A wildcard, or a variable, and the literal text right before it.
struct Hole {
  const Code* code;
  std::size_t begin, end;
  std::size_t literal_before;
};

std::size_t end_of_hole(std::string_view text, std::size_t begin) {
  if (text[begin] != '$') return begin + 1;
  const std::size_t brace = text.find('}', begin);
  return brace == std::string_view::npos ? text.size() : brace + 1;
}

/// `${*}`, `${?}` and `${$}` are text.
bool is_escape(std::string_view hole) {
  return hole == "${*}" || hole == "${?}" || hole == "${$}";
}

std::vector<Hole> holes_of(std::string_view text, bool patterns, bool variables) {
  std::vector<Hole> holes;
  std::size_t literal = 0;
  for (std::size_t i = 0; i < text.size();) {
    const bool is_variable = variables && text.substr(i).starts_with("${");
    const bool is_wildcard = patterns && (text[i] == '*' || text[i] == '?');
    const std::size_t end = is_variable || is_wildcard ? end_of_hole(text, i) : i + 1;
    const bool is_hole = is_wildcard || (is_variable && !is_escape(text.substr(i, end - i)));
    if (is_hole) holes.push_back({is_wildcard ? &wildcard : &variable, i, end, literal});
    literal = is_hole ? 0 : literal + 1;
    i = end;
  }
  return holes;
}

bool is_sensitive(const ConditionView& condition) {
  return condition.key &&
         std::find(sensitive_keys.begin(), sensitive_keys.end(), condition.key->name) != sensitive_keys.end();
}

/// The subject of an OIDC provider, which has a host's name.
bool is_subject(std::string_view key) {
  return key.ends_with(":sub") && prefix_of_key(key).find('.') != std::string_view::npos;
}

/// A variable for an account, an organization or a network: AWS fills those in, and what they hold is one of its kind.
bool is_filled_in_by_aws(std::string_view hole) {
  if (!hole.starts_with("${") || !hole.ends_with('}')) return false;
  const std::string_view key = hole.substr(2, hole.size() - 3);
  return std::any_of(sensitive_keys.begin(), sensitive_keys.end(),
                     [&](std::string_view each) { return equal_folded(each, key); });
}

std::string_view name_of(const Code& code) {
  return &code == &wildcard ? "a wildcard" : "a variable";
}

class Judge {
 public:
  Judge(const ConditionView& condition, std::string_view text) : condition_(condition), text_(text) {}

  /// What is wrong with one of the value's holes; empty if nothing is.
  std::string fault(const Hole& hole) const {
    const std::string key = in_backticks(condition_.written->key.text);
    const std::string_view what = name_of(*hole.code);
    const std::string_view hole_text = text_.substr(hole.begin, hole.end - hole.begin);
    if (is_sensitive(condition_) && is_filled_in_by_aws(hole_text)) return {};
    if (is_sensitive(condition_))
      return fmt::format("{} in {}: {} has to be named in full", what, in_backticks(text_), key);
    if (is_key(condition_, "aws:userid") && !is_beside_colon(hole)) {
      return fmt::format("{} in {} stands neither for all before the colon nor for what follows it", what,
                         in_backticks(text_));
    }
    if (is_subject(condition_.written->key.text) && hole.literal_before < enough_before) {
      return fmt::format("{} in {} has fewer than {} characters right before it", what, in_backticks(text_),
                         enough_before);
    }
    return {};
  }

 private:
  bool is_beside_colon(const Hole& hole) const {
    const std::size_t colon = text_.find(':');
    if (colon == std::string_view::npos) return false;
    return hole.begin > colon || (hole.begin == 0 && hole.end == colon);
  }

  const ConditionView& condition_;
  std::string_view text_;
};

bool is_judged(const ConditionView& condition) {
  return is_sensitive(condition) || is_key(condition, "aws:userid") || is_subject(condition.written->key.text);
}

void look(const Document& document, DocumentReporter& reporter) {
  const bool variables = document.policy().has_variables();
  for_each_condition(document, [&](const StatementView& statement, const ConditionView& condition) {
    const OperatorName& op = *condition.op;
    if (!statement.allows() || op.family != OperatorFamily::string || is_negated(op) || !is_judged(condition)) return;
    const Condition& written = *condition.written;
    for (std::size_t i = 0; i < written.values.size(); ++i) {
      const Judge judge(condition, written.values[i].text.text);
      for (const Hole& hole : holes_of(written.values[i].text.text, takes_patterns(op), variables)) {
        std::string fault = judge.fault(hole);
        if (fault.empty()) continue;
        reporter.add(*hole.code, Document::at_value(statement, written, i), std::move(fault),
                     "name what is meant, or more of it");
        break;  // one is enough for the value
      }
    }
  });
}

}  // namespace

extern const Check loose_pattern{.id = "loose-pattern",
                                 .pack = LintPack::aws,
                                 .needs = Needs::catalogue,
                                 .types = {PolicyType::resource, PolicyType::trust},
                                 .codes = codes,
                                 .look = look};

}  // namespace iamproof
