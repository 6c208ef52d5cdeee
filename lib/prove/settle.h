/// From a search problem to something certain: a request that replays, the proof that there is none, or neither.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <variant>

#include "prove/cross_key.h"

namespace iamproof {

struct NoRequest {
  std::vector<const CrossKeyFact*> because;  ///< without these there might be one; none: the problem alone has none
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
};

/// `replays` runs the evaluator on a candidate: only a scene it confirms is returned. A scene that fits the facts is
/// preferred; one that does not is returned only where the assumptions allow for it.
Settled settle(const SearchProblem& problem, const Setting& setting, Budget& budget,
               const std::function<bool(const Scene&)>& replays);

}  // namespace iamproof
