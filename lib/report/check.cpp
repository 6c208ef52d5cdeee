#include <algorithm>

#include "iamproof/report.h"

namespace iamproof {

void CheckTotals::add(const CheckSubject& subject) {
  const auto own = std::count_if(subject.documents.begin(), subject.documents.end(),
                                 [](const CheckedDocument& document) { return !document.is_guardrail; });
  (subject.is_analysed() ? analysed : not_analysed) += static_cast<std::size_t>(own);
  const auto raise = [this](Severity severity) { worst = worst ? std::max(*worst, severity) : severity; };
  for (const Finding& fault : subject.not_json) raise(fault.severity);
  not_json += subject.not_json.size();
  for (const Finding& fault : subject.faults) raise(fault.severity);
  findings += subject.faults.size();
  for (const Undecided& open : subject.undecided) undecided += open.times;
  for (const CheckedClaim& checked : subject.claims) {
    if (std::holds_alternative<Proved>(checked.answer.verdict)) {
      ++proved;
      continue;
    }
    ++(std::holds_alternative<Refuted>(checked.answer.verdict) ? refuted : unknown);
    findings += checked.findings.size();
    raise(checked.claim->severity);
  }
}

}  // namespace iamproof
