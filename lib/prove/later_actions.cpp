// AWS adds actions every week, and wildcards match them. What they may be called is a language, cut by the action
// patterns of the statements as resources are by theirs, so the search treats the name as one more dimension: it asks
// for a name only when a statement that names some of them is to apply, or not to.
//
// Names that actions have already are left out one at a time, when they come up: a shortest name is hardly ever taken.
#include "prove/later_actions.h"

#include <algorithm>
#include <deque>

namespace iamproof {

namespace {

constexpr std::string_view name_alphabet = "abcdefghijklmnopqrstuvwxyz0123456789-_.:";

/// The patterns that can match names of the service.
std::vector<const Glob*> globs_of(const ActionElement& element, std::string_view service) {
  std::vector<const Glob*> globs;
  for (const std::uint32_t i : element.outside_of(service)) globs.push_back(&element.patterns[i].glob);
  return globs;
}

/// The texts before the colon, which a pattern of actions spells out.
std::string service_of(const Glob& within) {
  std::string service;
  for (const Token& token : within.tokens()) {
    if (token.c == U':') break;
    service += static_cast<char>(token.c);
  }
  return service;
}

}  // namespace

bool LaterActions::is_split_by(const CompiledStatement& statement) const {
  return std::binary_search(split_by.begin(), split_by.end(), &statement, std::less<>());
}

Share share_of(const ActionElement& element, const Glob& within) {
  const auto opposite = [](Share share) {
    if (share == Share::some) return share;
    return share == Share::all ? Share::none : Share::all;
  };
  Share listed = Share::none;
  if (element.names_everything()) {
    listed = Share::all;
  } else {
    for (const Glob* glob : globs_of(element, service_of(within))) {
      if (subsumes(*glob, within)) {
        listed = Share::all;
        break;
      }
      if (!disjoint(*glob, within)) listed = Share::some;
    }
  }
  return element.negated ? opposite(listed) : listed;
}

bool is_action_name(std::string_view text) {
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos) return false;
  const std::string_view name = text.substr(colon + 1);
  return !name.empty() && name.find(':') == std::string_view::npos &&
         name.find_first_not_of(name_alphabet) == std::string_view::npos;
}

TextSearch find_name(const LaterActions& actions, const std::vector<NameConstraint>& constraints, Budget& budget) {
  const std::string service = service_of(actions.within);
  const Glob some_name = Glob(service + ":?*", LetterCase::insensitive);
  const Glob two_colons("*:*:*");
  std::vector<const Glob*> excluded{&two_colons};
  for (const Glob& glob : actions.apart) excluded.push_back(&glob);
  std::vector<Membership> memberships{{{&actions.within}, true}, {{&some_name}, true}};
  for (const auto& [element, wanted] : constraints) {
    const bool inside = wanted != element->negated;
    if (!element->names_everything()) {
      memberships.push_back({globs_of(*element, service), inside});
    } else if (!inside) {
      return {};
    }
  }
  memberships.push_back({std::move(excluded), false});
  std::deque<Glob> taken;
  while (true) {
    TextSearch search = find_text(memberships, budget, name_alphabet);
    if (search.found != Found::yes || !actions.catalogue->find_action(search.text)) return search;
    taken.push_back(Glob::literal(search.text, LetterCase::insensitive));
    memberships.back().globs.push_back(&taken.back());
    if (!budget.spend(8 + taken.size())) return {Found::out_of_budget, {}};
  }
}

}  // namespace iamproof
