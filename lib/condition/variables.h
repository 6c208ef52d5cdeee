/// Policy variables: `${aws:username}`, `${aws:PrincipalTag/team, 'none'}`, and the escapes `${*}`, `${?}`, `${$}`.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "glob/glob.h"
#include "iamproof/request.h"

namespace iamproof {

/// The context key a variable reads, in lower case, and the text used where the key is absent.
struct Variable {
  std::string key;
  std::optional<std::string> fallback;
  friend bool operator==(const Variable&, const Variable&) = default;
};

/// A text of a policy as a pattern. Tokens of kind variable number `variables`.
struct Template {
  Glob glob;
  std::vector<Variable> variables;
};

struct TemplateSyntax {
  bool wildcards = true;   ///< `*` and `?` are wildcards, not text
  bool variables = false;  ///< `${...}` is a variable: a document of Version 2012-10-17, an element that has them
  LetterCase letters = LetterCase::sensitive;
};

/// The text with the names of its variables in lower case, as they compare; defaults stay as they are.
std::string with_folded_variables(std::string_view text);

/// Total: what is no well-formed variable stays literal text, as it does under Version 2008-10-17.
/// IAM User Guide, "IAM policy elements: Variables and tags".
Template read_template(std::string_view text, TemplateSyntax syntax);

/// The pattern with each variable replaced by the text of its single-valued key, or by its fallback; that text is
/// literal, wildcards in it included. Nothing if a variable has neither: such a pattern matches no text.
std::optional<Glob> resolve(const Template& pattern, const Context& context);

/// Whether the variables of one template have the values that those of another have, wherever those have any. The
/// numbers of variables are a template's own, so only then can the two patterns be compared.
bool hold_wherever(const std::vector<Variable>& variables, const std::vector<Variable>& others);

/// The pattern with `*` in place of each variable: it matches whatever `pattern` may match in any context.
Glob widened(const Glob& pattern);

}  // namespace iamproof
