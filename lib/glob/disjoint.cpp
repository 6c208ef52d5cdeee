// Two patterns with no text in common.
//
// A common text moves both automata at once, so it exists iff the pair of ends is reached from the pair of starts where
// every move is a step or loop of one and a step or loop of the other that take a common character. Moves never go
// back, so one sweep over the pairs, row by row, finds all that are reached: O(|a| * |b|). Mostly the literal heads of
// the two part at once and few pairs are.
#include <algorithm>
#include <vector>

#include "glob/automaton.h"
#include "glob/glob.h"

namespace iamproof {
namespace {

/// A variable may be any text.
Glob with_variables_open(const Glob& glob) {
  std::vector<Token> tokens = glob.tokens();
  for (Token& token : tokens) {
    if (token.kind == Token::Kind::variable) token = {.kind = Token::Kind::many};
  }
  return Glob::from_tokens(std::move(tokens), glob.letters());
}

bool have_common_text(const GlobPositions& a, const GlobPositions& b) {
  boost::container::small_vector<char, 64> row(b.size(), 0), next(b.size(), 0);
  row[0] = 1;
  for (std::size_t i = 0;; ++i) {
    bool more = false;
    for (std::size_t j = 0; j < b.size(); ++j) {
      if (row[j] == 0) continue;
      if (a[i].is_end() && b[j].is_end()) return true;
      if (meet(a[i].loop, b[j].step)) row[j + 1] = 1;
      if (meet(a[i].step, b[j].loop)) next[j] = 1;
      if (meet(a[i].step, b[j].step)) next[j + 1] = 1;
      more = more || next[j] != 0 || (j + 1 < b.size() && next[j + 1] != 0);
    }
    if (!more) return false;
    row.swap(next);
    std::fill(next.begin(), next.end(), 0);
  }
}

}  // namespace

bool disjoint(const Glob& a, const Glob& b) {
  if (a.is_everything() || b.is_everything()) return false;
  const std::optional<std::size_t> head = common_head(a, b);
  if (!head) return true;
  if (a.has_variables() || b.has_variables()) {
    const Glob open_a = with_variables_open(a);
    const Glob open_b = with_variables_open(b);
    return !have_common_text(positions_of(open_a), positions_of(open_b));
  }
  return !have_common_text(positions_of(a, *head), positions_of(b, *head));
}

}  // namespace iamproof
