#include "oracle/evaluator.h"

#include <algorithm>
#include <stdexcept>

#include "oracle/text.h"
#include "oracle/values.h"

namespace oracle {

using support::Json;

// ---- Reading ----

static bool take_prefix(std::string_view& text, std::string_view prefix) {
  if (text.substr(0, prefix.size()) != prefix) return false;
  text.remove_prefix(prefix.size());
  return true;
}

static bool take_suffix(std::string_view& text, std::string_view suffix) {
  if (text.size() <= suffix.size() || text.substr(text.size() - suffix.size()) != suffix) return false;
  text.remove_suffix(suffix.size());
  return true;
}

Operator read_operator(std::string_view name) {
  Operator op;
  if (take_prefix(name, "ForAllValues:"))
    op.qualifier = Operator::Qualifier::all_values;
  else if (take_prefix(name, "ForAnyValue:"))
    op.qualifier = Operator::Qualifier::any_value;
  op.if_exists = take_suffix(name, "IfExists");
  op.base = std::string(name);
  const std::vector<std::pair<std::string, std::string>> negated_forms = {
      {"StringNotEquals", "StringEquals"}, {"StringNotEqualsIgnoreCase", "StringEqualsIgnoreCase"},
      {"StringNotLike", "StringLike"},     {"NumericNotEquals", "NumericEquals"},
      {"DateNotEquals", "DateEquals"},     {"NotIpAddress", "IpAddress"},
      {"ArnNotEquals", "ArnLike"},         {"ArnNotLike", "ArnLike"},
  };
  for (const auto& [negated, positive] : negated_forms) {
    if (name != negated) continue;
    op.base = positive;
    op.negated = true;
  }
  if (op.base == "ArnEquals") op.base = "ArnLike";
  return op;
}

static std::vector<std::string> read_texts(const Json& json) {
  if (!json.is(Json::Kind::array)) return {json.text};
  std::vector<std::string> texts;
  for (const Json& item : json.items) texts.push_back(item.text);
  return texts;
}

static std::vector<PrincipalName> read_principals(const Json* json) {
  std::vector<PrincipalName> names;
  if (!json) return names;
  if (json->is(Json::Kind::string)) return {{"AWS", json->text}};
  for (const auto& [kind, texts] : json->members)
    for (const std::string& text : read_texts(texts)) names.push_back({kind, text});
  return names;
}

static Statement read_statement(const Json& json, bool has_variables) {
  Statement statement;
  statement.has_variables = has_variables;
  statement.actions = {"*"};
  statement.resources = {"*"};
  statement.principal = read_principals(json.find("Principal"));
  statement.not_principal = read_principals(json.find("NotPrincipal"));
  if (const Json* actions = json.find("Action")) statement.actions = read_texts(*actions);
  if (const Json* actions = json.find("NotAction")) {
    statement.not_action = true;
    statement.actions = read_texts(*actions);
  }
  if (const Json* resources = json.find("Resource")) statement.resources = read_texts(*resources);
  if (const Json* resources = json.find("NotResource")) {
    statement.not_resource = true;
    statement.resources = read_texts(*resources);
  }
  if (const Json* condition = json.find("Condition"))
    for (const auto& [op, keys] : condition->members)
      for (const auto& [key, values] : keys.members)
        statement.conditions.push_back({read_operator(op), key, read_texts(values)});
  return statement;
}

std::vector<Statement> read_policy(const Json& document, Resources resources) {
  const Json* version = document.find("Version");
  const bool has_variables = version && version->text == "2012-10-17";
  const Json& written = document.at("Statement");
  std::vector<Statement> statements;
  for (const Json& json : written.is(Json::Kind::array) ? written.items : std::vector<Json>{written}) {
    if (!json.find("Action") && !json.find("NotAction")) throw std::runtime_error("no Action: " + write_json(json));
    if (resources == Resources::required && !json.find("Resource") && !json.find("NotResource"))
      throw std::runtime_error("no Resource: " + write_json(json));
    statements.push_back(read_statement(json, has_variables));
    statements.back().allow = json.at("Effect").text == "Allow";
    if (statements.back().allow && json.find("NotPrincipal"))
      throw std::runtime_error("NotPrincipal with Allow: " + write_json(json));
  }
  return statements;
}

Statement read_region(const Json& statement) {
  return read_statement(statement, true);
}

// ---- Actions and resources ----

static bool any_action_matches(const std::vector<std::string>& patterns, const std::string& action) {
  return std::any_of(patterns.begin(), patterns.end(), [&](const std::string& pattern) {
    return matches(wildcard_pattern(fold(pattern)), characters(fold(action)));
  });
}

bool action_matches(const Statement& statement, const std::string& action) {
  return any_action_matches(statement.actions, action) != statement.not_action;
}

// A policy's text as a pattern for this request; nothing if a variable in it has no value.
static std::optional<Pattern> pattern_for(const std::string& text, Wildcards wildcards, bool has_variables,
                                          const Request& request) {
  return has_variables ? expand(text, wildcards, request) : without_variables(text, wildcards);
}

// The resource `*`, of actions without resource-level permissions, is matched by the pattern `*` alone.
static bool one_resource_matches(const std::string& text, bool has_variables, const Request& request) {
  if (text == "*") return true;
  const auto pattern = pattern_for(text, Wildcards::yes, has_variables, request);
  return pattern && matches(*pattern, characters(request.resource));
}

bool resource_matches(const Statement& statement, const Request& request) {
  const bool listed = std::any_of(statement.resources.begin(), statement.resources.end(), [&](const std::string& text) {
    return one_resource_matches(text, statement.has_variables, request);
  });
  return listed != statement.not_resource;
}

// ---- Conditions ----

template <class T>
static bool stands(const T& value, std::string_view relation, const T& bound) {
  const int order = compare(value, bound);
  if (relation == "Equals") return order == 0;
  if (relation == "LessThan") return order < 0;
  if (relation == "LessThanEquals") return order <= 0;
  if (relation == "GreaterThan") return order > 0;
  if (relation == "GreaterThanEquals") return order >= 0;
  throw std::runtime_error("no such relation: " + std::string(relation));
}

// The six components of an ARN, or of a pattern for one: what the first five colons part. Fewer if colons are missing.
template <class Character, class IsColon>
static std::vector<std::vector<Character>> arn_components(const std::vector<Character>& text, IsColon is_colon) {
  std::vector<std::vector<Character>> components(1);
  for (const Character& c : text) {
    if (is_colon(c) && components.size() < 6)
      components.emplace_back();
    else
      components.back().push_back(c);
  }
  return components;
}

static bool arn_matches(const Pattern& pattern, const std::string& value) {
  const auto wanted = arn_components(pattern, [](const PatternCharacter& c) {
    return c.kind == PatternCharacter::Kind::literal && c.character == U':';
  });
  const auto given = arn_components(characters(value), [](char32_t c) { return c == U':'; });
  if (wanted.size() < 6 || given.size() < 6) return false;
  for (std::size_t i = 0; i < 6; ++i)
    if (!matches(wanted[i], given[i])) return false;
  return true;
}

// Whether a policy's value and a request's value stand as the positive operator wants. False if either is not of the
// operator's type, or if a variable has no value.
static bool value_matches(const std::string& base, const std::string& wanted, const std::string& value,
                          bool has_variables, const Request& request) {
  if (base == "StringEquals") {
    const auto pattern = pattern_for(wanted, Wildcards::no, has_variables, request);
    return pattern && matches(*pattern, characters(value));
  }
  if (base == "StringEqualsIgnoreCase") {
    auto pattern = pattern_for(wanted, Wildcards::no, has_variables, request);
    if (!pattern) return false;
    for (PatternCharacter& c : *pattern)
      if (c.character >= U'A' && c.character <= U'Z') c.character = c.character - U'A' + U'a';
    return matches(*pattern, characters(fold(value)));
  }
  if (base == "StringLike") {
    const auto pattern = pattern_for(wanted, Wildcards::yes, has_variables, request);
    return pattern && matches(*pattern, characters(value));
  }
  if (base == "ArnLike") {
    const auto pattern = pattern_for(wanted, Wildcards::yes, has_variables, request);
    return pattern && arn_matches(*pattern, value);
  }
  if (base == "Bool") {
    const auto a = read_boolean(wanted);
    const auto b = read_boolean(value);
    return a && b && *a == *b;
  }
  if (base == "BinaryEquals") {
    const auto a = read_base64(wanted);
    const auto b = read_base64(value);
    return a && b && *a == *b;
  }
  if (base == "IpAddress") {
    const auto block = read_address_block(wanted);
    const auto address = read_address(value);
    return block && address && contains(*block, *address);
  }
  if (base.substr(0, 7) == "Numeric") {
    const auto bound = read_decimal(wanted);
    const auto number = read_decimal(value);
    return bound && number && stands(*number, base.substr(7), *bound);
  }
  if (base.substr(0, 4) == "Date") {
    const auto bound = read_instant(wanted);
    const auto instant = read_instant(value);
    return bound && instant && stands(*instant, base.substr(4), *bound);
  }
  throw std::runtime_error("no such operator: " + base);
}

static bool null_holds(const Condition& condition, const ContextValue* carried) {
  if (condition.op.qualifier == Operator::Qualifier::all_values) return true;
  if (condition.op.qualifier == Operator::Qualifier::any_value) return false;
  const auto* set = carried ? std::get_if<std::vector<std::string>>(carried) : nullptr;
  const bool is_null = !carried || (set && set->empty());
  return std::any_of(condition.values.begin(), condition.values.end(),
                     [&](const std::string& wanted) { return (fold(wanted) == "true") == is_null; });
}

// IAM User Guide, "Conditions with multiple context keys or values" and "Single-valued vs. multivalued context keys".
bool condition_holds(const Condition& condition, bool has_variables, const Request& request) {
  using Qualifier = Operator::Qualifier;
  const Operator& op = condition.op;
  const ContextValue* carried = request.find(condition.key);
  if (op.base == "Null") return null_holds(condition, carried);

  const auto test = [&](const std::string& value) {
    const bool listed = std::any_of(condition.values.begin(), condition.values.end(), [&](const std::string& wanted) {
      return value_matches(op.base, wanted, value, has_variables, request);
    });
    return listed != op.negated;
  };

  if (!carried) {
    if (op.if_exists) return true;
    if (op.qualifier == Qualifier::all_values) return true;
    if (op.qualifier == Qualifier::any_value) return false;
    return op.negated;
  }
  if (const auto* single = std::get_if<std::string>(carried)) return test(*single);  // a set of one is no different
  const auto& set = std::get<std::vector<std::string>>(*carried);
  if (op.qualifier == Qualifier::all_values) return std::all_of(set.begin(), set.end(), test);
  if (op.qualifier == Qualifier::any_value) return std::any_of(set.begin(), set.end(), test);
  switch (condition.sets) {  // AWS does not document a set under an operator without qualifier
    case UnqualifiedSets::fail:
      return false;
    case UnqualifiedSets::some:
      return std::any_of(set.begin(), set.end(), test);
    case UnqualifiedSets::every:
      return std::all_of(set.begin(), set.end(), test);
  }
  return false;
}

bool conditions_hold(const Statement& statement, const Request& request) {
  return std::all_of(statement.conditions.begin(), statement.conditions.end(), [&](const Condition& condition) {
    return condition_holds(condition, statement.has_variables, request);
  });
}

// ---- Deciding ----

bool applies(const Statement& statement, const Request& request) {
  return action_matches(statement, request.action) && resource_matches(statement, request) &&
         conditions_hold(statement, request);
}

std::string to_string(Decision decision) {
  switch (decision) {
    case Decision::explicit_deny:
      return "ExplicitlyDenied";
    case Decision::allow:
      return "Allowed";
    case Decision::implicit_deny:
      return "ImplicitlyDenied";
  }
  return "";
}

Decision decide(const std::vector<Statement>& statements, const Request& request) {
  const auto some = [&](bool allow) {
    return std::any_of(statements.begin(), statements.end(), [&](const Statement& statement) {
      return statement.allow == allow && applies(statement, request);
    });
  };
  if (some(false)) return Decision::explicit_deny;
  if (some(true)) return Decision::allow;
  return Decision::implicit_deny;
}

}  // namespace oracle
