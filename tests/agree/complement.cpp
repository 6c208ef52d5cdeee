// A statement is an AND of its parts, so its complement is an OR of their complements:
//
//   Action s3:Get*, Resource b/*, NumericLessThan s3:max-keys 5
//   NotAction s3:Get*  or  NotResource b/*  or  NumericGreaterThanEquals s3:max-keys 5  or  Null s3:max-keys true
//
// A negated operator holds where the key is absent and its positive form does not: they are complements. A bound and
// its opposite both fail there, and the absent key is a case of its own. Of sets, "all do" fails where "any does not".
#include "agree/complement.h"

#include <map>
#include <string>

#include "agree/alphabet.h"

namespace agree {

using support::Json;

namespace {

/// An operator without its qualifier.
struct Opposite {
  std::string op;
  bool absent_fails_both = false;
};

std::optional<Opposite> opposite(const std::string& op) {
  static const std::map<std::string, std::string> negated = {
      {"StringEquals", "StringNotEquals"}, {"StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase"},
      {"StringLike", "StringNotLike"},     {"NumericEquals", "NumericNotEquals"},
      {"DateEquals", "DateNotEquals"},     {"IpAddress", "NotIpAddress"},
      {"ArnEquals", "ArnNotEquals"},       {"ArnLike", "ArnNotLike"},
  };
  static const std::map<std::string, std::string> bounds = {
      {"NumericLessThan", "NumericGreaterThanEquals"},
      {"NumericGreaterThan", "NumericLessThanEquals"},
      {"DateLessThan", "DateGreaterThanEquals"},
      {"DateGreaterThan", "DateLessThanEquals"},
  };
  for (const auto& [plain, other] : negated) {
    if (op == plain) return Opposite{other};
    if (op == other) return Opposite{plain};
  }
  for (const auto& [below, above] : bounds) {
    if (op == below) return Opposite{above, true};
    if (op == above) return Opposite{below, true};
  }
  return std::nullopt;
}

Json region_of(const std::string& op, const std::string& key, const Json& values) {
  Json condition = Json::object({{op, Json::object({{key, values}})}});
  return Json::object({{"Action", Json::string("*")}, {"Condition", std::move(condition)}});
}

bool is_one_value(const Json& values) {
  return !values.is(Json::Kind::array) || values.items.size() == 1;
}

/// Adds the complement of one condition to the statements; false where it has none.
bool add_complement(const std::string& op, const std::string& key, const Json& values, Json& out) {
  const Key* known = find_key(key);
  if (!known || !known->known) return false;
  const std::size_t colon = op.find(':');
  const std::string qualifier = colon == std::string::npos ? "" : op.substr(0, colon);
  const std::string base = colon == std::string::npos ? op : op.substr(colon + 1);
  if (known->multivalued == qualifier.empty()) return false;
  if (base == "Null") {
    if (!qualifier.empty() || !is_one_value(values)) return false;
    const std::string text = values.is(Json::Kind::array) ? values.items.front().text : values.text;
    out.items.push_back(region_of(op, key, Json::string(text == "true" ? "false" : "true")));
    return true;
  }
  const auto other = opposite(base);
  if (!other) return false;
  if (other->absent_fails_both && (!is_one_value(values) || !qualifier.empty())) return false;
  const std::string prefix = qualifier.empty() ? "" : qualifier == "ForAllValues" ? "ForAnyValue:" : "ForAllValues:";
  out.items.push_back(region_of(prefix + other->op, key, values));
  if (other->absent_fails_both) out.items.push_back(region_of("Null", key, Json::string("true")));
  return true;
}

}  // namespace

std::optional<Json> complement(const Json& statement) {
  static const std::map<std::string, std::string> elements = {
      {"Action", "NotAction"}, {"NotAction", "Action"}, {"Resource", "NotResource"}, {"NotResource", "Resource"}};
  Json out = Json::array();
  for (const auto& [name, value] : statement.members) {
    if (name == "Condition") {
      for (const auto& [op, keys] : value.members)
        for (const auto& [key, values] : keys.members)
          if (!add_complement(op, key, values, out)) return std::nullopt;
      continue;
    }
    const auto element = elements.find(name);
    const bool named = name == "Action" || name == "Resource";
    if (element == elements.end() || (named && value.text == "*")) continue;
    Json part = Json::object({{element->second, value}});
    if (element->second == "Resource" || element->second == "NotResource") part.add("Action", Json::string("*"));
    out.items.push_back(std::move(part));
  }
  return out;
}

}  // namespace agree
