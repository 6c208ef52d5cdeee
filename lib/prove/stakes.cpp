#include "prove/stakes.h"

#include <algorithm>

#include "arn/arn.h"

namespace iamproof {

ActionRules::ActionRules(const CompiledPolicies::Impl& policies, const Unstated& unstated) {
  rules_.reserve(6);  // pointers into it are kept
  const auto add = [&](std::vector<FamilyEntry> patterns) {
    rules_.push_back(compile_patterns(patterns, policies.catalogue));
    return &rules_.back();
  };
  add({{"sts:GetCallerIdentity", {}}});
  add({{"sts:AssumeRoleWithSAML", {}}, {"sts:AssumeRoleWithWebIdentity", {}}});
  // A resource that is taken to trust the account has no say of its own.
  if (policies.policies.resource || !unstated.owner_trusts_account) {
    add({{"sts:AssumeRole", {}}});
    kms_ = add({{"kms:*", {}}});
    keys_ = *kms_;
    keys_.resources.patterns.front().pattern.glob = *arn_like(Glob("arn:*:kms:*:*:key/*"));
  }
  if (policies.rcp_actions) {
    CompiledStatement bound = compile_patterns({}, policies.catalogue);
    bound.actions = *policies.rcp_actions;
    rules_.push_back(std::move(bound));
    add({{"kms:RetireGrant", {}}});
  }
  for (const CompiledStatement& rule : rules_) statements_.push_back(&rule);
}

bool ActionRules::has_keys(const ActionClass& actions) const {
  return kms_ != nullptr &&
         std::find(actions.statements.begin(), actions.statements.end(), kms_) != actions.statements.end();
}

namespace {

class StakesOf {
 public:
  StakesOf(const CompiledPolicies& policies, const ActionClass& actions, const CallerClass& caller,
           const Unstated& unstated)
      : policies_(policies.impl()),
        set_(policies.policies()),
        actions_(actions),
        unstated_(unstated),
        caller_(Caller::of(caller.request)),
        owner_(caller.request.resource_account ? std::string_view(*caller.request.resource_account) : caller_.account),
        name_(actions.members.empty() ? actions.outside
                                      : std::string(policies.catalogue().action_name(actions.members.front()))),
        action_(name_, policies.catalogue()) {}

  ServiceRule rule(std::string_view resource) const { return rule_of(action_.text(), resource); }
  /// Amazon Cognito's name is that of a service as well.
  bool is_of_provider() const {
    return caller_.kind == CallerKind::identity_provider && caller_.text != "cognito-identity.amazonaws.com";
  }

  Stakes under(ServiceRule rule) {
    Stakes stakes;
    const Parts in_force = parts_in_force(policies_, caller_, owner_, action_, unstated_);
    const bool at_home = owner_ == caller_.account;
    for (const CompiledStatement* statement : actions_.statements) {
      if (is_of_set(*statement) && statement->effect == Effect::deny && in_force.contains(statement->part) &&
          concerns(*statement, caller_, set_) != no_form) {
        stakes.denies.push_back(statement);
      }
    }
    for (const Way& way : ways_of(caller_, at_home, rule)) add_way(way, in_force, at_home, stakes);
    return stakes;
  }

 private:
  bool is_of_set(const CompiledStatement& statement) const {
    const std::less<> before;
    const CompiledStatement* first = policies_.statements.data();
    return !before(&statement, first) && before(&statement, first + policies_.statements.size());
  }

  void add_way(const Way& way, Parts in_force, bool at_home, Stakes& stakes) const {
    WayToAllow groups;
    bool open = true;
    const auto need = [&](PolicyType part, Forms forms, std::uint32_t level) {
      groups.push_back({part, allows(part, forms, level)});
      open = open && !groups.back().allows.empty();
    };
    const auto needed = [&](PolicyType part) { return way.parts.contains(part) && in_force.contains(part); };
    if (needed(PolicyType::identity)) {
      const bool taken_for_granted = set_.identity.empty() && unstated_.own_account_allows && !at_home;
      if (!taken_for_granted) need(PolicyType::identity, by_any, 0);
    }
    if (way.needs_resource()) {
      const bool taken_for_granted =
          !set_.resource && unstated_.owner_trusts_account && (way.resource & by_account) != 0;
      if (!taken_for_granted) need(PolicyType::resource, way.resource, 0);
    }
    if (needed(PolicyType::boundary) && set_.boundary) need(PolicyType::boundary, by_any, 0);
    if (needed(PolicyType::session) && !set_.session.empty()) need(PolicyType::session, by_any, 0);
    if (needed(PolicyType::endpoint) && set_.endpoint) need(PolicyType::endpoint, by_any, 0);
    if (needed(PolicyType::scp)) {
      for (std::uint32_t level = 0; level < set_.scp.size(); ++level) need(PolicyType::scp, by_any, level);
    }
    if (!open) return;
    if (groups.empty()) {
      stakes.free_way = true;
    } else {
      stakes.ways.push_back(std::move(groups));
    }
  }

  std::vector<const CompiledStatement*> allows(PolicyType part, Forms forms, std::uint32_t level) const {
    std::vector<const CompiledStatement*> out;
    for (const CompiledStatement* statement : actions_.statements) {
      if (is_of_set(*statement) && statement->effect == Effect::allow && statement->part == part &&
          statement->level == level && (concerns(*statement, caller_, set_) & forms) != no_form) {
        out.push_back(statement);
      }
    }
    return out;
  }

  const CompiledPolicies::Impl& policies_;
  const PolicySet& set_;
  const ActionClass& actions_;
  Unstated unstated_;
  Caller caller_;
  std::string_view owner_;
  std::string name_;
  ActionName action_;
};

}  // namespace

void add_bounds(const Stakes& stakes, SearchProblem& problem) {
  if (stakes.within != nullptr) problem.must.push_back(stakes.within);
  if (stakes.without != nullptr) problem.must_not.push_back(stakes.without);
}

std::vector<Stakes> stakes_of(const CompiledPolicies& policies, const ActionRules& rules, const ActionClass& actions,
                              const CallerClass& caller, const Unstated& unstated) {
  StakesOf of(policies, actions, caller, unstated);
  const ServiceRule rule = of.rule("*");
  // Identity providers vouch for those who ask for a session, and for nothing else.
  if (of.is_of_provider() && rule != ServiceRule::federation && unstated.undecided_left_out) return {};
  const bool undecided =
      rule == ServiceRule::always_allowed || (rule == ServiceRule::federation && !policies.policies().resource);
  if (undecided && unstated.undecided_left_out) return {};
  if (rule == ServiceRule::always_allowed) {
    Stakes stakes;
    stakes.free_way = true;
    return {stakes};
  }
  if (!rules.has_keys(actions)) return {of.under(rule)};
  std::vector<Stakes> out = {of.under(ServiceRule::resource_policy_required), of.under(ServiceRule::general)};
  out[0].within = &rules.keys();
  out[1].without = &rules.keys();
  return out;
}

}  // namespace iamproof
