#include "glob/automaton.h"

#include <algorithm>

namespace iamproof {
namespace {

void spread_loops(GlobPositions& positions) {
  for (std::size_t i = positions.size() - 1; i-- > 0;) {
    const Letters& after = positions[i + 1].loop;
    const Letters& step = positions[i].step;
    const bool free = positions[i].loop.kind == Letters::Kind::none && after.kind == Letters::Kind::cls;
    if (free && step.kind == Letters::Kind::cls && step.cls == after.cls) positions[i].loop = after;
  }
}

bool none_or_within(const Letters& letters, const Letters& loop) {
  return letters.kind == Letters::Kind::none || (letters.kind != Letters::Kind::variable && contains(loop, letters));
}

/// Walks back from each loop to the last one of its class, whose answer counts on: linear in all.
void note_absorbed(GlobPositions& positions) {
  for (std::size_t i = 1; i < positions.size(); ++i) {
    const Letters& loop = positions[i].loop;
    if (loop.kind == Letters::Kind::none) continue;
    std::size_t first = i;
    while (first > 0) {
      const GlobPosition& before = positions[first - 1];
      if (!none_or_within(before.step, loop) || !none_or_within(before.loop, loop)) break;
      --first;
      if (before.loop.kind == Letters::Kind::cls && before.loop.cls == loop.cls) {
        first -= before.absorbs;
        break;
      }
    }
    positions[i].absorbs = static_cast<std::uint32_t>(i - first);
  }
}

}  // namespace

Letters letters_of(const Token& token, LetterCase letters) {
  switch (token.kind) {
    case Token::Kind::literal: {
      const bool both = letters == LetterCase::insensitive && is_lower(token.c);
      return {.kind = both ? Letters::Kind::both_cases : Letters::Kind::exact, .c = token.c};
    }
    case Token::Kind::one:
    case Token::Kind::many:
      return {.kind = Letters::Kind::cls, .cls = token.cls};
    case Token::Kind::variable:
      return {.kind = Letters::Kind::variable, .c = token.variable};
  }
  return {};
}

bool contains(const Letters& outer, const Letters& inner) {
  using Kind = Letters::Kind;
  switch (inner.kind) {
    case Kind::exact:
      return outer.has(inner.c);
    case Kind::both_cases:  // classes do not tell the cases apart, an exact letter does
      return outer.kind != Kind::exact && outer.has(inner.c);
    case Kind::cls:
      return outer.kind == Kind::cls && includes(outer.cls, inner.cls);
    case Kind::variable:
      return outer.kind == Kind::variable && outer.c == inner.c;
    case Kind::none:
      break;
  }
  return false;
}

bool meet(const Letters& a, const Letters& b) {
  using Kind = Letters::Kind;
  if (a.kind == Kind::cls && b.kind == Kind::cls) return true;  // nested, and digit is not empty
  if (b.kind == Kind::exact) return a.has(b.c);
  if (b.kind == Kind::both_cases) return a.has(b.c) || a.has(unfold(b.c));
  if (b.kind == Kind::cls) return meet(b, a);
  return false;
}

std::optional<std::size_t> common_head(const Glob& a, const Glob& b) {
  const std::size_t shorter = std::min(a.tokens().size(), b.tokens().size());
  for (std::size_t i = 0; i < shorter; ++i) {
    const Token& in_a = a.tokens()[i];
    const Token& in_b = b.tokens()[i];
    if (in_a.kind != Token::Kind::literal || in_b.kind != Token::Kind::literal) return i;
    if (!meet(letters_of(in_a, a.letters()), letters_of(in_b, b.letters()))) return std::nullopt;
  }
  return shorter;
}

GlobPositions positions_of(const Glob& glob, std::size_t skip) {
  const auto first = glob.tokens().begin() + static_cast<std::ptrdiff_t>(skip);
  GlobPositions positions(1);
  positions.reserve(glob.tokens().size() - skip + 1);
  for (auto token = first; token != glob.tokens().end(); ++token) {
    const Letters letters = letters_of(*token, glob.letters());
    if (token->kind == Token::Kind::many) {
      positions.back().loop = letters;
    } else {
      positions.back().step = letters;
      positions.emplace_back();
    }
  }
  spread_loops(positions);
  note_absorbed(positions);
  return positions;
}

}  // namespace iamproof
