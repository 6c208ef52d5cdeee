#include "oracle/request.h"

#include <stdexcept>

#include "oracle/text.h"

namespace oracle {

using support::Json;

const ContextValue* Request::find(std::string_view key) const {
  for (const auto& [name, value] : context)
    if (same_but_for_case(name, key)) return &value;
  return nullptr;
}

static std::string read_scalar(const Json& json) {
  if (json.is(Json::Kind::string) || json.is(Json::Kind::number) || json.is(Json::Kind::boolean)) return json.text;
  throw std::runtime_error("not a context value: " + write_json(json));
}

static ContextValue read_context_value(const Json& json) {
  if (!json.is(Json::Kind::array)) return read_scalar(json);
  std::vector<std::string> values;
  for (const Json& item : json.items) values.push_back(read_scalar(item));
  return values;
}

static std::optional<std::string> read_optional(const Json& json, std::string_view name) {
  const Json* value = json.find(name);
  if (!value || value->is(Json::Kind::null)) return std::nullopt;
  return value->text;
}

Request read_request(const Json& json) {
  Request request;
  request.action = json.at("action").text;
  if (const Json* principal = json.find("principal")) request.principal = principal->text;
  if (const Json* resource = json.find("resource")) request.resource = resource->text;
  request.resource_account = read_optional(json, "resource_account");
  request.session_issuer = read_optional(json, "session_issuer");
  if (const Json* context = json.find("context"))
    for (const auto& [name, value] : context->members) {
      if (request.find(name)) throw std::runtime_error("the key `" + name + "` is given twice");
      request.context.emplace_back(name, read_context_value(value));
    }
  return request;
}

static Json write_context_value(const ContextValue& value) {
  if (const auto* single = std::get_if<std::string>(&value)) return Json::string(*single);
  Json array = Json::array();
  for (const std::string& item : std::get<std::vector<std::string>>(value)) array.items.push_back(Json::string(item));
  return array;
}

Json write_request(const Request& request) {
  Json context = Json::object();
  for (const auto& [name, value] : request.context) context.add(name, write_context_value(value));
  Json json = Json::object();
  json.add("principal", Json::string(request.principal));
  json.add("action", Json::string(request.action));
  json.add("resource", Json::string(request.resource));
  if (request.resource_account) json.add("resource_account", Json::string(*request.resource_account));
  if (request.session_issuer) json.add("session_issuer", Json::string(*request.session_issuer));
  json.add("context", std::move(context));
  return json;
}

}  // namespace oracle
