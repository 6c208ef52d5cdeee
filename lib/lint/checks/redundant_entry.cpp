// A pattern covers another one only if that one begins with all that the first has before its first wildcard. So the
// entries of a list are sorted, and a pattern is held against the run of those that begin as it does: in a list of
// hundreds that is mostly itself alone.
//
// Whoever writes hundreds of long patterns that all begin alike is told that they were not compared.
//
// Entries that nothing covers lead a finding each, with all that they cover: of `s3:*`, `s3:Get*` and `s3:GetObject`
// the first leads the other two, and `s3:Get*` leads none.
#include <bit>
#include <numeric>

#include <fmt/format.h>
#include <boost/container/small_vector.hpp>

#include "finding/fix.h"
#include "glob/language.h"
#include "lint/check.h"
#include "source/excerpt.h"
#include "support/text.h"

namespace iamproof {

namespace {

constexpr Code codes[] = {{"REDUNDANT_ACTION", Severity::suggestion}, {"REDUNDANT_RESOURCE", Severity::suggestion}};
constexpr std::size_t of_actions = 0, of_resources = 1;

using Numbers = boost::container::small_vector<std::uint32_t, 64>;

/// How many actions of the catalogue a list matches, negation aside.
std::size_t count_all(const ActionElement& actions) {
  std::size_t count = 0;
  for (const std::uint64_t word : actions.catalogue.words()) count += std::size_t(std::popcount(word));
  return actions.negated ? actions.catalogue.size() - count : count;
}

/// Whether the actions that a list matches in the catalogue say already that no two entries have one in common.
bool are_disjoint(const ActionElement& actions) {
  constexpr std::size_t few = 128;  // so many are compared sooner than all of the catalogue is counted
  boost::container::small_vector<ActionId, few> ids;
  std::size_t entries = 0;
  for (const ActionPattern& pattern : actions.patterns) {
    if (pattern.actions.empty()) return false;
    entries += pattern.actions.size();
    if (entries <= few) ids.insert(ids.end(), pattern.actions.begin(), pattern.actions.end());
  }
  if (entries > few) return entries == count_all(actions);
  std::sort(ids.begin(), ids.end());
  return std::adjacent_find(ids.begin(), ids.end()) == ids.end();
}

class ActionEntries {
 public:
  explicit ActionEntries(const ActionElement& element) : patterns_(element.patterns) {}

  std::size_t size() const { return patterns_.size(); }
  std::string_view text(std::size_t i) const { return patterns_[i].text; }
  bool covers(std::size_t outer, std::size_t inner) const {
    if (patterns_[inner].kind == ActionPattern::Kind::nothing) return text(outer) == text(inner);
    if (patterns_[outer].kind == ActionPattern::Kind::everything) return true;
    if (patterns_[outer].kind != ActionPattern::Kind::wildcard) return text(outer) == text(inner);
    if (!patterns_[outer].glob.matches(text(inner))) return false;  // a wildcard matches itself too
    return subsumes(patterns_[outer].glob, Glob(text(inner), LetterCase::insensitive));
  }

 private:
  const std::vector<ActionPattern>& patterns_;
};

class ResourceEntries {
 public:
  ResourceEntries(const ResourceElement& element, const ListView& written)
      : patterns_(element.patterns), written_(written.values()) {}

  std::size_t size() const { return written_.size(); }
  std::string_view text(std::size_t i) const { return written_[i].text; }
  bool covers(std::size_t outer, std::size_t inner) const {
    if (text(outer) == text(inner)) return true;
    const Template &wide = pattern(outer), &narrow = pattern(inner);
    if (wide.glob.is_literal()) return false;
    if (wide.variables.empty() && !wide.glob.matches(text(inner))) return false;  // a wildcard matches itself too
    const bool comparable = wide.variables.empty() || hold_wherever(wide.variables, narrow.variables);
    return comparable && subsumes(wide.glob, narrow.glob);
  }

 private:
  const Template& pattern(std::size_t i) const { return patterns_[i].pattern; }

  const std::vector<ResourcePattern>& patterns_;
  const std::vector<Text>& written_;
};

std::string_view before_wildcards(std::string_view pattern) {
  return pattern.substr(0, pattern.find_first_of("*?$"));
}

/// The longest text between two wildcards, or behind the last: whatever the pattern covers has it too.
std::string_view between_wildcards(std::string_view pattern) {
  constexpr std::string_view wildcards = "*?";
  std::string_view longest;
  pattern = pattern.substr(0, pattern.find('$'));
  for (std::size_t at = pattern.find_first_of(wildcards); at != std::string_view::npos;) {
    const std::size_t next = pattern.find_first_of(wildcards, at + 1);
    const std::string_view text = pattern.substr(at + 1, next == std::string_view::npos ? next : next - at - 1);
    if (text.size() > longest.size()) longest = text;
    at = next;
  }
  return longest;
}

template <class Entries>
class Search {
 public:
  explicit Search(const Entries& entries) : entries_(entries), order_(entries.size()), covered_(entries.size(), 0) {
    std::iota(order_.begin(), order_.end(), 0U);
    std::sort(order_.begin(), order_.end(), [&](std::uint32_t a, std::uint32_t b) {
      return std::pair(entries.text(a), a) < std::pair(entries.text(b), b);
    });
  }

  /// Calls `visit` with each entry that leads others, and with all that it covers, itself included, ascending. False
  /// if that took too long, so that some may be missing.
  template <class Visit>
  bool for_each_leader(Visit visit) {
    bool any = false;
    for_each_pair([&](std::uint32_t outer, std::uint32_t inner) {
      any = true;
      // Of two that say the same the first leads.
      if (inner > outer || !entries_.covers(inner, outer)) covered_[inner] = 1;
    });
    if (budget_.left == 0) return false;
    if (!any) return true;
    for (std::uint32_t leader = 0; leader < entries_.size(); ++leader) {
      if (covered_[leader] != 0) continue;
      std::vector<std::uint32_t> group = {leader};
      for_each_covered(leader, [&](std::uint32_t inner) { group.push_back(inner); });
      if (group.size() == 1) continue;
      std::sort(group.begin(), group.end());
      visit(leader, group);
    }
    return budget_.left > 0;
  }

 private:
  template <class Visit>
  void for_each_pair(Visit visit) {
    for (std::uint32_t outer = 0; outer < entries_.size() && budget_.left > 0; ++outer) {
      if (covered_[outer] != 0) continue;  // what covers it covers all that it does
      for_each_covered(outer, [&](std::uint32_t inner) { visit(outer, inner); });
    }
  }

  template <class Visit>
  void for_each_covered(std::uint32_t outer, Visit visit) {
    const std::string_view start = before_wildcards(entries_.text(outer));
    const std::string_view middle = between_wildcards(entries_.text(outer));
    auto at = std::lower_bound(order_.begin(), order_.end(), start,
                               [&](std::uint32_t i, std::string_view text) { return entries_.text(i) < text; });
    for (; at != order_.end() && entries_.text(*at).starts_with(start); ++at) {
      if (*at == outer) continue;
      const std::string_view text = entries_.text(*at);
      if (!budget_.spend(1 + text.size())) return;
      if (text.find(middle, start.size()) == std::string_view::npos || !entries_.covers(outer, *at)) continue;
      if (!budget_.spend(text.size() * entries_.text(outer).size() / 8)) return;  // that was a proof
      visit(*at);
    }
  }

  const Entries& entries_;
  Budget budget_{400'000'000};  // in characters: a second or less
  Numbers order_;               // by text
  boost::container::small_vector<char, 64> covered_;
};

std::string message(const std::vector<Text>& written, std::uint32_t leader, const std::vector<std::uint32_t>& group) {
  const std::string_view lead = written[leader].text;
  const std::uint32_t first = group.front() == leader ? group[1] : group.front();
  const std::size_t others = group.size() - 2;
  if (others == 0 && equal_folded(written[first].text, lead))
    return fmt::format("{} is listed twice", in_backticks(lead));
  std::string text = fmt::format("{} covers {}", in_backticks(lead), in_backticks(written[first].text));
  if (others > 0) text += fmt::format(" and {} more", others);
  return text;
}

Fix fix_of(const Source& source, const std::vector<Text>& written, std::uint32_t leader,
           const std::vector<std::uint32_t>& group) {
  std::vector<Span> removed;
  for (const std::uint32_t entry : group) {
    if (entry != leader) removed.push_back(written[entry].span);
  }
  std::string title = removed.size() == 1 ? "remove the other one" : fmt::format("remove {} entries", removed.size());
  return fix::same_meaning(std::move(title), fix::remove_all(source, std::move(removed)));
}

template <class Entries>
void report(const Document& document, const StatementView& statement, const ListView& list, const Code& code,
            const Entries& entries, DocumentReporter& reporter) {
  Search search(entries);
  const bool done = search.for_each_leader([&](std::uint32_t leader, const std::vector<std::uint32_t>& group) {
    std::vector<Place> places;
    for (const std::uint32_t entry : group) places.push_back(Document::at(statement, list, entry));
    reporter.add(code, places, message(list.values(), leader, group),
                 fmt::format("remove all of them but {}", in_backticks(list.values()[leader].text)),
                 fix_of(*document.policy().source, list.values(), leader, group));
  });
  if (!done) reporter.undecided("a list is too long to hold each entry against each");
}

void look(const Document& document, DocumentReporter& reporter) {
  for (const StatementView& statement : document.statements()) {
    if (statement.compiled == nullptr) continue;
    const CompiledStatement& compiled = *statement.compiled;
    if (statement.actions.values().size() > 1 && !are_disjoint(compiled.actions)) {
      report(document, statement, statement.actions, codes[of_actions], ActionEntries(compiled.actions), reporter);
    }
    if (statement.resources && statement.resources.values().size() > 1) {
      report(document, statement, statement.resources, codes[of_resources],
             ResourceEntries(compiled.resources, statement.resources), reporter);
    }
  }
}

}  // namespace

extern const Check redundant_entry{.id = "redundant-entry",
                                   .pack = LintPack::aws,
                                   .needs = Needs::catalogue,
                                   .types = every_policy_type,
                                   .codes = codes,
                                   .look = look};

}  // namespace iamproof
