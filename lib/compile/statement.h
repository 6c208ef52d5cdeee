/// A statement with its meaning worked out: what evaluate and prove both read, so that they cannot disagree.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <boost/container/small_vector.hpp>

#include "compile/principal.h"
#include "condition/predicate.h"
#include "iamproof/policy_set.h"
#include "support/bitset.h"

namespace iamproof {

/// The action of a request: in lower case, and its number where the catalogue has it.
class ActionName {
 public:
  ActionName(std::string_view name, const Catalogue& catalogue);

  std::string_view text() const { return {letters_.data(), letters_.size()}; }
  std::optional<ActionId> id() const { return id_; }

 private:
  boost::container::small_vector<char, 96> letters_;  // longer than any name there is: nothing is allocated
  std::optional<ActionId> id_;
};

struct ActionPattern {
  enum class Kind : std::uint8_t {
    nothing,     ///< malformed: no colon, two colons, a wildcard in the prefix
    everything,  ///< `*`
    exact,
    wildcard,
  };
  Kind kind = Kind::nothing;
  std::string text;        ///< in lower case
  Glob glob;               ///< of one that can match actions outside the catalogue, once it is compiled
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
  Bitset catalogue;  ///< the actions of the catalogue it matches, negation applied
  /// The patterns that can match other actions as well, by number; in the order of their services, `*` first.
  std::vector<std::uint32_t> outside;

  void compile(const Catalogue& names);
  const ActionPattern* find(std::string_view action) const;  ///< the first pattern that matches, negation aside
  bool matches(std::string_view action) const { return (find(action) != nullptr) != negated; }
  bool matches(const ActionName& action) const {
    return action.id() ? catalogue.contains(*action.id()) : matches_outside(action.text());
  }
  /// The same for an action that the catalogue does not have.
  bool matches_outside(std::string_view action) const;
  /// Whether `*` is among the patterns.
  bool names_everything() const;
  /// The patterns of `outside` that are of one service.
  std::span<const std::uint32_t> outside_of(std::string_view service) const;
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
  PolicyType part = PolicyType::identity;     ///< of its document: see PlacedPolicy
  std::uint32_t level = 0;                    ///< likewise
  std::optional<PrincipalElement> principal;  ///< none where the policy's type has none
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

/// Levels of SCPs or RCPs are counted in a word. An organization has at most seven.
constexpr std::size_t most_levels = 32;

struct CompiledPolicies::Impl {
  PolicySet policies;
  Catalogue catalogue;
  std::vector<PlacedPolicy> documents;
  std::vector<CompiledStatement> statements;  ///< in document order
  std::optional<ActionElement> rcp_actions;   ///< that RCPs bind; only where there are RCPs
};

}  // namespace iamproof
