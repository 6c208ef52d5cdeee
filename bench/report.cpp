#include "report.h"

#include <cstdio>

namespace iamproof::bench {

void RatioReporter::ReportRuns(const std::vector<Run>& runs) {
  ConsoleReporter::ReportRuns(runs);
  for (const Run& run : runs) {
    const auto per_document = run.counters.find("us/doc");
    if (run.aggregate_name == "median" && per_document != run.counters.end()) {
      medians_[run.run_name.function_name] = per_document->second.value;
    }
  }
}

void RatioReporter::Finalize() {
  ConsoleReporter::Finalize();
  std::printf("\n%-32s %12s %12s\n", "median", "us/document", "x DOM parse");
  for (const auto& [name, microseconds] : medians_) {
    const auto dom = medians_.find(name.starts_with("latest_") ? "latest_dom_parse" : "dom_parse");
    const double ratio = dom == medians_.end() ? 0 : microseconds / dom->second;
    std::printf("%-32s %12.2f %12.2f\n", name.c_str(), microseconds, ratio);
  }
}

}  // namespace iamproof::bench
