/// Random policy documents and regions over a small part of the alphabet.
#pragma once

#include <string>
#include <vector>

#include "agree/alphabet.h"
#include "agree/random.h"
#include "support/json.h"

namespace agree {

/// How many percent of what is made has each of these.
struct Flavour {
  unsigned misfit = 0;       ///< conditions whose operator or values are of another type than the key
  unsigned unqualified = 0;  ///< conditions on a multivalued key without ForAllValues or ForAnyValue
  unsigned unknown_key = 0;  ///< keys that AWS does not document
  unsigned variables = 0;    ///< texts with policy variables
  unsigned partial_arn = 0;
  unsigned old_version = 0;  ///< documents without variables: Version 2008-10-17, or none
  unsigned no_values = 0;    ///< conditions with an empty list of values

  /// What AWS does not document is seldom proved; most worlds do without.
  static Flavour random(Random& random);
};

class Documents {
 public:
  /// Chooses the keys and patterns of this world.
  Documents(Random& random, const Flavour& flavour);

  support::Json policy(std::size_t statements);
  /// Often one of the policies' own statements, or nearly so: claims that just hold and just fail are the hard ones.
  support::Json region_statement();

  const std::vector<Key>& keys() const { return keys_; }

 private:
  support::Json statement();
  support::Json new_statement();
  support::Json near_one_of(const std::vector<support::Json>& statements);
  void change(support::Json& statement);
  void change_condition(support::Json& condition);
  void add_actions(support::Json& statement, bool for_region);
  void add_resources(support::Json& statement);
  void add_condition(support::Json& statement);
  support::Json patterns(const std::vector<std::string>& from);
  std::string resource_pattern();
  std::string operator_for(const Key& key);
  support::Json operand_list(const Key& key, const std::string& op);
  std::string operand(Type type, bool reads_variables);
  support::Json values(std::vector<std::string> texts);

  Random& random_;
  Flavour flavour_;
  std::vector<Key> keys_;
  std::vector<std::string> action_patterns_;
  std::vector<std::string> resource_patterns_;
  std::vector<support::Json> statements_;  // made so far
};

/// Letters of the text in random case.
std::string case_variant(Random& random, std::string text);

}  // namespace agree
