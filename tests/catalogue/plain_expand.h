/// Action patterns decided slowly and obviously: every action of the catalogue, one after the other.
#pragma once

#include <algorithm>
#include <cctype>
#include <string>
#include <string_view>
#include <vector>

#include "iamproof/catalogue.h"

namespace iamproof::test {

inline std::string lower(std::string_view text) {
  std::string result;
  for (const char c : text) result += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return result;
}

inline bool plain_match(std::string_view pattern, std::string_view text) {
  if (pattern.empty()) return text.empty();
  if (pattern.front() == '*') {
    return plain_match(pattern.substr(1), text) || (!text.empty() && plain_match(pattern, text.substr(1)));
  }
  return !text.empty() && (pattern.front() == '?' || pattern.front() == text.front()) &&
         plain_match(pattern.substr(1), text.substr(1));
}

/// `*`, or a prefix without wildcards, one colon and a name; `*:*` is taken for `*`.
inline bool well_formed(std::string_view pattern) {
  if (pattern == "*" || pattern == "*:*") return true;
  const std::string_view prefix = pattern.substr(0, pattern.find(':'));
  return std::count(pattern.begin(), pattern.end(), ':') == 1 && prefix.find_first_of("*?") == std::string_view::npos;
}

inline std::vector<ActionId> plain_expand(const Catalogue& catalogue, std::string_view pattern) {
  std::vector<ActionId> ids;
  if (!well_formed(pattern)) return ids;
  const std::string wanted = lower(pattern);
  for (ActionId id = 0; id < catalogue.action_count(); ++id) {
    if (plain_match(wanted, catalogue.action_name_folded(id))) ids.push_back(id);
  }
  return ids;
}

}  // namespace iamproof::test
