/// What a request has to get past: for one class of actions and one of callers, the Denies that can hit it and the ways
/// in which it may be allowed, as lists of statements.
#pragma once

#include <string>
#include <vector>

#include "prove/action_classes.h"
#include "prove/callers.h"
#include "prove/search.h"

namespace iamproof {

/// Actions that AWS decides on by other rules, as statements that take part in the grouping of actions: those of a
/// class are all under one rule.
class ActionRules {
 public:
  ActionRules(const CompiledPolicies::Impl& policies, const Unstated& unstated);

  const std::vector<const CompiledStatement*>& statements() const { return statements_; }
  /// The pseudo-statement that is about KMS keys and nothing else; only where has_keys().
  const CompiledStatement& keys() const { return keys_; }
  bool has_keys(const ActionClass& actions) const;

 private:
  std::vector<CompiledStatement> rules_;
  CompiledStatement keys_;
  std::vector<const CompiledStatement*> statements_;
  const CompiledStatement* kms_ = nullptr;
};

/// Statements one of which must apply.
struct AllowGroup {
  PolicyType part = PolicyType::identity;
  std::vector<const CompiledStatement*> allows;
};

/// Everything that must allow together, the part that grants first. Never empty.
using WayToAllow = std::vector<AllowGroup>;

struct Stakes {
  std::vector<const CompiledStatement*> denies;
  std::vector<WayToAllow> ways;  ///< those that can be met at all
  bool free_way = false;         ///< nothing has to allow
  /// A statement that applies to the resources in question, or to all others; none: all resources.
  const CompiledStatement* within = nullptr;
  const CompiledStatement* without = nullptr;
};

/// The bounds on the resource, as statements that apply or do not.
void add_bounds(const Stakes& stakes, SearchProblem& problem);

/// For a class of KMS actions one each for keys and for other resources, where that makes a difference. Nothing for
/// actions that are left out.
std::vector<Stakes> stakes_of(const CompiledPolicies& policies, const ActionRules& rules, const ActionClass& actions,
                              const CallerClass& caller, const Unstated& unstated);

}  // namespace iamproof
