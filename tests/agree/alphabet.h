/// What random worlds are made of: few keys, values, resources and actions, so that statements meet often, and among
/// them those that fool people: case, wildcards in the middle, neighbours of a bound, texts that look like patterns.
#pragma once

#include <string>
#include <vector>

namespace agree {

enum class Type { text, number, date, boolean, address, arn, bytes };

struct Key {
  std::string name;
  Type type = Type::text;
  bool multivalued = false;
  bool known = true;  ///< AWS documents it
};
const std::vector<Key>& keys();
/// The key of that name, without regard to case; null if it is not one of ours.
const Key* find_key(std::string_view name);

/// What policies ask of a type, and what requests carry of it. Variables are not among them.
const std::vector<std::string>& operands(Type type);
const std::vector<std::string>& carried(Type type);
/// Texts with policy variables, for operators that read them.
const std::vector<std::string>& operands_with_variables(Type type);
/// Positive and negated forms.
const std::vector<std::string>& operators(Type type);

/// An action and the resources among ours that it works on. Actions that AWS does not have (yet) work on any.
struct Action {
  std::string name;
  bool exists = true;
  std::vector<std::string> resources;
};
const std::vector<Action>& actions();
const Action* find_action(std::string_view name);
const std::vector<std::string>& action_patterns();

const std::vector<std::string>& resources();
const std::vector<std::string>& resource_patterns();
const std::vector<std::string>& resource_patterns_with_variables();
/// Patterns with fewer than six parts.
const std::vector<std::string>& partial_arns();

}  // namespace agree
