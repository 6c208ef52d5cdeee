/// Looks for requests of one class of actions and one of callers, for as long as the budget lasts, and keeps what an
/// answer has to say besides its verdict.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "glob/language.h"
#include "prove/action_classes.h"
#include "prove/callers.h"
#include "prove/cross_key.h"
#include "prove/key_facts.h"
#include "prove/search.h"
#include "prove/settle.h"
#include "prove/stakes.h"
#include "prove/witness.h"

namespace iamproof {

class Prober {
 public:
  /// Borrows all but the options.
  Prober(const Catalogue& catalogue, const KeyTable& keys, const Witnesses& witnesses, const ProveOptions& options);

  Prober(const Prober&) = delete;
  Prober& operator=(const Prober&) = delete;

  /// See Setting.
  void admit_unheard_of_keys() { unheard_of_keys_ = true; }
  Budget& budget() { return budget_; }
  /// Nothing more is tried once the budget is spent, and the answer says so.
  bool exhausted();
  /// Notes what could not be settled.
  void open(const std::string& reason) { open_.insert(reason); }
  bool has_open() const { return !open_.empty(); }
  /// Notes what the answer rests on.
  void assume(std::string what) { assumptions_.insert(std::move(what)); }
  void assume(const CrossKeyFact& fact);

  /// Every action of the class for which the problem has a request, with one. `region`: see Exposure.
  std::vector<Exposure> probe(const ActionClass& actions, const CallerClass& caller, SearchProblem problem,
                              const CompiledStatement* region);

  /// Puts everything together. The assumptions on keys are those of `keys`.
  Answer answer(std::vector<Breach> breaches);

 private:
  std::vector<Exposure> probe_alike(const ActionClass& actions, const CallerClass& caller, SearchProblem problem,
                                    const CompiledStatement* region);
  std::vector<std::string> foreign_keys(ActionId action) const;
  static CallerClass without_keys(CallerClass caller, const std::vector<std::string>& keys);
  /// Whether the catalogue gives all the actions the same resource types.
  bool work_on_the_same(const std::vector<ActionId>& actions) const;
  std::vector<Exposure> probe_by_resource_type(const ActionClass& actions, const CallerClass& caller,
                                               const SearchProblem& problem, const CompiledStatement* region);
  Settled settle_for(const Exposure& exposure, const SearchProblem& problem, const ResourceUniverse& universe);
  void prefer_own(Scene& scene, const SearchProblem& problem, const Setting& setting,
                  const std::function<bool(const Scene&)>& replays, const Exposure& exposure);
  Settled said_owner(Scene scene, const SearchProblem& problem, const Setting& setting,
                     const std::function<bool(const Scene&)>& replays, const Exposure& exposure);
  /// What the proof that there is no request rests on.
  void note(const NoRequest& none);
  CrossKeys* facts_of(const CallerClass& caller);
  void note_resource_types(const Exposure& exposure, const SearchProblem& problem);
  void note_lists(const Scene& scene);
  void note_keys();

  const Catalogue& catalogue_;
  const KeyTable& keys_;
  const Witnesses& witnesses_;
  const ProveOptions options_;
  bool unheard_of_keys_ = false;
  Budget budget_;
  std::deque<CallerClass> callers_;                          // that lack some keys; exposures borrow them
  std::optional<CrossKeys> facts_of_signed_, facts_of_any_;  // requests
  std::set<std::string> assumptions_;
  std::set<std::string> open_;
};

}  // namespace iamproof
