// What the checks cost beside reading and compiling the same policies: the latest version of every managed one, by what
// the checks need. The ones that ask the prover are apart.
#include <cstdlib>

#include <benchmark/benchmark.h>

#include "corpus.h"
#include "iamproof/lint.h"

namespace iamproof::bench {

namespace {

CompiledPolicies read_and_compile(const Source& source, const Catalogue& catalogue) {
  auto reading = parse(source);
  if (!reading || !reading->is_valid()) std::abort();
  auto result = compile(in_its_part(std::move(reading->policy)), catalogue);
  if (!result) std::abort();
  return std::move(*result);
}

void read_and_compile_all(benchmark::State& state) {
  const Catalogue catalogue = Catalogue::built_in();
  for (auto _ : state) {
    for (const Source* source : corpus().latest) benchmark::DoNotOptimize(read_and_compile(*source, catalogue));
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(corpus().latest.size()) * state.iterations());
}
BENCHMARK(read_and_compile_all)->Unit(benchmark::kMillisecond);

void lint_all(benchmark::State& state) {
  const Catalogue catalogue = Catalogue::built_in();
  std::vector<CompiledPolicies> policies;
  for (const Source* source : corpus().latest) policies.push_back(read_and_compile(*source, catalogue));
  LintOptions options;
  options.needs = static_cast<Needs>(state.range(0));
  state.SetLabel("needs " + std::string(to_string(options.needs)));
  std::size_t findings = 0;
  for (auto _ : state) {
    findings = 0;
    for (const CompiledPolicies& each : policies) findings += lint(each, options).findings.size();
  }
  if (options.needs >= Needs::catalogue && findings == 0) std::abort();  // there are some
  state.counters["findings"] = static_cast<double>(findings);
  state.SetItemsProcessed(static_cast<std::int64_t>(policies.size()) * state.iterations());
}
BENCHMARK(lint_all)
    ->ArgName("needs")
    ->Arg(static_cast<int>(Needs::document))
    ->Arg(static_cast<int>(Needs::catalogue))
    ->Arg(static_cast<int>(Needs::meaning))
    ->Arg(static_cast<int>(Needs::prover))
    ->Unit(benchmark::kMillisecond);

}  // namespace

}  // namespace iamproof::bench
