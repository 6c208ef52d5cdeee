// A witness is a whole case, the policies included, to be replayed as it stands. A policy of a thousand actions can
// have a thousand findings, and a thousand copies of a policy help nobody: once the findings of a subject have repeated
// `embedding_budget` bytes, the rest name the documents by path, which a case may do as well. A claim's own witness
// always has them.
#include "report/subject_json.h"

#include <algorithm>

#include "iamproof/evaluate.h"
#include "report/json_parts.h"

namespace iamproof {

namespace {

constexpr std::size_t embedding_budget = std::size_t{1} << 20U;

/// Whether a document is all of a text, so that the text's name means it.
bool is_whole_text(const Policy& policy) {
  const std::string_view before = policy.source->text().substr(0, policy.span.begin);
  return before.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

std::string_view verdict_of(const Answer& answer) {
  if (std::holds_alternative<Proved>(answer.verdict)) return "proved";
  return std::holds_alternative<Refuted>(answer.verdict) ? "refuted" : "unknown";
}

}  // namespace

SubjectJson::SubjectJson(const CheckSubject& subject, const Catalogue& catalogue, bool verbose)
    : subject_(subject), catalogue_(catalogue), verbose_(verbose) {
  for (const CheckedDocument& document : subject.documents) {
    if (document.policy != nullptr) documents_bytes_ += compact(*document.policy).size();
  }
}

const std::string& SubjectJson::compact(const Policy& policy) {
  std::string& text = texts_[{policy.source, policy.span.begin}];
  if (text.empty()) append_compact(text, policy.source->slice(policy.span));
  return text;
}

void SubjectJson::place(JsonWriter& json, const FoundIn& found, Span span) {
  const Position begin = positions_.at(*found.source, span.begin);
  const Position end = positions_.at(*found.source, span.end);
  json.key("line").number(begin.line).key("column").number(begin.column);
  json.key("end_line").number(end.line).key("end_column").number(end.column);
}

std::string SubjectJson::finding(const Finding& finding, const CheckedClaim* checked, const Stratum* stratum) {
  const Breach* breach = stratum != nullptr ? &lead_of(*checked, *stratum) : nullptr;
  const FoundIn found = found_in(subject_, finding, checked, breach);
  JsonWriter json;
  json.begin('{').key("check").string(finding.check).key("aws_code");
  write_optional(json, finding.aws_code);
  json.key("severity").string(to_string(finding.severity)).key("message").string(finding.message);
  json.key("path").string(finding.path);
  place(json, found, finding.span);
  json.key("pointer").string(finding.pointer).key("sid");
  write_optional(json, finding.sid);
  json.key("policy_type").string(to_string(found.policy != nullptr ? found.policy->type : PolicyType::identity));
  json.key("help").string(finding.help).key("related").begin('[');
  for (const RelatedPlace& related : finding.related) {
    json.begin('{').key("pointer").string(related.pointer);
    place(json, found, related.span);
    json.end('}');
  }
  json.end(']').key("implied").begin('[');
  for (const ImpliedFindings& implied : finding.implied) {
    json.begin('{').key("check").string(implied.check).key("count").number(implied.count).end('}');
  }
  json.end(']').key("fix");
  fix(json, finding, found);
  if (breach != nullptr) {
    witnesses(json, *checked, breach->witness, affordable());
    json.key("odd");
    write_strings(json, breach->odd);
    this->stratum(json, *checked, *stratum);
    denied_by(json, *checked, *breach);
  }
  return json.end('}').text();
}

void SubjectJson::fix(JsonWriter& json, const Finding& finding, const FoundIn& found) {
  if (!finding.fix) {
    json.null();
    return;
  }
  json.begin('{').key("title").string(finding.fix->title);
  json.key("changes_meaning").boolean(finding.fix->changes_meaning).key("edits").begin('[');
  for (const Edit& edit : finding.fix->edits) {
    json.begin('{');
    place(json, found, edit.span);
    json.key("text").string(edit.text).end('}');
  }
  json.end(']').end('}');
}

/// How grave it is, all that it covers, and what the statement says beside its actions.
void SubjectJson::stratum(JsonWriter& json, const CheckedClaim& checked, const Stratum& stratum) {
  json.key("gravity").string(to_string(stratum.gravity)).key("pointers").begin('[');
  for (const std::size_t number : stratum.breaches) json.string(breach_of(checked, number).pointer);
  json.end(']');
  const CompiledPolicies& side = side_of(subject_, checked, lead_of(checked, stratum));
  write_statement_words(json, stratum.statement ? &side.statement(*stratum.statement) : nullptr);
  json.key("others").begin('[');
  for (const StatementRef other : stratum.others) statement(json, side, other);
  json.end(']').key("actions");
  write_action_summary(json, stratum.actions, stratum.future_actions, catalogue_, verbose_);
}

void SubjectJson::statement(JsonWriter& json, const CompiledPolicies& policies, StatementRef ref) {
  const Policy& policy = policies.policy(ref);
  const Statement& statement = policies.statement(ref);
  json.begin('{').key("path").string(policy.source->name());
  place(json, {policy.source, &policy}, statement.span);
  json.key("pointer").string(statement.pointer).key("sid");
  write_optional(json, statement.sid ? std::optional(std::string(statement.sid->text)) : std::nullopt);
  write_statement_words(json, &statement);
  json.end('}');
}

/// Of a comparison: which side the finding is on, and what the other one has against the request.
void SubjectJson::denied_by(JsonWriter& json, const CheckedClaim& checked, const Breach& breach) {
  if (!checked.reference) return;
  json.key("of_reference").boolean(breach.of_reference).key("denied_by");
  if (!breach.denied_by) {
    json.null();
    return;
  }
  statement(json, other_side_of(subject_, checked, breach), *breach.denied_by);
}

std::string SubjectJson::claim(const CheckedClaim& checked, bool with_breaches) {
  const Claim& claim = *checked.claim;
  const bool is_refuted = std::holds_alternative<Refuted>(checked.answer.verdict);
  JsonWriter json;
  json.begin('{').key("id").string(claim.id).key("title").string(claim.title);
  json.key("severity").string(to_string(claim.severity)).key("claim").string(to_string(claim.kind));
  json.key("verdict").string(verdict_of(checked.answer)).key("pack").string(checked.file->name);
  documents(json);
  evidence(json, checked);
  json.key("assumptions");
  write_strings(json, checked.answer.assumptions);
  json.key("open");
  write_strings(json, checked.answer.open);
  json.key("findings").number(checked.findings.size()).key("follows_from");
  if (is_refuted && checked.findings.empty()) {
    json.string(claim.unless_refuted);
  } else {
    json.null();
  }
  if (with_breaches) {
    json.key("breaches").begin('[');
    for (std::size_t i = 0; i < checked.findings.size(); ++i) {
      json.raw(finding(checked.findings[i], &checked, &checked.strata[i]));
    }
    json.end(']');
  }
  return json.end('}').text();
}

void SubjectJson::evidence(JsonWriter& json, const CheckedClaim& checked) {
  if (const auto* refuted = std::get_if<Refuted>(&checked.answer.verdict)) {
    const Breach& lead = checked.strata.empty() ? refuted->breaches.front() : lead_of(checked, checked.strata.front());
    witnesses(json, checked, lead.witness, true);
    json.key("reason").string(lead.reason).key("odd");
    write_strings(json, lead.odd);
    return;
  }
  json.key("witness").null().key("odd").begin('[').end(']').key("reason");
  if (const auto* unknown = std::get_if<Unknown>(&checked.answer.verdict)) {
    json.string(unknown->reason);
  } else {
    json.null();
  }
}

/// What was analysed as one, and what decides beside it.
void SubjectJson::documents(JsonWriter& json) const {
  json.key("paths").begin('[');
  for (const CheckedDocument& document : subject_.documents) {
    if (!document.is_guardrail) json.string(document.path);
  }
  json.end(']').key("guardrails").begin('[');
  for (const CheckedDocument& document : subject_.documents) {
    if (!document.is_guardrail) continue;
    json.begin('{').key("path").string(document.path).key("policy_type").string(to_string(document.part));
    json.key("level").number(document.level).end('}');
  }
  json.end(']');
}

/// Whether one more copy of the documents is within the budget; then it is spent.
bool SubjectJson::affordable() {
  if (embedded_ + documents_bytes_ > embedding_budget) return false;
  embedded_ += documents_bytes_;
  return true;
}

/// The case of the subject, and of a comparison the one that shows what the reference decides.
void SubjectJson::witnesses(JsonWriter& json, const CheckedClaim& checked, const Request& request, bool embed) {
  json.key("witness");
  witness(json, checked, *subject_.compiled, request, embed);
  if (!checked.reference) return;
  json.key("reference_witness");
  const auto documents = checked.reference->documents();
  const bool can_name = std::all_of(documents.begin(), documents.end(),
                                    [](const PlacedPolicy& placed) { return is_whole_text(*placed.policy); });
  if (embed || can_name) {
    witness(json, checked, *checked.reference, request, embed);
  } else {
    json.null();
  }
}

void SubjectJson::witness(JsonWriter& json, const CheckedClaim& checked, const CompiledPolicies& policies,
                          const Request& request, bool embed) {
  ProveOptions options;
  options.in_management_account = checked.in_management_account;
  json.begin('{').key("id").string(checked.claim->id).key("policies").begin('{');
  this->policies(json, policies, request, options, embed);
  if (rests_on_trust(policies, request, options)) {
    json.key("resource");
    write_trusting_policy(json, request);
  }
  json.end('}');
  const std::string_view account = account_of_arn(request.principal);
  if (checked.in_management_account && !account.empty()) json.key("management_account").string(account);
  if (is_pattern(request)) json.key("patterns").boolean(false);  // an asterisk in it is one
  json.key("request");
  write_request(json, request);
  json.key("expected").string(to_string(claimed_decision(policies, request, options))).end('}');
}

/// The documents by the parts they play; a level of SCPs or RCPs is one document. What the caller's own account is
/// taken to allow is written down, for a case takes nothing for granted.
void SubjectJson::policies(JsonWriter& json, const CompiledPolicies& policies, const Request& request,
                           const ProveOptions& options, bool embed) {
  const auto documents = policies.documents();
  const auto write_part = [&](PolicyType part) {
    for (const PlacedPolicy& placed : documents) {
      if (placed.part == part) document(json, *placed.policy, embed);
    }
  };
  json.key("identity").begin('[');
  write_part(PolicyType::identity);
  if (policies.policies().identity.empty() && policies.policies().resource &&
      evaluate(policies, request).decision != claimed_decision(policies, request, options)) {
    write_allowing_policy(json);
  }
  json.end(']');
  for (const PolicyType part : {PolicyType::resource, PolicyType::boundary, PolicyType::session, PolicyType::scp,
                                PolicyType::rcp, PolicyType::endpoint}) {
    const bool is_there = std::any_of(documents.begin(), documents.end(),
                                      [&](const PlacedPolicy& placed) { return placed.part == part; });
    if (!is_there) continue;
    const bool is_list = part == PolicyType::session || part == PolicyType::scp || part == PolicyType::rcp;
    json.key(to_string(part));
    if (is_list) json.begin('[');
    write_part(part);
    if (is_list) json.end(']');
  }
}

void SubjectJson::document(JsonWriter& json, const Policy& policy, bool embed) {
  if (embed || !is_whole_text(policy)) {
    json.raw(compact(policy));
  } else {
    const std::string& path = policy.source->name();
    json.string(path == "<stdin>" ? "-" : path);
  }
}

}  // namespace iamproof
