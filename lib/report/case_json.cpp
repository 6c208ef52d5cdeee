// The outcomes of cases for programs: an object for each, by itself on a line (ndjson) or as an element of one document
// (json), in which each has a line too.
//
// A counterexample is a whole case, to be replayed as it stands: all policies, the request with every key it carries
// and none to be derived, read literally, and the decision it gets.
#include <algorithm>

#include <fmt/format.h>

#include "report/case_places.h"
#include "report/case_report.h"
#include "report/json_writer.h"
#include "report/positions.h"

namespace iamproof {

namespace {

void string_or_null(JsonWriter& json, std::string_view text) {
  if (text.empty()) {
    json.null();
  } else {
    json.string(text);
  }
}

void strings(JsonWriter& json, const std::vector<std::string>& texts) {
  json.begin('[');
  for (const std::string& text : texts) json.string(text);
  json.end(']');
}

void context(JsonWriter& json, const Context& context) {
  json.begin('{');
  for (const auto& [key, value] : context) {
    json.key(key);
    if (const auto* single = std::get_if<std::string>(&value)) {
      json.string(*single);
    } else {
      strings(json, std::get<std::vector<std::string>>(value));
    }
  }
  json.end('}');
}

void document(JsonWriter& json, const Policy& policy) {
  std::string text;
  append_compact(text, policy.source->slice(policy.span));
  json.raw(text);
}

void documents(JsonWriter& json, const std::vector<Policy>& policies) {
  json.begin('[');
  for (const Policy& policy : policies) document(json, policy);
  json.end(']');
}

void levels(JsonWriter& json, std::string_view name, const std::vector<std::vector<Policy>>& levels) {
  if (levels.empty()) return;
  json.key(name).begin('[');
  for (const std::vector<Policy>& level : levels) documents(json, level);
  json.end(']');
}

void policies(JsonWriter& json, const PolicySet& set) {
  json.begin('{').key("identity");
  documents(json, set.identity);
  const auto one = [&](std::string_view name, const std::optional<Policy>& policy) {
    if (policy) document(json.key(name), *policy);
  };
  one("resource", set.resource);
  one("boundary", set.boundary);
  if (!set.session.empty()) documents(json.key("session"), set.session);
  levels(json, "scp", set.scp);
  levels(json, "rcp", set.rcp);
  one("endpoint", set.endpoint);
  json.end('}');
}

/// The string of a list that stands at `span`; where none does, no string matched, but the element `otherwise` did.
std::string_view text_at(Span span, const std::optional<TextList>& list, std::string_view otherwise) {
  if (!list) return otherwise;
  const auto at =
      std::find_if(list->values.begin(), list->values.end(), [&](const Text& text) { return text.span == span; });
  return at == list->values.end() ? otherwise : at->text;
}

class OutcomeJson {
 public:
  explicit OutcomeJson(const CaseOutcome& outcome) : outcome_(outcome) {}

  std::string write() {
    json_.begin('{').key("id");
    string_or_null(json_, outcome_.id);
    json_.key("decision");
    string_or_null(json_, outcome_.is_evaluated() ? to_string(outcome_.evaluation.decision) : std::string_view());
    json_.key("met");
    if (const std::optional<bool> met = outcome_.met()) {
      json_.boolean(*met);
    } else {
      json_.null();
    }
    json_.key("because").begin('[');
    for (const Match& match : outcome_.evaluation.because) matched(match);
    json_.end(']').key("expected");
    string_or_null(json_, outcome_.expected ? to_string(*outcome_.expected) : std::string_view());
    settled_by();
    nearest();
    json_.key("derived");
    strings(json_, outcome_.derived);
    request_faults();
    json_.key("assumptions");
    strings(json_, outcome_.answer ? outcome_.answer->assumptions : outcome_.evaluation.assumptions);
    if (outcome_.answer) proof();
    json_.key("path");
    string_or_null(json_, outcome_.path);
    json_.key("line");
    if (outcome_.path.empty()) {
      json_.null();
    } else {
      json_.number(outcome_.line);
    }
    errors();
    return json_.end('}').text();
  }

 private:
  void place(std::string_view path, Position position) {
    json_.key("path");
    string_or_null(json_, path);
    json_.key("line").number(position.line).key("column").number(position.column);
  }

  /// Opens an object about a statement, and what is to be found at `span` of it.
  void statement(StatementRef ref, Span span) {
    const PlacedPolicy& placed = outcome_.policies->document(ref);
    const Statement& written = outcome_.policies->statement(ref);
    json_.begin('{').key("policy_type").string(to_string(placed.policy->type)).key("level");
    if (placed.part == PolicyType::scp || placed.part == PolicyType::rcp) {
      json_.number(placed.level);
    } else {
      json_.null();
    }
    json_.key("effect").string(written.effect == Effect::deny ? "Deny" : "Allow").key("sid");
    string_or_null(json_, written.sid ? written.sid->text : std::string_view());
    json_.key("pointer").string(written.pointer);
    const Source& source = *placed.policy->source;
    place(source.name(), places_.at(source, span.begin));
  }

  void matched(const Match& match) {
    const Statement& written = outcome_.policies->statement(match.statement);
    statement(match.statement, match.action);
    json_.key("action").string(text_at(match.action, written.actions, "NotAction"));
    json_.key("resource").string(text_at(match.resource, written.resources, "NotResource")).end('}');
  }

  void settled_by() {
    json_.key("settled_by");
    if (!outcome_.is_evaluated()) {
      json_.null();
      return;
    }
    const Settlement& settled = outcome_.evaluation.settled_by;
    json_.begin('{').key("step").string(to_string(settled.step)).key("level");
    if (settled.level) {
      json_.number(*settled.level);
    } else {
      json_.null();
    }
    json_.key("why").string(settled.why).end('}');
  }

  void nearest() {
    json_.key("nearest");
    const std::optional<Miss>& miss = outcome_.evaluation.nearest;
    if (!miss) {
      json_.null();
      return;
    }
    statement(miss->statement, miss->span);
    json_.key("element").string(to_string(miss->element)).key("why").string(miss->why).end('}');
  }

  void request_faults() {
    json_.key("request_faults").begin('[');
    for (const RequestFault& fault : outcome_.request_faults) {
      json_.begin('{').key("pointer").string(fault.pointer).key("message").string(fault.message);
      if (const std::optional<Span> span = place_of(outcome_, fault)) {
        place(outcome_.path, places_.at(*outcome_.text, span->begin));
      }
      json_.end('}');
    }
    json_.end(']');
  }

  void proof() {
    const Breach* breach = counterexample_of(outcome_);
    json_.key("verdict").string(breach != nullptr ? "refuted" : outcome_.is_unknown() ? "unknown" : "proved");
    json_.key("reason");
    string_or_null(json_, reason_of(outcome_));
    json_.key("counterexample");
    if (breach == nullptr) {
      json_.null();
      return;
    }
    const PolicySet& set = outcome_.policies->policies();
    const Request& witness = breach->witness;
    json_.begin('{').key("id").string(name_of(outcome_)).key("policies");
    policies(json_, set);
    if (!set.management_account.empty()) json_.key("management_account").string(set.management_account);
    json_.key("request").begin('{').key("principal").string(witness.principal);
    json_.key("action").string(witness.action).key("resource").string(witness.resource);
    if (witness.resource_account) json_.key("resource_account").string(*witness.resource_account);
    if (witness.session_issuer) json_.key("session_issuer").string(*witness.session_issuer);
    json_.key("context");
    context(json_, witness.context);
    json_.key("context_is_complete").boolean(true).end('}').key("patterns").boolean(false);
    json_.key("expected").string(to_string(decide(*outcome_.policies, witness))).end('}');
  }

  void errors() {
    if (outcome_.is_evaluated()) return;
    json_.key("errors").begin('[');
    for (const Error& error : outcome_.errors) {
      json_.begin('{').key("path");
      string_or_null(json_, error.source);
      if (error.position) json_.key("line").number(error.position->line).key("column").number(error.position->column);
      json_.key("message").string(error.message).end('}');
    }
    json_.end(']');
  }

  const CaseOutcome& outcome_;
  TextPositions places_;
  JsonWriter json_;
};

class NdjsonWriter : public CaseReport::Writer {
 public:
  std::string add(const CaseOutcome& outcome) override { return OutcomeJson(outcome).write() + '\n'; }
  std::string finish(const CaseTotals& /*totals*/) override { return {}; }
};

class DocumentWriter : public CaseReport::Writer {
 public:
  DocumentWriter(const Catalogue& catalogue, const JsonOptions& options) : catalogue_(catalogue), options_(options) {}

  std::string add(const CaseOutcome& outcome) override {
    const std::string_view before = has_cases_ ? ",\n    " : "\n    ";
    std::string out = head();
    has_cases_ = true;
    return out.append(before) += OutcomeJson(outcome).write();
  }

  std::string finish(const CaseTotals& totals) override {
    std::string out = head();
    JsonWriter sums;
    sums.begin('{').key("cases").number(totals.all()).key("passed").number(totals.passed);
    sums.key("failed").number(totals.failed).key("unknown").number(totals.unknown);
    sums.key("without_expectation").number(totals.without_expectation);
    sums.key("not_evaluated").number(totals.not_evaluated).end('}');
    out += has_cases_ ? "\n  ]" : "]";
    return out += fmt::format(",\n  \"passed_over\": {},\n  \"summary\": {}\n}}\n", totals.passed_over, sums.text());
  }

 private:
  /// The document up to its cases, once.
  std::string head() {
    if (has_head_) return {};
    has_head_ = true;
    JsonWriter tool;
    tool.begin('{').key("name").string("iamproof").key("version").string(options_.tool_version).key("catalogue");
    tool.begin('{').key("date").string(catalogue_.date()).key("version").string(catalogue_.version()).end('}').end('}');
    return fmt::format("{{\n  \"version\": 1,\n  \"tool\": {},\n  \"cases\": [", tool.text());
  }

  Catalogue catalogue_;
  JsonOptions options_;
  bool has_head_ = false, has_cases_ = false;
};

}  // namespace

std::unique_ptr<CaseReport::Writer> case_json_writer(const Catalogue& catalogue, const JsonOptions& options) {
  return std::make_unique<DocumentWriter>(catalogue, options);
}

std::unique_ptr<CaseReport::Writer> case_ndjson_writer() {
  return std::make_unique<NdjsonWriter>();
}

}  // namespace iamproof
