/// From a search problem to something certain: a request that replays, the proof that there is none, or neither.
#pragma once

#include <functional>
#include <optional>
#include <set>
#include <string>
#include <variant>

#include "prove/cross_key.h"

namespace iamproof {

struct NoRequest {
  std::vector<const CrossKeyFact*> because;  ///< without these there might be one; none: the problem alone has none
  /// Multivalued keys, in lower case, of which it matters that a condition without set operator fails on a list.
  std::set<std::string, std::less<>> lists_fail;
};
struct Open {
  std::string reason;
};
using Settled = std::variant<NoRequest, Scene, Open>;

/// What a problem is about, beside its statements.
struct Setting {
  const ResourceUniverse& universe;
  const KeyTable& keys;
  const FixedKeys& fixed;
  const Assumptions& assume;
  CrossKeys* facts = nullptr;  ///< of requests that can be sent; none: every context counts
  /// Where nothing else will do, a scene may carry keys of AWS's that the catalogue does not have.
  bool unheard_of_keys = false;
};

/// `replays` runs the evaluator on a candidate: only a scene it confirms is returned. A scene that fits the facts is
/// preferred; one that does not is returned only where the assumptions allow for it.
Settled settle(const SearchProblem& problem, const Setting& setting, Budget& budget,
               const std::function<bool(const Scene&)>& replays);

}  // namespace iamproof
