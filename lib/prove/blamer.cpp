#include "prove/blamer.h"

#include <algorithm>

#include <fmt/format.h>

#include "catalogue/nearest.h"
#include "evaluate/match.h"
#include "support/text.h"

namespace iamproof {

/// Which exposure an action is part of.
class Blamer::Exposed {
 public:
  explicit Exposed(const std::vector<Exposure>& exposures) : exposures_(exposures) {
    for (const Exposure& exposure : exposures) {
      for (const ActionId action : exposure.actions) exposure_of_.emplace_back(action, &exposure);
    }
    std::sort(exposure_of_.begin(), exposure_of_.end());
  }

  /// The exposures that a pattern has part in, with the actions it names in each.
  Named named_by(const ActionPattern& pattern) const {
    Named named;
    if (pattern.kind == ActionPattern::Kind::everything) {
      for (const Exposure& exposure : exposures_) named[&exposure] = exposure.actions;
      return named;
    }
    auto at = exposure_of_.begin();
    for (const ActionId action : pattern.actions) {  // ascending as well
      at = std::lower_bound(at, exposure_of_.end(), action,
                            [](const auto& entry, ActionId a) { return entry.first < a; });
      if (at == exposure_of_.end()) break;
      const auto last = std::upper_bound(at, exposure_of_.end(), action,
                                         [](ActionId a, const auto& entry) { return a < entry.first; });
      if (at != last) named[std::prev(last)->second].push_back(action);
    }
    for (const Exposure& exposure : exposures_) {
      if (exposure.actions.empty() && pattern.matches(exposure.outside)) named[&exposure];
    }
    return named;
  }

 private:
  const std::vector<Exposure>& exposures_;
  std::vector<std::pair<ActionId, const Exposure*>> exposure_of_;  // ascending
};

static bool region_tests(const Exposure& exposure, const std::string& key) {
  return exposure.region != nullptr &&
         std::any_of(exposure.region->conditions.begin(), exposure.region->conditions.end(),
                     [&](const Predicate& predicate) { return predicate.key() == key; });
}

static bool asked_of_nearly_all_actions(const Exposure& exposure) {
  return exposure.region != nullptr && exposure.region->actions.negated && !exposure.region->conditions.empty();
}

Blamer::Blamer(const CompiledPolicies& policies, const KeyTable& keys, const Witnesses& witnesses, Prober& prober,
               bool first_only)
    : policies_(policies),
      keys_(keys),
      witnesses_(witnesses),
      prober_(prober),
      first_only_(first_only),
      breaches_(policies) {}

void Blamer::let_through(Exposure exposure, const CompiledStatement& allow) {
  const std::string_view what = exposure.denied_by ? "lets through what the other policies deny" : "lets it through";
  exposed_by_[{&allow, what}].push_back(std::move(exposure));
}

void Blamer::let_past(const Exposure& exposure, const CompiledStatement& allow) {
  if (!near_miss(exposure, Effect::deny)) let_through(exposure, allow);
}

/// The patterns of each Allow are blamed for all it exposes, in one pass over them.
std::vector<Breach> Blamer::take() {
  for (const auto& [by, exposures] : exposed_by_) {
    if (is_done()) break;
    blame_action(exposures, *by.first, by.second);
  }
  std::vector<Breach> breaches = std::move(breaches_).take();
  if (first_only_ && breaches.size() > 1) breaches.resize(1);
  return breaches;
}

void Blamer::not_denied(const Exposure& exposure) {
  if (near_miss(exposure, Effect::deny)) return;
  const Request request = witnesses_.request_of(exposure);
  const ActionName action(request.action, policies_.catalogue());
  for (const CompiledStatement& statement : policies_.impl().statements) {
    if (statement.effect == Effect::allow && applies(statement, request, action)) {
      exposed_by_[{&statement, "lets it through and nothing denies it"}].push_back(exposure);
      return;
    }
  }
  add(exposure, exposure.actions, {std::nullopt, {}, "no Deny reaches it"});
}

/// The root user of the resource's account needs no policy.
void Blamer::nobody(const Exposure& exposure) {
  add(exposure, exposure.actions, {std::nullopt, {}, "it needs no Allow"});
}

void Blamer::denied(const Exposure& exposure, const CompiledStatement& deny) {
  if (deny.conditions.empty()) return blame_action({exposure}, deny, "denies it");
  const auto meant = std::find_if(deny.conditions.begin(), deny.conditions.end(), [&](const Predicate& predicate) {
    return region_tests(exposure, predicate.key()) || !keys_.find(predicate.key())->second.known;
  });
  const auto at = meant == deny.conditions.end() ? deny.conditions.begin() : meant;
  const Condition& condition =
      policies_.statement(deny.ref).conditions[static_cast<std::size_t>(at - deny.conditions.begin())];
  add(exposure, exposure.actions,
      {deny.ref, condition.key.span,
       fmt::format("this Deny stops it: `{}` on `{}` holds", condition.op.text, condition.key.text)});
}

void Blamer::not_allowed(const Exposure& exposure) {
  if (near_miss(exposure, Effect::allow)) return;
  const Settlement settled = evaluate(policies_, witnesses_.request_of(exposure)).settled_by;
  const bool by_limit = settled.step == Step::scp || settled.step == Step::endpoint || settled.step == Step::boundary ||
                        settled.step == Step::session;
  add(exposure, exposure.actions, {std::nullopt, {}, by_limit ? settled.why : "no Allow reaches it"});
}

void Blamer::denied_here(Exposure exposure, const CompiledStatement& deny) {
  exposed_by_[{&deny, "denies it and nothing of the other policies does"}].push_back(std::move(exposure));
}

/// Blames the statement that was meant for the request and comes nearest to applying, if there is one.
bool Blamer::near_miss(const Exposure& exposure, Effect effect) {
  prober_.budget().spend(4 * witnesses_.replay_cost());  // a reason is made for every statement
  const Evaluation evaluation = evaluate(policies_, witnesses_.request_of(exposure));
  const Miss* nearest = nullptr;
  for (const Miss& miss : evaluation.misses) {
    if (policies_.statement(miss.statement).effect != effect || !meant_for(exposure, miss, effect)) continue;
    if (nearest == nullptr || miss.element > nearest->element) nearest = &miss;
  }
  if (nearest == nullptr) return false;
  const CompiledStatement& statement = compiled(nearest->statement);
  if (nearest->element == Element::action && statement.actions.negated) {
    const std::vector<Exposure> exposures{exposure};
    blame_patterns(patterns_at_fault(exposures, statement), statement, "is left out of this Deny");
  } else {
    const std::string_view what =
        effect == Effect::deny ? "this Deny does not stop it" : "this Allow does not reach it";
    add(exposure, exposure.actions, {nearest->statement, nearest->span, fmt::format("{}: {}", what, nearest->why)});
  }
  return true;
}

/// A Deny is meant for a request of the region when it tests a key that the region tests; an Allow when it names the
/// action.
bool Blamer::meant_for(const Exposure& exposure, const Miss& miss, Effect effect) const {
  if (effect == Effect::allow) return miss.element != Element::action;
  const auto& conditions = compiled(miss.statement).conditions;
  return std::any_of(conditions.begin(), conditions.end(), [&](const Predicate& predicate) {
    return region_tests(exposure, predicate.key()) || misspells_key_of_region(exposure, predicate.key());
  });
}

/// The catalogue does not know the key, and the region tests one that is spelt nearly alike.
bool Blamer::misspells_key_of_region(const Exposure& exposure, const std::string& key) const {
  constexpr std::size_t typos = 2;
  if (exposure.region == nullptr || keys_.find(key)->second.known) return false;
  const auto& conditions = exposure.region->conditions;
  return std::any_of(conditions.begin(), conditions.end(),
                     [&](const Predicate& predicate) { return edit_distance(key, predicate.key(), typos) <= typos; });
}

const CompiledStatement& Blamer::compiled(StatementRef ref) const {
  const auto& statements = policies_.impl().statements;
  return *std::lower_bound(statements.begin(), statements.end(), ref,
                           [](const CompiledStatement& s, StatementRef r) { return s.ref < r; });
}

void Blamer::blame_action(const std::vector<Exposure>& exposures, const CompiledStatement& statement,
                          std::string_view what) {
  if (statement.actions.negated) return blame_whole(exposures, statement, fmt::format("`NotAction` {}", what));
  const auto at_fault = patterns_at_fault(exposures, statement);
  if (at_fault.size() > 1 && std::any_of(exposures.begin(), exposures.end(), asked_of_nearly_all_actions)) {
    const std::string_view effect = statement.effect == Effect::deny ? "Deny" : "Allow";
    return blame_whole(exposures, statement, fmt::format("this {} {}", effect, what));
  }
  blame_patterns(at_fault, statement, what);
}

void Blamer::blame_whole(const std::vector<Exposure>& exposures, const CompiledStatement& statement,
                         const std::string& reason) {
  for (const Exposure& exposure : exposures) {
    add(exposure, exposure.actions, {statement.ref, statement.actions.key, reason});
  }
}

Blamer::PatternsAtFault Blamer::patterns_at_fault(const std::vector<Exposure>& exposures,
                                                  const CompiledStatement& statement) const {
  const Exposed exposed(exposures);
  PatternsAtFault out;
  for (const ActionPattern& pattern : statement.actions.patterns) {
    Named named = exposed.named_by(pattern);
    if (!named.empty()) out.emplace_back(&pattern, std::move(named));
  }
  return out;
}

void Blamer::blame_patterns(const PatternsAtFault& at_fault, const CompiledStatement& statement,
                            std::string_view what) {
  const Source& source = *policies_.policy(statement.ref).source;
  for (const auto& [pattern, named] : at_fault) {
    if (is_done()) return;
    const std::string_view quoted = source.slice(pattern->span);
    const Blame blame{statement.ref, pattern->span, fmt::format("`{}` {}", quoted.substr(1, quoted.size() - 2), what)};
    for (const auto& [exposure, actions] : named) add(*exposure, actions, blame);
  }
}

/// Of the actions, the first that has all keys of the scene by the catalogue: their requests are alike otherwise.
Witness Blamer::likeliest(const Exposure& exposure, const std::vector<ActionId>& actions) const {
  constexpr std::size_t most_tried = 8;
  if (actions.empty()) {
    Witness later{witnesses_.request_of(exposure, std::nullopt), {}};
    later.odd = odd_keys_of(later.request);
    return later;
  }
  Witness first;
  for (std::size_t i = 0; i < std::min(actions.size(), most_tried); ++i) {
    Witness witness{witnesses_.request_of(exposure, actions[i]), {}};
    witness.odd = odd_keys_of(witness.request);
    if (witness.odd.empty()) return witness;
    if (i == 0) first = std::move(witness);
  }
  return first;
}

/// What examine() says of the keys in the context and of the owner. Most requests carry keys of all actions only, and
/// keys of nobody's.
std::vector<std::string> Blamer::odd_keys_of(const Request& request) const {
  std::vector<std::string> odd;
  const bool is_plain = std::all_of(request.context.begin(), request.context.end(), [&](const auto& entry) {
    const auto at = keys_.find(folded(entry.first));
    if (at == keys_.end()) return true;
    const KeyFacts& facts = at->second;
    return facts.known ? facts.global : !facts.reserved;
  });
  if (is_plain && !request.resource_account) return odd;
  for (RequestFault& fault : examine(request, policies_.catalogue())) {
    if (fault.pointer.starts_with("/context/") || fault.pointer == "/resource_account")
      odd.push_back(std::move(fault.message));
  }
  return odd;
}

void Blamer::add(const Exposure& exposure, const std::vector<ActionId>& actions, const Blame& blame) {
  if (breaches_.add_to(blame, actions)) return;  // the scene of the exposure was replayed when it was found
  prober_.budget().spend(witnesses_.replay_cost());
  // The first breach is worth its cost whatever is left.
  if (!breaches_.empty() && prober_.budget().left == 0) return prober_.open("the search ran out of its step budget");
  Witness witness = likeliest(exposure, actions);
  if (witnesses_.refutes(witness.request)) {
    breaches_.add(blame, actions, std::move(witness), exposure.denied_by);
  } else {
    prober_.open("a request that refutes the claim did not replay");
  }
}

}  // namespace iamproof
