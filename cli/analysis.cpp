#include "analysis.h"

#include <algorithm>

namespace iamproof::cli {

void add_list(CLI::App& command, const char* name, std::vector<std::string>& values, const char* text,
              const char* help) {
  command.add_option(name, values, help)->option_text(text)->allow_extra_args(false);
}

void add_guardrail_options(CLI::App& command, GuardrailPaths& paths) {
  command.add_option("--boundary", paths.boundary, "Under this permissions boundary")->option_text("FILE");
  add_list(command, "--session", paths.session, "FILE",
           "In sessions with this session policy; repeat for policies that\nact as one");
  add_list(command, "--scp", paths.scp, "FILE", "Under this SCP; each is a level, the root's first");
  add_list(command, "--rcp", paths.rcp, "FILE", "Under this RCP; each is a level, the root's first");
  command.add_option("--resource-policy", paths.resource, "On resources with this policy of their own")
      ->option_text("FILE");
  command.add_option("--endpoint-policy", paths.endpoint, "Through a VPC endpoint with this policy")
      ->option_text("FILE");
}

void add_assume_options(CLI::App& command, AssumeSettings& settings) {
  command
      .add_option("--assume", settings.names,
                  "What answers may rest on: resource-types (the default),\nunknown-keys-absent, closed-catalogue; may "
                  "be repeated")
      ->check(CLI::IsMember({"resource-types", "unknown-keys-absent", "closed-catalogue"}))
      ->option_text("NAME")
      ->allow_extra_args(false);
  command.add_flag("--no-assume", settings.none, "Rest on nothing but what --assume names");
}

Assumptions assumptions_of(const AssumeSettings& settings) {
  const auto given = [&](const char* name) {
    return std::find(settings.names.begin(), settings.names.end(), name) != settings.names.end();
  };
  Assumptions assume;
  assume.resource_types = !settings.none || given("resource-types");
  assume.unknown_keys_absent = given("unknown-keys-absent");
  assume.closed_catalogue = given("closed-catalogue");
  return assume;
}

void add_type_option(CLI::App& command, std::string& type) {
  command
      .add_option(
          "--type", type,
          "What the documents are, else guessed: identity, resource,\ntrust, boundary, session, scp, rcp, endpoint")
      ->check(CLI::IsMember({"identity", "resource", "trust", "boundary", "session", "scp", "rcp", "endpoint"}))
      ->option_text("TYPE");
}

Result<std::unique_ptr<const Source>> read_source(const std::string& path) {
  Result<std::string> text = read_file(path);
  if (!text) return text.errors();
  return std::make_unique<const Source>(path == "-" ? "<stdin>" : path, std::move(*text));
}

}  // namespace iamproof::cli
