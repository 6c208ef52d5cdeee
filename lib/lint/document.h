/// A document as the checks of what is written read it: its elements with what the catalogue knows of them, and the
/// places that findings point at.
#pragma once

#include <cstddef>
#include <deque>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "compile/statement.h"
#include "iamproof/catalogue.h"
#include "iamproof/policy.h"
#include "policy/operators.h"

namespace iamproof {

struct ConditionView {
  const Condition* written;
  std::optional<OperatorName> op;  ///< none if IAM does not know it
  std::optional<KeyInfo> key;      ///< none if the catalogue does not have it
};

/// Action or NotAction, Resource or NotResource: whichever a statement has.
struct ListView {
  const TextList* list = nullptr;  ///< none if it has neither
  std::string_view name;           ///< "NotAction"
  bool negated = false;

  explicit operator bool() const { return list != nullptr; }
  const std::vector<Text>& values() const { return list->values; }
};

struct StatementView {
  const Statement* written;
  const CompiledStatement* compiled;  ///< none where IAM would refuse the statement
  ListView actions, resources;        ///< the positive one where a statement has both
  std::vector<ConditionView> conditions;

  bool allows() const { return written->effect == Effect::allow; }
  bool denies() const { return written->effect == Effect::deny; }
  /// Whether Resource has a lone `*` among its entries.
  bool names_every_resource() const;
};

/// Where a finding points: a span with its JSON pointer.
struct Place {
  Span span;
  std::string pointer;
  const Statement* statement = nullptr;  ///< that it is in, if any
};

/// Of one document. Borrows from it and from what it was compiled to.
class Document {
 public:
  /// `compiled`: its statements, in their order; empty for a document that IAM would refuse, of which the statements
  /// that can be read are compiled here.
  Document(const Policy& policy, std::span<const CompiledStatement> compiled, const Catalogue& catalogue);

  const Policy& policy() const { return policy_; }
  PolicyType type() const { return policy_.type; }
  const Catalogue& catalogue() const { return catalogue_; }
  const std::vector<StatementView>& statements() const { return statements_; }

  Place whole() const;  ///< the opening brace of the document
  static Place at(const Statement& statement);
  static Place at(const StatementView& statement, const ListView& list);
  /// One entry of the list; the list's value where it is a lone string.
  static Place at(const StatementView& statement, const ListView& list, std::size_t entry);
  static Place at_operator(const StatementView& statement, const Condition& condition);
  static Place at_key(const StatementView& statement, const Condition& condition);
  static Place at_value(const StatementView& statement, const Condition& condition, std::size_t value);

 private:
  const Policy& policy_;
  const Catalogue& catalogue_;
  std::deque<CompiledStatement> own_;  ///< of a document that IAM would refuse
  std::vector<StatementView> statements_;
};

}  // namespace iamproof
