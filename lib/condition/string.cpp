// String and ARN operators: the value is a text, the policy's values are patterns.
//
// StringEquals has no wildcards, StringLike has; both are case-sensitive. ARN operators split the pattern at its
// colons, and a wildcard stays inside its component: `arn:aws:s3:*:*:b` is not met by a value with more colons before
// the b.
#include <string>

#include "arn/arn.h"
#include "condition/family.h"

namespace iamproof {

void read_text(const Operator& op, std::string_view text, bool variables, Operands& out) {
  TemplateSyntax syntax;
  syntax.wildcards = op.comparison == ComparisonKind::like;
  syntax.variables = variables;
  syntax.letters = op.ignore_case ? LetterCase::insensitive : LetterCase::sensitive;
  out.texts.push_back(read_template(text, syntax));
}

std::optional<Glob> comparison_glob(const Predicate& predicate, const Glob& resolved) {
  if (predicate.op().family != Family::arn) return resolved;
  return arn_like(resolved);
}

bool text_accepts(const Predicate& predicate, std::string_view value, const Context& context) {
  for (const Template& text : predicate.operands().texts) {
    if (!text.glob.has_variables() && predicate.op().family != Family::arn) {
      if (text.glob.matches(value)) return true;
      continue;
    }
    const auto resolved = resolve(text, context);
    if (!resolved) continue;
    const auto pattern = comparison_glob(predicate, *resolved);
    if (pattern && pattern->matches(value)) return true;
  }
  return false;
}

static std::string sample_of(const Glob& glob) {
  std::string text;
  for (const Token& token : glob.tokens()) {
    if (token.kind == Token::Kind::literal && token.c < 0x80) text += static_cast<char>(token.c);
    if (token.kind == Token::Kind::one) text += 'x';
  }
  return text;
}

std::vector<std::string> text_samples(const Predicates& predicates) {
  std::vector<std::string> out;
  for (const Predicate* predicate : predicates) {
    for (const Template& text : predicate->operands().texts) out.push_back(sample_of(text.glob));
  }
  out.emplace_back("example");
  return out;
}

}  // namespace iamproof
