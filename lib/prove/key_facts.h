/// What is known of a context key before any constraint on it.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "compile/statement.h"
#include "iamproof/prove.h"

namespace iamproof {

/// How the texts of a key are read: as plain texts (string and ARN operators), or as values of one other family.
struct KeyFacts {
  std::string name;          ///< as AWS writes it, else as the policy does
  bool known = false;        ///< the catalogue has it
  bool reserved = false;     ///< in the namespace of AWS or of a known service
  bool multivalued = false;  ///< a request carries a set
  bool always_present = false;
  bool global = false;             ///< of every action's requests
  std::optional<KeyType> type;     ///< as the catalogue has it
  Family family = Family::string;  ///< the operators that fit; string stands for string and ARN alike
  /// A key nobody describes is taken to be single-valued unless every condition on it is qualified.
  bool guessed_single = false;
  bool unqualified = false;   ///< some condition on it has no set operator
  bool undocumented = false;  ///< of some condition on it AWS does not say what it decides where the key is carried

  bool fits(Family operators) const;
  /// Whether a text is a value of the key's type.
  bool is_value(std::string_view text) const;
  /// Whether a request can be relied on to carry the text as the key's one value, as a policy variable needs it. AWS
  /// does not say whether a variable has a value where its key has the empty text.
  bool may_be(std::string_view text) const {
    return !text.empty() && !multivalued && (known || !reserved) && is_value(text);
  }
};

/// The facts of every key that the statements test or name in a policy variable.
using KeyTable = std::map<std::string, KeyFacts, std::less<>>;
KeyTable key_table(const std::vector<const CompiledStatement*>& statements, const Catalogue& catalogue);

/// The name of a key as AWS writes it; `otherwise` where the catalogue has it under no name of its own.
std::string spelling(std::string_view key, std::string_view otherwise, const Catalogue& catalogue);

/// What an answer says that takes conditions without set operator on a multivalued key to decide as the evaluator does.
std::string words_of_lists(const KeyFacts& facts);

/// A value that reads well in a witness, or "" if there is none for the key.
std::string_view likely_value(std::string_view key);

}  // namespace iamproof
