#include <benchmark/benchmark.h>

#include "corpus.h"
#include "report.h"

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  if (argc != 2) {
    std::fprintf(stderr, "usage: iamproof_bench managedPolicies.json [--benchmark_...]\n");
    return 2;
  }
  iamproof::bench::load_corpus(argv[1]);
  iamproof::bench::RatioReporter reporter;
  benchmark::RunSpecifiedBenchmarks(&reporter);
  return 0;
}
