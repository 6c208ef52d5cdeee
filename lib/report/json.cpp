// A check for programs. The report is one object; its arrays hold one element a line, so that it can be searched by
// line and compared with diff.
#include <fmt/format.h>

#include "report/document_json.h"
#include "report/json_writer.h"
#include "report/subject_json.h"

namespace iamproof {

JsonReport::JsonReport(const Catalogue& catalogue, JsonOptions options) : catalogue_(catalogue), options_(options) {}

void JsonReport::add(const CheckSubject& subject) {
  append_not_analysed(not_analysed_, subject);
  SubjectJson json(subject, catalogue_, options_.verbose);
  for (const Finding& fault : subject.faults) append_line(findings_, json.finding(fault, nullptr, nullptr));
  for (const CheckedClaim& checked : subject.claims) {
    append_line(claims_, json.claim(checked, false));
    for (std::size_t i = 0; i < checked.findings.size(); ++i) {
      append_line(findings_, json.finding(checked.findings[i], &checked, &checked.strata[i]));
    }
  }
}

std::string JsonReport::finish(const CheckTotals& totals) const {
  JsonWriter sums;
  sums.begin('{').key("claims").number(totals.proved + totals.refuted + totals.unknown);
  sums.key("proved").number(totals.proved).key("refuted").number(totals.refuted).key("unknown").number(totals.unknown);
  sums.key("findings").number(totals.findings).key("undecided").number(totals.undecided).key("worst");
  if (totals.worst) {
    sums.string(to_string(*totals.worst));
  } else {
    sums.null();
  }
  sums.end('}');
  return fmt::format(
      "{{\n  \"version\": 1,\n  \"tool\": {},\n  \"findings\": {},\n  \"claims\": {},\n  \"analysed\": {},\n"
      "  \"not_analysed\": {},\n  \"passed_over\": {},\n  \"summary\": {}\n}}\n",
      tool_json(catalogue_, options_), as_array(findings_), as_array(claims_), totals.analysed, as_array(not_analysed_),
      totals.passed_over, sums.text());
}

}  // namespace iamproof
