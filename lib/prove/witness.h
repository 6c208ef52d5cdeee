/// Requests that refute a claim: found by the search, written out, and judged by the evaluator.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "prove/callers.h"
#include "prove/claim.h"
#include "prove/key_facts.h"
#include "prove/prover.h"
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
};

/// One question about one set, with all that writing and judging a request needs. Borrows what it is given.
class Witnesses {
 public:
  Witnesses(const CompiledPolicies& policies, const CompiledClaim& claim, const Inquiry& inquiry, const KeyTable& keys);

  Question question() const { return inquiry_.question; }
  /// Of an action of the exposure, or of the one outside the catalogue.
  Request request_of(const Exposure& exposure, std::optional<ActionId> action) const;
  /// Of the exposure's first action.
  Request request_of(const Exposure& exposure) const;
  /// The evaluator's word on it.
  bool refutes(const Request& request) const;
  /// Steps of a budget that one evaluation of all statements is worth.
  std::uint64_t replay_cost() const { return replay_cost_; }

 private:
  static void give_to_owner(Request& request);
  void fill_open_keys(const CallerClass& caller, Request& request) const;
  std::string name_of(const std::string& key) const;
  std::string principal_of(const Request& request) const;

  const CompiledPolicies& policies_;
  const CompiledClaim& claim_;
  const Inquiry& inquiry_;
  const KeyTable& keys_;
  std::uint64_t replay_cost_ = 1;
};

}  // namespace iamproof
