/// Patterns over characters, and the policy variables in them, in the slowest obvious way.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "oracle/request.h"

namespace oracle {

/// UTF-8 as code points. A byte that is not part of well-formed UTF-8 becomes a value no code point has.
std::vector<char32_t> characters(std::string_view text);

/// ASCII letters to lower case, everything else as it is.
std::string fold(std::string_view text);
bool same_but_for_case(std::string_view a, std::string_view b);

struct PatternCharacter {
  enum class Kind { literal, any_one, any_run };
  Kind kind = Kind::literal;
  char32_t character = 0;
};
using Pattern = std::vector<PatternCharacter>;

/// `*` and `?` are wildcards, all else is literal.
Pattern wildcard_pattern(std::string_view text);

/// Whether the pattern matches the whole text.
bool matches(const Pattern& pattern, const std::vector<char32_t>& text);

enum class Wildcards { yes, no };

/// A policy's text with its variables replaced by what the request says. Nothing if one of them has no value.
/// What a variable or an escape brings in is literal. IAM User Guide, "Variables and tags".
///   expand("${aws:username}/*", yes)  with aws:username = "a*"   a, literal *, /, wildcard *
///   expand("${aws:username}/*", yes)  without aws:username       nothing
std::optional<Pattern> expand(std::string_view text, Wildcards wildcards, const Request& request);

/// The same where variables are not understood: before version 2012-10-17 they are plain text.
Pattern without_variables(std::string_view text, Wildcards wildcards);

}  // namespace oracle
