#include "compile/statement.h"

#include <algorithm>

#include "support/text.h"

namespace iamproof {

ActionName::ActionName(std::string_view name, const Catalogue& catalogue)
    : letters_(name.begin(), name.end()), id_(catalogue.find_action(name)) {
  for (char& c : letters_) c = fold(c);
}

ActionPattern ActionPattern::read(std::string_view text, Span span) {
  ActionPattern pattern;
  pattern.span = span;
  pattern.text = folded(text);
  if (text == "*" || text == "*:*") {
    pattern.kind = Kind::everything;
    return pattern;
  }
  std::size_t colons = 0;
  std::size_t first_colon = text.size();
  std::size_t first_wildcard = text.size();
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == ':' && colons++ == 0) first_colon = i;
    if ((text[i] == '*' || text[i] == '?') && first_wildcard == text.size()) first_wildcard = i;
  }
  if (colons != 1 || first_colon == 0 || first_wildcard < first_colon) return pattern;
  pattern.kind = first_wildcard == text.size() ? Kind::exact : Kind::wildcard;
  pattern.prefix = first_wildcard;
  return pattern;
}

bool ActionPattern::matches(std::string_view action) const {
  switch (kind) {
    case Kind::nothing:
      return false;
    case Kind::everything:
      return true;
    case Kind::exact:
      return text == action;
    case Kind::wildcard:
      return action.substr(0, prefix) == std::string_view(text).substr(0, prefix) && glob.matches(action);
  }
  return false;
}

const ActionPattern* ActionElement::find(std::string_view action) const {
  const auto at = std::find_if(patterns.begin(), patterns.end(),
                               [&](const ActionPattern& pattern) { return pattern.matches(action); });
  return at == patterns.end() ? nullptr : &*at;
}

bool ActionElement::names_everything() const {
  return !outside.empty() && patterns[outside.front()].kind == ActionPattern::Kind::everything;
}

std::span<const std::uint32_t> ActionElement::outside_of(std::string_view service) const {
  const auto begin = std::partition_point(outside.begin(), outside.end(),
                                          [&](std::uint32_t i) { return patterns[i].service() < service; });
  const auto end =
      std::partition_point(begin, outside.end(), [&](std::uint32_t i) { return patterns[i].service() == service; });
  return {begin, end};
}

bool ActionElement::matches_outside(std::string_view action) const {
  if (names_everything()) return !negated;
  const auto of_service = outside_of(action.substr(0, action.find(':')));
  const bool found =
      std::any_of(of_service.begin(), of_service.end(), [&](std::uint32_t i) { return patterns[i].matches(action); });
  return found != negated;
}

bool ResourceElement::is_everything() const {
  return !negated && std::any_of(patterns.begin(), patterns.end(),
                                 [](const ResourcePattern& resource) { return resource.pattern.glob.is_everything(); });
}

const ResourcePattern* ResourceElement::find(std::string_view resource, const Context& context) const {
  const auto matches = [&](const ResourcePattern& candidate) {
    if (!candidate.pattern.glob.has_variables()) return candidate.pattern.glob.matches(resource);
    const auto glob = resolve(candidate.pattern, context);
    return glob && glob->matches(resource);
  };
  const auto at = std::find_if(patterns.begin(), patterns.end(), matches);
  return at == patterns.end() ? nullptr : &*at;
}

void ActionElement::compile(const Catalogue& names) {
  catalogue = Bitset(names.action_count());
  for (std::uint32_t i = 0; i < patterns.size(); ++i) {
    ActionPattern& pattern = patterns[i];
    if (pattern.kind == ActionPattern::Kind::everything) catalogue = Bitset(names.action_count(), true);
    if (pattern.kind == ActionPattern::Kind::wildcard) pattern.actions = names.expand(pattern.text);
    if (pattern.kind == ActionPattern::Kind::exact) {
      if (const auto action = names.find_action(pattern.text)) pattern.actions = {*action};
    }
    for (const ActionId action : pattern.actions) catalogue.insert(action);
    const bool known_name = pattern.kind == ActionPattern::Kind::exact && !pattern.actions.empty();
    if (known_name || pattern.kind == ActionPattern::Kind::nothing) continue;
    outside.push_back(i);
    if (pattern.kind != ActionPattern::Kind::everything) pattern.glob = Glob(pattern.text, LetterCase::insensitive);
  }
  const auto by_service = [&](std::uint32_t a, std::uint32_t b) {
    return patterns[a].service() < patterns[b].service();
  };
  if (outside.size() > 1) std::stable_sort(outside.begin(), outside.end(), by_service);
  if (negated) catalogue.complement();
}

namespace {

ActionElement compile_actions(const Statement& statement, const Catalogue& catalogue) {
  ActionElement element;
  element.negated = statement.not_actions.has_value();
  if (const auto& written = element.negated ? statement.not_actions : statement.actions) {
    element.key = written->key;
    element.patterns.reserve(written->values.size());
    for (const Text& text : written->values) element.patterns.push_back(ActionPattern::read(text.text, text.span));
  }
  element.compile(catalogue);
  return element;
}

/// See CompiledStatement::size.
std::size_t size_of(const std::optional<TextList>& list) {
  std::size_t size = 0;
  if (list) {
    for (const Text& text : list->values) size += 1 + text.text.size() / 64;
  }
  return size;
}

bool is_partial_arn(std::string_view text) {
  return text.starts_with("arn:") && std::count(text.begin(), text.end(), ':') < 5 && !text.ends_with('*');
}

/// A statement without either is about the resource that its policy is attached to, as in trust policies.
ResourceElement compile_resources(const Statement& statement, bool variables) {
  ResourceElement element;
  if (!statement.resources && !statement.not_resources) {
    const std::optional<TextList>& actions = statement.actions ? statement.actions : statement.not_actions;
    element.key = actions ? actions->key : statement.span;
    element.patterns.push_back({read_template("*", {}), element.key, false});
    return element;
  }
  element.negated = statement.not_resources.has_value();
  if (const auto& written = element.negated ? statement.not_resources : statement.resources) {
    element.key = written->key;
    element.patterns.reserve(written->values.size());
    for (const Text& text : written->values) {
      TemplateSyntax syntax;
      syntax.variables = variables;
      element.patterns.push_back({read_template(text.text, syntax), text.span, is_partial_arn(text.text)});
    }
  }
  return element;
}

}  // namespace

Result<CompiledStatement> compile_statement(const Statement& statement, bool variables, const Source& source,
                                            const Catalogue& catalogue) {
  CompiledStatement out;
  out.effect = statement.effect.value_or(Effect::allow);
  if (statement.principal) out.principal = compile_principal(*statement.principal, false);
  if (statement.not_principal) out.principal = compile_principal(*statement.not_principal, true);
  out.actions = compile_actions(statement, catalogue);
  out.resources = compile_resources(statement, variables);
  out.size = 1 + (size_of(statement.actions) + size_of(statement.not_actions)) / 4 + size_of(statement.resources) +
             size_of(statement.not_resources);
  out.conditions.reserve(statement.conditions.size());
  for (const Condition& condition : statement.conditions) {
    auto predicate = Predicate::compile(condition, variables);
    if (!predicate) {
      return Error{source.name(), source.position(condition.op.span.begin),
                   "`" + std::string(condition.op.text) + "` is no condition operator"};
    }
    out.size += predicate->size();
    out.conditions.push_back(std::move(*predicate));
  }
  return out;
}

CompiledStatement compile_patterns(const std::vector<FamilyEntry>& entries, const Catalogue& catalogue) {
  CompiledStatement out;
  for (const FamilyEntry& entry : entries) out.actions.patterns.push_back(ActionPattern::read(entry.pattern, {}));
  out.actions.compile(catalogue);
  out.size += entries.size() / 4;
  out.resources.patterns.push_back({read_template("*", {}), {}, false});
  return out;
}

}  // namespace iamproof
