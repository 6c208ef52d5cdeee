/// Conditions without set operator on multivalued keys. AWS documents what they say of one value, and nothing of
/// several or of none: an answer holds whatever they say, or names the key of which it takes them to fail.
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
std::set<std::string> tested_alone(const std::vector<std::string>& sentences);
/// Whether what is carried is several values, or an empty set.
bool is_several_or_none(const std::optional<oracle::ContextValue>& state);

}  // namespace agree
