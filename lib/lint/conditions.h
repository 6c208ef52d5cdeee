/// What checks ask of one condition of a statement.
#pragma once

#include <cstddef>
#include <string_view>

#include "lint/document.h"

namespace iamproof {

/// Calls `judge` with each condition whose operator IAM knows, and its statement.
template <class Judge>
void for_each_condition(const Document& document, Judge judge) {
  for (const StatementView& statement : document.statements()) {
    for (const ConditionView& condition : statement.conditions) {
      if (condition.op) judge(statement, condition);
    }
  }
}

/// Whether the key is the one that the catalogue has under this name, letter case included.
inline bool is_key(const ConditionView& condition, std::string_view name) {
  return condition.key && condition.key->name == name;
}

/// Whether the key is one of a family that ends in a name of the user's: `aws:RequestTag/${TagKey}`.
bool has_free_part(const KeyInfo& key);

/// "aws" of "aws:SourceIp", as it is written.
std::string_view prefix_of_key(std::string_view key);

/// StringNotEquals, NotIpAddress and their kin.
bool is_negated(const OperatorName& op);

/// StringEqualsIgnoreCase and StringNotEqualsIgnoreCase.
bool ignores_case(const OperatorName& op);

/// Whether `*` and `?` are wildcards to the operator.
bool takes_patterns(const OperatorName& op);

/// A text without wildcards of the operator and without policy variables: it stands for itself.
bool is_literal(const OperatorName& op, std::string_view text);

/// Where the first `*` or `?` stands, those inside `${...}` left out; npos if there is none.
std::size_t find_wildcard(std::string_view text, std::size_t from = 0);

inline bool has_variable(std::string_view text) {
  return text.find("${") != std::string_view::npos;
}

}  // namespace iamproof
