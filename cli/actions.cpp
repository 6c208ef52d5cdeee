#include <algorithm>
#include <cctype>
#include <iterator>

#include <fmt/format.h>
#include <unistd.h>

#include "console.h"

namespace iamproof::cli {

namespace {

struct Settings {
  Common common;
  std::vector<std::string> patterns;
  std::string access_level, family, service, resource_type, format = "text";
  bool count = false, verbose = false;
};

/// A set of actions, ascending, each once.
using Actions = std::vector<ActionId>;

void normalise(Actions& actions) {
  std::sort(actions.begin(), actions.end());
  actions.erase(std::unique(actions.begin(), actions.end()), actions.end());
}

Actions actions_of_family(const Catalogue& catalogue, std::string_view family) {
  Actions actions;
  for (const FamilyEntry& entry : catalogue.family(family)) {
    const Actions some = catalogue.expand(entry.pattern);
    actions.insert(actions.end(), some.begin(), some.end());
  }
  normalise(actions);
  return actions;
}

bool same_name(std::string_view a, std::string_view b) {
  const auto fold = [](char c) { return std::tolower(static_cast<unsigned char>(c)); };
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [&](char x, char y) { return fold(x) == fold(y); });
}

/// `name` is a resource type's name, or that with its service: "bucket", "s3:bucket".
bool works_on(const Catalogue& catalogue, ActionId action, std::string_view name) {
  const std::vector<ActionResource> resources = catalogue.resources(action);
  return std::any_of(resources.begin(), resources.end(), [&](const ActionResource& resource) {
    const ResourceTypeInfo type = catalogue.resource_type(resource.type);
    return same_name(type.name, name) ||
           same_name(fmt::format("{}:{}", catalogue.service(type.service).prefix, type.name), name);
  });
}

/// What is wrong with the filters, if anything.
std::string wrong_filter(const Settings& settings, const Catalogue& catalogue) {
  if (!settings.access_level.empty() && !access_level_from(settings.access_level)) {
    return fmt::format("there is no access level `{}`; there are list, read, tagging, write, permissions management",
                       settings.access_level);
  }
  if (!settings.service.empty() && !catalogue.find_service(settings.service)) {
    return fmt::format("no service has the prefix `{}`", settings.service);
  }
  const std::vector<std::string_view> families = catalogue.families();
  if (!settings.family.empty() && std::find(families.begin(), families.end(), settings.family) == families.end()) {
    return fmt::format("there is no family `{}`; there are {}", settings.family, fmt::join(families, ", "));
  }
  return {};
}

void keep_fitting(Actions& actions, const Settings& settings, const Catalogue& catalogue) {
  const std::optional<AccessLevel> level = access_level_from(settings.access_level);
  const std::optional<ServiceId> service = catalogue.find_service(settings.service);
  const Actions family = settings.family.empty() ? Actions{} : actions_of_family(catalogue, settings.family);
  const auto misfit = [&](ActionId action) {
    if (level && catalogue.access_level(action) != *level) return true;
    if (!settings.service.empty() && catalogue.service_of(action) != service) return true;
    if (!settings.family.empty() && !std::binary_search(family.begin(), family.end(), action)) return true;
    return !settings.resource_type.empty() && !works_on(catalogue, action, settings.resource_type);
  };
  actions.erase(std::remove_if(actions.begin(), actions.end(), misfit), actions.end());
}

int run(const Settings& settings) {
  const Result<Catalogue> catalogue = load_catalogue(settings.common);
  if (!catalogue) {
    print_errors(catalogue.errors(), settings.common);
    return status_failed;
  }
  if (const std::string wrong = wrong_filter(settings, *catalogue); !wrong.empty()) {
    print_error(wrong, settings.common);
    return status_failed;
  }
  const bool filtered = !(settings.access_level + settings.family + settings.service + settings.resource_type).empty();
  if (settings.patterns.empty() && !filtered) {
    print_error("actions needs a pattern such as `s3:Get*`, or a filter; `*` is every action", settings.common);
    return status_failed;
  }

  Actions actions;
  std::vector<UnmatchedAction> unmatched;
  const std::vector<std::string> everything = {"*"};
  for (const std::string& pattern : settings.patterns.empty() ? everything : settings.patterns) {
    const Actions some = catalogue->expand(pattern);
    if (some.empty()) unmatched.push_back(unmatched_action(pattern, *catalogue));
    actions.insert(actions.end(), some.begin(), some.end());
  }
  normalise(actions);
  keep_fitting(actions, settings, *catalogue);

  for (const UnmatchedAction& each : unmatched) print_error(each.message, settings.common);
  if (actions.empty() && unmatched.empty()) print_error("no action fits all that was asked for", settings.common);
  std::string text;
  if (settings.count) {
    text = fmt::format("{}\n", actions.size());
  } else {
    TextOptions options = text_options(settings.common, STDOUT_FILENO);
    options.verbose = settings.verbose;
    const ActionFormat format = settings.format == "json"     ? ActionFormat::json
                                : settings.format == "ndjson" ? ActionFormat::ndjson
                                                              : ActionFormat::text;
    write_actions(text, actions, unmatched, *catalogue, format, options);
  }
  if (!print(text)) return status_failed;
  return actions.empty() || !unmatched.empty() ? status_found : status_clean;
}

}  // namespace

void add_actions(CLI::App& app, int& status) {
  const auto settings = std::make_shared<Settings>();
  CLI::App& command = *app.add_subcommand(
      "actions",
      "List the actions that patterns stand for, with access levels and resource types.\n"
      "Filters narrow them down. A name that is no action gets the nearest names, or the permission\n"
      "behind an API operation.");
  command.footer(
      "Examples:\n"
      "  iamproof actions 's3:Get*Acl'\n"
      "  iamproof actions --family billing-view --access-level write\n"
      "  iamproof actions 'ec2:*' --resource-type instance --count\n"
      "\n"
      "Exit status: 0 every pattern matches and something is listed, 1 not so, 2 the call was wrong.");
  command.add_option("PATTERN", settings->patterns, "Action patterns as in a policy, * and ? included")
      ->option_text("...");
  command
      .add_option("--access-level", settings->access_level, "list, read, tagging, write, or 'permissions management'")
      ->option_text("LEVEL");
  command.add_option("--family", settings->family, "Only actions of this family, such as billing-view")
      ->option_text("NAME");
  command.add_option("--service", settings->service, "Only actions of this service prefix")->option_text("PREFIX");
  command
      .add_option("--resource-type", settings->resource_type, "Only actions that work on this type: bucket, s3:bucket")
      ->option_text("TYPE");
  command.add_option("--format", settings->format, "text (the default), json or ndjson")
      ->check(CLI::IsMember({"text", "json", "ndjson"}))
      ->option_text("FORMAT");
  command.add_flag("--count", settings->count, "Print only how many there are");
  command.add_flag("--verbose", settings->verbose, "Show resource ARNs, condition keys and dependent actions");
  add_catalogue_options(command, settings->common);
  add_color_option(command, settings->common);
  command.callback([settings, &status] { status = run(*settings); });
}

}  // namespace iamproof::cli
