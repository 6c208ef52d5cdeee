#include <algorithm>
#include <iterator>

#include <fmt/format.h>

#include "iamproof/report.h"
#include "report/json_writer.h"
#include "report/summary.h"
#include "report/terminal.h"

namespace iamproof {

namespace {

std::string join_names(const std::vector<std::string>& names) {
  std::string out;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (i > 0) out += i + 1 == names.size() ? " or " : ", ";
    out += fmt::format("`{}`", names[i]);
  }
  return out;
}

template <class List>
void json_strings(JsonWriter& json, const List& list) {
  json.begin('[');
  for (const auto& text : list) json.string(text);
  json.end(']');
}

/// A resource type's ARN formats, which the catalogue gives in one text.
std::vector<std::string_view> arns_of(const ResourceTypeInfo& type) {
  std::vector<std::string_view> arns;
  for (std::string_view rest = type.arn; !rest.empty();) {
    const std::size_t end = rest.find(", ");
    arns.push_back(rest.substr(0, end));
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 2);
  }
  return arns;
}

std::string action_json(ActionId action, const Catalogue& catalogue) {
  JsonWriter json;
  json.begin('{').key("action").string(catalogue.action_name(action));
  json.key("service").string(catalogue.service(catalogue.service_of(action)).prefix);
  json.key("access_level").string(to_string(catalogue.access_level(action))).key("resource_types").begin('[');
  for (const ActionResource& resource : catalogue.resources(action)) {
    const ResourceTypeInfo type = catalogue.resource_type(resource.type);
    json.begin('{').key("name").string(type.name).key("arns");
    json_strings(json, arns_of(type));
    json.key("required").boolean(resource.required).key("condition_keys");
    json_strings(json, catalogue.resource_condition_keys(resource.type));
    json.end('}');
  }
  json.end(']').key("condition_keys");
  json_strings(json, catalogue.condition_keys(action));
  json.key("dependent_actions");
  json_strings(json, catalogue.dependent_actions(action));
  return json.end('}').text();
}

std::string unmatched_json(const UnmatchedAction& unmatched) {
  JsonWriter json;
  json.begin('{').key("pattern").string(unmatched.pattern).key("message").string(unmatched.message).key("nearest");
  json_strings(json, unmatched.nearest);
  return json.end('}').text();
}

void write_ndjson(std::string& out, std::span<const ActionId> actions, const Catalogue& catalogue) {
  for (const ActionId action : actions) out += action_json(action, catalogue) + '\n';
}

void write_json(std::string& out, std::span<const ActionId> actions, std::span<const UnmatchedAction> unmatched,
                const Catalogue& catalogue) {
  JsonWriter date;
  date.begin('{').key("date").string(catalogue.date()).key("version").string(catalogue.version()).end('}');
  out += "{\n  \"version\": 1,\n  \"catalogue\": " + date.text() + ",\n  \"count\": " + fmt::to_string(actions.size());
  out += ",\n  \"actions\": [";
  for (std::size_t i = 0; i < actions.size(); ++i)
    out += (i > 0 ? ",\n    " : "\n    ") + action_json(actions[i], catalogue);
  out += actions.empty() ? "],\n  \"unmatched\": [" : "\n  ],\n  \"unmatched\": [";
  for (std::size_t i = 0; i < unmatched.size(); ++i)
    out += (i > 0 ? ",\n    " : "\n    ") + unmatched_json(unmatched[i]);
  out += unmatched.empty() ? "]\n}\n" : "\n  ]\n}\n";
}

/// "bucket, object (optional)"
std::string resource_types_of(ActionId action, const Catalogue& catalogue) {
  std::string out;
  for (const ActionResource& resource : catalogue.resources(action)) {
    if (!out.empty()) out += ", ";
    out += catalogue.resource_type(resource.type).name;
    if (!resource.required) out += " (optional)";
  }
  return out.empty() ? "*" : out;
}

class ActionTable {
 public:
  ActionTable(std::string& out, const Catalogue& catalogue, const TextOptions& options)
      : out_(out), catalogue_(catalogue), options_(options) {}

  /// Actions of one service.
  void write(std::span<const ActionId> actions) {
    const ServiceInfo service = catalogue_.service(catalogue_.service_of(actions.front()));
    out_ += fmt::format("{}  {}\n", styled(shown(service.prefix, options_), Style::bold, options_),
                        styled(fmt::format("{}, {}", shown(service.name, options_), plural(actions.size(), "action")),
                               Style::dim, options_));
    std::size_t name_width = 0, level_width = 0;
    for (const ActionId action : actions) {
      name_width = std::max(name_width, bare_name(action, catalogue_).size());
      level_width = std::max(level_width, to_string(catalogue_.access_level(action)).size());
    }
    for (const ActionId action : actions) {
      out_ += fmt::format("  {:<{}}  {:<{}}  {}\n", shown(bare_name(action, catalogue_), options_), name_width,
                          to_string(catalogue_.access_level(action)), level_width,
                          shown(resource_types_of(action, catalogue_), options_));
      if (options_.verbose) details(action);
    }
  }

 private:
  void details(ActionId action) {
    for (const ActionResource& resource : catalogue_.resources(action)) {
      const ResourceTypeInfo type = catalogue_.resource_type(resource.type);
      detail(type.name, type.arn);
      names(fmt::format("{} keys", type.name), catalogue_.resource_condition_keys(resource.type));
    }
    names("condition keys", catalogue_.condition_keys(action));
    names("dependent actions", catalogue_.dependent_actions(action));
  }

  void names(std::string_view label, const std::vector<std::string_view>& list) {
    if (!list.empty()) detail(label, fmt::format("{}", fmt::join(list, ", ")));
  }

  void detail(std::string_view label, std::string_view text) {
    const std::string line = fmt::format("      {}: {}", shown(label, options_), shown(text, options_));
    out_ += styled(line, Style::dim, options_) + '\n';
  }

  std::string& out_;
  const Catalogue& catalogue_;
  const TextOptions& options_;
};

}  // namespace

UnmatchedAction unmatched_action(std::string_view pattern, const Catalogue& catalogue) {
  UnmatchedAction result{std::string(pattern), {}, {}};
  if (const std::string_view action = catalogue.action_for_operation(pattern); !action.empty()) {
    result.nearest.emplace_back(action);
    result.message = fmt::format("`{}` is an API operation; IAM calls its permission `{}`", pattern, action);
    return result;
  }
  const std::size_t colon = pattern.find(':');
  if (colon == std::string_view::npos && catalogue.find_service(pattern)) {
    result.nearest.push_back(fmt::format("{}:*", pattern));
    result.message = fmt::format("`{}` is a service, not an action; did you mean `{}:*`?", pattern, pattern);
    return result;
  }
  for (const std::string_view name : catalogue.nearest_actions(pattern)) result.nearest.emplace_back(name);
  const bool known_service = colon != std::string_view::npos && catalogue.find_service(pattern.substr(0, colon));
  const bool wild = pattern.find_first_of("*?") != std::string_view::npos;
  result.message = fmt::format("{} `{}` matches no known action", wild ? "pattern" : "action", pattern);
  if (colon == std::string_view::npos) {
    result.message += "; an action is written `service:Name`";
  } else if (!known_service && pattern.substr(0, colon).find_first_of("*?") == std::string_view::npos) {
    result.message += fmt::format("; no service has the prefix `{}`", pattern.substr(0, colon));
  }
  if (!result.nearest.empty()) result.message += fmt::format("; did you mean {}?", join_names(result.nearest));
  return result;
}

void write_actions(std::string& out, std::span<const ActionId> actions, std::span<const UnmatchedAction> unmatched,
                   const Catalogue& catalogue, ActionFormat format, const TextOptions& options) {
  if (format == ActionFormat::ndjson) return write_ndjson(out, actions, catalogue);
  if (format == ActionFormat::json) return write_json(out, actions, unmatched, catalogue);
  ActionTable table(out, catalogue, options);
  for (std::size_t begin = 0, end = 0; begin < actions.size(); begin = end) {
    while (end < actions.size() && catalogue.service_of(actions[end]) == catalogue.service_of(actions[begin])) ++end;
    if (begin > 0) out += '\n';
    table.write(actions.subspan(begin, end - begin));
  }
}

}  // namespace iamproof
