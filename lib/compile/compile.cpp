#include <fmt/format.h>

#include "compile/statement.h"
#include "iamproof/policy_set.h"

namespace iamproof {

CompiledPolicies::CompiledPolicies(std::shared_ptr<const Impl> impl) : impl_(std::move(impl)) {}

const PolicySet& CompiledPolicies::policies() const {
  return impl_->policies;
}

std::span<const PlacedPolicy> CompiledPolicies::documents() const {
  return impl_->documents;
}

const Catalogue& CompiledPolicies::catalogue() const {
  return impl_->catalogue;
}

const PlacedPolicy& CompiledPolicies::document(StatementRef ref) const {
  return impl_->documents[ref.policy];
}

const Policy& CompiledPolicies::policy(StatementRef ref) const {
  return *document(ref).policy;
}

const Statement& CompiledPolicies::statement(StatementRef ref) const {
  return policy(ref).statements[ref.statement];
}

/// A resource's policy that allows everyone everything, as it is where an organization attaches no RCP but AWS's own.
static Policy resource_that_allows_all() {
  static const Source source("RCPFullAWSAccess", R"({
  "Version": "2012-10-17",
  "Statement": {"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}
})");
  ReadOptions options;
  options.type = PolicyType::resource;
  static const Result<Reading> reading = parse(source, options);
  return reading->policy;
}

PolicySet alone(Policy policy) {
  PolicySet set;
  switch (policy.type) {
    case PolicyType::identity:
    case PolicyType::boundary:
    case PolicyType::session:
    case PolicyType::scp:
      set.identity.push_back(std::move(policy));
      break;
    case PolicyType::resource:
    case PolicyType::trust:
    case PolicyType::endpoint:
      set.resource = std::move(policy);
      break;
    case PolicyType::rcp:
      set.resource = resource_that_allows_all();
      set.rcp.push_back({std::move(policy)});
      break;
  }
  return set;
}

static std::vector<PlacedPolicy> placed(const PolicySet& set) {
  std::vector<PlacedPolicy> out;
  const auto add = [&](const auto& policies, PolicyType part, std::uint32_t level = 0) {
    for (const Policy& policy : policies) out.push_back({&policy, part, level});
  };
  const auto add_one = [&](const std::optional<Policy>& policy, PolicyType part) {
    if (policy) out.push_back({&*policy, part, 0});
  };
  add(set.identity, PolicyType::identity);
  add_one(set.resource, PolicyType::resource);
  add_one(set.boundary, PolicyType::boundary);
  add(set.session, PolicyType::session);
  for (std::uint32_t level = 0; level < set.scp.size(); ++level) add(set.scp[level], PolicyType::scp, level);
  for (std::uint32_t level = 0; level < set.rcp.size(); ++level) add(set.rcp[level], PolicyType::rcp, level);
  add_one(set.endpoint, PolicyType::endpoint);
  return out;
}

/// The actions of services that RCPs work for; all, where the catalogue does not say.
static ActionElement actions_bound_by_rcps(const Catalogue& catalogue) {
  const std::vector<FamilyEntry> services = catalogue.family("rcp-services");
  return compile_patterns(services.empty() ? std::vector<FamilyEntry>{{"*", {}}} : services, catalogue).actions;
}

const Policy& main_document(const CompiledPolicies& policies) {
  const PolicySet& set = policies.policies();
  if (!set.identity.empty()) return set.identity.front();
  for (const std::vector<Policy>& level : set.rcp) {
    if (!level.empty()) return level.front();
  }
  return *policies.documents().front().policy;
}

Result<CompiledPolicies> compile(PolicySet policies, const Catalogue& catalogue) {
  if (policies.scp.size() > most_levels || policies.rcp.size() > most_levels) {
    return Error{"", {}, fmt::format("an organization has no more than {} levels of policies", most_levels)};
  }
  auto impl =
      std::make_shared<CompiledPolicies::Impl>(CompiledPolicies::Impl{std::move(policies), catalogue, {}, {}, {}});
  impl->documents = placed(impl->policies);
  std::size_t statements = 0;
  for (const PlacedPolicy& document : impl->documents) statements += document.policy->statements.size();
  impl->statements.reserve(statements);
  if (!impl->policies.rcp.empty()) impl->rcp_actions = actions_bound_by_rcps(catalogue);
  for (std::uint32_t p = 0; p < impl->documents.size(); ++p) {
    const Policy& policy = *impl->documents[p].policy;
    for (std::uint32_t s = 0; s < policy.statements.size(); ++s) {
      const Statement& statement = policy.statements[s];
      if (!statement.effect) {
        return Error{policy.source->name(), policy.source->position(statement.span.begin),
                     "a statement without an Effect of `Allow` or `Deny` has no meaning"};
      }
      auto compiled = compile_statement(statement, policy.has_variables(), *policy.source, catalogue);
      if (!compiled) return std::move(compiled).errors();
      compiled->ref = {p, s};
      compiled->part = impl->documents[p].part;
      compiled->level = impl->documents[p].level;
      impl->statements.push_back(std::move(*compiled));
    }
  }
  return CompiledPolicies(std::move(impl));
}

}  // namespace iamproof
