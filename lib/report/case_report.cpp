#include "report/case_report.h"

#include <fmt/format.h>

namespace iamproof {

std::string name_of(const CaseOutcome& outcome) {
  if (!outcome.id.empty() || outcome.path.empty()) return outcome.id;
  return fmt::format("{}:{}", outcome.path, outcome.line);
}

const Breach* counterexample_of(const CaseOutcome& outcome) {
  const Refuted* refuted = outcome.answer ? std::get_if<Refuted>(&outcome.answer->verdict) : nullptr;
  return refuted == nullptr ? nullptr : &refuted->breaches.front();
}

std::string reason_of(const CaseOutcome& outcome) {
  if (!outcome.is_evaluated() || !outcome.expected) return {};
  if (outcome.is_unknown()) {
    return fmt::format("not settled for every request that matches: {}",
                       std::get<Unknown>(outcome.answer->verdict).reason);
  }
  if (*outcome.met()) return {};
  if (const Breach* breach = counterexample_of(outcome)) {
    return fmt::format("expected {} for every request that matches, but one is {}: {}", to_string(*outcome.expected),
                       to_string(decide(*outcome.policies, breach->witness)), breach->reason);
  }
  return fmt::format("expected {}, got {}: {}", to_string(*outcome.expected), to_string(outcome.evaluation.decision),
                     outcome.evaluation.settled_by.why);
}

static std::unique_ptr<CaseReport::Writer> writer_for(CaseFormat format, const Catalogue& catalogue,
                                                      const TextOptions& text, const JsonOptions& json) {
  switch (format) {
    case CaseFormat::json:
      return case_json_writer(catalogue, json);
    case CaseFormat::ndjson:
      return case_ndjson_writer();
    case CaseFormat::junit:
      return case_junit_writer();
    case CaseFormat::text:
      break;
  }
  return case_text_writer(text);
}

CaseReport::CaseReport(CaseFormat format, const Catalogue& catalogue, TextOptions text, JsonOptions json)
    : writer_(writer_for(format, catalogue, text, json)) {}

CaseReport::~CaseReport() = default;

std::string CaseReport::add(const CaseOutcome& outcome) {
  return writer_->add(outcome);
}

std::string CaseReport::finish(const CaseTotals& totals) {
  return writer_->finish(totals);
}

}  // namespace iamproof
