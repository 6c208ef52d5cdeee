// Deciding each request on its own would repeat what most of them share. What a statement says of an action depends on
// the action alone; each of its conditions, on the state of its key alone; what it says of the resource, on the
// resource alone. Only policy variables look further. Each is asked once, and the rest is looks into tables.
#include "oracle/prover.h"

#include <algorithm>
#include <stdexcept>

#include "oracle/text.h"

namespace oracle {

using support::Json;

static ClaimKind read_kind(const std::string& name) {
  if (name == "never-allowed") return ClaimKind::never_allowed;
  if (name == "always-denied") return ClaimKind::always_denied;
  if (name == "always-allowed") return ClaimKind::always_allowed;
  if (name == "only-within") return ClaimKind::only_within;
  throw std::runtime_error("no such claim: " + name);
}

Claim read_claim(const Json& json) {
  Claim claim;
  claim.kind = read_kind(json.at("claim").text);
  for (const Json& statement : json.at("region").items) claim.region.push_back(read_region(statement));
  return claim;
}

bool in_region(const Claim& claim, const Request& request) {
  return std::any_of(claim.region.begin(), claim.region.end(),
                     [&](const Statement& statement) { return applies(statement, request); });
}

bool refutes(const Claim& claim, Decision decision, bool in_region) {
  switch (claim.kind) {
    case ClaimKind::never_allowed:
      return in_region && decision == Decision::allow;
    case ClaimKind::always_denied:
      return in_region && decision != Decision::explicit_deny;
    case ClaimKind::always_allowed:
      return in_region && decision != Decision::allow;
    case ClaimKind::only_within:
      return !in_region && decision == Decision::allow;
  }
  return false;
}

bool refutes(const std::vector<Statement>& policies, const Claim& claim, const Request& request) {
  return refutes(claim, decide(policies, request), in_region(claim, request));
}

namespace {

bool has_variables(const std::vector<std::string>& texts) {
  return std::any_of(texts.begin(), texts.end(),
                     [](const std::string& text) { return text.find("${") != std::string::npos; });
}

// A request but for its action and resource, and for each key of the world the number of its state.
struct Scene {
  Request request;
  std::vector<std::size_t> states;
};

std::size_t number_of_key(const World& world, const std::string& name) {
  for (std::size_t i = 0; i < world.keys.size(); ++i)
    if (same_but_for_case(world.keys[i].key, name)) return i;
  throw std::runtime_error("a world without the key " + name);
}

// One condition, on every state of its key.
class TabulatedCondition {
 public:
  TabulatedCondition(const Condition& condition, bool variables, const World& world)
      : condition_(condition), varies_(variables && has_variables(condition.values)) {
    key_ = number_of_key(world, condition.key);
    if (varies_) return;
    for (const auto& state : world.keys[key_].states) {
      Request request;
      if (state) request.context.emplace_back(condition.key, *state);
      holds_.push_back(condition_holds(condition, variables, request));
    }
  }

  bool holds(const Scene& scene) const {
    return varies_ ? condition_holds(condition_, true, scene.request) : holds_[scene.states[key_]];
  }

 private:
  const Condition& condition_;
  bool varies_;
  std::size_t key_ = 0;
  std::vector<bool> holds_;
};

// One statement of the policies or of the region, with its tables.
class Tabulated {
 public:
  Tabulated(const Statement& statement, const World& world) : statement_(statement) {
    for (const std::string& action : world.actions) actions_.push_back(action_matches(statement, action));
    for (const Condition& condition : statement.conditions)
      conditions_.emplace_back(condition, statement.has_variables, world);
    resources_vary_ = statement.has_variables && has_variables(statement.resources);
    if (!resources_vary_) fill_resources(world, {});
  }

  bool is_allow() const { return statement_.allow; }

  void enter(const World& world, const Scene& scene) {
    holds_ = std::all_of(conditions_.begin(), conditions_.end(),
                         [&](const TabulatedCondition& condition) { return condition.holds(scene); });
    if (holds_ && resources_vary_) fill_resources(world, scene.request);
  }

  bool applies(std::size_t action, std::size_t resource) const {
    return holds_ && actions_[action] && resources_[resource];
  }

 private:
  void fill_resources(const World& world, Request request) {
    resources_.clear();
    for (const std::string& resource : world.resources) {
      request.resource = resource;
      resources_.push_back(resource_matches(statement_, request));
    }
  }

  const Statement& statement_;
  std::vector<bool> actions_, resources_;
  std::vector<TabulatedCondition> conditions_;
  bool resources_vary_ = false;
  bool holds_ = false;
};

class Enumeration {
 public:
  Enumeration(const std::vector<Statement>& policies, const Claim& claim, const World& world,
              const IsRequest& is_request)
      : claim_(claim), world_(world) {
    for (const Statement& statement : policies) policies_.emplace_back(statement, world);
    for (const Statement& statement : claim.region) region_.emplace_back(statement, world);
    for (std::size_t action = 0; action < world.actions.size(); ++action)
      for (std::size_t resource = 0; resource < world.resources.size(); ++resource)
        if (is_request(world.actions[action], world.resources[resource])) pairs_.emplace_back(action, resource);
  }

  std::optional<Request> find() {
    scene_.request.principal = "arn:aws:iam::111122223333:user/example-user";
    scene_.states.resize(world_.keys.size());
    return each_context(0);
  }

 private:
  // Gives the keys from number `key` on every combination of their states.
  std::optional<Request> each_context(std::size_t key) {
    if (key == world_.keys.size()) return each_pair();
    const KeyStates& states = world_.keys[key];
    for (std::size_t i = 0; i < states.states.size(); ++i) {
      const auto& state = states.states[i];
      scene_.states[key] = i;
      if (state) scene_.request.context.emplace_back(states.key, *state);
      auto found = each_context(key + 1);
      if (state) scene_.request.context.pop_back();
      if (found) return found;
    }
    return std::nullopt;
  }

  std::optional<Request> each_pair() {
    for (Tabulated& statement : policies_) statement.enter(world_, scene_);
    for (Tabulated& statement : region_) statement.enter(world_, scene_);
    for (const auto& [action, resource] : pairs_) {
      if (!refutes(claim_, decide(action, resource), in_region(action, resource))) continue;
      Request request = scene_.request;
      request.action = world_.actions[action];
      request.resource = world_.resources[resource];
      return request;
    }
    return std::nullopt;
  }

  Decision decide(std::size_t action, std::size_t resource) const {
    Decision decision = Decision::implicit_deny;
    for (const Tabulated& statement : policies_) {
      if (!statement.applies(action, resource)) continue;
      if (!statement.is_allow()) return Decision::explicit_deny;
      decision = Decision::allow;
    }
    return decision;
  }

  bool in_region(std::size_t action, std::size_t resource) const {
    return std::any_of(region_.begin(), region_.end(),
                       [&](const Tabulated& statement) { return statement.applies(action, resource); });
  }

  const Claim& claim_;
  const World& world_;
  std::vector<Tabulated> policies_, region_;
  std::vector<std::pair<std::size_t, std::size_t>> pairs_;
  Scene scene_;
};

}  // namespace

std::optional<Request> find_counterexample(const std::vector<Statement>& policies, const Claim& claim,
                                           const World& world, const IsRequest& is_request) {
  return Enumeration(policies, claim, world, is_request).find();
}

}  // namespace oracle
