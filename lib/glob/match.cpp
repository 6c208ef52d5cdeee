// Matching one text.
//
// First the greedy way: between two `*`s of class any stands a segment of fixed length, and its leftmost place is the
// best, because the `*` after it can take whatever the segment leaves. So only the last `*` is ever tried again:
//
//   a*bc*d  on  abbcbcxd     a | * = b, bc | * = bcx, d      the bc that is found first is never given up
//
// A `*` of a narrower class is no trouble where the next character ends it (in an ARN, a `*` before a colon): it takes
// all it can, there is nothing to choose. Elsewhere, and where segments are found in part again and again (quadratic
// for
// "*aaaaab" on a row of a's), the work is handed to the set of positions of automaton.h, 64 to a word: time
// proportional to the text times the words, whatever the pattern.
#include <algorithm>
#include <array>
#include <optional>

#include "glob/automaton.h"
#include "glob/characters.h"
#include "glob/glob.h"

namespace iamproof {
namespace {

using Word = std::uint64_t;
using Words = boost::container::small_vector<Word, 4>;

bool takes(const Token& token, char32_t c) {
  return token.kind == Token::Kind::literal ? token.c == c : in_class(c, token.cls);
}

class Greedy {
 public:
  Greedy(const Glob& glob, std::string_view text)
      : tokens_(glob.tokens()), text_(text), folds_(glob.letters() == LetterCase::insensitive) {}

  /// Nothing when this is not the way for this pattern and text; done() says how far it was.
  std::optional<bool> run() {
    std::size_t steps = 8 * (text_.size() + tokens_.size()) + 64;
    while (at_ < text_.size()) {
      if (steps-- == 0) return std::nullopt;
      if (next_ < tokens_.size() && tokens_[next_].kind == Token::Kind::many) {
        const CharClass cls = tokens_[next_].cls;
        if (cls == CharClass::any) {
          if (++next_ == tokens_.size()) return true;
          retry_next_ = next_;
          retry_at_ = at_;
        } else if (ends_by_itself(cls)) {
          steps -= std::min(steps, take_run(cls));
        } else {
          return std::nullopt;
        }
      } else if (const Character c = character(at_); next_ < tokens_.size() && takes(tokens_[next_], c.c)) {
        ++next_;
        at_ += c.bytes;
      } else if (retry_next_ == 0) {
        return false;
      } else {
        retry_at_ += character_at(text_, retry_at_).bytes;
        at_ = retry_at_;
        next_ = retry_next_;
      }
    }
    return std::all_of(tokens_.begin() + static_cast<std::ptrdiff_t>(next_), tokens_.end(),
                       [](const Token& token) { return token.kind == Token::Kind::many; });
  }

  /// So many tokens and bytes are behind us in every match there may be.
  struct Done {
    std::size_t tokens, bytes;
  };
  Done done() const {
    if (retry_next_ == 0) return {next_, at_};
    return {retry_next_ - 1, retry_at_};
  }

 private:
  Character character(std::size_t at) const {
    Character c = character_at(text_, at);
    if (folds_) c.c = fold(c.c);
    return c;
  }

  /// Whether what follows the `many` at next_ takes no character of its class.
  bool ends_by_itself(CharClass cls) const {
    if (next_ + 1 == tokens_.size()) return true;
    const Token& after = tokens_[next_ + 1];
    return after.kind == Token::Kind::literal && !in_class(after.c, cls);
  }

  std::size_t take_run(CharClass cls) {
    const std::size_t from = at_;
    while (at_ < text_.size()) {
      const Character c = character_at(text_, at_);
      if (!in_class(c.c, cls)) break;
      at_ += c.bytes;
    }
    ++next_;
    return at_ - from;
  }

  const std::vector<Token>& tokens_;
  std::string_view text_;
  bool folds_;
  std::size_t at_ = 0, next_ = 0;
  std::size_t retry_at_ = 0, retry_next_ = 0;  // after the last `*`; next 0: there was none
};

/// The positions of a glob as bits, and for every character which of their steps and loops take it.
class BitParallel {
 public:
  BitParallel(const Glob& glob, std::size_t skip)
      : positions_(positions_of(glob, skip)),
        words_(positions_.size() / 64 + 1),
        folds_(glob.letters() == LetterCase::insensitive),
        loops_(3 * words_),
        steps_(3 * words_) {
    for (const GlobPosition& p : positions_) {
      if (p.step.kind == Letters::Kind::exact || p.step.kind == Letters::Kind::both_cases) letters_.push_back(p.step.c);
    }
    std::sort(letters_.begin(), letters_.end());
    letters_.erase(std::unique(letters_.begin(), letters_.end()), letters_.end());
    literals_.resize(letters_.size() * words_);
    for (std::size_t i = 0; i < positions_.size(); ++i) enter(i);
  }

  bool run(std::string_view text) const {
    Words state(words_), next(words_);
    state[0] = 1;
    for (std::size_t at = 0; at < text.size();) {
      const Character c = character_at(text, at);
      at += c.bytes;
      if (!advance(state, next, folds_ ? fold(c.c) : c.c)) return false;
      state.swap(next);
    }
    const std::size_t end = positions_.size() - 1;
    return (state[end / 64] >> (end % 64) & 1U) != 0;
  }

 private:
  void enter(std::size_t i) {
    const Word bit = Word{1} << (i % 64);
    const GlobPosition& p = positions_[i];
    const auto row = [&](CharClass cls) { return static_cast<std::size_t>(cls) * words_ + i / 64; };
    if (p.loop.kind == Letters::Kind::cls) loops_[row(p.loop.cls)] |= bit;
    if (p.step.kind == Letters::Kind::cls) steps_[row(p.step.cls)] |= bit;
    if (p.step.kind == Letters::Kind::exact || p.step.kind == Letters::Kind::both_cases) {
      literals_[row_of(p.step.c) * words_ + i / 64] |= bit;
    }
  }

  std::size_t row_of(char32_t c) const {
    const auto found = std::lower_bound(letters_.begin(), letters_.end(), c);
    const bool known = found != letters_.end() && *found == c;
    return known ? static_cast<std::size_t>(found - letters_.begin()) : letters_.size();
  }

  /// False when no position is left.
  bool advance(const Words& state, Words& next, char32_t c) const {
    const std::array<bool, 3> in = {true, in_class(c, CharClass::no_colon), in_class(c, CharClass::digit)};
    const std::size_t row = row_of(c);
    Word carry = 0, any = 0;
    for (std::size_t w = 0; w < words_; ++w) {
      Word loops = 0;
      Word steps = row < letters_.size() ? literals_[row * words_ + w] : 0;
      for (std::size_t cls = 0; cls < in.size(); ++cls) {
        if (!in[cls]) continue;
        loops |= loops_[cls * words_ + w];
        steps |= steps_[cls * words_ + w];
      }
      const Word stepped = state[w] & steps;
      next[w] = (state[w] & loops) | (stepped << 1U) | carry;
      carry = stepped >> 63U;
      any |= next[w];
    }
    return any != 0;
  }

  GlobPositions positions_;
  std::size_t words_;
  bool folds_;
  boost::container::small_vector<char32_t, 48> letters_;  // of the literals, ascending
  Words loops_, steps_;                                   // a row of words for each class
  std::vector<Word> literals_;                            // a row of words for each of letters_
};

}  // namespace

bool Glob::matches(std::string_view text) const {
  if (variables_) return false;
  if (everything_) return true;
  Greedy greedy(*this, text);
  if (const std::optional<bool> answer = greedy.run()) return *answer;
  const auto [tokens, bytes] = greedy.done();
  return BitParallel(*this, tokens).run(text.substr(bytes));
}

}  // namespace iamproof
