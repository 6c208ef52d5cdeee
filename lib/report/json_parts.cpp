#include "report/json_parts.h"

#include <algorithm>

#include "iamproof/strata.h"
#include "report/summary.h"

namespace iamproof {

static constexpr std::size_t listed_actions = 100;

void write_optional(JsonWriter& json, const std::optional<std::string>& text) {
  if (text) {
    json.string(*text);
  } else {
    json.null();
  }
}

void write_request(JsonWriter& json, const Request& request) {
  json.begin('{').key("principal").string(request.principal);
  json.key("action").string(request.action).key("resource").string(request.resource);
  if (request.resource_account) json.key("resource_account").string(*request.resource_account);
  if (request.session_issuer) json.key("session_issuer").string(*request.session_issuer);
  json.key("context_is_complete").boolean(true).key("context").begin('{');
  for (const auto& [key, value] : request.context) {
    json.key(key);
    if (const auto* single = std::get_if<std::string>(&value)) {
      json.string(*single);
    } else {
      write_strings(json, std::get<std::vector<std::string>>(value));
    }
  }
  json.end('}').end('}');
}

void write_trusting_policy(JsonWriter& json, const Request& request) {
  json.begin('{').key("Version").string("2012-10-17").key("Statement").begin('{');
  json.key("Effect").string("Allow").key("Principal").begin('{');
  json.key("AWS").string(account_of_arn(request.principal)).end('}');
  json.key("Action").string("*").key("Resource").string("*").end('}').end('}');
}

void write_allowing_policy(JsonWriter& json) {
  json.begin('{').key("Version").string("2012-10-17").key("Statement").begin('{');
  json.key("Effect").string("Allow").key("Action").string("*").key("Resource").string("*").end('}').end('}');
}

static void write_service(JsonWriter& json, const ServiceSummary& service, const Catalogue& catalogue) {
  json.begin('{').key("service").string(catalogue.service(service.service).prefix);
  json.key("count").number(service.count).key("levels").begin('{');
  for (std::size_t level = service.levels.size(); level-- > 0;) {
    if (service.levels[level] == 0) continue;
    json.key(to_string(static_cast<AccessLevel>(level))).number(service.levels[level]);
  }
  json.end('}').end('}');
}

void write_action_summary(JsonWriter& json, const std::vector<ActionId>& actions, bool future,
                          const Catalogue& catalogue, bool verbose) {
  const std::size_t listed = verbose ? actions.size() : std::min(actions.size(), listed_actions);
  json.begin('{').key("count").number(actions.size()).key("future").boolean(future).key("services").begin('[');
  for (const ServiceSummary& service : summarise(actions, catalogue)) write_service(json, service, catalogue);
  json.end(']').key("list").begin('[');
  for (std::size_t i = 0; i < listed; ++i) json.string(catalogue.action_name(actions[i]));
  json.end(']').end('}');
}

void write_statement_words(JsonWriter& json, const Statement* statement) {
  const StatementWords words = statement != nullptr ? in_words(*statement) : StatementWords{};
  json.key("principals").string(words.principals).key("resources").string(words.resources).key("conditions");
  write_strings(json, words.conditions);
}

std::string_view account_of_arn(std::string_view arn) {
  for (int colons = 0; colons < 4; ++colons) {
    const std::size_t colon = arn.find(':');
    if (colon == std::string_view::npos) return {};
    arn.remove_prefix(colon + 1);
  }
  return arn.substr(0, arn.find(':'));
}

}  // namespace iamproof
