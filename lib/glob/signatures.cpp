// The classes of texts that a row of globs can tell apart, each with a text that is not on a list.
//
// A breadth-first walk over the product of the globs, joined with the trie of the excluded texts: a node is a state and
// the excluded texts that begin with the text so far. Inside the trie a node stands for one text. Once a text has left
// it only the state matters, for nothing it can grow into is excluded, and each state is visited once; a node inside
// the trie whose state was met outside by a text no longer adds nothing and is not followed.
//
// Where every glob is settled (it matches whatever follows, or can match nothing any more) the signature is the same
// for all that follows, and one text of it is enough.
//
//   globs  s3:get*  s3:*acl      excluded  s3:getacl
//   s3:a (neither)   s3:acl (the second)   s3:get (the first)   s3:getaacl (both: s3:getacl is taken)
#include <algorithm>
#include <array>
#include <limits>
#include <unordered_set>

#include "glob/characters.h"
#include "glob/language.h"
#include "glob/product.h"

namespace iamproof {
namespace {

using Excluded = std::span<const std::string_view>;

/// The texts that have `letter` at `depth`, of texts that agree up to there.
Excluded with_letter(Excluded texts, std::size_t depth, char letter) {
  const auto before = [depth](unsigned char limit) {
    return [depth, limit](std::string_view text) {
      return text.size() <= depth || static_cast<unsigned char>(text[depth]) < limit;
    };
  };
  const auto code = static_cast<unsigned char>(letter);
  const auto begin = std::partition_point(texts.begin(), texts.end(), before(code));
  const auto end = code == 0xFF
                       ? texts.end()
                       : std::partition_point(begin, texts.end(), before(static_cast<unsigned char>(code + 1)));
  return texts.subspan(static_cast<std::size_t>(begin - texts.begin()), static_cast<std::size_t>(end - begin));
}

class SignatureWalk {
 public:
  SignatureWalk(std::span<const Glob* const> globs, std::string_view prefix, std::string_view alphabet, Budget& budget)
      : prefix_(prefix), alphabet_(alphabet), budget_(budget), glob_count_(globs.size()) {
    for (std::size_t g = 0; g < globs.size(); ++g) {
      if (globs[g]->has_variables()) continue;  // it matches nothing
      starts_.push_back(product_.add(*globs[g]));
      owners_.resize(product_.size(), g);
    }
  }

  std::optional<std::vector<Signature>> run(Excluded excluded) {
    enter(excluded);
    for (std::uint32_t n = 0; n < nodes_.size(); ++n) {
      if (nodes_[n].in_trie() && met_outside_[nodes_[n].state] <= nodes_[n].length) continue;
      const bool known = record(n);
      if (known && settled(states_[nodes_[n].state])) continue;
      if (!expand(n)) return std::nullopt;
    }
    return std::move(found_);
  }

 private:
  struct Node {
    std::uint32_t state = 0;
    std::uint32_t parent = 0;
    std::size_t length = 0;  // of the text
    char letter = 0;         // its last
    Excluded under;          // the excluded texts that begin with the text
    bool in_trie() const { return !under.empty(); }
    bool is_excluded() const { return in_trie() && under.front().size() == length; }
  };

  static constexpr std::size_t never = std::numeric_limits<std::size_t>::max();

  /// The node of the prefix alone.
  void enter(Excluded excluded) {
    State state = starts_;
    for (std::size_t at = 0; at < prefix_.size();) {
      const Character c = character_at(prefix_, at);
      at += c.bytes;
      State next;
      product_.advance(state, c.c, next);
      state.swap(next);
    }
    for (std::size_t depth = 0; depth < prefix_.size(); ++depth) {
      excluded = with_letter(excluded, depth, prefix_[depth]);
    }
    push(state, {.length = prefix_.size(), .under = excluded});
  }

  void push(StateView state, Node node) {
    const auto [number, is_new] = states_.insert(state);
    if (is_new) met_outside_.push_back(never);
    // The prefix alone is no text, so what comes back to its state is still to be recorded.
    if (!node.in_trie() && node.length > prefix_.size()) {
      if (met_outside_[number] != never) return;
      met_outside_[number] = node.length;
    }
    node.state = number;
    nodes_.push_back(node);
  }

  /// Whether the signature of this node is in the answer, now or before.
  bool record(std::uint32_t n) {
    std::vector<bool> inside(glob_count_, false);
    for (const std::uint32_t i : states_[nodes_[n].state]) {
      if (product_[i].is_end()) inside[owners_[i]] = true;
    }
    if (seen_.contains(inside)) return true;
    if (nodes_[n].length == prefix_.size() || nodes_[n].is_excluded()) return false;
    seen_.insert(inside);
    found_.push_back({std::move(inside), text_of(n)});
    return true;
  }

  std::string text_of(std::uint32_t n) const {
    std::string text(prefix_);
    text.resize(nodes_[n].length);
    for (; nodes_[n].length > prefix_.size(); n = nodes_[n].parent) text[nodes_[n].length - 1] = nodes_[n].letter;
    return text;
  }

  bool settled(StateView state) const {
    return std::all_of(state.begin(), state.end(), [this](std::uint32_t i) { return product_[i].accepts_rest(); });
  }

  /// False when the budget is gone.
  bool expand(std::uint32_t n) {
    const State state(states_[nodes_[n].state]);  // the table may move
    Interest interest;
    product_.look(state, interest);
    std::array<bool, 3> tried{};  // of each kind of letter, one that nobody names
    State next;
    for (const char letter : alphabet_) {
      const Node& node = nodes_[n];
      const auto c = static_cast<char32_t>(static_cast<unsigned char>(letter));
      const Excluded under = with_letter(node.under, node.length, letter);
      if (under.empty() && !interest.names(c)) {
        bool& before = tried[in_class(c, CharClass::digit) ? 2 : in_class(c, CharClass::no_colon) ? 1 : 0];
        if (before) continue;
        before = true;
      }
      if (!budget_.spend(cost_of(state))) return false;
      next.clear();
      product_.advance(state, c, next);
      push(next, {.parent = n, .length = node.length + 1, .letter = letter, .under = under});
    }
    return true;
  }

  std::string_view prefix_, alphabet_;
  Budget& budget_;
  std::size_t glob_count_;
  Product product_;
  State starts_;                     // where every glob begins
  std::vector<std::size_t> owners_;  // the glob of each position
  StateTable states_;
  std::vector<std::size_t> met_outside_;  // per state: length of the first text outside the trie that leads there
  std::vector<Node> nodes_;               // the queue, in order of length
  std::unordered_set<std::vector<bool>> seen_;
  std::vector<Signature> found_;
};

}  // namespace

std::optional<std::vector<Signature>> signatures(std::span<const Glob* const> globs, std::string_view prefix,
                                                 std::string_view alphabet, std::span<const std::string_view> excluded,
                                                 Budget& budget) {
  return SignatureWalk(globs, prefix, alphabet, budget).run(excluded);
}

}  // namespace iamproof
