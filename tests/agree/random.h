/// Choices of a random world. Each world has a generator of its own, seeded from the run's seed and the world's number,
/// so that one world can be made again without those before it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace agree {

class Random {
 public:
  Random(std::uint64_t seed, std::uint64_t world) : state_(seed) {
    state_ = next() ^ world;
    state_ = next();
  }

  /// 0 to bound-1.
  std::size_t below(std::size_t bound) { return next() % bound; }
  bool percent(unsigned chance) { return next() % 100 < chance; }
  std::size_t between(std::size_t low, std::size_t high) { return low + below(high - low + 1); }

  template <class T>
  const T& one_of(const std::vector<T>& all) {
    return all[below(all.size())];
  }

  /// `count` of them, in random order, none twice.
  template <class T>
  std::vector<T> some_of(std::vector<T> all, std::size_t count) {
    std::vector<T> chosen;
    while (!all.empty() && chosen.size() < count) {
      const std::size_t at = below(all.size());
      chosen.push_back(all[at]);
      all.erase(all.begin() + static_cast<std::ptrdiff_t>(at));
    }
    return chosen;
  }

 private:
  // SplitMix64: a counter, stirred.
  std::uint64_t next() {
    std::uint64_t z = (state_ += 0x9E3779B97F4A7C15U);
    z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27U)) * 0x94D049BB133111EBU;
    return z ^ (z >> 31U);
  }

  std::uint64_t state_;
};

}  // namespace agree
