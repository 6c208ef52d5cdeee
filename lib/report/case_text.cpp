// The outcome of a case for people. Without an expectation the decision itself is what was asked for; with one, only
// what fails is worth a block, and the rest is counted:
//
//     ✗ failed  reads-own  (cases.ndjson:3)
//       expected Allowed, got ImplicitlyDenied: the permissions boundary does not allow it
//       principal  arn:aws:iam::111122223333:user/alice
//       action     s3:GetObject
//       resource   arn:aws:s3:::reports/a
//
//     nearest miss in the permissions boundary: no pattern of `Resource` matches
//       --> boundary.json:4:17
//        |
//      4 |  "Resource": "arn:aws:s3:::logs/*"
//        |   ^^^^^^^^^^
#include <algorithm>
#include <iterator>
#include <map>

#include <fmt/format.h>

#include "report/case_places.h"
#include "report/case_report.h"
#include "report/positions.h"
#include "report/summary.h"
#include "report/terminal.h"
#include "report/words.h"

namespace iamproof {

namespace {

constexpr std::size_t shown_matches = 5;

class OutcomeText {
 public:
  OutcomeText(const CaseOutcome& outcome, const TextOptions& options) : outcome_(outcome), options_(options) {}

  std::string write() {
    if (!outcome_.is_evaluated()) return {};  // its errors have been told apart from the report
    const bool passed = outcome_.met().value_or(false);
    if (passed && !options_.verbose) return {};
    heading();
    if (options_.quiet && !outcome_.expected) return std::move(out_);
    const std::string reason = reason_of(outcome_);
    if (!reason.empty()) print("  {}\n", safe(reason));
    request(outcome_.request, &outcome_.derived);
    if (!outcome_.answer) {
      const Settlement& settled = outcome_.evaluation.settled_by;
      print("  settled by {}: {}\n", settler(settled), safe(settled.why));
    } else if (passed) {
      print("  proved: {} for every request that matches\n", to_string(*outcome_.expected));
    }
    assumptions();
    print("\n");
    if (!outcome_.answer) {
      reasons(outcome_.evaluation);
    } else if (const Breach* breach = counterexample_of(outcome_)) {
      counterexample(*breach);
    }
    request_faults();
    return std::move(out_);
  }

 private:
  template <class... Args>
  void print(fmt::format_string<Args...> format, Args&&... args) {
    fmt::format_to(std::back_inserter(out_), format, std::forward<Args>(args)...);
  }
  std::string safe(std::string_view text) const { return shown(text, options_); }
  std::string in(Style style, std::string_view text) const { return styled(text, style, options_); }

  void heading() {
    const std::string_view decision = to_string(outcome_.evaluation.decision);
    if (!outcome_.expected) {
      print("{}", in(outcome_.evaluation.decision == Decision::explicit_allow ? Style::green : Style::red, decision));
    } else if (outcome_.is_unknown()) {
      print("{}", in(Style::yellow, "? unknown"));
    } else if (*outcome_.met()) {
      print("{}", in(Style::green, options_.unicode ? "✓ passed" : "+ passed"));
    } else {
      print("{}", in(Style::red, options_.unicode ? "✗ failed" : "x failed"));
    }
    if (!outcome_.id.empty()) print("  {}", in(Style::bold, safe(outcome_.id)));
    if (!outcome_.path.empty()) {
      print("  {}", in(Style::dim, fmt::format("({}:{})", safe(outcome_.path), outcome_.line)));
    }
    print("\n");
  }

  static std::string settler(const Settlement& settled) {
    return settled.level ? fmt::format("{}, level {}", to_string(settled.step), *settled.level)
                         : std::string(to_string(settled.step));
  }

  /// Keys that were derived stand below those that the case gives, by name. A counterexample shows what it carries.
  void request(const Request& request, const std::vector<std::string>* derived) {
    print("  principal  {}\n  action     {}\n  resource   {}\n", safe(request.principal), safe(request.action),
          safe(request.resource));
    if (request.resource_account) print("  owned by   {}\n", safe(*request.resource_account));
    if (request.session_issuer) print("  issued by  {}\n", safe(*request.session_issuer));
    const auto is_derived = [&](std::string_view key) {
      return derived != nullptr && std::find(derived->begin(), derived->end(), key) != derived->end();
    };
    std::string_view label = "context";
    const auto line = [&](std::string_view key, const ContextValue& value) {
      print("  {:<9}  {} = {}\n", label, safe(key), value_in_words(value, options_));
      label = "";
    };
    for (const auto& [key, value] : request.context) {
      if (!is_derived(key)) line(key, value);
    }
    if (derived == nullptr || derived->empty()) return;
    if (!options_.verbose) {
      print("  derived    {}\n", in(Style::dim, safe(fmt::format("{}", fmt::join(*derived, ", ")))));
      return;
    }
    label = "derived";
    for (const auto& [key, value] : request.context) {
      if (is_derived(key)) line(key, value);
    }
  }

  void assumptions() {
    const auto& rests_on = outcome_.answer ? outcome_.answer->assumptions : outcome_.evaluation.assumptions;
    for (const std::string& assumption : rests_on) print("  {}\n", in(Style::dim, "assuming: " + safe(assumption)));
  }

  void reasons(const Evaluation& evaluation) {
    matches(evaluation);
    if (evaluation.nearest) missed("nearest miss in", *evaluation.nearest);
    if (outcome_.expected == Decision::explicit_deny && evaluation.decision != Decision::explicit_deny) {
      missing_denies(evaluation);
    }
  }

  void matches(const Evaluation& evaluation) {
    const auto& because = evaluation.because;
    const std::size_t count = options_.verbose ? because.size() : std::min(because.size(), shown_matches);
    const bool denies = evaluation.decision == Decision::explicit_deny;
    for (std::size_t i = 0; i < count; ++i) {
      print("{} by {}\n", in(denies ? Style::red : Style::green, denies ? "denied" : "allowed"),
            document_of(because[i].statement));
      place(because[i].statement, because[i].action, denies ? Style::red : Style::green);
      print("\n");
    }
    if (count < because.size()) print("... and {}\n\n", plural(because.size() - count, "more statement"));
  }

  void missed(std::string_view what, const Miss& miss) {
    print("{} {}: {}\n", in(Style::yellow, what), document_of(miss.statement), safe(miss.why));
    place(miss.statement, miss.span, Style::yellow);
    print("\n");
  }

  /// Where a Deny was meant to stop the request, those that stop short of it only by a condition.
  void missing_denies(const Evaluation& evaluation) {
    std::size_t count = 0;
    for (const Miss& miss : evaluation.misses) {
      const bool denies = outcome_.policies->statement(miss.statement).effect == Effect::deny;
      if (!denies || miss.element != Element::condition) continue;
      if (++count <= shown_matches || options_.verbose) missed("this Deny does not stop it, in", miss);
    }
  }

  void counterexample(const Breach& breach) {
    const Evaluation evaluation = evaluate(*outcome_.policies, breach.witness);
    print("{} {}\n", in(Style::red, "counterexample, a request that is"), decision_in_words(evaluation.decision));
    request(breach.witness, nullptr);
    print("  settled by {}: {}\n\n", settler(evaluation.settled_by), safe(evaluation.settled_by.why));
    reasons(evaluation);
  }

  void request_faults() {
    for (const RequestFault& fault : outcome_.request_faults) {
      print("{} {}\n", in(Style::yellow, "note on the request:"), safe(fault.message));
      const std::optional<Span> span = place_of(outcome_, fault);
      if (!span) continue;
      append_place(out_, {outcome_.path, outcome_.text.get(), *span, places_.at(*outcome_.text, span->begin), {}},
                   Style::yellow, options_);
      print("\n");
    }
    if (!outcome_.request_faults.empty() && !outcome_.text) print("\n");
  }

  /// "the identity policy", "the service control policy of level 2"
  std::string document_of(StatementRef ref) const {
    const PlacedPolicy& placed = outcome_.policies->document(ref);
    const bool has_level = placed.part == PolicyType::scp || placed.part == PolicyType::rcp;
    return fmt::format("the {}{}", kind_of(placed.policy->type),
                       has_level ? fmt::format(" of level {}", placed.level) : "");
  }

  void place(StatementRef ref, Span span, Style carets) {
    const Source& source = *outcome_.policies->policy(ref).source;
    const std::optional<Text>& sid = outcome_.policies->statement(ref).sid;
    append_place(out_,
                 {source.name(), &source, span, places_.at(source, span.begin),
                  sid ? std::optional<std::string>(sid->text) : std::nullopt},
                 carets, options_);
  }

  const CaseOutcome& outcome_;
  const TextOptions& options_;
  TextPositions places_;
  std::string out_;
};

class TextWriter : public CaseReport::Writer {
 public:
  explicit TextWriter(const TextOptions& options) : options_(options) {}

  std::string add(const CaseOutcome& outcome) override { return OutcomeText(outcome, options_).write(); }

  std::string finish(const CaseTotals& totals) override {
    const bool tests_nothing = totals.passed + totals.failed + totals.unknown == 0;
    // One decision asked for is told already.
    if (options_.quiet || (tests_nothing && totals.not_evaluated + totals.passed_over == 0 && totals.all() == 1)) {
      return {};
    }
    const auto count = [&](std::size_t number, std::string_view word, Style style) {
      return styled(fmt::format("{} {}", number, word), number > 0 ? style : Style::plain, options_);
    };
    std::string out = fmt::format("{}, {}, {} without expectation", count(totals.passed, "passed", Style::green),
                                  count(totals.failed, "failed", Style::red), totals.without_expectation);
    if (totals.unknown > 0) out += ", " + count(totals.unknown, "unknown", Style::yellow);
    if (totals.not_evaluated > 0) out += ", " + count(totals.not_evaluated, "not evaluated", Style::red);
    if (totals.passed_over > 0)
      out += fmt::format("; {} without a case passed over", plural(totals.passed_over, "file"));
    return out += '\n';
  }

 private:
  TextOptions options_;
};

}  // namespace

std::unique_ptr<CaseReport::Writer> case_text_writer(const TextOptions& options) {
  return std::make_unique<TextWriter>(options);
}

}  // namespace iamproof
