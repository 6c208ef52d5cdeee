#include "support/rows.h"

#include <array>

#include "iamproof/policy.h"

using namespace iamproof;

namespace support {

std::string corpus_file(const std::string& path) {
  return std::string(IAMPROOF_ROOT) + "/corpus/" + path;
}

static std::string text_of(const Json& document) {
  return document.is(Json::Kind::string) ? document.text : write_json(document);
}

static std::string first_fault(const Result<Reading>& reading) {
  if (!reading) return reading.errors().front().message;
  for (const Finding& fault : reading->faults) {
    if (fault.severity == Severity::error) return fault.message;
  }
  return {};
}

Documents compile_documents(const Json& documents) {
  Documents out;
  PolicySet set;
  for (const Json& document : documents.items) {
    const std::string name = "document " + std::to_string(out.sources.size());
    out.sources.push_back(std::make_unique<Source>(name, text_of(document)));
    auto reading = parse(*out.sources.back(), {PolicyType::identity, {}});
    out.fault = first_fault(reading);
    if (!out.fault.empty()) return out;
    set.identity.push_back(std::move(reading->policy));
  }
  auto compiled = compile(std::move(set), Catalogue::built_in());
  if (compiled) {
    out.policies = std::move(*compiled);
  } else {
    out.fault = compiled.errors().front().message;
  }
  return out;
}

Claims compile_claims(const Json& claims) {
  Claims out;
  out.source = std::make_unique<Source>("claims", write_json(claims));
  auto file = parse_claims(*out.source);
  if (!file) {
    out.fault = file.errors().front().message;
    return out;
  }
  auto compiled = compile(std::move(*file), Catalogue::built_in());
  if (compiled) {
    out.compiled = std::move(*compiled);
  } else {
    out.fault = compiled.errors().front().message;
  }
  return out;
}

static ContextValue context_value(const Json& value) {
  if (!value.is(Json::Kind::array)) return value.text;
  std::vector<std::string> values;
  for (const Json& item : value.items) values.push_back(item.text);
  return values;
}

Request read_request(const Json& request) {
  Request out;
  out.principal = request.at("principal").text;
  out.action = request.at("action").text;
  out.resource = request.at("resource").text;
  if (const Json* account = request.find("resource_account")) out.resource_account = account->text;
  if (const Json* context = request.find("context")) {
    for (const Member& member : context->members) out.context.emplace(member.name, context_value(member.value));
  }
  return out;
}

std::string write_request(const Request& request) {
  Json context = Json::object();
  for (const auto& [key, value] : request.context) {
    if (const auto* text = std::get_if<std::string>(&value)) {
      context.add(key, Json::string(*text));
    } else {
      Json set = Json::array();
      for (const std::string& text_in_set : std::get<std::vector<std::string>>(value)) {
        set.items.push_back(Json::string(text_in_set));
      }
      context.add(key, std::move(set));
    }
  }
  Json out = Json::object();
  out.add("principal", Json::string(request.principal));
  out.add("action", Json::string(request.action));
  out.add("resource", Json::string(request.resource));
  out.add("context", std::move(context));
  return write_json(out);
}

std::string verdict_name(const Verdict& verdict) {
  constexpr std::array<const char*, 3> names = {"proved", "refuted", "unknown"};
  return names[verdict.index()];
}

std::string describe(const Answer& answer) {
  std::string out;
  if (const auto* unknown = std::get_if<Unknown>(&answer.verdict)) out = unknown->reason;
  if (const auto* refuted = std::get_if<Refuted>(&answer.verdict)) {
    for (const Breach& breach : refuted->breaches) out += breach.reason + ": " + write_request(breach.witness) + "; ";
  }
  for (const std::string& assumption : answer.assumptions) out += " [" + assumption + "]";
  return out;
}

}  // namespace support
