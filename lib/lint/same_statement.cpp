#include "lint/same_statement.h"

#include <algorithm>

#include "support/text.h"

namespace iamproof {

namespace {

using Texts = std::vector<std::string>;

Texts sorted(Texts texts) {
  std::sort(texts.begin(), texts.end());
  return texts;
}

Texts texts_of(const TextList& list, bool fold_case) {
  Texts texts;
  for (const Text& text : list.values) texts.push_back(fold_case ? folded(text.text) : std::string(text.text));
  return sorted(std::move(texts));
}

bool same_list(const std::optional<TextList>& a, const std::optional<TextList>& b, bool fold_case = false) {
  if (!a || !b) return !a && !b;
  return a->values.size() == b->values.size() && texts_of(*a, fold_case) == texts_of(*b, fold_case);
}

/// What is compared of a group or a condition: its name, then its values, apart from each other.
std::string joined(std::string name, Texts values) {
  for (const std::string& value : sorted(std::move(values))) name += '\0' + value;
  return name;
}

bool same_principal(const std::optional<Principal>& a, const std::optional<Principal>& b) {
  if (!a || !b) return !a && !b;
  const auto groups_of = [](const Principal& principal) {
    Texts groups;
    for (const PrincipalGroup& group : principal.groups) {
      groups.push_back(joined(std::string(group.kind.text), texts_of(group.values, false)));
    }
    return sorted(std::move(groups));
  };
  return groups_of(*a) == groups_of(*b);
}

Texts conditions_of(const Statement& statement) {
  Texts conditions;
  for (const Condition& condition : statement.conditions) {
    Texts values;
    for (const Value& value : condition.values) values.emplace_back(value.text.text);
    conditions.push_back(joined(std::string(condition.op.text) + '\0' + folded(condition.key.text), std::move(values)));
  }
  return sorted(std::move(conditions));
}

std::size_t rough_size(const std::optional<TextList>& list) {
  std::size_t size = 0;
  if (!list) return size;
  for (const Text& text : list->values) size += 1 + text.text.size();
  return size;
}

}  // namespace

std::size_t rough_size(const Statement& statement) {
  std::size_t size = rough_size(statement.actions) + rough_size(statement.not_actions) +
                     rough_size(statement.resources) + rough_size(statement.not_resources);
  for (const Condition& condition : statement.conditions) {
    size += condition.op.text.size() + condition.key.text.size() + condition.values.size();
  }
  return size;
}

bool say_the_same(const Statement& a, const Statement& b) {
  return a.effect == b.effect && rough_size(a) == rough_size(b) && same_list(a.actions, b.actions, true) &&
         same_list(a.not_actions, b.not_actions, true) && same_list(a.resources, b.resources) &&
         same_list(a.not_resources, b.not_resources) && same_principal(a.principal, b.principal) &&
         same_principal(a.not_principal, b.not_principal) && a.conditions.size() == b.conditions.size() &&
         conditions_of(a) == conditions_of(b);
}

}  // namespace iamproof
