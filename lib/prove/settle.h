/// From a search problem to something certain: a request that replays, the proof that there is none, or neither.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <variant>

#include "prove/search.h"

namespace iamproof {

struct NoRequest {};
struct Open {
  std::string reason;
};
using Settled = std::variant<NoRequest, Scene, Open>;

/// `replays` runs the evaluator on a candidate: only a scene it confirms is returned.
Settled settle(const SearchProblem& problem, const ResourceUniverse& universe, const KeyTable& keys,
               const FixedKeys& fixed, const Assumptions& assume, Budget& budget,
               const std::function<bool(const Scene&)>& replays);

}  // namespace iamproof
