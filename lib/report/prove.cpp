// The answers of `prove`: for people as a check has them, for programs a row for each claim with all that belongs to
// it.
#include <fmt/format.h>

#include "report/document_json.h"
#include "report/json_writer.h"
#include "report/subject_json.h"

namespace iamproof {

ProveReport::ProveReport(ProveFormat format, const Catalogue& catalogue, TextOptions text, JsonOptions json)
    : format_(format), catalogue_(catalogue), text_(text), json_(json) {}

std::string ProveReport::add(const CheckSubject& subject) {
  std::string out;
  if (format_ == ProveFormat::text) {
    write_text(out, subject, catalogue_, text_);
    return out;
  }
  append_not_analysed(not_analysed_, subject);
  SubjectJson json(subject, catalogue_, json_.verbose);
  for (const CheckedClaim& checked : subject.claims) {
    const std::string row = json.claim(checked, true);
    if (format_ == ProveFormat::ndjson) {
      out += row + '\n';
    } else {
      append_line(claims_, row);
    }
  }
  return out;
}

std::string ProveReport::finish(const CheckTotals& totals) {
  std::string out;
  if (format_ == ProveFormat::text) write_text(out, totals, text_);
  if (format_ != ProveFormat::json) return out;
  JsonWriter sums;
  sums.begin('{').key("claims").number(totals.proved + totals.refuted + totals.unknown);
  sums.key("proved").number(totals.proved).key("refuted").number(totals.refuted);
  sums.key("unknown").number(totals.unknown).end('}');
  return fmt::format(
      "{{\n  \"version\": 1,\n  \"tool\": {},\n  \"claims\": {},\n  \"not_analysed\": {},\n  \"summary\": {}\n}}\n",
      tool_json(catalogue_, json_), as_array(claims_), as_array(not_analysed_), sums.text());
}

}  // namespace iamproof
