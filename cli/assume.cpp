#include "assume.h"

#include <algorithm>
#include <array>

namespace iamproof::cli {

namespace {

struct Named {
  const char* name;
  bool Assumptions::*assumption;
};

constexpr auto named = std::to_array<Named>({
    {"resource-types", &Assumptions::resource_types},
    {"action-keys", &Assumptions::action_keys},
    {"key-facts", &Assumptions::key_facts},
    {"unknown-keys-absent", &Assumptions::unknown_keys_absent},
    {"set-operators-required", &Assumptions::set_operators_required},
    {"closed-catalogue", &Assumptions::closed_catalogue},
});

std::vector<std::string> names() {
  std::vector<std::string> out;
  for (const Named& entry : named) out.emplace_back(entry.name);
  return out;
}

}  // namespace

void add_assume_options(CLI::App& command, AssumeSettings& settings) {
  CLI::Option* mode = command.add_option(
      "--mode", settings.mode,
      "Which requests there are. free: any key, any resource, with any\naction; typed: the keys and resources that the "
      "catalogue gives an\naction; physical: and only keys that go together, as AWS documents.\nDefault: resources of "
      "the action, keys that go together");
  mode->check(CLI::IsMember({"free", "typed", "physical"}))->option_text("MODE");
  command
      .add_option(
          "--assume", settings.names,
          "What answers may rest on besides: resource-types, key-facts and\nset-operators-required (all by default), "
          "action-keys,\nunknown-keys-absent, closed-catalogue; may be repeated")
      ->check(CLI::IsMember(names()))
      ->option_text("NAME")
      ->allow_extra_args(false);
  command.add_flag("--no-assume", settings.none, "Rest on nothing but what --assume names")
      ->option_text(" ")
      ->excludes(mode);
}

Assumptions assumptions_of(const AssumeSettings& settings) {
  Assumptions assume;
  if (settings.none) assume = iamproof::assumptions_of(Mode::free);
  if (const auto mode = mode_from(settings.mode)) assume = iamproof::assumptions_of(*mode);
  for (const Named& entry : named) {
    if (std::find(settings.names.begin(), settings.names.end(), entry.name) != settings.names.end()) {
      assume.*entry.assumption = true;
    }
  }
  return assume;
}

}  // namespace iamproof::cli
