/// What the programs that compare the library with the oracle have in common.
#pragma once

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <stdexcept>
#include <utility>

#include "iamproof/result.h"

namespace agree {

/// For printf.
inline unsigned long long as_printed(std::uint64_t n) {
  return n;
}

/// What was asked for, or an exception that says why there is none.
template <class T>
T must(iamproof::Result<T> result) {
  if (!result) throw std::runtime_error(result.errors().front().message);
  return std::move(*result);
}

/// What the arguments ask for: WORLDS [SEED [FIRST]].
struct Run {
  std::uint64_t worlds;
  std::uint64_t seed;   ///< unless given, another one every time
  std::uint64_t first;  ///< number of the first world
};

/// Says what will be run, so that it can be run again. Without arguments `usual` worlds are.
inline Run run_of(const char* program, int argc, char** argv, std::uint64_t usual) {
  Run run{usual, 0, 0};
  if (argc > 1) run.worlds = std::strtoull(argv[1], nullptr, 10);
  run.seed = argc > 2 ? std::strtoull(argv[2], nullptr, 10) : std::random_device{}();
  if (argc > 3) run.first = std::strtoull(argv[3], nullptr, 10);
  std::printf("%s: %llu worlds, seed %llu\n", program, as_printed(run.worlds), as_printed(run.seed));
  return run;
}

/// For programs whose worlds are made one by one.
template <class Runner>
void run_worlds(const Run& run, Runner& runner) {
  for (std::uint64_t i = 0; i < run.worlds; ++i) runner.run_world(run.seed, run.first + i);
}

}  // namespace agree
