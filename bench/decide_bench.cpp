// One decision on a compiled policy. `ns_p50` and `ns_p99` are over policies, of the median time of one decision.
#include <benchmark/benchmark.h>

#include "decide_cases.h"

namespace iamproof::bench {

namespace {

void latest_decide(benchmark::State& state) {
  const std::vector<DecideCase> cases = decide_cases();
  std::vector<double> times;
  for (auto _ : state) {
    times.clear();
    for (const DecideCase& one : cases) times.push_back(time_of_decision(one, 3));
  }
  double sum = 0;
  for (const double time : times) sum += time;
  state.counters["us/doc"] = sum / 1000 / static_cast<double>(times.size());
  state.counters["ns_p50"] = quantile(times, 0.5);
  state.counters["ns_p99"] = quantile(times, 0.99);
}
BENCHMARK(latest_decide)->Unit(benchmark::kMillisecond)->Iterations(1);

}  // namespace

}  // namespace iamproof::bench
