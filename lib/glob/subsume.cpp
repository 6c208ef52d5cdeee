// One pattern inside another.
//
// Read `inner` as a text of symbols: a literal is itself, a `?` is a symbol that only wildcards take, a `*` is a symbol
// that only loops take. If the automaton of `outer` takes that text, it takes every text `inner` stands for: true is
// always right.
//
//   outer  logs-*     on the symbols  l o g s - ?     taken: the loop takes `?`
//   outer  logs-?*    on the symbols  l o g s - *     not taken: the step `?` is a character, `*` may be none
//
// False is right too when all wildcards of `outer` are of class any and each wildcard of `inner` can stand for a
// character that `outer` never names ("fresh"). Proof: see `outer` as segments that begin and end with a literal, and
// gaps between them, "at least k characters" (`?`s next to a `*` belong to the gap; automaton.h loops on all of it).
// Follow the greedy match of `outer`, each segment at its leftmost place, and build a text of `inner` beside it: a `?`
// becomes a fresh character; a `*` becomes empty while the gap it falls in still lacks characters, and otherwise a row
// of fresh characters longer than `outer`. On that text the leftmost places are the same. An empty `*` lends a gap
// nothing; and a segment laid across it begins where its gap still lacks characters, which is not allowed. Across a
// fresh row no segment can lie, for its ends are literals; and a gap that is full needs nothing from the row. So if the
// symbols are not taken, this text is not matched. Letters of an insensitive `inner` against a sensitive `outer` that
// names a letter: write all of them in the other case.
//
// Where classes mix it is not so: `*:*` is inside "no_colon* : *", though no loop there takes the symbol of the first
// `*`. Digits are no more than ten, and an `outer` that names them all leaves none fresh. Then language.h decides.
#include "glob/subsume.h"

#include <algorithm>
#include <array>

#include "glob/automaton.h"
#include "glob/language.h"

namespace iamproof {
namespace {

using Numbers = boost::container::small_vector<std::uint32_t, 32>;

/// The set of positions reached in `outer`, ascending.
class Simulation {
 public:
  /// Of the tokens of `outer` after the first `skip`.
  Simulation(const Glob& outer, std::size_t skip, LetterCase inner)
      : positions_(positions_of(outer, skip)),
        same_variable_(outer.letters() == LetterCase::insensitive || inner == LetterCase::sensitive) {
    reach(0);
    at_.swap(next_);
  }

  /// A symbol that steps and loops may take.
  void take(const Letters& symbol) {
    for (const std::uint32_t i : at_) {
      const GlobPosition& p = positions_[i];
      if (loop_takes(p.loop, symbol)) reach(i);
      if (step_takes(p.step, symbol)) reach(i + 1);
    }
    advance();
  }

  /// A symbol that only loops may take.
  void take_many(const Letters& symbol) {
    for (const std::uint32_t i : at_) {
      if (contains(positions_[i].loop, symbol)) reach(i);
    }
    advance();
  }

  bool stuck() const { return at_.empty(); }
  bool accepts_rest() const { return !at_.empty() && positions_[at_.back()].accepts_rest(); }
  bool accepts() const { return !at_.empty() && positions_[at_.back()].is_end(); }

 private:
  static bool loop_takes(const Letters& loop, const Letters& symbol) {
    if (symbol.kind != Letters::Kind::variable) return contains(loop, symbol);
    return loop.kind == Letters::Kind::cls && loop.cls == CharClass::any;
  }

  bool step_takes(const Letters& step, const Letters& symbol) const {
    return contains(step, symbol) && (symbol.kind != Letters::Kind::variable || same_variable_);
  }

  void reach(std::uint32_t i) {
    if (!next_.empty() && next_.back() == i) return;
    while (!next_.empty() && next_.back() + positions_[i].absorbs >= i) next_.pop_back();
    next_.push_back(i);
  }

  void advance() {
    at_.swap(next_);
    next_.clear();
  }

  GlobPositions positions_;
  bool same_variable_;  // a sensitive outer has not the other cases of an insensitive inner variable
  Numbers at_, next_;
};

bool only_class_any(const Glob& glob) {
  return std::all_of(glob.tokens().begin(), glob.tokens().end(),
                     [](const Token& token) { return token.cls == CharClass::any; });
}

bool names_every_digit(const Glob& glob) {
  std::array<bool, 10> named{};
  for (const Token& token : glob.tokens()) {
    if (token.kind == Token::Kind::literal && in_class(token.c, CharClass::digit)) named[token.c - U'0'] = true;
  }
  return std::all_of(named.begin(), named.end(), [](bool is) { return is; });
}

bool has_digit_class(const Glob& glob) {
  return std::any_of(glob.tokens().begin(), glob.tokens().end(),
                     [](const Token& token) { return token.cls == CharClass::digit; });
}

/// Whether false from the simulation is right: see the top.
bool simulation_is_exact(const Glob& outer, const Glob& inner) {
  return only_class_any(outer) && !(has_digit_class(inner) && names_every_digit(outer));
}

bool search(const Glob& outer, const Glob& inner) {
  const std::array<Membership, 2> difference = {Membership{.globs = {&inner}, .inside = true},
                                                Membership{.globs = {&outer}, .inside = false}};
  Budget budget{.left = 200'000};
  return find_text(difference, budget).found == Found::no;
}

}  // namespace

bool simulates(const Glob& outer, const Glob& inner) {
  if (outer.is_everything()) return true;
  const std::optional<std::size_t> head = common_head(outer, inner);
  if (!head) return false;
  // A letter without regard to case is in the head of one with, and yet more than that.
  const std::size_t skip =
      outer.letters() == LetterCase::insensitive || inner.letters() == LetterCase::sensitive ? *head : 0;
  Simulation simulation(outer, skip, inner.letters());
  for (std::size_t i = skip; i < inner.tokens().size(); ++i) {
    if (simulation.accepts_rest()) return true;
    if (simulation.stuck()) return false;
    const Token& token = inner.tokens()[i];
    const Letters symbol = letters_of(token, inner.letters());
    if (token.kind == Token::Kind::many) {
      simulation.take_many(symbol);
    } else {
      simulation.take(symbol);
    }
  }
  return simulation.accepts();
}

bool subsumes(const Glob& outer, const Glob& inner) {
  if (simulates(outer, inner)) return true;
  if (outer.has_variables() || inner.has_variables() || simulation_is_exact(outer, inner)) return false;
  return common_head(outer, inner) && search(outer, inner);
}

}  // namespace iamproof
