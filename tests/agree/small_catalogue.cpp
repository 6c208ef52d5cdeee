#include "agree/small_catalogue.h"

#include <map>
#include <set>

#include "agree/alphabet.h"

namespace agree {

using iamproof::ActionResource;
using iamproof::Catalogue;

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

std::string small_catalogue(const Catalogue& whole) {
  std::set<std::string> records;
  for (const Action& action : actions()) add_action(whole, action.name, records);
  for (const Key& key : keys())
    if (const auto info = whole.find_key(key.name))
      records.insert(line({info->global ? "global" : "key", info->name, type_name(*info)}));
  std::string text = line({"catalogue", "1", whole.date(), whole.version()});
  for (const std::string& record : records) text += record;
  return text;
}

}  // namespace agree
