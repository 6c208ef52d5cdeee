#include "agree/documents.h"

#include <algorithm>

namespace agree {

using support::Json;
using support::Member;

static const std::vector<Type>& types() {
  static const std::vector<Type> all = {Type::text,    Type::number, Type::date, Type::boolean,
                                        Type::address, Type::arn,    Type::bytes};
  return all;
}

std::string case_variant(Random& random, std::string text) {
  for (char& c : text) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (letter && random.percent(30)) c = static_cast<char>(c ^ 0x20);
  }
  return text;
}

Flavour Flavour::random(Random& random) {
  Flavour flavour;
  flavour.variables = random.percent(30) ? 35 : 0;
  flavour.unknown_key = 10;
  flavour.old_version = 10;
  flavour.no_values = 2;
  if (random.percent(12)) {
    flavour.misfit = 15;
    flavour.unqualified = 20;
    flavour.partial_arn = 10;
  }
  return flavour;
}

Documents::Documents(Random& random, const Flavour& flavour) : random_(random), flavour_(flavour) {
  std::vector<Key> known;
  std::vector<Key> unknown;
  for (const Key& key : agree::keys()) (key.known ? known : unknown).push_back(key);
  keys_ = random.some_of(known, random.between(1, 3));
  if (random.percent(flavour.unknown_key)) keys_.push_back(random.one_of(unknown));
  action_patterns_ = random.some_of(agree::action_patterns(), random.between(2, 5));
  for (std::size_t i = random.between(2, 4); i > 0; --i) resource_patterns_.push_back(resource_pattern());
}

std::string Documents::resource_pattern() {
  if (random_.percent(flavour_.partial_arn)) return random_.one_of(partial_arns());
  if (random_.percent(flavour_.variables)) return random_.one_of(resource_patterns_with_variables());
  return random_.one_of(agree::resource_patterns());
}

Json Documents::policy(std::size_t statements) {
  Json document = Json::object();
  if (!random_.percent(flavour_.old_version)) {
    document.add("Version", Json::string("2012-10-17"));
  } else if (random_.percent(60)) {
    document.add("Version", Json::string("2008-10-17"));
  }
  if (statements == 1 && random_.percent(50)) {
    document.add("Statement", statement());
    return document;
  }
  Json list = Json::array();
  for (std::size_t i = 0; i < statements; ++i) list.items.push_back(statement());
  document.add("Statement", std::move(list));
  return document;
}

Json Documents::statement() {
  const bool near = !statements_.empty() && random_.percent(35);
  Json statement = near ? near_one_of(statements_) : new_statement();
  for (Member& member : statement.members)
    if (member.name == "Effect") member.value = Json::string(random_.percent(60) ? "Allow" : "Deny");
  statements_.push_back(statement);
  return statement;
}

Json Documents::new_statement() {
  Json statement = Json::object();
  statement.add("Effect", Json::string("Allow"));
  add_actions(statement, false);
  add_resources(statement);
  if (random_.percent(70)) add_condition(statement);
  return statement;
}

Json Documents::region_statement() {
  Json statement = Json::object();
  if (!statements_.empty() && random_.percent(40)) {
    statement = near_one_of(statements_);
    statement.members.erase(statement.members.begin());  // Effect
    return statement;
  }
  add_actions(statement, true);
  add_resources(statement);
  if (random_.percent(50)) add_condition(statement);
  return statement;
}

Json Documents::near_one_of(const std::vector<Json>& statements) {
  Json statement = random_.one_of(statements);
  for (std::size_t i = random_.below(3); i > 0; --i) change(statement);
  return statement;
}

static void toggle(std::string& text, const std::string& plain, const std::string& other) {
  if (text == plain)
    text = other;
  else if (text == other)
    text = plain;
}

void Documents::change(Json& statement) {
  const std::size_t what = random_.below(4);
  for (std::size_t i = 0; i < statement.members.size(); ++i) {
    Member& member = statement.members[i];
    if (what == 0) toggle(member.name, "Action", "NotAction");
    if (what == 1) toggle(member.name, "Resource", "NotResource");
    if (member.name != "Condition" || what < 2) continue;
    if (what == 2)
      change_condition(member.value);
    else
      statement.members.erase(statement.members.begin() + static_cast<std::ptrdiff_t>(i));
  }
}

// The operator with or without IfExists, Not and a qualifier, on the same keys and values.
void Documents::change_condition(Json& condition) {
  static const std::vector<std::pair<std::string, std::string>> forms = {
      {"StringEquals", "StringNotEquals"},
      {"StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase"},
      {"StringLike", "StringNotLike"},
      {"NumericEquals", "NumericNotEquals"},
      {"NumericLessThan", "NumericGreaterThanEquals"},
      {"NumericGreaterThan", "NumericLessThanEquals"},
      {"DateEquals", "DateNotEquals"},
      {"DateLessThan", "DateGreaterThanEquals"},
      {"DateGreaterThan", "DateLessThanEquals"},
      {"IpAddress", "NotIpAddress"},
      {"ArnEquals", "ArnNotEquals"},
      {"ArnLike", "ArnNotLike"},
      {"ForAllValues", "ForAnyValue"},
  };
  Member& block = condition.members[random_.below(condition.members.size())];
  std::string qualifier = block.name.substr(0, block.name.find(':') + 1);
  std::string base = block.name.substr(qualifier.size());
  if (base == "Null") return;
  if (!qualifier.empty()) qualifier.pop_back();
  std::string if_exists;
  if (base.size() > 8 && base.substr(base.size() - 8) == "IfExists") {
    base.resize(base.size() - 8);
    if_exists = "IfExists";
  }
  if (random_.percent(30)) if_exists = if_exists.empty() ? "IfExists" : "";
  for (const auto& [plain, other] : forms) {
    if (random_.percent(60)) toggle(base, plain, other);
    if (random_.percent(30)) toggle(qualifier, plain, other);
  }
  const std::string name = (qualifier.empty() ? "" : qualifier + ":") + base + if_exists;
  for (const Member& other : condition.members)
    if (other.name == name) return;
  block.name = name;
}

void Documents::add_actions(Json& statement, bool for_region) {
  const unsigned everything = for_region ? 35 : 15;
  if (random_.percent(everything)) {
    statement.add("Action", Json::string("*"));
  } else {
    statement.add(random_.percent(25) ? "NotAction" : "Action", patterns(action_patterns_));
  }
}

void Documents::add_resources(Json& statement) {
  if (random_.percent(35)) {
    statement.add("Resource", Json::string("*"));
  } else {
    statement.add(random_.percent(30) ? "NotResource" : "Resource", patterns(resource_patterns_));
  }
}

Json Documents::patterns(const std::vector<std::string>& from) {
  const auto chosen = random_.some_of(from, random_.percent(60) ? 1 : 2);
  if (chosen.size() == 1 && random_.percent(60)) return Json::string(chosen[0]);
  Json list = Json::array();
  for (const std::string& text : chosen) list.items.push_back(Json::string(text));
  return list;
}

void Documents::add_condition(Json& statement) {
  Json condition = Json::object();
  for (std::size_t i = random_.percent(60) ? 1 : random_.between(2, 3); i > 0; --i) {
    const Key& key = random_.one_of(keys_);
    const std::string op = operator_for(key);
    const std::string written = random_.percent(10) ? case_variant(random_, key.name) : key.name;
    auto block = std::find_if(condition.members.begin(), condition.members.end(),
                              [&](const Member& member) { return member.name == op; });
    if (block == condition.members.end()) {
      condition.add(op, Json::object());
      block = condition.members.end() - 1;
    }
    const bool taken = std::any_of(block->value.members.begin(), block->value.members.end(),
                                   [&](const Member& member) { return find_key(member.name) == find_key(written); });
    if (!taken) block->value.add(written, operand_list(key, op));
  }
  statement.add("Condition", std::move(condition));
}

std::string Documents::operator_for(const Key& key) {
  if (random_.percent(12)) return random_.percent(90) ? "Null" : "ForAnyValue:Null";
  const Type type = random_.percent(flavour_.misfit) ? random_.one_of(types()) : key.type;
  std::string op = random_.one_of(operators(type));
  if (random_.percent(30)) op += "IfExists";
  const unsigned plain = key.multivalued ? flavour_.unqualified : 80;
  if (random_.percent(plain)) return op;
  return (random_.percent(50) ? "ForAllValues:" : "ForAnyValue:") + op;
}

static bool ends_like(const std::string& op, const std::string& base) {
  return op == base || op == "ForAnyValue:" + base || op == "ForAllValues:" + base;
}

static bool has(const std::string& op, std::string_view part) {
  return op.find(part) != std::string::npos;
}

static Type type_of_operator(const std::string& op) {
  if (has(op, "Numeric")) return Type::number;
  if (has(op, "Date")) return Type::date;
  if (has(op, "Bool")) return Type::boolean;
  if (has(op, "IpAddress")) return Type::address;
  if (has(op, "Arn")) return Type::arn;
  if (has(op, "Binary")) return Type::bytes;
  return Type::text;
}

Json Documents::operand_list(const Key& key, const std::string& op) {
  if (random_.percent(flavour_.no_values)) return Json::array();
  if (ends_like(op, "Null")) return values({random_.percent(50) ? "true" : "false"});
  Type type = type_of_operator(op);
  const bool reads_variables = type == Type::text || type == Type::arn;
  if (reads_variables && key.type == Type::arn) type = Type::arn;
  // A date that is none is refused; elsewhere a value of another type is stored and never matches.
  if (type != Type::date && random_.percent(flavour_.misfit / 2)) type = random_.one_of(types());
  std::vector<std::string> texts;
  for (std::size_t i = random_.percent(55) ? 1 : random_.between(2, 3); i > 0; --i)
    texts.push_back(operand(type, reads_variables));
  return values(std::move(texts));
}

std::string Documents::operand(Type type, bool reads_variables) {
  const bool variables = reads_variables && (type == Type::text || type == Type::arn);
  if (variables && random_.percent(flavour_.variables)) return random_.one_of(operands_with_variables(type));
  return random_.one_of(operands(type));
}

static bool is_number_lexeme(const std::string& text) {
  return !text.empty() && text.find_first_not_of("-0123456789.") == std::string::npos &&
         (text[0] == '-' || (text[0] >= '0' && text[0] <= '9')) && text.find_first_of(".-", 1) == text.find('.', 1) &&
         std::count(text.begin(), text.end(), '.') <= 1;
}

// Sometimes as JSON numbers or booleans, if all of them can be.
Json Documents::values(std::vector<std::string> texts) {
  const bool bare = random_.percent(25);
  const bool numbers = bare && std::all_of(texts.begin(), texts.end(), is_number_lexeme);
  const bool booleans = bare && std::all_of(texts.begin(), texts.end(),
                                            [](const std::string& text) { return text == "true" || text == "false"; });
  Json list = Json::array();
  for (std::string& text : texts) {
    if (booleans)
      list.items.push_back(Json::boolean(text == "true"));
    else if (numbers)
      list.items.push_back(Json::number(std::move(text)));
    else
      list.items.push_back(Json::string(std::move(text)));
  }
  if (list.items.size() == 1 && random_.percent(60)) return std::move(list.items[0]);
  return list;
}

}  // namespace agree
