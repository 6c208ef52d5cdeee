// Ten thousand actions are no answer to "why?". What an engineer can act on is a statement: it is what somebody wrote,
// and what has to be changed. So breaches are gathered by the statement that is answerable for them, the patterns of
// its Action element together; where in a comparison a Deny of the other policies makes the difference, by that too,
// for then it is the Deny that was taken away.
//
// Of two statements that let the same in, one is often the more general: `s3:*` on every bucket makes `s3:Get*` on one
// of them nothing new. Then the narrower one is left out, for mending it changes nothing while the other one stands.
// Its requests have to be among those of the other one: fewer actions, narrower resources, all of its conditions.
#include "iamproof/strata.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "compile/statement.h"
#include "prove/covers.h"

namespace iamproof {

namespace {

using Place = std::tuple<bool, std::optional<StatementRef>, std::optional<StatementRef>, std::string>;

bool is_action_string(const Statement& statement, Span span) {
  const auto holds = [&](const std::optional<TextList>& list) {
    return list && (list->key == span || (list->span.begin <= span.begin && span.end <= list->span.end));
  };
  return holds(statement.actions) || holds(statement.not_actions);
}

/// Breaches of one place make one stratum.
Place place_of(const Breach& breach, const CompiledPolicies& policies) {
  if (breach.denied_by) return {breach.of_reference, std::nullopt, breach.denied_by, ""};
  if (!breach.statement) return {breach.of_reference, std::nullopt, std::nullopt, breach.reason};
  const bool by_action = is_action_string(policies.statement(*breach.statement), breach.span);
  return {breach.of_reference, breach.statement, std::nullopt, by_action ? "" : breach.pointer};
}

/// All actions of some breaches, ascending.
std::vector<ActionId> actions_of(const std::vector<std::size_t>& numbers, std::span<const Breach> breaches) {
  if (numbers.size() == 1) return breaches[numbers.front()].actions;
  std::vector<ActionId> all;
  for (const std::size_t number : numbers) {
    all.insert(all.end(), breaches[number].actions.begin(), breaches[number].actions.end());
  }
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
  return all;
}

/// Beyond so many the narrower ones are not looked for, which is quadratic; nobody reads that far anyway.
constexpr std::size_t most_compared = 256;

bool covers(const ResourcePattern& outer, const ResourcePattern& inner) {
  // The variables of a template go by number, and what parts a short ARN lacks is not certain.
  return outer.pattern.variables == inner.pattern.variables && outer.partial_arn == inner.partial_arn &&
         (outer.pattern.glob == inner.pattern.glob ||
          (!outer.partial_arn && subsumes(outer.pattern.glob, inner.pattern.glob)));
}

/// Whether all of `inner` is within `outer`, where both name what they are about.
bool covers(const ResourceElement& outer, const ResourceElement& inner) {
  if (outer.negated || inner.negated) return false;
  return std::all_of(inner.patterns.begin(), inner.patterns.end(), [&](const ResourcePattern& pattern) {
    return std::any_of(outer.patterns.begin(), outer.patterns.end(),
                       [&](const ResourcePattern& other) { return covers(other, pattern); });
  });
}

/// Whether `outer` applies to every request that `inner` applies to, their actions aside.
bool applies_wherever(const CompiledStatement& outer, const CompiledStatement& inner) {
  if (!covers(outer.resources, inner.resources)) return iamproof::covers(outer, inner);
  CompiledStatement wider = inner;
  wider.resources = outer.resources;
  return iamproof::covers(outer, wider);
}

class Strata {
 public:
  Strata(std::span<const Breach> breaches, const CompiledPolicies& policies, const CompiledPolicies& reference,
         const GravityScale& scale)
      : breaches_(breaches), policies_(policies), reference_(reference), scale_(scale) {}

  std::vector<Stratum> take() && {
    gather();
    drop_covered();
    std::stable_sort(strata_.begin(), strata_.end(), [](const Stratum& a, const Stratum& b) {
      return std::tuple(b.gravity, b.actions.size()) < std::tuple(a.gravity, a.actions.size());
    });
    return std::move(strata_);
  }

 private:
  const CompiledPolicies& side(bool of_reference) const { return of_reference ? reference_ : policies_; }

  void gather() {
    std::map<Place, std::size_t> known;
    for (std::size_t i = 0; i < breaches_.size(); ++i) {
      const Breach& breach = breaches_[i];
      const auto [at, is_new] = known.try_emplace(place_of(breach, side(breach.of_reference)), strata_.size());
      if (is_new) {
        Stratum& fresh = strata_.emplace_back();
        fresh.of_reference = breach.of_reference;
        fresh.denied_by = breach.denied_by;
      }
      Stratum& stratum = strata_[at->second];
      stratum.breaches.push_back(i);
      stratum.future_actions = stratum.future_actions || breach.future_actions;
    }
    for (Stratum& stratum : strata_) weigh(stratum);
  }

  void weigh(Stratum& stratum) const {
    stratum.actions = actions_of(stratum.breaches, breaches_);
    std::vector<std::tuple<bool, Gravity, std::size_t>> weighed;  // whether its actions are known, how grave, which one
    for (const std::size_t number : stratum.breaches) {
      const std::vector<ActionId>& actions = breaches_[number].actions;
      weighed.emplace_back(!actions.empty(), scale_.of(actions), number);
    }
    std::sort(weighed.begin(), weighed.end(), [](const auto& a, const auto& b) {
      return std::tuple(std::get<0>(b), std::get<1>(b), std::get<2>(a)) <
             std::tuple(std::get<0>(a), std::get<1>(a), std::get<2>(b));
    });
    stratum.gravity = std::get<1>(weighed.front());
    for (std::size_t i = 0; i < weighed.size(); ++i) stratum.breaches[i] = std::get<2>(weighed[i]);
    stratum.statement = breaches_[stratum.breaches.front()].statement;
    for (const std::size_t breach : stratum.breaches) {
      const auto& statement = breaches_[breach].statement;
      if (statement && statement != stratum.statement) stratum.others.push_back(*statement);
    }
    std::sort(stratum.others.begin(), stratum.others.end());
    stratum.others.erase(std::unique(stratum.others.begin(), stratum.others.end()), stratum.others.end());
  }

  void drop_covered() {
    if (strata_.size() > most_compared) return;
    std::vector<bool> dropped(strata_.size(), false);
    for (std::size_t i = 0; i < strata_.size(); ++i) {
      for (std::size_t j = 0; j < strata_.size() && !dropped[i]; ++j) {
        dropped[i] = i != j && !dropped[j] && is_covered(strata_[i], strata_[j]);
      }
    }
    std::size_t at = 0;
    std::erase_if(strata_, [&](const Stratum&) { return dropped[at++]; });
  }

  const CompiledStatement& compiled(const Stratum& stratum) const {
    const auto& statements = side(stratum.of_reference).impl().statements;
    return *std::lower_bound(statements.begin(), statements.end(), *stratum.statement,
                             [](const CompiledStatement& s, StatementRef ref) { return s.ref < ref; });
  }

  /// Only Allows are compared: that a Deny misses a request has reasons of its own.
  bool is_covered(const Stratum& inner, const Stratum& outer) const {
    if (!outer.statement || !inner.statement || outer.of_reference != inner.of_reference) return false;
    if (outer.denied_by || inner.denied_by || outer.statement == inner.statement) return false;
    if (!std::includes(outer.actions.begin(), outer.actions.end(), inner.actions.begin(), inner.actions.end())) {
      return false;
    }
    const CompiledStatement& a = compiled(outer);
    const CompiledStatement& b = compiled(inner);
    if (a.effect != Effect::allow || b.effect != Effect::allow || a.part != b.part || a.level != b.level) return false;
    if (inner.future_actions && !(outer.future_actions && covers_outside(a.actions, b.actions))) return false;
    return applies_wherever(a, b);
  }

  std::span<const Breach> breaches_;
  const CompiledPolicies& policies_;
  const CompiledPolicies& reference_;
  const GravityScale& scale_;
  std::vector<Stratum> strata_;
};

}  // namespace

std::string_view to_string(Gravity gravity) {
  switch (gravity) {
    case Gravity::list:
      return "list";
    case Gravity::read:
      return "read";
    case Gravity::tagging:
      return "tagging";
    case Gravity::write:
      return "write";
    case Gravity::permissions_management:
      return "permissions management";
    case Gravity::pay:
      break;
  }
  return "pay";
}

GravityScale::GravityScale(const Catalogue& catalogue) : catalogue_(catalogue) {
  for (const FamilyEntry& entry : catalogue.family("billing-pay")) {
    const std::vector<ActionId> actions = catalogue.expand(entry.pattern);
    paying_.insert(paying_.end(), actions.begin(), actions.end());
  }
  std::sort(paying_.begin(), paying_.end());
}

Gravity GravityScale::of(ActionId action) const {
  if (std::binary_search(paying_.begin(), paying_.end(), action)) return Gravity::pay;
  switch (catalogue_.access_level(action)) {
    case AccessLevel::list:
      return Gravity::list;
    case AccessLevel::read:
      return Gravity::read;
    case AccessLevel::tagging:
      return Gravity::tagging;
    case AccessLevel::write:
      return Gravity::write;
    case AccessLevel::permissions_management:
      break;
  }
  return Gravity::permissions_management;
}

Gravity GravityScale::of(const std::vector<ActionId>& actions) const {
  const std::optional<ActionId> worst = gravest(actions);
  return worst ? of(*worst) : Gravity::write;
}

std::optional<ActionId> GravityScale::gravest(const std::vector<ActionId>& actions) const {
  if (actions.empty()) return std::nullopt;
  ActionId worst = actions.front();
  Gravity found = of(worst);
  for (std::size_t i = 1; i < actions.size() && found != Gravity::pay; ++i) {
    const Gravity gravity = of(actions[i]);
    if (gravity > found) {
      worst = actions[i];
      found = gravity;
    }
  }
  return worst;
}

std::vector<Stratum> strata(std::span<const Breach> breaches, const CompiledPolicies& policies,
                            const CompiledPolicies& reference, const GravityScale& scale) {
  return Strata(breaches, policies, reference, scale).take();
}

}  // namespace iamproof
