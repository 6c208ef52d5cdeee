// A check for programs. The report is one object; its arrays hold one element a line, so that it can be searched by
// line and compared with diff.
#include <fmt/format.h>

#include "report/document_json.h"
#include "report/json_parts.h"
#include "report/json_writer.h"
#include "report/subject_json.h"

namespace iamproof {

/// As what each document that was read was read, and why.
static void append_types(std::string& array, const CheckSubject& subject) {
  for (const CheckedDocument& document : subject.documents) {
    if (document.policy == nullptr || document.is_guardrail) continue;
    const Policy& policy = *document.policy;
    JsonWriter json;
    json.begin('{').key("path").string(document.path).key("policy_type").string(to_string(policy.type));
    json.key("service");
    write_optional(json, policy.service.empty() ? std::nullopt : std::optional(policy.service));
    json.key("type_reason").string(policy.type_reason).end('}');
    append_line(array, json.text());
  }
}

JsonReport::JsonReport(const Catalogue& catalogue, JsonOptions options) : catalogue_(catalogue), options_(options) {}

void JsonReport::add(const CheckSubject& subject) {
  append_not_analysed(not_analysed_, subject);
  if (options_.verbose) append_types(types_, subject);
  SubjectJson json(subject, catalogue_, options_.verbose);
  for (const Finding& fault : subject.not_json) append_line(findings_, json.finding(fault, nullptr, nullptr));
  for (const Finding& fault : subject.faults) append_line(findings_, json.finding(fault, nullptr, nullptr));
  for (const CheckedClaim& checked : subject.claims) {
    append_line(claims_, json.claim(checked, false));
    for (std::size_t i = 0; i < checked.findings.size(); ++i) {
      append_line(findings_, json.finding(checked.findings[i], &checked, &checked.strata[i]));
    }
  }
}

static void write_fix(JsonWriter& json, const Finding& finding, Position position) {
  json.begin('{').key("check").string(finding.check).key("title").string(finding.fix->title);
  json.key("changes_meaning").boolean(finding.fix->changes_meaning);
  json.key("line").number(position.line).key("column").number(position.column);
}

void JsonReport::add(const FixedDocument& fixed) {
  JsonWriter json;
  json.begin('{').key("path").string(fixed.path).key("changed").boolean(fixed.is_changed());
  json.key("had_meaning").boolean(fixed.had_meaning).key("has_meaning").boolean(fixed.has_meaning).key("relation");
  if (fixed.comparison) {
    json.string(to_string(fixed.comparison->relation));
  } else {
    json.null();
  }
  json.key("applied").begin('[');
  for (const AppliedFix& fix : fixed.applied) {
    write_fix(json, fix.finding, fix.position);
    json.end('}');
  }
  json.end(']').key("left").begin('[');
  for (const LeftFix& fix : fixed.left) {
    write_fix(json, fix.finding, fix.position);
    json.key("reason").string(fix.reason).end('}');
  }
  if (!fixed_) fixed_.emplace();
  append_line(*fixed_, json.end(']').end('}').text());
}

std::string JsonReport::finish(const CheckTotals& totals) const {
  JsonWriter sums;
  sums.begin('{').key("claims").number(totals.proved + totals.refuted + totals.unknown);
  sums.key("proved").number(totals.proved).key("refuted").number(totals.refuted).key("unknown").number(totals.unknown);
  sums.key("findings").number(totals.findings + totals.not_json).key("undecided").number(totals.undecided).key("worst");
  if (totals.worst) {
    sums.string(to_string(*totals.worst));
  } else {
    sums.null();
  }
  sums.end('}');
  const std::string documents =
      options_.verbose ? fmt::format("  \"documents\": {},\n", as_array(types_)) : std::string();
  const std::string fixed = fixed_ ? fmt::format("  \"fixed\": {},\n", as_array(*fixed_)) : "";
  return fmt::format(
      "{{\n  \"version\": 1,\n  \"tool\": {},\n{}  \"findings\": {},\n  \"claims\": {},\n  \"analysed\": {},\n"
      "  \"not_analysed\": {},\n  \"passed_over\": {},\n{}  \"summary\": {}\n}}\n",
      tool_json(catalogue_, options_), fixed, as_array(findings_), as_array(claims_), totals.analysed,
      as_array(not_analysed_), totals.passed_over, documents, sums.text());
}

}  // namespace iamproof
