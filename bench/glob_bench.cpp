// Patterns: the usual ones, and those that make a backtracking matcher exponential.
#include <string>

#include <benchmark/benchmark.h>

#include "glob/glob.h"
#include "glob/language.h"
#include "iamproof/catalogue.h"

namespace iamproof::bench {

namespace {

void glob_match_arn(benchmark::State& state) {
  const Glob pattern("arn:aws:s3:::logs-*/2026/*/part-?.gz");
  const std::string text = "arn:aws:s3:::logs-eu/2026/06/01/part-7.gz";
  if (!pattern.matches(text)) state.SkipWithError("a wrong answer");
  for (auto _ : state) benchmark::DoNotOptimize(pattern.matches(text));
}
BENCHMARK(glob_match_arn);

void glob_match_hostile_megabyte(benchmark::State& state) {
  const Glob pattern("a*a*a*a*b");
  const std::string text(std::size_t{1} << 20U, 'a');
  if (pattern.matches(text)) state.SkipWithError("a wrong answer");
  for (auto _ : state) benchmark::DoNotOptimize(pattern.matches(text));
}
BENCHMARK(glob_match_hostile_megabyte)->Unit(benchmark::kMillisecond);

void glob_subsumes(benchmark::State& state) {
  const Glob outer("arn:aws:s3:::b*/x/*");
  const Glob inner("arn:aws:s3:::bucket/x/y/*");
  if (!subsumes(outer, inner)) state.SkipWithError("a wrong answer");
  for (auto _ : state) benchmark::DoNotOptimize(subsumes(outer, inner));
}
BENCHMARK(glob_subsumes);

void catalogue_find_action(benchmark::State& state) {
  const Catalogue catalogue = Catalogue::built_in();
  if (!catalogue.find_action("S3:GETOBJECT")) state.SkipWithError("a wrong answer");
  for (auto _ : state) benchmark::DoNotOptimize(catalogue.find_action("S3:GETOBJECT"));
}
BENCHMARK(catalogue_find_action);

void catalogue_expand_wildcard(benchmark::State& state) {
  const Catalogue catalogue = Catalogue::built_in();
  if (catalogue.expand("ec2:Describe*").size() < 100) state.SkipWithError("a wrong answer");
  for (auto _ : state) benchmark::DoNotOptimize(catalogue.expand("ec2:Describe*"));
}
BENCHMARK(catalogue_expand_wildcard);

}  // namespace

}  // namespace iamproof::bench
