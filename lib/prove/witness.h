/// Requests that refute a claim: found by the search, written out, and judged by the evaluator.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "prove/action_classes.h"
#include "prove/callers.h"
#include "prove/key_facts.h"
#include "prove/search.h"

namespace iamproof {

/// Requests of one class that refute the claim: these actions, by this caller, in this scene.
struct Exposure {
  std::vector<ActionId> actions;
  std::string outside;
  const CallerClass* caller = nullptr;
  Scene scene;
  bool any_resource = false;                  ///< no statement looks at the resource
  const CompiledStatement* region = nullptr;  ///< the statement of the region that applies, where one must
  std::optional<StatementRef> denied_by;      ///< see Breach
};

/// Whether exposures of a class are of every action of it.
bool exposes_all(const std::vector<Exposure>& exposures, const ActionClass& actions);

/// The account that the ARN of the resource or aws:ResourceAccount gives it to, where that is another one than the
/// request's owner.
std::optional<std::string> other_owner(const Request& request);

/// Whether a request, of this action, refutes what is asked: the evaluator's word.
using Judge = std::function<bool(const Request&, const ActionName&)>;

/// One question, with all that writing and judging a request needs. Borrows what it is given.
class Witnesses {
 public:
  Witnesses(const Catalogue& catalogue, const std::vector<CallerClass>& callers, const KeyTable& keys, Judge judge);

  /// Adds statements that the judge looks at: what it costs to ask.
  void count(const std::vector<CompiledStatement>& statements);
  /// Of an action of the exposure, or of the one outside the catalogue.
  Request request_of(const Exposure& exposure, std::optional<ActionId> action) const {
    return request_of(exposure, exposure.scene, action);
  }
  /// Of the exposure's first action.
  Request request_of(const Exposure& exposure) const { return request_of(exposure, first_action(exposure)); }
  /// The same in another scene, of the action that it has if it has one.
  Request request_of(const Exposure& exposure, const Scene& scene) const;
  bool refutes(const Request& request) const;
  /// Steps of a budget that one evaluation of all statements is worth.
  std::uint64_t replay_cost() const { return 1 + looked_at_ / values_per_step; }

 private:
  static std::optional<ActionId> first_action(const Exposure& exposure);
  Request request_of(const Exposure& exposure, const Scene& scene, std::optional<ActionId> action) const;
  static void give_to_owner(Request& request);
  void settle_owner(const Exposure& exposure, bool any_resource, Request& request) const;
  void fill_open_keys(const CallerClass& caller, Request& request) const;
  std::string name_of(const std::string& key) const;
  static bool is_of_session(const Request& request);
  std::string principal_of(const Request& request) const;

  static constexpr std::uint64_t values_per_step = 8;

  const Catalogue& catalogue_;
  const std::vector<CallerClass>& callers_;
  const KeyTable& keys_;
  const Judge judge_;
  std::uint64_t looked_at_ = 0;
};

}  // namespace iamproof
