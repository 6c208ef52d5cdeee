#include "analysis.h"

#include <algorithm>
#include <string_view>

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

namespace {

constexpr std::string_view of_service = "resource:";

bool is_service_prefix(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  });
}

std::string refuse_type(const std::string& type) {
  if (policy_type_from(type)) return {};
  if (type.starts_with(of_service) && is_service_prefix(std::string_view(type).substr(of_service.size()))) return {};
  return type + " is none of identity, resource, resource:SERVICE, trust, boundary, session, scp, rcp, endpoint";
}

}  // namespace

void add_type_option(CLI::App& command, std::string& type) {
  command
      .add_option(
          "--type", type,
          "What the documents are, else told by their elements and\npaths: identity, resource, trust, boundary, "
          "session, scp,\nrcp, endpoint; or resource:SERVICE, as resource:s3")
      ->check(refuse_type)
      ->option_text("TYPE");
}

ReadOptions read_options(const std::string& type) {
  ReadOptions options;
  if (type.starts_with(of_service)) {
    options.type = PolicyType::resource;
    options.service = type.substr(of_service.size());
  } else {
    options.type = policy_type_from(type);
  }
  return options;
}

Result<std::unique_ptr<const Source>> read_source(const std::string& path) {
  Result<std::string> text = read_file(path);
  if (!text) return text.errors();
  return std::make_unique<const Source>(path == "-" ? "<stdin>" : path, std::move(*text));
}

}  // namespace iamproof::cli
