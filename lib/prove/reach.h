/// Questions about single statements rather than about what a set decides: does one apply at all, does it apply
/// anywhere that others do not, can one of its conditions fail where the others hold?
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "prove/search.h"

namespace iamproof {

enum class Covered : std::uint8_t { yes, no, unknown };

/// A `yes` is proved for every request, of actions that the catalogue does not have too. A `no` has a request.
struct ReachAnswer {
  Covered covered = Covered::no;
  std::string reason;            ///< of unknown
  bool resource_types = false;   ///< a `yes` rests on the resource types that the catalogue lists for actions
  SearchProblem::Statements by;  ///< of covers(): those of the others that may cover some of it, in their order
  /// What a `yes` may take of keys that the catalogue does not know: "`example:key` carries one value".
  std::vector<std::string> guesses;
};

/// Some of a statement: its resources or all there are, and those of its conditions that are listed.
struct StatementPart {
  const CompiledStatement* statement = nullptr;
  bool resources = true;
  std::vector<std::size_t> conditions;

  static StatementPart whole(const CompiledStatement& statement);
};

/// Borrows the policies. Callers are not told apart: a request is any that somebody could make. For one thread: it
/// remembers what it has worked out.
class Reach {
 public:
  using Statements = SearchProblem::Statements;

  Reach(const CompiledPolicies& policies, const Assumptions& assume);

  /// Whether every request that all of `statements` apply to is one that some statement of `others` applies to; without
  /// others, whether they never apply together. Of `others` only those count that name all callers whom one of
  /// `statements` names.
  ReachAnswer covers(const Statements& others, const Statements& statements, Budget& budget) const;

  /// Whether there is no request that the part applies to.
  ReachAnswer never_applies(const StatementPart& part, Budget& budget) const;

  /// Whether condition number `condition` of the statement holds of every request that the part applies to.
  ReachAnswer always_holds(std::size_t condition, const StatementPart& part, Budget& budget) const;

 private:
  struct Actions;
  struct Overlap;
  class Question;

  void ask_overlap(Question& question, const Statements& statements, const Overlap& overlap, Budget& budget) const;
  void ask_by_action_class(Question& question, const Statements& statements, const Statements& able,
                           Budget& budget) const;

  const CompiledPolicies& policies_;
  Assumptions assume_;
  KeyTable keys_;
};

/// Whether `outer` concerns every caller that `inner` does, and each by a name that is worth as much.
/// Under-approximating: names are compared as they are written.
bool names_callers_of(const CompiledStatement& outer, const CompiledStatement& inner);

}  // namespace iamproof
