// Any bytes as a case: never a crash, every place inside the text, and a case without errors can be run and reported.

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "iamproof/case.h"
#include "iamproof/report.h"

using namespace iamproof;

static void require(bool holds) {
  if (!holds) std::abort();
}

static void check_errors(const Source& source, const Errors& errors) {
  const auto lines = std::count(source.text().begin(), source.text().end(), '\n') + 1;
  for (const Error& error : errors) {
    require(error.message.find('\n') == std::string::npos);
    if (!error.position || error.source != source.name()) continue;
    require(error.position->line >= 1 && error.position->line <= static_cast<std::uint32_t>(lines));
    require(error.position->column >= 1 && error.position->column <= source.text().size() + 1);
  }
}

/// A case that names files would read them: whatever they are, they are not the fuzzer's.
static bool names_files(const Case& value) {
  return value.sources.size() > 1;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const Catalogue catalogue = Catalogue::built_in();
  CaseLimits limits;
  limits.policies.bytes = std::size_t{1} << 16U;
  PolicyFiles files(limits);
  files.reserve_standard_input();
  const auto source = std::make_shared<const Source>("case", std::string(reinterpret_cast<const char*>(data), size));
  CaseReading reading = read_case(source, files);
  check_errors(*source, reading.errors);
  if (names_files(reading.value)) return 0;
  for (const auto& [pointer, span] : reading.value.places) {
    require(pointer.starts_with('/'));
    require(span.begin <= span.end && span.end <= source->text().size());
  }
  CaseOptions options;
  options.prove.step_budget = 2000;
  const CaseOutcome outcome = CaseRunner(catalogue, options).run(std::move(reading));
  require(outcome.is_evaluated() || !outcome.errors.empty());
  for (const CaseFormat format : {CaseFormat::text, CaseFormat::json, CaseFormat::ndjson, CaseFormat::junit}) {
    CaseReport report(format, catalogue, {}, {});
    std::string text = report.add(outcome);
    CaseTotals totals;
    totals.add(outcome);
    text += report.finish(totals);
    for (const char c : text) require(c == '\n' || static_cast<unsigned char>(c) >= 0x20);
  }
  return 0;
}
