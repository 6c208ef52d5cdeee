#include "managed/package.h"

#include <algorithm>
#include <cstdlib>

#include <fmt/format.h>

#include "json/json.h"

namespace managed {

using namespace iamproof;

[[noreturn]] static void give_up(const std::string& why) {
  fmt::print("FAILED the package: {}\n", why);
  std::exit(1);
}

static json::Value member(json::Value object, std::string_view name) {
  for (const json::Member entry : object.members())
    if (entry.key.text() == name) return entry.value;
  give_up(fmt::format("an object without `{}`", name));
}

static unsigned long number_of(std::string_view version) {
  return std::strtoul(std::string(version.substr(1)).c_str(), nullptr, 10);
}

static ManagedPolicy read_policy(const Source& package, std::string_view name, json::Value json) {
  ManagedPolicy policy{std::string(name), {}};
  const std::string_view latest = member(json, "latestVersionId").text();
  std::vector<json::Member> versions;
  for (const json::Member version : member(json, "versions").members()) versions.push_back(version);
  std::sort(versions.begin(), versions.end(), [](const json::Member& a, const json::Member& b) {
    return number_of(a.key.text()) < number_of(b.key.text());
  });
  for (const json::Member& version : versions) {
    const bool is_latest = version.key.text() == latest;
    std::string full = is_latest ? policy.name : fmt::format("{}:{}", name, version.key.text());
    const std::string text(package.slice(member(version.value, "document").span()));
    policy.versions.push_back({full, std::string(version.key.text()), std::make_unique<Source>(full, text), is_latest});
  }
  return policy;
}

std::vector<ManagedPolicy> read_package(const char* path) {
  auto text = read_file(path, std::size_t{1} << 30U);
  if (!text) give_up(text.errors().front().message);
  const Source package("managedPolicies.json", std::move(*text));
  json::Limits limits;
  limits.bytes = std::size_t{1} << 30U;
  const auto document = json::read(package, limits);
  if (!document) give_up(document.errors().front().message);
  std::vector<ManagedPolicy> policies;
  std::size_t documents = 0;
  for (const json::Member policy : document->root().members()) {
    policies.push_back(read_policy(package, policy.key.text(), policy.value));
    documents += policies.back().versions.size();
  }
  if (documents < documents_known || policies.size() < policies_known)
    give_up(fmt::format("holds only {} documents of {} policies", documents, policies.size()));
  return policies;
}

}  // namespace managed
