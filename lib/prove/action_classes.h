/// Actions grouped by the statements that name them: all of a group behave alike, so one search answers for all.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "compile/statement.h"
#include "glob/language.h"
#include "prove/later_actions.h"

namespace iamproof {

/// Actions that lie in exactly the same statements; or actions yet to come, which the search tells apart.
struct ActionClass {
  std::vector<ActionId> members;  ///< of the catalogue, ascending
  /// Where there are no members: the name of an action the catalogue does not have, of which the same services' rules
  /// hold. Without `later` it is the one that is meant, or stands for all services that no statement names.
  std::string outside;
  std::vector<const CompiledStatement*> statements;  ///< those that name them, some of `later`, in the order given
  std::optional<LaterActions> later;
};

/// The actions worth asking about.
struct ActionScope {
  Bitset catalogue;
  /// Of names outside the catalogue those that one of these matches.
  std::vector<const ActionPattern*> outside;
  bool everywhere = false;  ///< all names

  explicit ActionScope(const Catalogue& names) : catalogue(names.action_count()) {}
  /// All that an element names.
  void add(const ActionElement& actions);
  /// Names outside the catalogue that a pattern matches.
  void add_outside(const ActionPattern& pattern);
  /// Leaves out what cannot be in the other as well.
  void intersect(const ActionScope& other);
  bool is_empty() const { return !everywhere && outside.empty() && catalogue.is_empty(); }
};

/// All classes that have part in the scope. Nothing if the budget runs out.
///
/// Exact: every action of the scope, of the catalogue or not, lies in some class; of those that are not, the scope may
/// not want all. With `closed` there are none outside the catalogue. `rules` are statements that no action of a class
/// may be told apart by; only those of the catalogue and single names are.
std::optional<std::vector<ActionClass>> action_classes(const std::vector<const CompiledStatement*>& statements,
                                                       const std::vector<const CompiledStatement*>& rules,
                                                       const ActionScope& scope, const Catalogue& catalogue,
                                                       bool closed, Budget& budget);

/// Whether one of the statements names all actions of the class.
bool is_named_by_one(const ActionClass& actions, const std::vector<const CompiledStatement*>& statements);

}  // namespace iamproof
