#include "agree/world.h"

#include <algorithm>
#include <map>

#include "agree/documents.h"
#include "oracle/text.h"
#include "oracle/values.h"

namespace agree {

using oracle::ContextValue;

namespace {

// A key that the statements mention, and the values they compare it with.
struct Mention {
  std::string name;
  std::vector<std::string> operands;
};

class Mentions {
 public:
  void add(const oracle::Statement& statement) {
    for (const std::string& resource : statement.resources) add_variables(resource);
    for (const oracle::Condition& condition : statement.conditions) {
      Mention& mention = of(condition.key);
      for (const std::string& value : condition.values) {
        mention.operands.push_back(value);
        add_variables(value);
      }
    }
  }

  const std::map<std::string, Mention>& all() const { return by_folded_name_; }

 private:
  Mention& of(std::string_view name) {
    Mention& mention = by_folded_name_[oracle::fold(name)];
    const Key* key = find_key(name);
    mention.name = key ? key->name : std::string(name);
    return mention;
  }

  void add_variables(const std::string& text) {
    for (std::size_t at = text.find("${"); at != std::string::npos; at = text.find("${", at + 2)) {
      const std::string name = text.substr(at + 2, text.find_first_of(",}", at) - at - 2);
      if (name.size() > 1) of(name);
    }
  }

  std::map<std::string, Mention> by_folded_name_;
};

bool is_of_type(const std::string& text, Type type) {
  switch (type) {
    case Type::text:
      return true;
    case Type::number:
      return oracle::read_decimal(text).has_value();
    case Type::date:
      return oracle::read_instant(text).has_value();
    case Type::boolean:
      return oracle::read_boolean(text).has_value();
    case Type::address:
      return oracle::read_address(text).has_value();
    case Type::arn:
      return text.substr(0, 4) == "arn:" && std::count(text.begin(), text.end(), ':') >= 5;
    case Type::bytes:
      return oracle::read_base64(text).has_value();
  }
  return false;
}

// What a policy compares with, as a request may carry it: a pattern with its wildcards filled in.
std::string filled_in(Random& random, const std::string& operand) {
  std::string out;
  for (const char c : operand) {
    if (c == '*' && random.percent(70))
      out += random.percent(50) ? "" : "b";
    else if (c == '?' && random.percent(70))
      out += 'a';
    else
      out += c;
  }
  return random.percent(10) ? case_variant(random, out) : out;
}

std::string single_value(Random& random, const Mention& mention, Type type) {
  if (!mention.operands.empty() && random.percent(50)) {
    const std::string text = filled_in(random, random.one_of(mention.operands));
    if (is_of_type(text, type)) return text;
  }
  return random.one_of(carried(type));
}

ContextValue set_of_values(Random& random, const Mention& mention, Type type) {
  std::vector<std::string> values;
  for (std::size_t i = random.percent(15) ? 0 : random.between(1, 2); i > 0; --i)
    values.push_back(single_value(random, mention, type));
  return values;
}

// Eight at most, half of them resources of the actions, the others what statements name, or near it.
std::vector<std::string> universe_resources(Random& random, const std::vector<std::string>& actions,
                                            const std::vector<const oracle::Statement*>& statements) {
  std::vector<std::string> out;
  const auto add = [&](const std::string& resource) {
    if (std::find(out.begin(), out.end(), resource) == out.end()) out.push_back(resource);
  };
  for (const std::string& name : random.some_of(actions, 5)) {
    const Action* action = find_action(name);
    add(random.one_of(action && action->exists ? action->resources : resources()));
  }
  for (std::size_t tries = 20; tries > 0 && out.size() < 8; --tries) {
    const std::string& pattern = random.one_of(random.one_of(statements)->resources);
    const bool fits = pattern != "*" && pattern.find("${") == std::string::npos && is_of_type(pattern, Type::arn);
    add(fits && random.percent(70) ? filled_in(random, pattern) : random.one_of(resources()));
  }
  return out;
}

oracle::KeyStates states_of(Random& random, const Mention& mention, std::size_t count, const Limits& limits) {
  oracle::KeyStates out{mention.name, {std::nullopt}};
  const Key* key = find_key(mention.name);
  const bool known = key && key->known;
  if (!known && is_reserved(mention.name) && limits.no_unknown_reserved_keys) return out;
  const bool set = known ? key->multivalued
                         : std::find(limits.unknown_sets.begin(), limits.unknown_sets.end(),
                                     oracle::fold(mention.name)) != limits.unknown_sets.end();
  const Type type = known ? key->type : Type::text;
  const bool on_their_own = set && limits.on_their_own.contains(oracle::fold(mention.name));
  while (out.states.size() < count) {
    if (set && !(on_their_own && random.percent(30)))
      out.states.emplace_back(set_of_values(random, mention, type));
    else
      out.states.emplace_back(single_value(random, mention, type));
  }
  return out;
}

}  // namespace

oracle::World make_world(Random& random, const std::vector<const oracle::Statement*>& statements,
                         const Limits& limits) {
  oracle::World world;
  for (const Action& action : random.some_of(actions(), 6)) {
    if (limits.existing_actions_only && !action.exists) continue;
    world.actions.push_back(action.name);
    world.resources.push_back(random.one_of(action.exists ? action.resources : resources()));
  }
  world.resources.push_back(random.one_of(resources()));
  std::sort(world.resources.begin(), world.resources.end());
  world.resources.erase(std::unique(world.resources.begin(), world.resources.end()), world.resources.end());

  Mentions mentions;
  for (const oracle::Statement* statement : statements) mentions.add(*statement);
  const std::size_t states_per_key[] = {8, 8, 7, 5, 4};
  const std::size_t states = mentions.all().size() < 5 ? states_per_key[mentions.all().size()] : 3;
  for (const auto& [folded, mention] : mentions.all()) world.keys.push_back(states_of(random, mention, states, limits));
  return world;
}

oracle::World make_universe(Random& random, const std::vector<const oracle::Statement*>& statements,
                            const Limits& limits, std::size_t contexts) {
  oracle::World world;
  for (const Action& action : random.some_of(actions(), actions().size()))
    if (world.actions.size() < 8 && (action.exists || !limits.existing_actions_only))
      world.actions.push_back(action.name);
  world.resources = universe_resources(random, world.actions, statements);
  Mentions mentions;
  for (const oracle::Statement* statement : statements) mentions.add(*statement);
  const auto product = [&](std::size_t states) {
    std::size_t all = 1;
    for (std::size_t i = mentions.all().size(); i > 0; --i) all *= states;
    return all;
  };
  std::size_t states = 2;
  while (states < 12 && product(states + 1) <= contexts) ++states;
  for (const auto& [folded, mention] : mentions.all()) {
    Limits of_key = limits;
    of_key.on_their_own = {folded};
    oracle::KeyStates key = states_of(random, mention, states, of_key);
    const Key* known = find_key(mention.name);
    if (key.states.size() > 2 && (!known || !known->known)) {
      of_key.unknown_sets = {folded};
      key.states.resize(states / 2 + 1);
      const oracle::KeyStates sets = states_of(random, mention, states - states / 2, of_key);
      key.states.insert(key.states.end(), sets.states.begin() + 1, sets.states.end());
    }
    world.keys.push_back(std::move(key));
  }
  return world;
}

bool is_reserved(const std::string& key) {
  return oracle::fold(key).substr(0, 7) != "newsvc:";
}

bool carries_unheard_of_key(const oracle::Request& request) {
  return std::any_of(request.context.begin(), request.context.end(), [](const auto& entry) {
    const Key* key = find_key(entry.first);
    return key && !key->known && is_reserved(entry.first);
  });
}

bool works_on(const std::string& action, const std::string& resource) {
  const Action* known = find_action(action);
  if (!known || !known->exists) return true;
  return std::find(known->resources.begin(), known->resources.end(), resource) != known->resources.end();
}

static std::string impossible_value(const Key& key, const ContextValue& value, bool on_its_own) {
  const auto* single = std::get_if<std::string>(&value);
  if (key.known && (single == nullptr) != key.multivalued && !(single && on_its_own))
    return key.multivalued ? key.name + " is multivalued" : key.name + " is single-valued";
  if (!key.known) return {};
  std::vector<std::string> texts;
  if (single)
    texts.push_back(*single);
  else
    texts = std::get<std::vector<std::string>>(value);
  for (const std::string& text : texts)
    if (!is_of_type(text, key.type)) return "`" + text + "` is no value of " + key.name;
  return {};
}

std::string impossible(const oracle::Request& request, bool resource_types, const Limits& limits) {
  const Action* action = find_action(request.action);
  if (resource_types && action && action->exists && request.resource == "*" && !works_on(request.action, "*"))
    return request.action + " always has a resource";
  if (request.resource != "*" && !is_of_type(request.resource, Type::arn)) return "the resource is no ARN";
  for (const auto& [name, value] : request.context)
    if (const Key* key = find_key(name)) {
      if (!key->known && is_reserved(name) && limits.no_unknown_reserved_keys) return name + " is never in a request";
      std::string why = impossible_value(*key, value, limits.on_their_own.contains(oracle::fold(name)));
      if (!why.empty()) return why;
    }
  return {};
}

}  // namespace agree
