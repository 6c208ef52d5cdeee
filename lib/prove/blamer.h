/// From requests that refute a claim to the strings of the policies that are at fault.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "prove/blame.h"
#include "prove/prober.h"
#include "prove/witness.h"

namespace iamproof {

class Blamer {
 public:
  /// `first_only`: one breach is enough.
  Blamer(const CompiledPolicies& policies, const KeyTable& keys, const Witnesses& witnesses, Prober& prober,
         bool first_only);

  void let_through(Exposure exposure, const CompiledStatement& allow);
  /// The same, or by the Deny that was meant to stop it.
  void let_past(const Exposure& exposure, const CompiledStatement& allow);
  void not_denied(const Exposure& exposure);
  /// Of a caller who needs no policy.
  void nobody(const Exposure& exposure);
  void denied(const Exposure& exposure, const CompiledStatement& deny);
  /// By the Deny, and by none of the other policies.
  void denied_here(Exposure exposure, const CompiledStatement& deny);
  void not_allowed(const Exposure& exposure);

  bool has_blamed() const { return !exposed_by_.empty() || !breaches_.empty(); }
  /// All that was blamed, or the first of it. Nothing may be blamed afterwards.
  std::vector<Breach> take();

 private:
  class Exposed;
  using Named = std::map<const Exposure*, std::vector<ActionId>>;
  /// The action patterns of a statement that name exposed actions, with those.
  using PatternsAtFault = std::vector<std::pair<const ActionPattern*, Named>>;

  bool is_done() const { return first_only_ && !breaches_.empty(); }
  bool near_miss(const Exposure& exposure, Effect effect);
  bool meant_for(const Exposure& exposure, const Miss& miss, Effect effect) const;
  bool misspells_key_of_region(const Exposure& exposure, const std::string& key) const;
  const CompiledStatement& compiled(StatementRef ref) const;
  void blame_action(const std::vector<Exposure>& exposures, const CompiledStatement& statement, std::string_view what);
  void blame_whole(const std::vector<Exposure>& exposures, const CompiledStatement& statement,
                   const std::string& reason);
  PatternsAtFault patterns_at_fault(const std::vector<Exposure>& exposures, const CompiledStatement& statement) const;
  void blame_patterns(const PatternsAtFault& at_fault, const CompiledStatement& statement, std::string_view what);
  Witness likeliest(const Exposure& exposure, const std::vector<ActionId>& actions) const;
  std::vector<std::string> odd_keys_of(const Request& request) const;
  void add(const Exposure& exposure, const std::vector<ActionId>& actions, const Blame& blame);

  const CompiledPolicies& policies_;
  const KeyTable& keys_;
  const Witnesses& witnesses_;
  Prober& prober_;
  const bool first_only_;
  Breaches breaches_;
  std::map<std::pair<const CompiledStatement*, std::string_view>, std::vector<Exposure>> exposed_by_;
};

}  // namespace iamproof
