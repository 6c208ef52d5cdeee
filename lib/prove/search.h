/// A request of one action class that some statements apply to and others do not.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "prove/key_theory.h"
#include "prove/later_actions.h"
#include "prove/resource_theory.h"

namespace iamproof {

/// Statements that all name the action under question, or some of the `later` ones: `must` apply, `must_not` do not,
/// and of each list of `some_of` one does.
struct SearchProblem {
  using Statements = std::vector<const CompiledStatement*>;
  Statements must;
  Statements must_not;
  std::vector<Statements> some_of;
  const LaterActions* later = nullptr;  ///< the action is one of these; otherwise it is given

  template <class Visit>
  void for_each(Visit visit) const {
    for (const CompiledStatement* statement : must) visit(*statement);
    for (const CompiledStatement* statement : must_not) visit(*statement);
    for (const Statements& group : some_of) {
      for (const CompiledStatement* statement : group) visit(*statement);
    }
  }
};

/// A request without its action, unless that is one of later actions.
struct Scene {
  std::string resource;
  Context context;
  std::string action;
  /// Keys, in lower case, on which it matters that conditions without set operator decide as the evaluator does.
  std::set<std::string, std::less<>> lists_fail;
};

struct SearchAnswer {
  Found found = Found::no;
  Scene scene;
  Worth worth = Worth::exact;
  std::string reason;  ///< what makes it uncertain
};

/// Over-approximating: `no` is a proof that there is no such request. Otherwise the scene is a candidate of the given
/// worth. Under-approximating: a scene is one, and `no` says nothing.
SearchAnswer search(const SearchProblem& problem, const ResourceUniverse& universe, const SearchWorld& world,
                    Budget& budget);

}  // namespace iamproof
