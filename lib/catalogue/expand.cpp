#include "catalogue/expand.h"

#include <algorithm>
#include <numeric>
#include <string>

#include "catalogue/find.h"
#include "catalogue/fold.h"

// The prefix of a pattern takes no wildcards, so a pattern concerns one service, whose actions are neighbours in the
// sorted names. What stands before the first wildcard narrows them to a range by binary search:
//
//   s3:GetObject*Acl   service s3      ids of "s3:..."
//                      head GetObject  ids of "s3:getobject..."
//                      match each of these against "getobject*acl"

namespace iamproof {
namespace {

/// In lower case, and each run of stars one star: that bounds the work by the length of the names.
std::string normalised(std::string_view pattern) {
  std::string result;
  for (const char c : pattern) {
    if (c != '*' || !result.ends_with('*')) result += fold(c);
  }
  return result;
}

std::vector<ActionId> range(std::size_t begin, std::size_t end) {
  std::vector<ActionId> ids(end - begin);
  std::iota(ids.begin(), ids.end(), static_cast<ActionId>(begin));
  return ids;
}

/// The first id in [begin, end) for whose folded name `after` holds; names are sorted by it.
template <class After>
ActionId first_where(const Block& block, ActionId begin, ActionId end, After after) {
  while (begin != end) {
    const ActionId middle = begin + (end - begin) / 2;
    if (after(block.folded_name(middle))) {
      end = middle;
    } else {
      begin = middle + 1;
    }
  }
  return begin;
}

}  // namespace

bool wildcard_match(std::string_view pattern, std::string_view text) {
  constexpr std::size_t none = std::string_view::npos;
  std::size_t p = 0;
  std::size_t t = 0;
  std::size_t star = none;  // the last star seen, and the text it has taken so far: only that one ever needs to grow
  std::size_t taken = 0;
  while (t < text.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      taken = t;
    } else if (p < pattern.size() && (pattern[p] == '?' || pattern[p] == text[t])) {
      ++p;
      ++t;
    } else if (star != none) {
      p = star + 1;
      t = ++taken;
    } else {
      return false;
    }
  }
  return pattern.find_first_not_of('*', p) == none;
}

std::vector<ActionId> expand(const Block& block, std::string_view pattern) {
  if (pattern == "*" || pattern == "*:*") return range(0, block.action_count());
  const std::size_t colon = pattern.find(':');
  if (colon == std::string_view::npos || pattern.find(':', colon + 1) != std::string_view::npos) return {};
  const std::optional<ServiceId> service = find_service(block, pattern.substr(0, colon));
  if (!service) return {};

  const std::string wanted = normalised(pattern);
  const std::string_view head = std::string_view(wanted).substr(0, wanted.find_first_of("*?"));
  const ActionId service_end = block.services[*service + 1].first_action;
  const ActionId begin = first_where(block, block.services[*service].first_action, service_end,
                                     [&](std::string_view name) { return name >= head; });
  const ActionId end =
      first_where(block, begin, service_end, [&](std::string_view name) { return !name.starts_with(head); });
  const std::string_view tail = std::string_view(wanted).substr(head.size());
  if (tail == "*") return range(begin, end);
  std::vector<ActionId> ids;
  for (ActionId id = begin; id != end; ++id) {
    if (wildcard_match(tail, block.folded_name(id).substr(head.size()))) ids.push_back(id);
  }
  return ids;
}

}  // namespace iamproof
