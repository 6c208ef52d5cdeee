/// The outcomes of cases: what their formats have in common.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "iamproof/case.h"
#include "iamproof/report.h"

namespace iamproof {

struct CaseReport::Writer {
  Writer() = default;
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;
  virtual ~Writer() = default;
  virtual std::string add(const CaseOutcome& outcome) = 0;
  virtual std::string finish(const CaseTotals& totals) = 0;
};

std::unique_ptr<CaseReport::Writer> case_text_writer(const TextOptions& options);
std::unique_ptr<CaseReport::Writer> case_json_writer(const Catalogue& catalogue, const JsonOptions& options);
std::unique_ptr<CaseReport::Writer> case_ndjson_writer();
std::unique_ptr<CaseReport::Writer> case_junit_writer();

/// The case's id, or else where it stands.
std::string name_of(const CaseOutcome& outcome);

/// Why a case failed or stayed open, in one line; empty where it did not.
///   "expected Allowed, got ImplicitlyDenied: the permissions boundary does not allow it"
std::string reason_of(const CaseOutcome& outcome);

/// The first request that a refuted pattern's expectation does not hold for; none else.
const Breach* counterexample_of(const CaseOutcome& outcome);

}  // namespace iamproof
