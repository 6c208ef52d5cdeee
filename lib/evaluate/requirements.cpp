// Who has to allow a request, as a table of ways. A row is one way; each part in it must allow. SCPs and the endpoint's
// policy, where they are in force, are part of every way.
//
//   the caller's own account
//     user                 resource(itself or *)  |  identity boundary
//     session, federated   resource(itself or *)  |  resource(issuer) boundary session  |  identity boundary session
//     root user            nothing more
//   another account        resource(any form) identity boundary session
//     root user            resource(any form)
//   service, provider      resource(itself or *)
//   anonymous              resource(*)
//
// A resource whose policy must allow (a KMS key, a role to assume) adds resource(any form) to the way of the identity's
// policies: trusting the account hands the decision to them. Naming the user or the session lifts what boundary and
// session policy do not allow; naming the role does not.
// IAM User Guide, "Policy evaluation logic", "Cross-account policy evaluation logic", "Permissions boundaries".
#include "evaluate/requirements.h"

#include "arn/arn.h"

namespace iamproof {

namespace {

constexpr Parts everywhere = {PolicyType::scp, PolicyType::endpoint};
constexpr Parts own_limits = {PolicyType::boundary, PolicyType::session};
constexpr Parts own_allow = {PolicyType::identity, PolicyType::boundary, PolicyType::session};

Way way(Parts parts, Forms resource) {
  parts.insert(everywhere);
  return {parts, resource};
}

bool is_kms_key(std::string_view resource) {
  const auto parts = split_arn(resource);
  return parts && parts->service == "kms" && parts->resource.starts_with("key/");
}

/// Within one account.
Ways ways_at_home(const Caller& caller, bool resource_policy_required) {
  const Forms with_identity = resource_policy_required ? by_any : no_form;
  if (caller.kind == CallerKind::root) return {way({}, with_identity)};
  Ways ways = {way({}, directly)};
  if (caller.kind != CallerKind::user && caller.kind != CallerKind::unknown) {
    ways.push_back(way(own_limits, by_issuer));
  }
  ways.push_back(way(own_allow, with_identity));
  return ways;
}

bool is_bound_by_scps(const CompiledPolicies::Impl& policies, const Caller& caller) {
  const bool is_principal = caller.is_identity() || caller.kind == CallerKind::root;
  return is_principal && !caller.is_service_linked_role() &&
         (policies.policies.management_account.empty() || caller.account != policies.policies.management_account);
}

bool is_bound_by_rcps(const CompiledPolicies::Impl& policies, const Caller& caller, std::string_view owner,
                      const ActionName& action) {
  if (!policies.rcp_actions || caller.is_service_linked_role()) return false;
  const bool managed = !policies.policies.management_account.empty() && owner == policies.policies.management_account;
  // Retiring a grant is the one call on keys that RCPs leave alone.
  return !managed && action.text() != "kms:retiregrant" && policies.rcp_actions->matches(action);
}

bool is_given(PolicyType part, const PolicySet& set) {
  switch (part) {
    case PolicyType::identity:
      return !set.identity.empty();
    case PolicyType::boundary:
      return set.boundary.has_value();
    case PolicyType::session:
      return !set.session.empty();
    case PolicyType::endpoint:
      return set.endpoint.has_value();
    default:
      return set.resource.has_value();
  }
}

bool scps_allow(const Grants& grants, const PolicySet& set) {
  const auto levels = static_cast<unsigned>(set.scp.size());
  const std::uint64_t all = (std::uint64_t{1} << levels) - 1;
  return (grants.scp & all) == all;
}

bool resource_allows(const Way& way, const Grants& grants, const PolicySet& set, const Unstated& unstated) {
  if (!way.needs_resource()) return true;
  if (!is_given(PolicyType::resource, set)) {
    return unstated.owner_trusts_account && (way.resource & by_account) != 0;
  }
  return (grants.resource & way.resource) != 0;
}

}  // namespace

ServiceRule rule_of(std::string_view action, std::string_view resource) {
  if (action == "sts:getcalleridentity") return ServiceRule::always_allowed;
  if (action == "sts:assumerolewithsaml" || action == "sts:assumerolewithwebidentity") return ServiceRule::federation;
  if (action == "sts:assumerole") return ServiceRule::resource_policy_required;
  const bool key = action.starts_with("kms:") && is_kms_key(resource);
  return key ? ServiceRule::resource_policy_required : ServiceRule::general;
}

Ways ways_of(const Caller& caller, bool same_account, ServiceRule rule) {
  if (rule == ServiceRule::federation) return {way({}, by_everyone | by_provider)};
  if (caller.kind == CallerKind::anonymous) return {way({}, by_everyone)};
  if (caller.kind == CallerKind::service || caller.kind == CallerKind::identity_provider) return {way({}, directly)};
  if (same_account) return ways_at_home(caller, rule == ServiceRule::resource_policy_required);
  return {way(caller.kind == CallerKind::root ? Parts{} : own_allow, by_any)};
}

Parts parts_in_force(const CompiledPolicies::Impl& policies, const Caller& caller, std::string_view owner,
                     const ActionName& action, const Unstated& unstated) {
  Parts parts = {PolicyType::resource, PolicyType::endpoint};
  if (caller.is_identity()) parts.insert({PolicyType::identity, PolicyType::boundary});
  if (caller.is_session()) parts.insert(PolicyType::session);
  if (unstated.in_management_account) return parts;
  if (is_bound_by_scps(policies, caller)) parts.insert(PolicyType::scp);
  if (is_bound_by_rcps(policies, caller, owner, action)) parts.insert(PolicyType::rcp);
  return parts;
}

Situation Situation::of(const CompiledPolicies::Impl& policies, const Request& request, const ActionName& action,
                        const Unstated& unstated) {
  Situation situation;
  situation.caller = Caller::of(request);
  situation.owner = owner_of(request, situation.caller);
  situation.rule = rule_of(action.text(), request.resource);
  situation.in_force = parts_in_force(policies, situation.caller, situation.owner, action, unstated);
  situation.same_account = situation.owner == situation.caller.account;
  situation.ways = ways_of(situation.caller, situation.same_account, situation.rule);
  return situation;
}

bool is_met(PolicyType part, const Way& way, const Situation& situation, const Grants& grants, const PolicySet& set,
            const Unstated& unstated) {
  if (part == PolicyType::resource) return resource_allows(way, grants, set, unstated);
  if (!way.parts.contains(part) || !situation.in_force.contains(part)) return true;
  if (part == PolicyType::scp) return scps_allow(grants, set);
  if (is_given(part, set)) return grants.parts.contains(part);
  // Nobody is allowed anything by policies that are not there; limits that are not there limit nothing.
  const bool by_own_account = unstated.own_account_allows && !situation.same_account;
  return part != PolicyType::identity || by_own_account;
}

bool is_met(const Way& way, const Situation& situation, const Grants& grants, const PolicySet& set,
            const Unstated& unstated) {
  for (const PolicyType part : {PolicyType::resource, PolicyType::scp, PolicyType::endpoint, PolicyType::identity,
                                PolicyType::boundary, PolicyType::session}) {
    if (!is_met(part, way, situation, grants, set, unstated)) return false;
  }
  return true;
}

Forms concerns(const CompiledStatement& statement, const Caller& caller, const PolicySet& set) {
  if (!statement.principal) return by_everyone;
  if (!statement.principal->negated) return forms_of(*statement.principal, caller);
  // A permissions boundary makes every Deny with NotPrincipal apply. IAM JSON policy elements: NotPrincipal.
  const bool bounded = set.boundary.has_value() && caller.is_identity();
  return bounded || !is_spared(*statement.principal, caller) ? by_everyone : no_form;
}

}  // namespace iamproof
