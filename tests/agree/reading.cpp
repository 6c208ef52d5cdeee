#include "agree/reading.h"

namespace agree {

using iamproof::PolicyType;
using support::Json;

iamproof::Request library_request(const oracle::Request& request) {
  iamproof::Request out;
  out.principal = request.principal;
  out.action = request.action;
  out.resource = request.resource;
  out.resource_account = request.resource_account;
  out.session_issuer = request.session_issuer;
  for (const auto& [name, value] : request.context) out.context.emplace(name, value);
  return out;
}

oracle::Request oracle_request(const iamproof::Request& request) {
  oracle::Request out;
  out.principal = request.principal;
  out.action = request.action;
  out.resource = request.resource;
  out.resource_account = request.resource_account;
  out.session_issuer = request.session_issuer;
  for (const auto& [name, value] : request.context) out.context.emplace_back(name, value);
  return out;
}

std::optional<iamproof::PolicySet> Reader::read(const Json& world, bool trust) {
  iamproof::PolicySet set;
  const Json& policies = world.at("policies");
  if (const Json* list = policies.find("identity")) set.identity = all(*list, PolicyType::identity);
  if (const Json* document = policies.find("resource"))
    set.resource = one(*document, trust ? PolicyType::trust : PolicyType::resource);
  if (const Json* document = policies.find("boundary")) set.boundary = one(*document, PolicyType::boundary);
  if (const Json* list = policies.find("session")) set.session = all(*list, PolicyType::session);
  if (const Json* document = policies.find("endpoint")) set.endpoint = one(*document, PolicyType::endpoint);
  if (const Json* levels = policies.find("scp"))
    for (const Json& level : levels->items) set.scp.push_back(all(level, PolicyType::scp));
  if (const Json* levels = policies.find("rcp"))
    for (const Json& level : levels->items) set.rcp.push_back(all(level, PolicyType::rcp));
  if (const Json* account = world.find("management_account")) set.management_account = account->text;
  if (!refusal_.empty()) return std::nullopt;
  return set;
}

iamproof::Policy Reader::one(const Json& document, PolicyType type) {
  sources_.emplace_back("policy", write_json(document));
  auto reading = iamproof::parse(sources_.back(), {type, {}});
  if (reading && reading->is_valid()) return std::move(reading->policy);
  refusal_ = std::string(to_string(type)) + " " + write_json(document);
  if (reading)
    for (const auto& fault : reading->faults)
      if (fault.severity == iamproof::Severity::error) refusal_ += "\n  " + fault.message;
  return {};
}

std::vector<iamproof::Policy> Reader::all(const Json& documents, PolicyType type) {
  std::vector<iamproof::Policy> policies;
  for (const Json& document : documents.items) policies.push_back(one(document, type));
  return policies;
}

}  // namespace agree
