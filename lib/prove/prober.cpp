// First without regard to which resources the actions have: most problems that have no request have none at all. Then,
// where a statement looks at the resource, once for each list of resource types, for the actions that share it.
#include "prove/prober.h"

#include <algorithm>

#include <fmt/format.h>

namespace iamproof {

namespace {

/// What one step of the budget buys where patterns, values and actions are only gone through.
constexpr std::uint64_t values_per_step = 8;

/// What a probe costs before it searches: its statements are looked through and its actions handed on.
std::uint64_t cost_of(const ActionClass& actions, const SearchProblem& problem) {
  std::uint64_t cost = actions.members.size();
  problem.for_each([&](const CompiledStatement& statement) { cost += statement.size; });
  return 1 + cost / values_per_step;
}

bool looks_at_resource(const SearchProblem& problem) {
  bool looks = false;
  problem.for_each([&](const CompiledStatement& statement) { looks = looks || !statement.resources.is_everything(); });
  return looks;
}

}  // namespace

Prober::Prober(const Catalogue& catalogue, const KeyTable& keys, const Witnesses& witnesses,
               const ProveOptions& options)
    : catalogue_(catalogue), keys_(keys), witnesses_(witnesses), options_(options), budget_{options.step_budget} {}

bool Prober::exhausted() {
  if (budget_.left == 0) open("the search ran out of its step budget");
  return budget_.left == 0;
}

std::vector<Exposure> Prober::probe(const ActionClass& actions, const CallerClass& caller, SearchProblem problem,
                                    const CompiledStatement* region) {
  budget_.spend(cost_of(actions, problem));
  if (exhausted()) return {};
  if (actions.later) problem.later = &*actions.later;
  const bool any_resource = !looks_at_resource(problem);
  const bool by_type = !actions.members.empty() && !any_resource && options_.assume.resource_types;
  if (by_type && actions.members.size() == 1) return probe_by_resource_type(actions, caller, problem, region);
  Exposure whole{actions.members, actions.outside, &caller, {}, any_resource, region, {}};
  Settled free = settle_for(whole, problem, ResourceUniverse::any());
  if (std::holds_alternative<NoRequest>(free)) return {};
  if (by_type) return probe_by_resource_type(actions, caller, problem, region);
  if (const auto* why = std::get_if<Open>(&free)) {
    open(why->reason);
    return {};
  }
  whole.scene = std::get<Scene>(std::move(free));
  if (actions.later) whole.outside = whole.scene.action;
  return {std::move(whole)};
}

std::vector<Exposure> Prober::probe_by_resource_type(const ActionClass& actions, const CallerClass& caller,
                                                     const SearchProblem& problem, const CompiledStatement* region) {
  std::map<std::uint32_t, std::vector<ActionId>> by_type;
  for (const ActionId action : actions.members) by_type[catalogue_.resource_list(action)].push_back(action);
  std::vector<Exposure> out;
  for (auto& [list, members] : by_type) {
    Exposure exposure{std::move(members), {}, &caller, {}, false, region, {}};
    Settled typed = settle_for(exposure, problem, universe_of(exposure.actions.front()));
    if (const auto* why = std::get_if<Open>(&typed)) {
      open(why->reason);
    } else if (auto* scene = std::get_if<Scene>(&typed)) {
      exposure.scene = std::move(*scene);
      out.push_back(std::move(exposure));
    } else {
      note_resource_types(exposure, problem);
    }
    if (exhausted()) break;
  }
  return out;
}

/// A proof rests on the types of resources only where without them there would be a request.
void Prober::note_resource_types(const Exposure& exposure, const SearchProblem& problem) {
  std::string assumed = fmt::format(
      "actions work on the resource types that the catalogue of {} lists for them, "
      "and names of IAM, numbers and ids hold no colon",
      catalogue_.date());
  if (assumptions_.contains(assumed)) return;
  if (!std::holds_alternative<NoRequest>(settle_for(exposure, problem, ResourceUniverse::any()))) {
    assumptions_.insert(std::move(assumed));
  }
}

Settled Prober::settle_for(const Exposure& exposure, const SearchProblem& problem, const ResourceUniverse& universe) {
  const auto replays = [&](const Scene& scene) {
    if (!budget_.spend(witnesses_.replay_cost())) return false;
    Exposure candidate = exposure;
    candidate.scene = scene;
    if (problem.later != nullptr) candidate.outside = scene.action;
    return witnesses_.refutes(witnesses_.request_of(candidate));
  };
  return settle(problem, universe, keys_, exposure.caller->keys, options_.assume, budget_, replays);
}

const ResourceUniverse& Prober::universe_of(ActionId action) {
  const auto [at, is_new] = universes_.try_emplace(catalogue_.resource_list(action));
  if (is_new) at->second = ResourceUniverse::of_action(catalogue_, action);
  return at->second;
}

Answer Prober::answer(std::vector<Breach> breaches) {
  note_keys();
  Answer answer;
  answer.open = {open_.begin(), open_.end()};
  answer.steps = options_.step_budget - budget_.left;
  answer.assumptions = {assumptions_.begin(), assumptions_.end()};
  if (!breaches.empty()) {
    answer.verdict = Refuted{std::move(breaches)};
  } else if (!answer.open.empty()) {
    answer.verdict = Unknown{answer.open.front()};
  } else {
    answer.verdict = Proved{};
  }
  return answer;
}

void Prober::note_keys() {
  for (const auto& [key, facts] : keys_) {
    if (facts.known) continue;
    if (options_.assume.unknown_keys_absent && facts.reserved) {
      assume(fmt::format("no request carries the key `{}`, which the catalogue does not know", facts.name));
    } else {
      assume(fmt::format("the key `{}`, which the catalogue does not know, carries {}", facts.name,
                         facts.multivalued ? "a set of values" : "one value"));
    }
  }
  if (options_.assume.closed_catalogue) {
    assume(fmt::format("within the catalogue of {}: actions added later are left out", catalogue_.date()));
  }
}

}  // namespace iamproof
