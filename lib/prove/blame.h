/// Breaches under construction: what refutes a claim, gathered by the string of the policy that is at fault.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "iamproof/prove.h"

namespace iamproof {

/// A string at fault and what it does. No statement: the policies lack one.
struct Blame {
  std::optional<StatementRef> statement;
  Span span;
  std::string reason;
};

class Breaches {
 public:
  explicit Breaches(const CompiledPolicies& policies) : policies_(policies) {}

  /// `actions` of the catalogue, or none where the witness is of an action outside it.
  void add(Blame blame, const std::vector<ActionId>& actions, Request witness,
           std::optional<StatementRef> denied_by = std::nullopt);

  /// In document order, the ones without a statement first.
  bool empty() const { return breaches_.empty(); }
  std::vector<Breach> take() &&;

 private:
  using Place = std::tuple<std::optional<StatementRef>, std::uint32_t, std::uint32_t>;

  const CompiledPolicies& policies_;
  std::map<Place, Breach> breaches_;
};

/// The JSON pointer of the string, key or element of `statement` at `span`; of the statement if there is none.
std::string pointer_of(const Statement& statement, Span span);

}  // namespace iamproof
