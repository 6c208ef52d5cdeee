/// What a request may carry for one context key so that some conditions hold and others do not.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "condition/predicate.h"
#include "glob/language.h"
#include "prove/key_facts.h"

namespace iamproof {

/// A condition and whether it is to hold.
struct KeyConstraint {
  const Predicate* predicate = nullptr;
  bool wanted = true;
};

/// How much a search answer is worth.
enum class Worth : std::uint8_t {
  exact,
  approximate,  ///< a condition was widened (a policy variable): the evaluator must confirm it
  uncertain,    ///< AWS does not say how it decides this: no witness
};

inline Worth worse(Worth a, Worth b) {
  return a < b ? b : a;
}

/// Whether searches may only widen what is not exact (so that `no` is a proof) or only narrow it (so that `yes` is
/// one).
enum class Direction : std::uint8_t { over_approximate, under_approximate };

struct KeyAnswer {
  Found found = Found::no;
  std::optional<ContextValue> value;  ///< absent, when nothing
  Worth worth = Worth::exact;
  std::string reason;  ///< what makes it uncertain
};

/// What a request carries for a key; nothing where it does not carry the key.
using KeyState = std::optional<ContextValue>;

/// Texts inside some of one list of patterns and outside all of another.
struct Confinement {
  std::vector<Glob> inside, outside;
  bool may_be_absent = false;
  std::vector<std::string> likely;  ///< tried before others, for a witness that reads well
};

/// What is settled of context keys, by their names in lower case, before any statement is looked at: they belong to the
/// caller in question.
struct FixedKeys {
  std::map<std::string, KeyState, std::less<>> states;
  std::map<std::string, Confinement, std::less<>> confined;  ///< a single value is one of these
};

/// Settings of a search that every dimension shares.
struct SearchWorld {
  const KeyTable* keys = nullptr;
  const FixedKeys* fixed = nullptr;
  Assumptions assume;
  Direction direction = Direction::over_approximate;
  /// Under-approximating: a request may carry keys in a namespace of AWS that the catalogue does not have.
  bool unheard_of_keys = false;
  /// Multivalued keys, in lower case, on which conditions without set operator decide as the evaluator does: on a value
  /// that is no list as on any other, and on a list by failing. Of others they may hold or not, but alike if they are.
  std::set<std::string, std::less<>> lists_fail;
  /// Keys that policy variables read, with the value they are given. A key that is listed without a value is absent.
  /// Over-approximating: those of which the statements leave no other value, and whose own conditions have no
  /// variables.
  /// Those that are fixed are among them.
  std::map<std::string, KeyState, std::less<>> pinned;
  Context pinned_context;  ///< the same, for resolving variables

  /// Whether the text of a template is not known and has to be widened. A set gives a variable no value, so a variable
  /// of a multivalued key is known.
  bool leaves_open(const Template& text) const;
};

/// Looks for what the key may carry. Over-approximating: `no` means that no request satisfies the constraints.
/// Under-approximating: `yes` means that a request with that value does, the pinned values given.
KeyAnswer solve_key(const std::string& key, const std::vector<KeyConstraint>& constraints, const SearchWorld& world,
                    Budget& budget);

}  // namespace iamproof
