#include "condition/variables.h"

#include <algorithm>

#include "support/text.h"

namespace iamproof {

namespace {

/// `name` or `name, 'fallback'`, as it stands between the braces. AWS shows one blank after the comma; the grammar
/// takes any number.
std::optional<Variable> parse_variable(std::string_view body) {
  const std::size_t comma = body.find(',');
  const std::string_view name = body.substr(0, comma);
  if (name.empty() || name.find_first_of(" \t{}") != std::string_view::npos) return std::nullopt;
  if (comma == std::string_view::npos) return Variable{folded(name), std::nullopt};
  std::string_view rest = body.substr(comma + 1);
  rest.remove_prefix(std::min(rest.find_first_not_of(' '), rest.size()));
  if (rest.size() < 2 || !rest.starts_with('\'') || !rest.ends_with('\'')) return std::nullopt;
  return Variable{folded(name), std::string(rest.substr(1, rest.size() - 2))};
}

class TemplateReader {
 public:
  explicit TemplateReader(TemplateSyntax syntax) : syntax_(syntax) {}

  Template read(std::string_view text) {
    while (!text.empty()) {
      const std::size_t special = syntax_.variables ? text.find("${") : std::string_view::npos;
      append_plain(text.substr(0, special));
      if (special == std::string_view::npos) break;
      text.remove_prefix(special);
      text.remove_prefix(append_special(text));
    }
    return {Glob::from_tokens(std::move(tokens_), syntax_.letters), std::move(variables_)};
  }

 private:
  void append(const Glob& glob) { tokens_.insert(tokens_.end(), glob.tokens().begin(), glob.tokens().end()); }

  void append_plain(std::string_view text) { append(syntax_.wildcards ? Glob(text) : Glob::literal(text)); }

  /// `text` starts with "${". Returns how much of it was read.
  std::size_t append_special(std::string_view text) {
    const std::size_t close = text.find('}');
    if (close == 3 && std::string_view("*?$").find(text[2]) != std::string_view::npos) {
      append(Glob::literal(text.substr(2, 1)));
      return close + 1;
    }
    const auto variable = close == std::string_view::npos ? std::nullopt : parse_variable(text.substr(2, close - 2));
    if (!variable) {
      append_plain(text.substr(0, 2));
      return 2;
    }
    Token token;
    token.kind = Token::Kind::variable;
    token.variable = number(*variable);
    tokens_.push_back(token);
    return close + 1;
  }

  std::uint32_t number(const Variable& variable) {
    const auto at = std::find(variables_.begin(), variables_.end(), variable);
    if (at != variables_.end()) return static_cast<std::uint32_t>(at - variables_.begin());
    variables_.push_back(variable);
    return static_cast<std::uint32_t>(variables_.size() - 1);
  }

  TemplateSyntax syntax_;
  std::vector<Token> tokens_;
  std::vector<Variable> variables_;
};

/// The text a variable stands for in a request. A multivalued key cannot be used: it counts as absent.
std::optional<std::string_view> value_of(const Variable& variable, const Context& context) {
  const auto at = context.find(variable.key);
  if (at != context.end()) {
    if (const auto* single = std::get_if<std::string>(&at->second)) return *single;
  }
  if (variable.fallback) return *variable.fallback;
  return std::nullopt;
}

}  // namespace

std::string with_folded_variables(std::string_view text) {
  std::string out;
  for (std::size_t at = text.find("${"); at != std::string_view::npos; at = text.find("${")) {
    const std::size_t close = text.find('}', at);
    if (close == std::string_view::npos) break;
    const std::string_view body = text.substr(at + 2, close - at - 2);
    const std::size_t end = parse_variable(body) ? close + 1 : at + 2;  // no variable: literal, and the text goes on
    const std::size_t name_end = end == close + 1 ? at + 2 + std::min(body.find(','), body.size()) : end;
    out += text.substr(0, at);
    out += folded(text.substr(at, name_end - at));
    out += text.substr(name_end, end - name_end);
    text.remove_prefix(end);
  }
  out += text;
  return out;
}

Template read_template(std::string_view text, TemplateSyntax syntax) {
  const bool is_plain = !syntax.variables || text.find("${") == std::string_view::npos;
  if (is_plain) return {syntax.wildcards ? Glob(text, syntax.letters) : Glob::literal(text, syntax.letters), {}};
  return TemplateReader(syntax).read(text);
}

std::optional<Glob> resolve(const Template& pattern, const Context& context) {
  if (!pattern.glob.has_variables()) return pattern.glob;
  std::vector<Token> tokens;
  for (const Token& token : pattern.glob.tokens()) {
    if (token.kind != Token::Kind::variable) {
      tokens.push_back(token);
      continue;
    }
    const auto text = value_of(pattern.variables[token.variable], context);
    if (!text) return std::nullopt;
    const Glob literal = Glob::literal(*text);
    tokens.insert(tokens.end(), literal.tokens().begin(), literal.tokens().end());
  }
  return Glob::from_tokens(std::move(tokens), pattern.glob.letters());
}

bool hold_wherever(const std::vector<Variable>& variables, const std::vector<Variable>& others) {
  return std::equal(variables.begin(), variables.end(), others.begin(), others.end(),
                    [](const Variable& variable, const Variable& other) {
                      return variable.key == other.key && (!other.fallback || variable.fallback == other.fallback);
                    });
}

Glob widened(const Glob& pattern) {
  std::vector<Token> tokens = pattern.tokens();
  for (Token& token : tokens) {
    if (token.kind == Token::Kind::variable) token = {Token::Kind::many, CharClass::any, 0, 0};
  }
  return Glob::from_tokens(std::move(tokens), pattern.letters());
}

}  // namespace iamproof
