// Whether one policy allows nothing that another does not: consecutive versions of the managed policies both ways, and
// their latest versions with each other at random. A pair is compiled and compared; p50, p99 and the worst are given:
// for the verdict with one witness, and for every breach.
#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <random>

#include <benchmark/benchmark.h>

#include "corpus.h"
#include "iamproof/policy_set.h"
#include "iamproof/prove.h"

namespace iamproof::bench {

namespace {

Policy read(const Source& source) {
  auto reading = parse(source);
  if (!reading || !reading->is_valid()) std::abort();
  return std::move(reading->policy);
}

CompiledPolicies compiled(const Policy& policy, const Catalogue& catalogue) {
  PolicySet set;
  set.identity.push_back(policy);
  auto result = compile(std::move(set), catalogue);
  if (!result) std::abort();
  return std::move(*result);
}

/// Times pairs one by one.
class Pairs {
 public:
  explicit Pairs(benchmark::State& state) : state_(state) { options_.first_only = state.range(0) != 0; }

  void compare(const Policy& subject, const Policy& reference) {
    using Clock = std::chrono::steady_clock;
    const auto start = Clock::now();
    const Answer answer = prove_no_new_access(compiled(subject, catalogue_), compiled(reference, catalogue_), options_);
    microseconds_.push_back(std::chrono::duration<double, std::micro>(Clock::now() - start).count());
    if (std::holds_alternative<Unknown>(answer.verdict)) ++unknown_;
  }

  void report() {
    std::sort(microseconds_.begin(), microseconds_.end());
    const auto at = [&](double share) {
      return microseconds_[static_cast<std::size_t>(share * static_cast<double>(microseconds_.size() - 1))];
    };
    state_.counters["pairs"] = static_cast<double>(microseconds_.size());
    state_.counters["p50_us"] = at(0.50);
    state_.counters["p99_us"] = at(0.99);
    state_.counters["worst_us"] = at(1.0);
    state_.counters["unknown"] = static_cast<double>(unknown_);
  }

 private:
  benchmark::State& state_;
  ProveOptions options_;
  const Catalogue catalogue_ = Catalogue::built_in();
  std::vector<double> microseconds_;
  std::size_t unknown_ = 0;
};

void compare_consecutive_versions(benchmark::State& state) {
  std::vector<Policy> versions;
  for (const auto& source : corpus().all) versions.push_back(read(*source));
  Pairs pairs(state);
  for (auto _ : state) {
    for (std::size_t i = 1; i < versions.size(); ++i) {
      if (versions[i].source->name() != versions[i - 1].source->name()) continue;
      pairs.compare(versions[i], versions[i - 1]);
      pairs.compare(versions[i - 1], versions[i]);
    }
  }
  pairs.report();
}
BENCHMARK(compare_consecutive_versions)
    ->ArgName("first_only")
    ->Arg(1)
    ->Arg(0)
    ->Unit(benchmark::kMillisecond)
    ->Iterations(1);

void compare_random_pairs(benchmark::State& state) {
  constexpr std::size_t count = 100'000;
  std::vector<Policy> policies;
  for (const Source* source : corpus().latest) policies.push_back(read(*source));
  Pairs pairs(state);
  std::mt19937_64 random(1);
  for (auto _ : state) {
    for (std::size_t i = 0; i < count; ++i) {
      const Policy& subject = policies[random() % policies.size()];
      pairs.compare(subject, policies[random() % policies.size()]);
    }
  }
  pairs.report();
}
BENCHMARK(compare_random_pairs)->ArgName("first_only")->Arg(1)->Arg(0)->Unit(benchmark::kMillisecond)->Iterations(1);

}  // namespace

}  // namespace iamproof::bench
