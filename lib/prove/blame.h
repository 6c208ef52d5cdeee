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

/// A request, and what of it cannot be: see Breach::odd.
struct Witness {
  Request request;
  std::vector<std::string> odd;
};

class Breaches {
 public:
  explicit Breaches(const CompiledPolicies& policies) : policies_(policies) {}

  /// `actions` of the catalogue, or none where the witness is of an action outside it.
  void add(const Blame& blame, const std::vector<ActionId>& actions, Witness witness,
           std::optional<StatementRef> denied_by = std::nullopt);
  /// More of what is blamed on the same string already, and whose witness is of as much use. False where there is none.
  bool add_to(const Blame& blame, const std::vector<ActionId>& actions);

  bool empty() const { return breaches_.empty(); }
  /// In document order, the ones without a statement first.
  std::vector<Breach> take() &&;

 private:
  using Place = std::tuple<std::optional<StatementRef>, std::uint32_t, std::uint32_t>;

  static Place place_of(const Blame& blame) { return {blame.statement, blame.span.begin, blame.span.end}; }
  static void add_actions(Breach& breach, const std::vector<ActionId>& actions);

  const CompiledPolicies& policies_;
  std::map<Place, Breach> breaches_;
};

/// The JSON pointer of the string, key or element of `statement` at `span`; of the statement if there is none.
std::string pointer_of(const Statement& statement, Span span);

}  // namespace iamproof
