/// The product of any number of globs, determinised as far as it is walked: what language.cpp searches.
#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <span>
#include <vector>

#include <boost/container/small_vector.hpp>

#include "glob/automaton.h"
#include "glob/glob.h"
#include "glob/language.h"

namespace iamproof {

/// The numbers of the positions that are reached, ascending. Positions of a glob are consecutive, in its order.
using StateView = std::span<const std::uint32_t>;
struct State : boost::container::small_vector<std::uint32_t, 32> {
  State() = default;
  explicit State(StateView view) : small_vector(view.begin(), view.end()) {}
  operator StateView() const { return {data(), size()}; }
};

/// Characters a state tells apart from the rest of their class.
class CharacterSet {
 public:
  void insert(char32_t c);
  bool contains(char32_t c) const;
  void clear();
  bool empty() const { return ascii_[0] == 0 && ascii_[1] == 0 && others_.empty(); }
  template <typename Use>
  void for_each(Use use) const {
    for (std::size_t half = 0; half < 2; ++half) {
      for (std::uint64_t left = ascii_[half]; left != 0; left &= left - 1) {
        use(static_cast<char32_t>(64 * half + static_cast<std::size_t>(std::countr_zero(left))));
      }
    }
    for (const char32_t c : others_) use(c);
  }

 private:
  std::array<std::uint64_t, 2> ascii_{};
  boost::container::small_vector<char32_t, 4> others_;
};

/// What the moves of a state look at. Two characters that are in no set, and in the same classes, lead to one state.
struct Interest {
  CharacterSet exact;       ///< named as they are
  CharacterSet both_cases;  ///< lower-case letters named whatever their case
  bool classes = false;     ///< some move takes a whole class
  bool narrow = false;      ///< ... and one of another class than any

  bool names(char32_t c) const { return exact.contains(c) || both_cases.contains(fold(c)); }
};

class Product {
 public:
  /// Returns the first position of the glob.
  std::uint32_t add(const Glob& glob);
  std::uint32_t size() const { return static_cast<std::uint32_t>(positions_.size()); }
  const GlobPosition& operator[](std::uint32_t i) const { return positions_[i]; }

  /// Adds a position that is not smaller than those of `state`, and drops those whose language it contains.
  void reach(State& state, std::uint32_t i) const;
  /// Appends where `from` goes by `letter`. `from` may be part of a state, cut between globs.
  void advance(StateView from, char32_t letter, State& to) const;
  void look(StateView state, Interest& interest) const;

 private:
  std::vector<GlobPosition> positions_;
};

/// What a step from a state costs: states are as large as the patterns make them.
inline std::uint64_t cost_of(StateView state) {
  return 1 + state.size() / 8;
}

/// States seen, each once, numbered in the order they came.
class StateTable {
 public:
  struct Entry {
    std::uint32_t number;
    bool is_new;
  };
  Entry insert(StateView state);
  StateView operator[](std::uint32_t number) const;
  std::size_t size() const { return ends_.size(); }

 private:
  void grow();
  std::vector<std::uint32_t> items_;    // all states, one after the other
  std::vector<std::size_t> ends_;       // of each state in items_
  std::vector<std::uint64_t> hashes_;   // of each state
  std::vector<std::uint32_t> buckets_;  // open addressing: number + 1, 0 is free
};

}  // namespace iamproof
