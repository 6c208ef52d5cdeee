#include "agree/small_catalogue.h"

#include <map>
#include <set>

#include "agree/alphabet.h"

namespace agree {

using iamproof::ActionResource;
using iamproof::Catalogue;

static constexpr const char* family_patterns[] = {"s3:Get*", "iam:PassRole", "newsvc:Do"};

support::Json family_as_region() {
  support::Json actions = support::Json::array();
  for (const char* pattern : family_patterns) actions.items.push_back(support::Json::string(pattern));
  support::Json region = support::Json::object();
  region.add("Action", std::move(actions));
  return region;
}

static std::string line(std::initializer_list<std::string_view> fields) {
  std::string out;
  for (const std::string_view field : fields) {
    if (!out.empty()) out += '\t';
    out += field.empty() ? "-" : field;
  }
  return out + '\n';
}

// The records of one action: itself, its service and its resource types. Sets, because actions share them.
static void add_action(const Catalogue& whole, std::string_view name, std::set<std::string>& records) {
  const auto id = whole.find_action(name);
  if (!id) return;
  const auto service = whole.service(whole.service_of(*id));
  records.insert(line({"service", service.prefix, service.name, service.category}));
  std::string types;
  for (const ActionResource& resource : whole.resources(*id)) {
    const auto type = whole.resource_type(resource.type);
    records.insert(line({"resource", service.prefix, type.name, type.arn, ""}));
    if (!types.empty()) types += ',';
    types += type.name;
    if (resource.required) types += '!';
  }
  records.insert(line({"action", whole.action_name(*id), to_string(whole.access_level(*id)), types, ""}));
}

static std::string type_name(const iamproof::KeyInfo& key) {
  static const std::map<iamproof::KeyType, std::string> names = {
      {iamproof::KeyType::string, "String"},   {iamproof::KeyType::arn, "ARN"},
      {iamproof::KeyType::boolean, "Bool"},    {iamproof::KeyType::date, "Date"},
      {iamproof::KeyType::numeric, "Numeric"}, {iamproof::KeyType::ip_address, "IPAddress"},
      {iamproof::KeyType::binary, "Binary"},
  };
  return (key.multivalued ? "ArrayOf" : "") + names.at(key.type);
}

std::string small_catalogue(const Catalogue& whole, const Excerpt& excerpt) {
  std::set<std::string> records;
  for (const std::string& action : excerpt.actions) add_action(whole, action, records);
  for (const std::string& key : excerpt.keys)
    if (const auto info = whole.find_key(key))
      records.insert(line({info->global ? "global" : "key", info->name, type_name(*info)}));
  std::string text = line({"catalogue", "1", whole.date(), whole.version()});
  for (const std::string& record : records) text += record;
  for (const std::string& family : excerpt.families) {
    text += line({"family", family, std::to_string(whole.family_version(family)), whole.family_description(family)});
    for (const auto& entry : whole.family(family)) text += line({"entry", family, entry.pattern, entry.reason});
  }
  return text;
}

std::string small_catalogue(const Catalogue& whole) {
  Excerpt excerpt;
  for (const Action& action : actions()) excerpt.actions.push_back(action.name);
  for (const Key& key : keys()) excerpt.keys.push_back(key.name);
  std::string text = small_catalogue(whole, excerpt);
  text += line({"family", family_name, "1", "for tests"});
  for (const char* pattern : family_patterns) text += line({"entry", family_name, pattern, "for tests"});
  return text;
}

}  // namespace agree
