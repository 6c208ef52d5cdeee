/// Conditions without set operator on multivalued keys. AWS does not document what they decide on a request that
/// carries the key: an answer holds whatever it is, or names the key, of which it takes them to fail on a list, and to
/// test what comes as a value on its own.
#pragma once

#include <array>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "oracle/evaluator.h"

namespace agree {

inline constexpr std::array readings = {oracle::UnqualifiedSets::fail, oracle::UnqualifiedSets::some,
                                        oracle::UnqualifiedSets::every};

/// Whether there is such a condition.
bool has_unqualified(const std::vector<oracle::Statement>& statements);
std::vector<oracle::Statement> read_as(oracle::UnqualifiedSets sets, std::vector<oracle::Statement> statements);

/// The keys, in lower case, that the sentences name.
std::set<std::string> keys_whose_lists_fail(const std::vector<std::string>& sentences);
/// Whether what is carried is a list.
bool is_list(const std::optional<oracle::ContextValue>& state);

}  // namespace agree
