/// Medians of a run, each beside simdjson's DOM parse of the same bytes in the same run.
#pragma once

#include <map>
#include <string>

#include <benchmark/benchmark.h>

namespace iamproof::bench {

class RatioReporter : public benchmark::ConsoleReporter {
 public:
  RatioReporter() : ConsoleReporter(OO_None) {}
  void ReportRuns(const std::vector<Run>& runs) override;
  void Finalize() override;

 private:
  std::map<std::string, double> medians_;  // microseconds per document
};

}  // namespace iamproof::bench
