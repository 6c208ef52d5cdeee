// Deciding each request on its own would repeat what most of them share. What a statement says of an action depends on
// the action alone; each of its conditions, on the state of its key alone; what it says of the resource, on the
// resource alone. Only policy variables look further. Each is asked once, and the rest is looks into tables. What a
// policy set decides once it is known which statements apply is policy_set.h's to say.
#include "oracle/prover.h"

#include <algorithm>
#include <map>
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

bool refutes(const PolicySet& policies, const Claim& claim, const Request& request) {
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
  std::size_t parties = 0;  // their number
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

std::vector<Tabulated> tabulate(const std::vector<Statement>& statements, const World& world) {
  std::vector<Tabulated> out;
  for (const Statement& statement : statements) out.emplace_back(statement, world);
  return out;
}

bool some_applies(const std::vector<Tabulated>& statements, std::size_t action, std::size_t resource) {
  return std::any_of(statements.begin(), statements.end(),
                     [&](const Tabulated& statement) { return statement.applies(action, resource); });
}

void enter(std::vector<Tabulated>& statements, const World& world, const Scene& scene) {
  for (Tabulated& statement : statements) statement.enter(world, scene);
}

// Policies whose decisions are looked up in tables.
class Subject {
 public:
  Subject() = default;
  Subject(const Subject&) = delete;
  Subject& operator=(const Subject&) = delete;
  virtual ~Subject() = default;
  virtual void enter(const Scene& scene) = 0;
  virtual Decision decide(const Scene& scene, std::size_t action, std::size_t resource) = 0;
};

class IdentitySubject : public Subject {
 public:
  IdentitySubject(const std::vector<Statement>& policies, const World& world)
      : world_(world), statements_(tabulate(policies, world)) {}

  void enter(const Scene& scene) override { oracle::enter(statements_, world_, scene); }

  Decision decide(const Scene&, std::size_t action, std::size_t resource) override {
    Decision decision = Decision::implicit_deny;
    for (const Tabulated& statement : statements_) {
      if (!statement.applies(action, resource)) continue;
      if (!statement.is_allow()) return Decision::explicit_deny;
      decision = Decision::allow;
    }
    return decision;
  }

 private:
  const World& world_;
  std::vector<Tabulated> statements_;
};

// A decision depends on which statements apply, on the request but for its context, and on the two keys that tell who
// asks whom. Contexts that agree on all that are decided once.
class SetSubject : public Subject {
 public:
  SetSubject(const PolicySet& policies, const World& world) : policies_(policies), world_(world) {
    add(policies.identity);
    for (const auto* part : {&policies.resource, &policies.boundary, &policies.session, &policies.endpoint})
      if (*part) add(**part);
    for (const auto* levels : {&policies.scp, &policies.rcp})
      for (const Statements& level : *levels) add(level);
    for (std::size_t i = 0; i < world.keys.size(); ++i)
      if (same_but_for_case(world.keys[i].key, "aws:PrincipalArn") ||
          same_but_for_case(world.keys[i].key, "aws:ResourceAccount"))
        telling_keys_.push_back(i);
  }

  void enter(const Scene& scene) override { oracle::enter(statements_, world_, scene); }

  Decision decide(const Scene& scene, std::size_t action, std::size_t resource) override {
    std::vector<std::size_t> situation = {scene.parties, action, resource};
    for (const std::size_t key : telling_keys_) situation.push_back(scene.states[key]);
    for (const Tabulated& statement : statements_) situation.push_back(statement.applies(action, resource) ? 1 : 0);
    const auto known = decisions_.find(situation);
    if (known != decisions_.end()) return known->second;
    Request request = scene.request;
    request.action = world_.actions[action];
    request.resource = world_.resources[resource];
    const Decision decision = oracle::decide(policies_, request, [&](const Statement& statement) {
      return statements_[numbers_.at(&statement)].applies(action, resource);
    });
    decisions_.emplace(std::move(situation), decision);
    return decision;
  }

 private:
  void add(const Statements& statements) {
    for (const Statement& statement : statements) {
      numbers_.emplace(&statement, statements_.size());
      statements_.emplace_back(statement, world_);
    }
  }

  const PolicySet& policies_;
  const World& world_;
  std::vector<Tabulated> statements_;
  std::map<const Statement*, std::size_t> numbers_;
  std::vector<std::size_t> telling_keys_;
  std::map<std::vector<std::size_t>, Decision> decisions_;
};

// Every request of a world, context by context.
class Enumeration {
 public:
  using Pairs = std::vector<std::pair<std::size_t, std::size_t>>;
  /// Called once for each context, before its pairs of action and resource.
  using Enter = std::function<void(const Scene&)>;
  using Refutes = std::function<bool(const Scene&, std::size_t action, std::size_t resource)>;

  Enumeration(const World& world, const IsRequest& is_request, const IsPossible& is_possible, Enter enter,
              Refutes refutes)
      : world_(world), is_possible_(is_possible), enter_(std::move(enter)), refutes_(std::move(refutes)) {
    for (std::size_t action = 0; action < world.actions.size(); ++action)
      for (std::size_t resource = 0; resource < world.resources.size(); ++resource)
        if (is_request(world.actions[action], world.resources[resource])) pairs_.emplace_back(action, resource);
  }

  std::optional<Request> find() {
    std::vector<Parties> all = world_.parties;
    if (all.empty()) all.push_back({"arn:aws:iam::111122223333:user/example-user", {}, {}});
    for (std::size_t i = 0; i < all.size(); ++i) {
      scene_.parties = i;
      scene_.request.principal = all[i].principal;
      scene_.request.session_issuer = all[i].session_issuer;
      scene_.request.resource_account = all[i].resource_account;
      scene_.states.assign(world_.keys.size(), 0);
      if (auto found = each_context(0)) return found;
    }
    return std::nullopt;
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
    enter_(scene_);
    for (const auto& [action, resource] : pairs_) {
      if (!refutes_(scene_, action, resource)) continue;
      Request request = scene_.request;
      request.action = world_.actions[action];
      request.resource = world_.resources[resource];
      if (is_possible_(request)) return request;
    }
    return std::nullopt;
  }

  const World& world_;
  const IsPossible& is_possible_;
  Enter enter_;
  Refutes refutes_;
  Pairs pairs_;
  Scene scene_;
};

std::optional<Request> find_counterexample(Subject& subject, const Claim& claim, const World& world,
                                           const IsRequest& is_request, const IsPossible& is_possible) {
  std::vector<Tabulated> region = tabulate(claim.region, world);
  const auto enter_all = [&](const Scene& scene) {
    subject.enter(scene);
    enter(region, world, scene);
  };
  const auto refuted = [&](const Scene& scene, std::size_t action, std::size_t resource) {
    const bool in_region = some_applies(region, action, resource);
    if (in_region == (claim.kind == ClaimKind::only_within)) return false;  // no decision can refute it
    return refutes(claim, subject.decide(scene, action, resource), in_region);
  };
  return Enumeration(world, is_request, is_possible, enter_all, refuted).find();
}

bool any_request(const std::string&, const std::string&) {
  return true;
}

}  // namespace

std::optional<Request> find_counterexample(const std::vector<Statement>& policies, const Claim& claim,
                                           const World& world, const IsRequest& is_request,
                                           const IsPossible& is_possible) {
  IdentitySubject subject(policies, world);
  return find_counterexample(subject, claim, world, is_request, is_possible);
}

std::optional<Request> find_counterexample(const PolicySet& policies, const Claim& claim, const World& world,
                                           const IsPossible& is_possible) {
  SetSubject subject(policies, world);
  return find_counterexample(subject, claim, world, any_request, is_possible);
}

std::optional<Request> find_new_access(const PolicySet& policies, const PolicySet& reference, const World& world,
                                       const IsPossible& is_possible) {
  SetSubject subject(policies, world);
  SetSubject other(reference, world);
  const auto enter_both = [&](const Scene& scene) {
    subject.enter(scene);
    other.enter(scene);
  };
  const auto is_new = [&](const Scene& scene, std::size_t action, std::size_t resource) {
    return subject.decide(scene, action, resource) == Decision::allow &&
           other.decide(scene, action, resource) != Decision::allow;
  };
  return Enumeration(world, any_request, is_possible, enter_both, is_new).find();
}

}  // namespace oracle
