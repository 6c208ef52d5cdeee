/// A set of small numbers of a fixed universe.
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace iamproof {

class Bitset {
 public:
  Bitset() = default;
  explicit Bitset(std::size_t size, bool full = false)
      : size_(size), words_((size + 63) / 64, full ? ~std::uint64_t{0} : 0) {
    clear_tail();
  }

  std::size_t size() const { return size_; }
  bool contains(std::size_t i) const { return (words_[i / 64] >> (i % 64) & 1U) != 0; }
  void insert(std::size_t i) { words_[i / 64] |= std::uint64_t{1} << (i % 64); }

  /// Sixty-four members each; bits beyond the universe are clear.
  const std::vector<std::uint64_t>& words() const { return words_; }

  /// Union, intersection and difference with a set of the same universe.
  void insert_all(const Bitset& other) {
    for (std::size_t w = 0; w < words_.size(); ++w) words_[w] |= other.words_[w];
  }
  void keep_common(const Bitset& other) {
    for (std::size_t w = 0; w < words_.size(); ++w) words_[w] &= other.words_[w];
  }
  void erase_all(const Bitset& other) {
    for (std::size_t w = 0; w < words_.size(); ++w) words_[w] &= ~other.words_[w];
  }
  bool is_empty() const {
    return std::all_of(words_.begin(), words_.end(), [](std::uint64_t word) { return word == 0; });
  }

  void complement() {
    for (std::uint64_t& word : words_) word = ~word;
    clear_tail();
  }

  /// Calls `visit` with each member, ascending.
  template <class Visit>
  void for_each(Visit visit) const {
    for (std::size_t w = 0; w < words_.size(); ++w) {
      for (std::uint64_t word = words_[w]; word != 0; word &= word - 1) {
        visit(w * 64 + static_cast<std::size_t>(std::countr_zero(word)));
      }
    }
  }

  friend bool operator==(const Bitset&, const Bitset&) = default;

 private:
  void clear_tail() {
    if (size_ % 64 != 0) words_.back() &= (std::uint64_t{1} << (size_ % 64)) - 1;
  }

  std::size_t size_ = 0;
  std::vector<std::uint64_t> words_;
};

}  // namespace iamproof
