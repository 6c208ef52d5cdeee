#include "evaluate/settle.h"

#include <algorithm>

#include <fmt/format.h>

namespace iamproof {

namespace {

std::string_view words(PolicyType part) {
  switch (part) {
    case PolicyType::identity:
      return "identity-based policy";
    case PolicyType::resource:
    case PolicyType::trust:
      return "resource-based policy";
    case PolicyType::boundary:
      return "permissions boundary";
    case PolicyType::session:
      return "session policy";
    case PolicyType::scp:
      return "SCP";
    case PolicyType::rcp:
      return "RCP";
    case PolicyType::endpoint:
      break;
  }
  return "VPC endpoint policy";
}

bool has_levels(PolicyType part) {
  return part == PolicyType::scp || part == PolicyType::rcp;
}

std::uint32_t first_level_without_allow(const Grants& grants, const PolicySet& set) {
  std::uint32_t level = 0;
  while (level < set.scp.size() && (grants.scp >> level & 1U) != 0) ++level;
  return level;
}

Settlement scp_shortfall(const Grants& grants, const PolicySet& set) {
  const std::uint32_t level = first_level_without_allow(grants, set);
  return {Step::scp, level, fmt::format("no SCP of level {} allows it; every level has to", level)};
}

std::string_view why_resource_is_needed(const Situation& situation) {
  if (situation.rule == ServiceRule::federation) return "only the role's trust policy decides here";
  switch (situation.caller.kind) {
    case CallerKind::service:
    case CallerKind::identity_provider:
    case CallerKind::anonymous:
      return "such a caller has no policies of its own";
    default:
      break;
  }
  if (!situation.same_account) return "the resource belongs to another account";
  return "a KMS key or a role to assume must allow it itself";
}

Settlement resource_shortfall(const Situation& situation, const PolicySet& set) {
  const std::string_view why = why_resource_is_needed(situation);
  const std::string_view what =
      set.resource ? "the resource-based policy does not allow it" : "no resource-based policy is given";
  return {Step::resource, {}, fmt::format("{}: {}", what, why)};
}

/// A limit of the caller's that does not allow.
Settlement limit_shortfall(PolicyType part) {
  const Step step = part == PolicyType::boundary ? Step::boundary : Step::session;
  return {step, {}, fmt::format("the {} does not allow it", words(part))};
}

}  // namespace

std::optional<PolicyType> part_of(Step step) {
  switch (step) {
    case Step::rcp:
      return PolicyType::rcp;
    case Step::scp:
      return PolicyType::scp;
    case Step::endpoint:
      return PolicyType::endpoint;
    case Step::resource:
      return PolicyType::resource;
    case Step::identity:
      return PolicyType::identity;
    case Step::boundary:
      return PolicyType::boundary;
    case Step::session:
      return PolicyType::session;
    case Step::no_policy:
    case Step::explicit_deny:
    case Step::root_user:
      break;
  }
  return std::nullopt;
}

Settlement explicit_deny(const CompiledStatement& deny) {
  Settlement settlement{Step::explicit_deny, {}, {}};
  if (has_levels(deny.part)) {
    settlement.level = deny.level;
    settlement.why = fmt::format("an {} of level {} denies it", words(deny.part), deny.level);
  } else {
    settlement.why = fmt::format("the {} denies it", words(deny.part));
  }
  return settlement;
}

Settlement allowance(const Way& way, const Situation& situation) {
  if (way.parts.contains(PolicyType::identity)) {
    if (way.needs_resource()) return {Step::identity, {}, "the resource's policy and the caller's own allow it"};
    return {Step::identity, {}, "an identity-based policy allows it"};
  }
  if (way.needs_resource()) return {Step::resource, {}, "the resource-based policy allows it by itself"};
  return {Step::root_user, {}, fmt::format("`{}` may do what nothing denies", situation.caller.text)};
}

Settlement shortfall(const Situation& situation, const Grants& grants, const PolicySet& set) {
  const Ways& ways = situation.ways;
  const auto met = [&](PolicyType part, const Way& way) { return is_met(part, way, situation, grants, set, {}); };
  if (!met(PolicyType::scp, ways.front())) return scp_shortfall(grants, set);
  if (!met(PolicyType::endpoint, ways.front())) {
    return {Step::endpoint, {}, "the VPC endpoint policy does not allow it"};
  }
  const bool resource_needed = std::all_of(ways.begin(), ways.end(), [](const Way& w) { return w.needs_resource(); });
  const bool resource_allows =
      std::any_of(ways.begin(), ways.end(), [&](const Way& w) { return met(PolicyType::resource, w); });
  if (resource_needed && !resource_allows) return resource_shortfall(situation, set);
  // A way that gets as far as the caller's limits tells more than one that ends before them.
  for (const PolicyType limit : {PolicyType::boundary, PolicyType::session}) {
    for (const Way& way : ways) {
      if (met(PolicyType::resource, way) && met(PolicyType::identity, way) && !met(limit, way)) {
        return limit_shortfall(limit);
      }
    }
  }
  return {Step::identity,
          {},
          set.identity.empty() ? "no identity-based policy is given" : "no identity-based policy allows it"};
}

}  // namespace iamproof
