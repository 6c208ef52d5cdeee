#include "agree/coverage.h"

#include <cstdio>

#include "agree/alphabet.h"
#include "oracle/evaluator.h"

namespace agree {

using support::Json;

void Coverage::count(const Json& document) {
  const Json* statements = document.find("Statement");
  if (!statements) return count_statement(document);
  const Json* version = document.find("Version");
  ++seen_["version " + (version ? version->text : "absent")];
  if (statements->is(Json::Kind::array)) {
    for (const Json& statement : statements->items) count_statement(statement);
  } else {
    count_statement(*statements);
  }
}

void Coverage::count_statement(const Json& statement) {
  const Json* effect = statement.find("Effect");
  ++seen_["effect " + (effect ? effect->text : "of a region")];
  for (const char* element : {"Action", "NotAction", "Resource", "NotResource"})
    if (const Json* value = statement.find(element)) {
      ++seen_["element " + std::string(element)];
      if (!value->is(Json::Kind::array)) count_text(value->text);
      for (const Json& item : value->items) count_text(item.text);
    }
  if (const Json* condition = statement.find("Condition"))
    for (const auto& [op, keys] : condition->members)
      for (const auto& [key, values] : keys.members) count_condition(op, key, values);
}

void Coverage::count_condition(const std::string& op, const std::string& key, const Json& values) {
  const oracle::Operator parts = oracle::read_operator(op);
  const bool plain = parts.qualifier == oracle::Operator::Qualifier::none;
  ++seen_["operator " + std::string(parts.negated ? "not " : "") + parts.base];
  ++seen_[plain ? "qualifier none" : "qualifier " + op.substr(0, op.find(':'))];
  if (parts.if_exists) ++seen_["IfExists"];
  const Key* known = find_key(key);
  ++seen_[known && known->multivalued ? (plain ? "key multivalued, no qualifier" : "key multivalued")
                                      : (plain ? "key single-valued" : "key single-valued, qualified")];
  if (values.is(Json::Kind::array)) {
    ++seen_["values " + std::to_string(values.items.size())];
    for (const Json& item : values.items) count_text(item.text);
  } else {
    ++seen_["values 1"];
    count_text(values.text);
  }
}

void Coverage::count_text(const std::string& text) {
  for (std::size_t at = text.find("${"); at != std::string::npos; at = text.find("${", at + 2)) {
    const std::string inside = text.substr(at + 2, text.find('}', at) - at - 2);
    if (inside == "*" || inside == "?" || inside == "$")
      ++seen_["variable escape"];
    else if (inside.find(',') != std::string::npos)
      ++seen_["variable with default"];
    else
      ++seen_["variable"];
  }
}

void Coverage::print() const {
  for (const auto& [what, times] : seen_)
    std::printf("  %10llu  %s\n", static_cast<unsigned long long>(times), what.c_str());
}

}  // namespace agree
