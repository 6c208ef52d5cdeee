// A check for programs. The report is one object; its arrays hold one element a line, so that it can be searched by
// line and compared with diff.
//
// A witness is a whole case, the policies included, to be replayed as it stands. A policy of a thousand actions can
// have a thousand findings, and a thousand copies of a policy help nobody: once the findings of a subject have repeated
// `embedding_budget` bytes, the rest name the documents by path, which a case may do as well. A claim's own witness
// always has them.
#include <algorithm>

#include <fmt/format.h>

#include "iamproof/evaluate.h"
#include "report/evidence.h"
#include "report/json_writer.h"
#include "report/positions.h"
#include "report/summary.h"

namespace iamproof {

namespace {

constexpr std::size_t embedding_budget = std::size_t{1} << 20U;
constexpr std::size_t listed_actions = 100;

class SubjectJson {
 public:
  SubjectJson(const CheckSubject& subject, const Catalogue& catalogue, bool verbose)
      : subject_(subject), catalogue_(catalogue), verbose_(verbose) {
    for (const CheckedDocument& document : subject.documents) {
      positions_.emplace_back(document.source != nullptr ? document.source->text() : std::string_view{});
      std::string& text = documents_.emplace_back();
      if (document.policy == nullptr) continue;
      append_compact(text, document.source->slice(document.policy->span));
      documents_bytes_ += text.size();
    }
  }

  /// `checked` and `breach` are null for a fault of the document itself.
  std::string finding(const Finding& finding, const CheckedClaim* checked, const Breach* breach) {
    const std::size_t document = document_of(subject_, finding, breach);
    const Position begin = positions_[document].at(finding.span.begin);
    const Position end = positions_[document].at(finding.span.end);
    JsonWriter json;
    json.begin('{').key("check").string(finding.check).key("aws_code");
    optional(json, finding.aws_code);
    json.key("severity").string(to_string(finding.severity)).key("message").string(finding.message);
    json.key("path").string(finding.path).key("line").number(begin.line).key("column").number(begin.column);
    json.key("end_line").number(end.line).key("end_column").number(end.column);
    json.key("pointer").string(finding.pointer).key("sid");
    optional(json, finding.sid);
    const Policy* policy = subject_.documents[document].policy;
    json.key("policy_type").string(to_string(policy != nullptr ? policy->type : PolicyType::identity));
    json.key("help").string(finding.help);
    if (breach != nullptr) {
      json.key("witness");
      witness(json, *checked, breach->witness, affordable());
      json.key("actions");
      actions(json, *breach);
    }
    return json.end('}').text();
  }

  std::string claim(const CheckedClaim& checked) {
    const Claim& claim = *checked.claim;
    const Answer& answer = checked.answer;
    const auto* refuted = std::get_if<Refuted>(&answer.verdict);
    const auto* unknown = std::get_if<Unknown>(&answer.verdict);
    JsonWriter json;
    json.begin('{').key("id").string(claim.id).key("title").string(claim.title);
    json.key("severity").string(to_string(claim.severity)).key("claim").string(to_string(claim.kind));
    json.key("verdict").string(refuted != nullptr ? "refuted" : unknown != nullptr ? "unknown" : "proved");
    json.key("pack").string(checked.file->name).key("paths").begin('[');
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
    json.key("witness");
    if (refuted != nullptr) {
      witness(json, checked, refuted->breaches.front().witness, true);
    } else {
      json.null();
    }
    json.key("reason");
    if (refuted != nullptr) {
      json.string(refuted->breaches.front().reason);
    } else if (unknown != nullptr) {
      json.string(unknown->reason);
    } else {
      json.null();
    }
    json.key("assumptions");
    strings(json, answer.assumptions, [](const std::string& text) { return text; });
    json.key("open");
    strings(json, answer.open, [](const std::string& text) { return text; });
    json.key("findings").number(checked.findings.size()).key("follows_from");
    if (refuted != nullptr && checked.findings.empty()) {
      json.string(claim.unless_refuted);
    } else {
      json.null();
    }
    return json.end('}').text();
  }

 private:
  static void optional(JsonWriter& json, const std::optional<std::string>& text) {
    if (text) {
      json.string(*text);
    } else {
      json.null();
    }
  }

  template <class List, class Name>
  static void strings(JsonWriter& json, const List& list, Name name) {
    json.begin('[');
    for (const auto& item : list) json.string(name(item));
    json.end(']');
  }

  /// Whether one more copy of the documents is within the budget; then it is spent.
  bool affordable() {
    if (embedded_ + documents_bytes_ > embedding_budget) return false;
    embedded_ += documents_bytes_;
    return true;
  }

  void witness(JsonWriter& json, const CheckedClaim& checked, const Request& request, bool embed) {
    ProveOptions options;
    options.in_management_account = checked.in_management_account;
    const Decision claimed = claimed_decision(*subject_.compiled, request, options);
    json.begin('{').key("id").string(checked.claim->id).key("policies").begin('{');
    policies(json, embed);
    if (rests_on_trust(*subject_.compiled, request, options)) taken_for_granted(json, request);
    json.end('}');
    const std::string_view account = account_of(request.principal);
    if (checked.in_management_account && !account.empty()) json.key("management_account").string(account);
    if (is_pattern(request)) json.key("patterns").boolean(false);  // an asterisk in it is one
    json.key("request");
    write_request(json, request);
    json.key("expected").string(to_string(claimed)).end('}');
  }

  /// The documents of the subject by the parts they play.
  void policies(JsonWriter& json, bool embed) const {
    json.key("identity").begin('[');
    for (std::size_t i = 0; i < subject_.documents.size(); ++i) {
      if (subject_.documents[i].part == PolicyType::identity) document(json, i, embed);
    }
    json.end(']');
    for (const PolicyType part : {PolicyType::resource, PolicyType::boundary, PolicyType::session, PolicyType::scp,
                                  PolicyType::rcp, PolicyType::endpoint}) {
      guardrails(json, part, embed);
    }
  }

  void guardrails(JsonWriter& json, PolicyType part, bool embed) const {
    bool any = false;
    const bool is_list = part == PolicyType::session || part == PolicyType::scp || part == PolicyType::rcp;
    for (std::size_t i = 0; i < subject_.documents.size(); ++i) {
      if (!subject_.documents[i].is_guardrail || subject_.documents[i].part != part) continue;
      if (!any) json.key(to_string(part));
      if (!any && is_list) json.begin('[');
      any = true;
      document(json, i, embed);  // a level of one document
    }
    if (any && is_list) json.end(']');
  }

  void document(JsonWriter& json, std::size_t number, bool embed) const {
    const std::string& path = subject_.documents[number].path;
    if (embed) {
      json.raw(documents_[number]);
    } else {
      json.string(path == "<stdin>" ? "-" : path);
    }
  }

  /// What a claim takes of the owner of a resource without a policy: that it trusts the caller's account.
  void taken_for_granted(JsonWriter& json, const Request& request) const {
    const std::string_view account = account_of(request.principal);
    json.key("resource").begin('{').key("Version").string("2012-10-17").key("Statement").begin('{');
    json.key("Effect").string("Allow").key("Principal").begin('{').key("AWS").string(account).end('}');
    json.key("Action").string("*").key("Resource").string("*").end('}').end('}');
  }

  /// The account part of an ARN.
  static std::string_view account_of(std::string_view arn) {
    for (int colons = 0; colons < 4; ++colons) {
      const std::size_t colon = arn.find(':');
      if (colon == std::string_view::npos) return {};
      arn.remove_prefix(colon + 1);
    }
    return arn.substr(0, arn.find(':'));
  }

  /// Nothing is to be derived where it is replayed: the context is complete.
  static void write_request(JsonWriter& json, const Request& request) {
    json.begin('{').key("principal").string(request.principal);
    json.key("action").string(request.action).key("resource").string(request.resource);
    if (request.resource_account) json.key("resource_account").string(*request.resource_account);
    if (request.session_issuer) json.key("session_issuer").string(*request.session_issuer);
    json.key("context_is_complete").boolean(true).key("context").begin('{');
    for (const auto& [key, value] : request.context) {
      json.key(key);
      if (const auto* single = std::get_if<std::string>(&value)) {
        json.string(*single);
      } else {
        strings(json, std::get<std::vector<std::string>>(value), [](const std::string& text) { return text; });
      }
    }
    json.end('}').end('}');
  }

  void actions(JsonWriter& json, const Breach& breach) {
    const std::size_t all = breach.actions.size();
    const std::size_t listed = verbose_ ? all : std::min(all, listed_actions);
    json.begin('{').key("count").number(all).key("future").boolean(breach.future_actions);
    json.key("services").begin('[');
    for (const ServiceSummary& service : summarise(breach.actions, catalogue_)) {
      json.begin('{')
          .key("service")
          .string(catalogue_.service(service.service).prefix)
          .key("count")
          .number(service.count);
      json.key("levels").begin('{');
      for (std::size_t level = service.levels.size(); level-- > 0;) {
        if (service.levels[level] == 0) continue;
        json.key(to_string(static_cast<AccessLevel>(level))).number(service.levels[level]);
      }
      json.end('}').end('}');
    }
    json.end(']').key("list").begin('[');
    for (std::size_t i = 0; i < listed; ++i) json.string(catalogue_.action_name(breach.actions[i]));
    json.end(']').end('}');
  }

  const CheckSubject& subject_;
  const Catalogue& catalogue_;
  bool verbose_;
  std::vector<Positions> positions_;
  std::vector<std::string> documents_;  ///< compact
  std::size_t documents_bytes_ = 0, embedded_ = 0;
};

/// Appends an element to the inside of an array with an element a line.
void append_line(std::string& array, std::string_view element) {
  array += array.empty() ? "\n    " : ",\n    ";
  array += element;
}

std::string as_array(const std::string& inside) {
  return inside.empty() ? "[]" : "[" + inside + "\n  ]";
}

std::string reason_json(std::string_view path, std::string_view reason, const std::optional<Position>& position) {
  JsonWriter json;
  json.begin('{').key("path").string(path).key("reason").string(reason);
  if (position) json.key("line").number(position->line).key("column").number(position->column);
  return json.end('}').text();
}

bool has_error(const CheckSubject& subject, const CheckedDocument& document) {
  return std::any_of(subject.errors.begin(), subject.errors.end(),
                     [&](const Error& error) { return error.source == document.path; });
}

std::string quoted(std::string_view text) {
  std::string out;
  append_json_string(out, text);
  return out;
}

}  // namespace

JsonReport::JsonReport(const Catalogue& catalogue, JsonOptions options) : catalogue_(catalogue), options_(options) {}

void JsonReport::add(const CheckSubject& subject) {
  for (const Error& error : subject.errors) {
    append_line(not_analysed_, reason_json(error.source, error.message, error.position));
  }
  if (!subject.not_analysed.empty()) {
    for (const CheckedDocument& document : subject.documents) {
      if (!has_error(subject, document))
        append_line(not_analysed_, reason_json(document.path, subject.not_analysed, {}));
    }
  }
  SubjectJson json(subject, catalogue_, options_.verbose);
  for (const Finding& fault : subject.faults) append_line(findings_, json.finding(fault, nullptr, nullptr));
  for (const CheckedClaim& checked : subject.claims) {
    append_line(claims_, json.claim(checked));
    for (std::size_t i = 0; i < checked.findings.size(); ++i) {
      append_line(findings_, json.finding(checked.findings[i], &checked, &breach_of(checked, i)));
    }
  }
}

std::string JsonReport::finish(const CheckTotals& totals) const {
  JsonWriter tool;
  tool.begin('{').key("name").string("iamproof").key("version").string(options_.tool_version).key("catalogue");
  tool.begin('{').key("date").string(catalogue_.date()).key("version").string(catalogue_.version()).end('}').end('}');
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
  return fmt::format("{{\n  {}: 1,\n  {}: {},\n  {}: {},\n  {}: {},\n  {}: {},\n  {}: {},\n  {}: {},\n  {}: {}\n}}\n",
                     quoted("version"), quoted("tool"), tool.text(), quoted("findings"), as_array(findings_),
                     quoted("claims"), as_array(claims_), quoted("analysed"), totals.analysed, quoted("not_analysed"),
                     as_array(not_analysed_), quoted("passed_over"), totals.passed_over, quoted("summary"),
                     sums.text());
}

}  // namespace iamproof
