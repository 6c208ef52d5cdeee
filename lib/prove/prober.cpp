// First without regard to which resources the actions have: most problems that have no request have none at all. Then,
// where a statement looks at the resource, once for each list of resource types, for the actions that share it.
#include "prove/prober.h"

#include <algorithm>
#include <iterator>

#include <fmt/format.h>

#include "arn/arn.h"
#include "support/text.h"

namespace iamproof {

namespace {

/// What one step of the budget buys where patterns, values and actions are only gone through.
constexpr std::uint64_t values_per_step = 8;

/// What it costs to keep a scene: patterns may be long, and then texts are.
std::uint64_t cost_of(const Scene& scene) {
  constexpr std::uint64_t bytes_per_step = 64;
  std::uint64_t bytes = scene.action.size() + scene.resource.size();
  for (const auto& [key, value] : scene.context) {
    if (const auto* text = std::get_if<std::string>(&value)) bytes += text->size();
    if (const auto* set = std::get_if<std::vector<std::string>>(&value)) {
      for (const std::string& member : *set) bytes += member.size();
    }
  }
  return bytes / bytes_per_step;
}

/// What a probe costs before it searches: its statements are looked through and its actions handed on.
std::uint64_t cost_of(const ActionClass& actions, const SearchProblem& problem) {
  std::uint64_t cost = actions.members.size();
  problem.for_each([&](const CompiledStatement& statement) { cost += statement.size; });
  return 1 + cost / values_per_step;
}

/// Takes the ARNs out of a universe that name the account which that of the scene names, of its service: a wildcard
/// would take in S3, whose access points lead to buckets of other accounts. False where the scene's ARN is not at
/// fault.
bool exclude_said_owner(const Scene& scene, const CallerClass& caller, bool first, ResourceUniverse& universe) {
  const auto parts = split_arn(scene.resource);
  const auto& never = caller.never_said_owner;
  const bool at_fault = parts && std::find(never.begin(), never.end(), parts->account) != never.end() &&
                        !parts->service.starts_with("s3") &&
                        parts->service.find_first_of("*?$") == std::string_view::npos;
  if (!at_fault) return first;  // aws:ResourceAccount may be
  const std::string pattern = fmt::format("arn:*:{}:*:{}:*", parts->service, parts->account);
  universe.without.push_back(*arn_like(Glob(pattern)));
  return true;
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

void Prober::assume(const CrossKeyFact& fact) {
  assume(fmt::format("{} (`{}`)", fact.title, fact.id));
}

bool Prober::exhausted() {
  if (budget_.left == 0) open("the search ran out of its step budget");
  return budget_.left == 0;
}

std::vector<Exposure> Prober::probe(const ActionClass& actions, const CallerClass& caller, SearchProblem problem,
                                    const CompiledStatement* region) {
  if (!options_.assume.action_keys || actions.members.empty()) {
    return probe_alike(actions, caller, std::move(problem), region);
  }
  std::map<std::vector<std::string>, std::vector<ActionId>> by_keys;
  for (const ActionId action : actions.members) by_keys[foreign_keys(action)].push_back(action);
  std::vector<Exposure> out;
  for (auto& [foreign, members] : by_keys) {
    ActionClass alike = actions;
    alike.members = std::move(members);
    const CallerClass& without = foreign.empty() ? caller : callers_.emplace_back(without_keys(caller, foreign));
    std::vector<Exposure> exposures = probe_alike(alike, without, problem, region);
    if (!foreign.empty() && exposures.empty()) {
      assume(
          fmt::format("requests of an action carry the context keys that the catalogue of {} lists for it, and those "
                      "of every action",
                      catalogue_.date()));
    }
    std::move(exposures.begin(), exposures.end(), std::back_inserter(out));
  }
  return out;
}

/// Of the keys in question, those that the catalogue gives other actions and not this one.
std::vector<std::string> Prober::foreign_keys(ActionId action) const {
  std::vector<std::string_view> own = catalogue_.condition_keys(action);
  for (const ActionResource& resource : catalogue_.resources(action)) {
    const auto of_type = catalogue_.resource_condition_keys(resource.type);
    own.insert(own.end(), of_type.begin(), of_type.end());
  }
  std::vector<std::string> foreign;
  for (const auto& [key, facts] : keys_) {
    if (!facts.known || facts.global || !facts.reserved) continue;
    const std::string_view name = catalogue_.find_key(key)->name;
    if (std::none_of(own.begin(), own.end(), [&](std::string_view other) { return equal_folded(other, name); })) {
      foreign.push_back(key);
    }
  }
  return foreign;
}

CallerClass Prober::without_keys(CallerClass caller, const std::vector<std::string>& keys) {
  for (const std::string& key : keys) caller.keys.states.try_emplace(key, std::nullopt);
  return caller;
}

std::vector<Exposure> Prober::probe_alike(const ActionClass& actions, const CallerClass& caller, SearchProblem problem,
                                          const CompiledStatement* region) {
  budget_.spend(cost_of(actions, problem));
  if (exhausted()) return {};
  if (actions.later) problem.later = &*actions.later;
  const bool any_resource = !looks_at_resource(problem);
  const bool by_type = !actions.members.empty() && !any_resource && options_.assume.resource_types;
  if (by_type && work_on_the_same(actions.members)) return probe_by_resource_type(actions, caller, problem, region);
  Exposure whole{actions.members, actions.outside, &caller, {}, any_resource, region, {}};
  Settled free = settle_for(whole, problem, ResourceUniverse::any());
  if (std::holds_alternative<NoRequest>(free)) return {};
  if (by_type) return probe_by_resource_type(actions, caller, problem, region);
  if (const auto* why = std::get_if<Open>(&free)) {
    open(why->reason);
    return {};
  }
  whole.scene = std::get<Scene>(std::move(free));
  note_lists(whole.scene);
  if (actions.later) whole.outside = whole.scene.action;
  std::vector<Exposure> out(1 + actions.also.size(), whole);
  for (std::size_t i = 0; i < actions.also.size(); ++i) out[i + 1].outside = actions.also[i];
  return out;
}

bool Prober::work_on_the_same(const std::vector<ActionId>& actions) const {
  const std::uint32_t list = catalogue_.resource_list(actions.front());
  return std::all_of(actions.begin(), actions.end(),
                     [&](ActionId action) { return catalogue_.resource_list(action) == list; });
}

std::vector<Exposure> Prober::probe_by_resource_type(const ActionClass& actions, const CallerClass& caller,
                                                     const SearchProblem& problem, const CompiledStatement* region) {
  std::map<std::uint32_t, std::vector<ActionId>> by_type;
  for (const ActionId action : actions.members) by_type[catalogue_.resource_list(action)].push_back(action);
  std::vector<Exposure> out;
  for (auto& [list, members] : by_type) {
    Exposure exposure{std::move(members), {}, &caller, {}, false, region, {}};
    Settled typed = settle_for(exposure, problem, ResourceUniverse::shared(catalogue_, exposure.actions.front()));
    if (const auto* why = std::get_if<Open>(&typed)) {
      open(why->reason);
    } else if (auto* scene = std::get_if<Scene>(&typed)) {
      exposure.scene = std::move(*scene);
      note_lists(exposure.scene);
      out.push_back(std::move(exposure));
    } else {
      note_resource_types(exposure, problem);
    }
    if (exhausted()) break;
  }
  return out;
}

/// A proof rests on the types of resources only where without them there would be a request, and on the rules for names
/// where there would be one if names held colons.
void Prober::note_resource_types(const Exposure& exposure, const SearchProblem& problem) {
  const auto has_request = [&](const ResourceUniverse& universe) {
    return !std::holds_alternative<NoRequest>(settle_for(exposure, problem, universe));
  };
  std::string types =
      fmt::format("actions work on the resource types that the catalogue of {} lists for them", catalogue_.date());
  std::string names = "names and ids in ARNs hold no colon where the rules of their service leave it out";
  if (assumptions_.contains(names)) return;
  if (has_request(ResourceUniverse::of_action(catalogue_, exposure.actions.front(), Colons::anywhere))) {
    assume(std::move(names));
    assume(std::move(types));
  } else if (!assumptions_.contains(types) && has_request(ResourceUniverse::any())) {
    assume(std::move(types));
  }
}

Settled Prober::settle_for(const Exposure& exposure, const SearchProblem& problem, const ResourceUniverse& universe) {
  const auto replays = [&](const Scene& scene) {
    if (!budget_.spend(witnesses_.replay_cost())) return false;
    return witnesses_.refutes(witnesses_.request_of(exposure, scene));
  };
  const Setting setting{universe,        keys_, exposure.caller->keys, options_.assume, facts_of(*exposure.caller),
                        unheard_of_keys_};
  Settled settled = settle(problem, setting, budget_, replays);
  if (const auto* none = std::get_if<NoRequest>(&settled)) {
    note(*none);
  }
  if (auto* scene = std::get_if<Scene>(&settled)) {
    prefer_own(*scene, problem, setting, replays, exposure);
    budget_.spend(cost_of(*scene));
    return said_owner(std::move(*scene), problem, setting, replays, exposure);
  }
  return settled;
}

void Prober::note(const NoRequest& none) {
  for (const CrossKeyFact* fact : none.because) assume(*fact);
  for (const std::string& key : none.lists_fail) assume(words_of_lists(keys_.find(key)->second));
}

void Prober::note_lists(const Scene& scene) {
  for (const std::string& key : scene.lists_fail) assume(words_of_lists(keys_.find(key)->second));
}

/// Where the ARN of the resource or aws:ResourceAccount gives it to another account than its owner: a scene in which
/// they do not, or that there is none. What they say puts a request into another class, where the class names whom they
/// may name. "The ID of the AWS account that owns the resource": AWS General Reference, "Amazon Resource Names (ARNs)".
Settled Prober::said_owner(Scene scene, const SearchProblem& problem, const Setting& setting,
                           const std::function<bool(const Scene&)>& replays, const Exposure& exposure) {
  constexpr int most_rounds = 8;
  const CallerClass& caller = *exposure.caller;
  const bool one = !caller.said_owner.empty();
  if (!options_.assume.key_facts || (!one && caller.never_said_owner.empty())) return scene;
  ResourceUniverse universe = one ? setting.universe.owned_by(caller.said_owner) : setting.universe;
  FixedKeys fixed = setting.fixed;
  Confinement& key = fixed.confined["aws:resourceaccount"];
  key.may_be_absent = true;
  if (one) {
    key.inside = {Glob::literal(caller.said_owner)};
  } else if (key.inside.empty()) {
    key.inside = {Glob("*")};  // any account but those
  }
  for (const std::string& account : caller.never_said_owner) key.outside.push_back(Glob::literal(account));
  for (int round = 0; round < most_rounds; ++round) {
    if (!other_owner(witnesses_.request_of(exposure, scene))) return scene;
    if (round > 0 && one) return scene;
    if (!one && !exclude_said_owner(scene, caller, round == 0, universe)) return scene;
    const Setting said{universe, setting.keys, fixed, setting.assume, setting.facts, setting.unheard_of_keys};
    Settled settled = settle(problem, said, budget_, replays);
    auto* found = std::get_if<Scene>(&settled);
    if (found == nullptr) {
      if (const auto* none = std::get_if<NoRequest>(&settled)) {
        note(*none);
        for (const CrossKeyFact& fact : cross_key_facts()) {
          if (fact.id == owner_of_arn) assume(fact);
        }
      }
      return settled;
    }
    scene = std::move(*found);
  }
  return scene;
}

/// A scene whose resource is the owner's by its ARN and its keys as well, if one is at hand: in the caller's own
/// account, where the class is of such requests. No proof rests on it.
void Prober::prefer_own(Scene& scene, const SearchProblem& problem, const Setting& setting,
                        const std::function<bool(const Scene&)>& replays, const Exposure& exposure) {
  constexpr std::uint64_t worth_of_a_better_scene = 20'000;  // steps
  const CallerClass& caller = *exposure.caller;
  if (caller.closed_context || !caller.request.resource_account) return;
  const Request request = witnesses_.request_of(exposure, scene);
  const bool at_home = caller.request.resource_account == Caller::of(caller.request).account;
  const std::string owner = at_home ? std::string(Caller::of(request).account) : *request.resource_account;
  if (request.resource_account == owner && !other_owner(request)) return;
  const ResourceUniverse own = setting.universe.owned_by(owner);
  FixedKeys fixed = setting.fixed;
  Confinement& key = fixed.confined["aws:resourceaccount"];
  if (key.inside.empty()) {
    key.inside = {Glob::literal(owner)};
    key.may_be_absent = true;
  }
  Budget budget{std::min(budget_.left, worth_of_a_better_scene)};
  const std::uint64_t given = budget.left;
  const Setting of_own{own, setting.keys, fixed, setting.assume, setting.facts, setting.unheard_of_keys};
  Settled better = settle(problem, of_own, budget, replays);
  budget_.spend(given - budget.left);
  if (auto* found = std::get_if<Scene>(&better)) scene = std::move(*found);
}

/// What is known of the keys in a caller's requests. A context that is given whole is what it is.
CrossKeys* Prober::facts_of(const CallerClass& caller) {
  if (caller.closed_context) return nullptr;
  const Caller who = Caller::of(caller.request);
  // Where the set has no principals, the callers are those who have policies.
  const bool is_signed = who.text.empty() || who.is_identity() || who.kind == CallerKind::root;
  std::optional<CrossKeys>& facts = is_signed ? facts_of_signed_ : facts_of_any_;
  if (!facts) facts.emplace(keys_, is_signed);
  return &*facts;
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
