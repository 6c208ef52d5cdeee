/// Actions that the catalogue does not have, as a language: those that a pattern matches.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "compile/statement.h"
#include "glob/language.h"

namespace iamproof {

/// Names are `service:name` over letters, digits, `-`, `_` and `.`.
struct LaterActions {
  Glob within;              ///< of one service, no wildcard before the colon
  std::vector<Glob> apart;  ///< names that are left out: they are asked about on their own
  const Catalogue* catalogue = nullptr;
  /// Statements that name some of them and, as far as their texts show, not all. Ascending.
  std::vector<const CompiledStatement*> split_by;

  bool is_split_by(const CompiledStatement& statement) const;
};

/// How many of the names an element has.
enum class Share : std::uint8_t { none, some, all };

/// `some` is said where it cannot be seen from the patterns one by one.
Share share_of(const ActionElement& element, const Glob& within);

/// Whether a text is a name that an action of its service may have.
bool is_action_name(std::string_view text);

/// An element that a name is to lie in, or not to.
struct NameConstraint {
  const ActionElement* element = nullptr;
  bool wanted = true;
};

/// A name that no action of the catalogue has and that the constraints allow, in lower case. Exact: `no` means that
/// there is none.
TextSearch find_name(const LaterActions& actions, const std::vector<NameConstraint>& constraints, Budget& budget);

}  // namespace iamproof
