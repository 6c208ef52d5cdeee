// The list of everything that can be found: checks with their AWS codes, and the claims of packs.
#include "iamproof/pack.h"
#include "iamproof/report.h"
#include "report/json_parts.h"
#include "report/json_writer.h"

namespace iamproof {

namespace {

std::string_view title_of(std::string_view id) {
  return explain(id).value_or("");
}

void types(JsonWriter& json, const std::vector<PolicyType>& types) {
  json.key("policy_types").begin('[');
  for (const PolicyType type : types) json.string(to_string(type));
  json.end(']');
}

void check(JsonWriter& json, const CheckInfo& info) {
  json.begin('{').key("check").string(info.id).key("aws_code");
  write_optional(json, info.aws_code.empty() ? std::nullopt : std::optional(std::string(info.aws_code)));
  json.key("severity").string(to_string(info.severity));
  types(json, info.types);
  json.key("pack").string(to_string(info.pack)).key("needs").string(to_string(info.needs));
  json.key("title").string(page_summary(title_of(info.id))).end('}');
}

void claim(JsonWriter& json, const Claim& claim, const Pack& pack) {
  json.begin('{').key("check").string(claim.id).key("aws_code").null();
  json.key("severity").string(to_string(claim.severity));
  types(json, pack.fits);
  json.key("pack").string(pack.name).key("needs").string(to_string(Needs::prover));
  json.key("title").string(claim.title).end('}');
}

}  // namespace

std::string checks_as_json() {
  JsonWriter json;
  json.begin('{').key("checks").begin('[');
  for (const CheckInfo& info : checks()) check(json, info);
  for (const Pack& pack : packs()) {
    const Source source(std::string(pack.name), std::string(pack.text));
    const Result<ClaimFile> file = parse_claims(source);
    if (!file) continue;
    for (const Claim& each : file->claims) claim(json, each, pack);
  }
  return json.end(']').end('}').text() + '\n';
}

}  // namespace iamproof
