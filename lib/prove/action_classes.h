/// Actions grouped by the statements that name them: all of a group behave alike, so one search answers for all.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "compile/statement.h"
#include "glob/language.h"

namespace iamproof {

/// Actions that lie in exactly the same statements.
struct ActionClass {
  std::vector<ActionId> members;  ///< of the catalogue, ascending
  /// Where there are no members: the name of an action the catalogue does not have, which stands for every such action
  /// of these statements.
  std::string outside;
  std::vector<const CompiledStatement*> statements;  ///< those that name them, in the order given
};

/// Whether a class is worth asking about, by a statement that names it.
using NeededStatement = std::function<bool(const CompiledStatement&)>;

/// All classes that `needed_a` and `needed_b` each want for some of their statements. Nothing if the budget runs out.
///
/// Exact: every action there can be, of the catalogue or not, lies in one class or in none that is needed. Names
/// outside the catalogue are `prefix:name` over letters, digits, `-`, `_` and `.`. With `closed` there are none of
/// those.
std::optional<std::vector<ActionClass>> action_classes(const std::vector<const CompiledStatement*>& statements,
                                                       const NeededStatement& needed_a, const NeededStatement& needed_b,
                                                       const Catalogue& catalogue, bool closed, Budget& budget);

}  // namespace iamproof
