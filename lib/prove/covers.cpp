#include "prove/covers.h"

#include <algorithm>

#include "glob/glob.h"

namespace iamproof {

namespace {

bool is_same(const PrincipalPattern& a, const PrincipalPattern& b) {
  return a.kind == b.kind && a.text == b.text;
}

bool is_same(const ResourcePattern& a, const ResourcePattern& b) {
  return a.pattern.glob == b.pattern.glob && a.pattern.variables == b.pattern.variables;
}

bool is_same(const ActionPattern& a, const ActionPattern& b) {
  return a.kind == b.kind && a.text == b.text;
}

/// Whether every pattern of `inner` is among those of `outer`. Lists are mostly the same, and in the same order.
template <class Pattern>
bool has_all(const std::vector<Pattern>& outer, const std::vector<Pattern>& inner) {
  constexpr std::size_t most_compared = 64;  // beyond, a list that is not the same counts as different
  const auto same = [](const Pattern& a, const Pattern& b) { return is_same(a, b); };
  if (std::equal(outer.begin(), outer.end(), inner.begin(), inner.end(), same)) return true;
  if (outer.size() > most_compared || inner.size() > most_compared) return false;
  return std::all_of(inner.begin(), inner.end(), [&](const Pattern& wanted) {
    return std::any_of(outer.begin(), outer.end(), [&](const Pattern& pattern) { return is_same(pattern, wanted); });
  });
}

bool covers(const std::optional<PrincipalElement>& outer, const std::optional<PrincipalElement>& inner) {
  if (!outer || !inner) return !outer && !inner;
  return outer->negated == inner->negated && has_all(outer->patterns, inner->patterns) &&
         has_all(inner->patterns, outer->patterns);
}

bool covers(const ResourceElement& outer, const ResourceElement& inner) {
  if (outer.is_everything()) return true;
  if (outer.negated != inner.negated) return false;
  return outer.negated ? has_all(inner.patterns, outer.patterns) : has_all(outer.patterns, inner.patterns);
}

bool covers(const std::vector<Predicate>& outer, const std::vector<Predicate>& inner) {
  return std::all_of(outer.begin(), outer.end(), [&](const Predicate& wanted) {
    return std::any_of(inner.begin(), inner.end(),
                       [&](const Predicate& predicate) { return predicate.canonical() == wanted.canonical(); });
  });
}

}  // namespace

bool covers(const CompiledStatement& outer, const CompiledStatement& inner) {
  return covers(outer.resources, inner.resources) && covers(outer.conditions, inner.conditions) &&
         covers(outer.principal, inner.principal);
}

bool covers_outside(const ActionElement& outer, const ActionPattern& pattern) {
  if (outer.names_everything()) return !outer.negated;
  if (pattern.kind == ActionPattern::Kind::everything) return false;
  const auto others = outer.outside_of(pattern.service());
  if (outer.negated) {
    return std::all_of(others.begin(), others.end(),
                       [&](std::uint32_t i) { return disjoint(outer.patterns[i].glob, pattern.glob); });
  }
  return std::any_of(others.begin(), others.end(), [&](std::uint32_t i) {
    const ActionPattern& other = outer.patterns[i];
    return other.text == pattern.text || subsumes(other.glob, pattern.glob);
  });
}

bool covers_outside(const ActionElement& outer, const ActionElement& inner) {
  if (!inner.negated) {
    return std::all_of(inner.outside.begin(), inner.outside.end(),
                       [&](std::uint32_t i) { return covers_outside(outer, inner.patterns[i]); });
  }
  if (outer.negated) return has_all(inner.patterns, outer.patterns);
  return outer.names_everything();
}

}  // namespace iamproof
