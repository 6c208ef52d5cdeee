#include "prove/key_facts.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "support/text.h"

namespace iamproof {

namespace {

Family family_of(KeyType type) {
  switch (type) {
    case KeyType::string:
    case KeyType::arn:
      return Family::string;
    case KeyType::boolean:
      return Family::boolean;
    case KeyType::date:
      return Family::date;
    case KeyType::numeric:
      return Family::numeric;
    case KeyType::ip_address:
      return Family::ip_address;
    case KeyType::binary:
      return Family::binary;
  }
  return Family::string;
}

/// String and ARN operators read a value alike: as a text.
Family text_or(Family family) {
  return family == Family::arn ? Family::string : family;
}

struct Uses {
  std::string written;
  std::vector<Family> families;  // without Null
  bool unqualified = false;
  bool undocumented = false;
};

/// Values of a String key may be read as anything (a tag "true" under Bool); one family is enough to settle which.
Family choose_family(const KeyFacts& facts, const Uses& uses, std::string_view key) {
  const auto used = [&](Family family) {
    return std::find(uses.families.begin(), uses.families.end(), family) != uses.families.end();
  };
  if (key == "aws:epochtime" && !used(Family::date)) return Family::numeric;  // a date that is also a number
  if (facts.type && *facts.type != KeyType::string) return family_of(*facts.type);
  if (uses.families.empty() || used(Family::string)) return Family::string;
  return uses.families.front();
}

/// Services carry the tags of resources and of requests under their own prefix too, and the catalogue does not list all
/// that do: "firehose:ResourceTag/team".
bool is_tag(std::string_view name) {
  return name.starts_with("resourcetag/") || name.starts_with("requesttag/");
}

bool is_reserved(std::string_view key, const Catalogue& catalogue) {
  const std::size_t colon = key.find(':');
  if (colon == std::string_view::npos) return false;
  const std::string_view space = key.substr(0, colon);
  if (space != "aws" && is_tag(key.substr(colon + 1))) return false;
  return space == "aws" || catalogue.find_service(space).has_value();
}

struct LikelyValue {
  std::string_view key, value;
};

// Sorted by key. IAM User Guide, "AWS global condition context keys": those here that every request carries.
constexpr auto always_present = std::to_array<std::string_view>(
    {"aws:currenttime", "aws:epochtime", "aws:principalaccount", "aws:principalisawsservice", "aws:principaltype",
     "aws:requestedregion", "aws:securetransport", "aws:useragent", "aws:userid", "aws:viaawsservice"});

constexpr auto likely_values = std::to_array<LikelyValue>({
    {"aws:currenttime", "2026-06-01T12:00:00Z"},
    {"aws:epochtime", "1780315200"},
    {"aws:multifactorauthage", "60"},
    {"aws:principalaccount", "111122223333"},
    {"aws:principalarn", "arn:aws:iam::111122223333:user/example-user"},
    {"aws:principalisawsservice", "false"},
    {"aws:principaltype", "User"},
    {"aws:requestedregion", "eu-west-1"},
    {"aws:resourceaccount", "111122223333"},
    {"aws:securetransport", "true"},
    {"aws:sourceip", "198.51.100.7"},
    {"aws:useragent", "aws-cli/2"},
    {"aws:userid", "AIDAEXAMPLEEXAMPLE"},
    {"aws:username", "example-user"},
    {"aws:viaawsservice", "false"},
    {"ec2:sourceinstancearn", "arn:aws:ec2:eu-west-1:111122223333:instance/i-0example"},
});

}  // namespace

bool KeyFacts::fits(Family operators) const {
  return operators == Family::null || text_or(operators) == family;
}

bool KeyFacts::is_value(std::string_view text) const {
  static const Glob any_arn("arn:*:*:*:*:*");
  switch (type.value_or(KeyType::string)) {
    case KeyType::string:
    case KeyType::binary:
      return true;
    case KeyType::arn:
      return any_arn.matches(text);
    case KeyType::boolean:
      return text == "true" || text == "false";
    case KeyType::date:
      return Instant::parse(text).has_value();
    case KeyType::numeric:
      return Decimal::parse(text).has_value();
    case KeyType::ip_address:
      return IpAddress::parse(text).has_value();
  }
  return true;
}

std::string spelling(std::string_view key, std::string_view otherwise, const Catalogue& catalogue) {
  const auto info = catalogue.find_key(key);
  // A template names no key: "aws:RequestTag/${TagKey}", "s3:ExistingObjectTag/<key>".
  return std::string(info && equal_folded(info->name, key) ? info->name : otherwise);
}

KeyTable key_table(const std::vector<const CompiledStatement*>& statements, const Catalogue& catalogue) {
  std::map<std::string, Uses, std::less<>> uses;
  const auto add_variables = [&](const Template& pattern) {
    for (const Variable& variable : pattern.variables) uses[variable.key];
  };
  for (const CompiledStatement* statement : statements) {
    for (const ResourcePattern& resource : statement->resources.patterns) add_variables(resource.pattern);
    for (const Predicate& predicate : statement->conditions) {
      for (const Template& operand : predicate.operands().texts) add_variables(operand);
      Uses& of_key = uses[predicate.key()];
      of_key.written = predicate.written_key();
      if (predicate.op().family == Family::null) continue;
      of_key.families.push_back(text_or(predicate.op().family));
      of_key.unqualified = of_key.unqualified || predicate.op().qualifier == Qualifier::none;
      of_key.undocumented = of_key.undocumented || !predicate.is_documented();
    }
  }
  KeyTable table;
  for (const auto& [key, of_key] : uses) {
    KeyFacts facts;
    facts.name = of_key.written.empty() ? key : of_key.written;
    facts.reserved = is_reserved(key, catalogue);
    if (const auto info = catalogue.find_key(key)) {
      facts.name = spelling(key, facts.name, catalogue);
      facts.known = true;
      facts.type = info->type;
      facts.multivalued = info->multivalued;
      facts.global = info->global;
    } else {
      facts.multivalued = !of_key.unqualified && !of_key.families.empty();
      facts.guessed_single = true;
    }
    facts.always_present = std::binary_search(always_present.begin(), always_present.end(), std::string_view(key));
    facts.family = choose_family(facts, of_key, key);
    facts.unqualified = of_key.unqualified;
    facts.undocumented = of_key.undocumented || std::any_of(of_key.families.begin(), of_key.families.end(),
                                                            [&](Family family) { return !facts.fits(family); });
    table.emplace(key, facts);
  }
  return table;
}

std::string words_of_lists(const KeyFacts& facts) {
  return fmt::format(
      "a condition without set operator on the multivalued key `{}` tests a value on its own and fails on "
      "a list, which AWS does not document",
      facts.name);
}

std::string_view likely_value(std::string_view key) {
  const auto at = std::lower_bound(likely_values.begin(), likely_values.end(), key,
                                   [](const LikelyValue& entry, std::string_view k) { return entry.key < k; });
  return at != likely_values.end() && at->key == key ? at->value : std::string_view();
}

}  // namespace iamproof
