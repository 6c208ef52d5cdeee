#include "support/rows.h"

#include <array>
#include <stdexcept>

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

namespace {

/// Reads the documents of a case one after the other; after a fault the rest is left out.
class SetReader {
 public:
  explicit SetReader(bool refused) : refused_(refused) {}

  std::optional<Policy> read(const Json& document, std::optional<PolicyType> type) {
    if (!out_.fault.empty()) return std::nullopt;
    const std::string name = "document " + std::to_string(out_.sources.size());
    out_.sources.push_back(std::make_unique<Source>(name, text_of(document)));
    auto reading = parse(*out_.sources.back(), {type, {}});
    out_.fault = first_fault(reading);
    if (refused_ && reading) out_.fault.clear();
    if (!out_.fault.empty()) return std::nullopt;
    return std::move(reading->policy);
  }

  std::vector<Policy> read_all(const Json& documents, PolicyType type) {
    std::vector<Policy> policies;
    for (const Json& document : documents.items) {
      if (auto policy = read(document, type)) policies.push_back(std::move(*policy));
    }
    return policies;
  }

  std::vector<std::vector<Policy>> read_levels(const Json& levels, PolicyType type) {
    std::vector<std::vector<Policy>> out;
    for (const Json& level : levels.items) out.push_back(read_all(level, type));
    return out;
  }

  Documents compiled(PolicySet set) {
    if (!out_.fault.empty()) return std::move(out_);
    auto compiled = compile(std::move(set), Catalogue::built_in());
    if (compiled) {
      out_.policies = std::move(*compiled);
    } else {
      out_.fault = compiled.errors().front().message;
    }
    return std::move(out_);
  }

 private:
  bool refused_;
  Documents out_;
};

}  // namespace

Documents compile_documents(const Json& documents) {
  SetReader reader(false);
  PolicySet set;
  set.identity = reader.read_all(documents, PolicyType::identity);
  return reader.compiled(std::move(set));
}

Documents compile_set(const Json& policies, bool refused) {
  SetReader reader(refused);
  PolicySet set;
  for (const Member& part : policies.members) {
    if (part.name == "identity") {
      set.identity = reader.read_all(part.value, PolicyType::identity);
    } else if (part.name == "resource") {
      set.resource = reader.read(part.value, std::nullopt);  // trust policies tell themselves apart
    } else if (part.name == "boundary") {
      set.boundary = reader.read(part.value, PolicyType::boundary);
    } else if (part.name == "session") {
      set.session = reader.read_all(part.value, PolicyType::session);
    } else if (part.name == "scp") {
      set.scp = reader.read_levels(part.value, PolicyType::scp);
    } else if (part.name == "rcp") {
      set.rcp = reader.read_levels(part.value, PolicyType::rcp);
    } else if (part.name == "endpoint") {
      set.endpoint = reader.read(part.value, PolicyType::endpoint);
    } else if (part.name == "management_account") {
      set.management_account = part.value.text;
    } else {
      throw std::runtime_error("a case with policies of the unknown type " + part.name);
    }
  }
  return reader.compiled(std::move(set));
}

Documents compile_alone(const Json& document, PolicyType type) {
  SetReader reader(false);
  auto policy = reader.read(document, type);
  return reader.compiled(policy ? alone(std::move(*policy)) : PolicySet{});
}

Claims compile_claims(const Json& claims, std::optional<PolicyType> reference_type) {
  Claims out;
  out.source = std::make_unique<Source>("claims", write_json(claims));
  ClaimReadOptions options;
  options.reference_type = reference_type;
  auto file = parse_claims(*out.source, options);
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
  if (const Json* issuer = request.find("session_issuer")) out.session_issuer = issuer->text;
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
  if (request.resource_account) out.add("resource_account", Json::string(*request.resource_account));
  if (request.session_issuer) out.add("session_issuer", Json::string(*request.session_issuer));
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
