#include "agree/unqualified.h"

#include <algorithm>

#include "agree/alphabet.h"
#include "oracle/text.h"

namespace agree {

static bool is_unqualified(const oracle::Condition& condition) {
  const Key* key = find_key(condition.key);
  return key && key->multivalued && condition.op.base != "Null" &&
         condition.op.qualifier == oracle::Operator::Qualifier::none;
}

bool has_unqualified(const std::vector<oracle::Statement>& statements) {
  return std::any_of(statements.begin(), statements.end(), [](const oracle::Statement& statement) {
    return std::any_of(statement.conditions.begin(), statement.conditions.end(), is_unqualified);
  });
}

std::vector<oracle::Statement> read_as(oracle::UnqualifiedSets sets, std::vector<oracle::Statement> statements) {
  for (oracle::Statement& statement : statements)
    for (oracle::Condition& condition : statement.conditions) condition.sets = sets;
  return statements;
}

std::set<std::string> keys_whose_lists_fail(const std::vector<std::string>& sentences) {
  std::set<std::string> keys;
  for (const std::string& sentence : sentences) {
    if (sentence.rfind("a condition without set operator", 0) != 0) continue;
    const std::size_t begin = sentence.find('`') + 1;
    keys.insert(oracle::fold(sentence.substr(begin, sentence.find('`', begin) - begin)));
  }
  return keys;
}

bool is_list(const std::optional<oracle::ContextValue>& state) {
  return state && std::holds_alternative<std::vector<std::string>>(*state);
}

}  // namespace agree
