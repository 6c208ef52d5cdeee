/// A statement with its meaning worked out: what evaluate and prove both read, so that they cannot disagree.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "condition/predicate.h"
#include "iamproof/policy_set.h"
#include "support/bitset.h"

namespace iamproof {

/// The action of a request: in lower case, and its number where the catalogue has it.
struct ActionName {
  std::string text;
  std::optional<ActionId> id;

  ActionName(std::string_view name, const Catalogue& catalogue);
};

struct ActionPattern {
  enum class Kind : std::uint8_t {
    nothing,     ///< malformed: no colon, two colons, a wildcard in the prefix
    everything,  ///< `*`
    exact,
    wildcard,
  };
  Kind kind = Kind::nothing;
  std::string text;  ///< in lower case
  Glob glob;
  std::size_t prefix = 0;  ///< characters before the first wildcard
  Span span;
  std::vector<ActionId> actions;  ///< of the catalogue, ascending; empty for `everything`, which has them all

  static ActionPattern read(std::string_view text, Span span);
  /// `action` in lower case.
  bool matches(std::string_view action) const;
  std::string_view service() const { return std::string_view(text).substr(0, text.find(':')); }
};

/// Action or NotAction.
struct ActionElement {
  bool negated = false;
  Span key;
  std::vector<ActionPattern> patterns;
  Bitset catalogue;                    ///< the actions of the catalogue it matches, negation applied
  std::vector<std::uint32_t> outside;  ///< the patterns that can match other actions as well, by number

  void compile(const Catalogue& names);
  const ActionPattern* find(std::string_view action) const;  ///< the first pattern that matches, negation aside
  bool matches(std::string_view action) const { return (find(action) != nullptr) != negated; }
  bool matches(const ActionName& action) const {
    return action.id ? catalogue.contains(*action.id) : matches_outside(action.text);
  }
  /// The same for an action that the catalogue does not have.
  bool matches_outside(std::string_view action) const;
};

struct ResourcePattern {
  Template pattern;
  Span span;
  /// An ARN of fewer than six parts that does not end in `*`: IAM is said to fill the missing parts with `*`.
  bool partial_arn = false;
};

/// Resource or NotResource.
struct ResourceElement {
  bool negated = false;
  Span key;
  std::vector<ResourcePattern> patterns;

  bool is_everything() const;
  const ResourcePattern* find(std::string_view resource, const Context& context) const;
  bool matches(std::string_view resource, const Context& context) const {
    return (find(resource, context) != nullptr) != negated;
  }
};

struct CompiledStatement {
  StatementRef ref;
  Effect effect = Effect::allow;
  ActionElement actions;
  ResourceElement resources;
  std::vector<Predicate> conditions;  ///< one for each of the statement's conditions, in order
  std::size_t size = 1;               ///< its patterns and values, a long one counted as several: what trying it costs
};

/// Errors: an operator IAM does not know. `variables`: the document has policy variables.
Result<CompiledStatement> compile_statement(const Statement& statement, bool variables, const Source& source,
                                            const Catalogue& catalogue);

/// A statement of the actions of patterns on every resource in every context.
CompiledStatement compile_patterns(const std::vector<FamilyEntry>& entries, const Catalogue& catalogue);

struct CompiledPolicies::Impl {
  PolicySet policies;
  Catalogue catalogue;
  std::vector<CompiledStatement> statements;  ///< in document order
};

}  // namespace iamproof
