// A check for people. First a table with a line for each claim, so that all of them can be seen at once; below it, of
// each one that is refuted, the statements that break it, the gravest first:
//
//     policies/admin.json  identity policy, pack org-admin, catalogue of 2026-09-26
//
//       ✓ proved   members-stay  no member account can leave
//       ✗ refuted  no-billing    nothing of billing is allowed
//
//     error[no-billing]: `b*:*` allows actions of billing
//       --> policies/admin.json:4:17
//        |
//      4 |       "Action": "b*:*",
//        |                 ^^^^^^
//        = this Allow: on every resource
//        = allows 31 actions: 1 pay, 11 write, 19 read; and others that AWS may add later
//            billing  Write 12, Read 19  (PutContractInformation, UpdateBillingPreferences, ...)
//        = witness: a request that is allowed
//            principal  arn:aws:iam::111122223333:user/alice
//            ...
//        = help: ...
#include <algorithm>
#include <iterator>
#include <map>

#include <fmt/format.h>

#include "iamproof/evaluate.h"
#include "report/evidence.h"
#include "report/excerpt.h"
#include "report/pen.h"
#include "report/positions.h"
#include "report/show.h"
#include "report/summary.h"
#include "report/words.h"

namespace iamproof {

namespace {

// How much of a long list is shown without `verbose`.
constexpr std::size_t full_findings = 3;
constexpr std::size_t short_findings = 10;

/// What the actions of a breach have in common.
std::string_view effect_in_words(ClaimKind kind) {
  switch (kind) {
    case ClaimKind::never_allowed:
    case ClaimKind::only_within:
    case ClaimKind::no_outsiders:
      return "allows";
    case ClaimKind::no_new_access:
      return "newly allows";
    case ClaimKind::equivalent:
      return "decides otherwise on";
    case ClaimKind::always_denied:
      return "does not deny";
    case ClaimKind::always_allowed:
      break;
  }
  return "does not allow";
}

class SubjectText : Pen {
 public:
  SubjectText(std::string& out, const CheckSubject& subject, const Catalogue& catalogue, const TextOptions& options)
      : Pen(out, options), subject_(subject), catalogue_(catalogue) {}

  void write() {
    if (!options_.quiet) {
      heading();
      claim_table();
      undecided();
      if (!subject_.claims.empty()) assumptions();
    }
    for (const Finding& fault : subject_.faults) fault_in_full(fault);
    for (const CheckedClaim& checked : subject_.claims) claim_findings(checked);
  }

 private:
  void heading() {
    std::string facts;
    for (const CheckedDocument& document : subject_.documents) {
      if (document.policy != nullptr && facts.empty()) facts = kind_of(document.policy->type);
    }
    for (const std::string& pack : subject_.packs) {
      if (!pack.empty()) facts += fmt::format(", {}", safe(pack));
    }
    if (!subject_.claims.empty()) facts += fmt::format(", catalogue of {}", safe(catalogue_.date()));
    const auto& documents = subject_.documents;
    for (std::size_t i = 0; i < documents.size(); ++i) {
      if (documents[i].is_guardrail) {
        under(documents[i]);
        continue;
      }
      const bool last = i + 1 == documents.size() || documents[i + 1].is_guardrail;
      print("{}{}{}\n", in(Style::bold, safe(documents[i].path)), last && !facts.empty() ? "  " : "",
            last ? in(Style::dim, facts) : "");
    }
    if (options_.verbose) types();
    if (!subject_.not_analysed.empty()) print("  not analysed: {}\n", safe(subject_.not_analysed));
    print("\n");
  }

  /// As what each document was read, and why.
  void types() {
    const auto own = std::count_if(subject_.documents.begin(), subject_.documents.end(),
                                   [](const CheckedDocument& document) { return !document.is_guardrail; });
    for (const CheckedDocument& document : subject_.documents) {
      if (document.policy == nullptr || document.is_guardrail) continue;
      const Policy& policy = *document.policy;
      const std::string which = own > 1 ? safe(document.path) + " " : "";
      const std::string of = policy.service.empty() ? "" : fmt::format(" of `{}`", safe(policy.service));
      print("  {}\n", in(Style::dim, fmt::format("{}read as {}{}: {}", which, with_article(kind_of(policy.type)), of,
                                                 safe(policy.type_reason))));
    }
  }

  /// A policy that decides beside the ones checked.
  void under(const CheckedDocument& document) {
    const bool has_level = document.part == PolicyType::scp || document.part == PolicyType::rcp;
    const std::string level = has_level ? fmt::format(", level {}", document.level) : "";
    print("  under {}  {}\n", safe(document.path),
          in(Style::dim, fmt::format("{}{}", kind_of(document.policy->type), level)));
  }

  void claim_table() {
    std::size_t width = 0;
    for (const CheckedClaim& checked : subject_.claims) width = std::max(width, checked.claim->id.size());
    for (const CheckedClaim& checked : subject_.claims) claim_line(checked, width);
    if (!subject_.claims.empty()) print("\n");
  }

  /// What checks passed over is no finding, but who asks is told.
  void undecided() {
    if (!options_.verbose) return;
    for (const Undecided& open : subject_.undecided) {
      print("  {}\n", in(Style::dim,
                         fmt::format("{} left open{}: {}", open.check,
                                     open.times == 1 ? "" : fmt::format(" {} times", open.times), safe(open.reason))));
    }
    if (!subject_.undecided.empty()) print("\n");
  }

  void claim_line(const CheckedClaim& checked, std::size_t width) {
    const Claim& claim = *checked.claim;
    const auto line = [&](std::string_view mark, std::string_view word, Style style) {
      print("  {}  {:<{}}  {}", in(style, fmt::format("{} {:<7}", mark, word)), safe(claim.id), width,
            safe(claim.title));
    };
    if (std::holds_alternative<Proved>(checked.answer.verdict)) {
      line(options_.unicode ? "✓" : "+", "proved", Style::green);
    } else if (const auto* unknown = std::get_if<Unknown>(&checked.answer.verdict)) {
      line("?", "unknown", Style::yellow);
      print("\n             {}", in(Style::dim, safe(unknown->reason)));
    } else {
      line(options_.unicode ? "✗" : "x", "refuted", Style::red);
      if (checked.findings.empty()) {
        print("  {}", in(Style::dim, fmt::format("(follows from {})", safe(claim.unless_refuted))));
      }
    }
    print("\n");
    if (!options_.verbose) return;
    for (const std::string& assumption : checked.answer.assumptions) {
      print("             {}\n", in(Style::dim, fmt::format("assuming: {}", safe(assumption))));
    }
  }

  /// Each assumption once, and what rests on it where that is not all that was proved.
  void assumptions() {
    if (options_.verbose) return;
    std::size_t proved = 0;
    std::map<std::string_view, std::vector<std::string_view>> resting;
    for (const CheckedClaim& checked : subject_.claims) {
      if (!std::holds_alternative<Proved>(checked.answer.verdict)) continue;
      ++proved;
      for (const std::string& assumption : checked.answer.assumptions) resting[assumption].push_back(checked.claim->id);
    }
    for (const auto& [assumption, claims] : resting) {
      const bool all = claims.size() == proved;
      const std::string which = all ? "" : fmt::format("  ({})", safe(fmt::format("{}", fmt::join(claims, ", "))));
      print("  {}\n", in(Style::dim, fmt::format("assuming: {}{}", safe(assumption), which)));
    }
    if (!resting.empty()) print("\n");
  }

  void claim_findings(const CheckedClaim& checked) {
    if (const auto* unknown = std::get_if<Unknown>(&checked.answer.verdict); unknown != nullptr && options_.quiet) {
      print("{}: {}\n", in(Style::yellow, fmt::format("unknown[{}]", safe(checked.claim->id))), safe(unknown->reason));
      for (const CheckedDocument& document : subject_.documents) {
        if (!document.is_guardrail) print("  --> {}\n", safe(document.path));
      }
      print("\n");
    }
    const std::size_t count = checked.findings.size();
    const std::size_t in_full = options_.verbose ? count : std::min(count, full_findings);
    const std::size_t in_short = options_.verbose ? count : std::min(count, short_findings);
    for (std::size_t i = 0; i < in_full; ++i) full(checked.findings[i], checked, checked.strata[i]);
    for (std::size_t i = in_full; i < in_short; ++i) brief(checked.findings[i], checked, checked.strata[i]);
    if (count > in_short) {
      print("{} and {} of {}; --verbose shows all\n", ellipsis(), plural(count - in_short, "more finding"),
            safe(checked.claim->id));
    }
    if (count > in_full) print("\n");
    for (const std::string& open : checked.answer.open) {
      print("{}: also not settled: {}\n\n", in(Style::yellow, safe(checked.claim->id)), safe(open));
    }
  }

  void header(const Finding& finding) {
    const std::string label = fmt::format("{}[{}]", to_string(finding.severity), safe(finding.check));
    print("{}: {}\n", in(style_of(finding.severity), label), in(Style::bold, safe(finding.message)));
  }

  void brief(const Finding& finding, const CheckedClaim& checked, const Stratum& stratum) {
    const Breach& lead = lead_of(checked, stratum);
    const Position position = positions_.at(*found_in(subject_, finding, &checked, &lead).source, finding.span.begin);
    print("{}:{}:{}: ", safe(finding.path), position.line, position.column);
    header(finding);
  }

  std::size_t place(const Finding& finding, const Source& source) {
    const ShownPlace place{finding.path, &source, finding.span, positions_.at(source, finding.span.begin), finding.sid};
    return append_place(out_, place, style_of(finding.severity), options_);
  }

  std::string note_below(std::size_t gutter) const { return in(Style::blue, fmt::format("{:>{}} =", "", gutter)); }

  void help(const Finding& finding, std::string_view note) {
    if (!finding.help.empty()) print("{} {}: {}\n", note, in(Style::bold, "help"), safe(finding.help));
    if (finding.fix) {
      print("{} {}: {}; `iamproof check --fix` applies it\n", note, in(Style::bold, "fix"), safe(finding.fix->title));
    }
    print("\n");
  }

  void fault_in_full(const Finding& fault) {
    header(fault);
    const std::string note = note_below(place(fault, *found_in(subject_, fault, nullptr, nullptr).source));
    implied(fault, note);
    help(fault, note);
  }

  /// What is not shown because it says nothing new.
  void implied(const Finding& fault, std::string_view note) {
    if (fault.implied.empty()) return;
    std::size_t count = 0;
    std::vector<std::string_view> checks;
    for (const ImpliedFindings& implied : fault.implied) {
      count += implied.count;
      checks.push_back(implied.check);
    }
    print("{} {} {} from this one: {}\n", note, plural(count, "more finding"), count == 1 ? "follows" : "follow",
          safe(fmt::format("{}", fmt::join(checks, ", "))));
  }

  void full(const Finding& finding, const CheckedClaim& checked, const Stratum& stratum) {
    const Breach& lead = lead_of(checked, stratum);
    header(finding);
    const std::size_t gutter = place(finding, *found_in(subject_, finding, &checked, &lead).source);
    const std::string note = note_below(gutter);
    const std::string indent(gutter + 5, ' ');
    if (stratum.statement) statements(checked, stratum, note);
    lets_through(checked, stratum, note, indent);
    denied_by(checked, lead, note);
    witness(checked, lead, keys_that_matter(subject_, checked, lead), note, indent);
    help(finding, note);
  }

  /// What the statement at fault says beside its actions, its other strings that do the same, and other statements.
  void statements(const CheckedClaim& checked, const Stratum& stratum, std::string_view note) {
    const CompiledPolicies& side = side_of(subject_, checked, lead_of(checked, stratum));
    const Statement& statement = side.statement(*stratum.statement);
    const std::string said = terms_of(statement, options_);
    const std::string_view effect = statement.effect == Effect::deny ? "Deny" : "Allow";
    if (!said.empty()) print("{} this {}: {}\n", note, effect, said);
    append_likewise(out_, other_patterns(checked, stratum, side), note, options_);
    std::vector<std::string> others;
    const Source* here = side.policy(*stratum.statement).source;
    for (const StatementRef ref : stratum.others) others.push_back(name_of(side, ref, here));
    append_likewise(out_, std::move(others), note, options_);
  }

  std::vector<std::string> other_patterns(const CheckedClaim& checked, const Stratum& stratum,
                                          const CompiledPolicies& side) const {
    const Source& source = *side.policy(*stratum.statement).source;
    std::vector<std::string> patterns;
    for (std::size_t i = 1; i < stratum.breaches.size(); ++i) {
      const Breach& breach = breach_of(checked, stratum.breaches[i]);
      if (breach.statement == stratum.statement) patterns.push_back(safe(source.slice(breach.span)));
    }
    return patterns;
  }

  /// "Sid (line 7)", with the document's name where it is another one than `here`.
  std::string name_of(const CompiledPolicies& policies, StatementRef ref, const Source* here) {
    const Source& source = *policies.policy(ref).source;
    const std::size_t line = positions_.at(source, policies.statement(ref).span.begin).line;
    return statement_in_words(policies.statement(ref), source, line, &source == here, options_);
  }

  void lets_through(const CheckedClaim& checked, const Stratum& stratum, std::string_view note,
                    std::string_view indent) {
    const std::string_view effect = effect_in_words(checked.claim->kind);
    if (stratum.actions.empty()) {
      if (stratum.future_actions) print("{} {} actions that AWS may add later\n", note, effect);
      return;
    }
    print("{} {} {}: {}{}\n", note, effect, plural(stratum.actions.size(), "action"),
          gravities_of(stratum.actions, scale()), stratum.future_actions ? "; and others that AWS may add later" : "");
    append_services(out_, stratum.actions, catalogue_, indent, options_);
  }

  /// Of a comparison: the Deny on the other side that makes the difference.
  void denied_by(const CheckedClaim& checked, const Breach& breach, std::string_view note) {
    if (!breach.denied_by) return;
    const CompiledPolicies& side = other_side_of(subject_, checked, breach);
    const Source& source = *side.policy(*breach.denied_by).source;
    const Statement& statement = side.statement(*breach.denied_by);
    const Position position = positions_.at(source, statement.span.begin);
    print("{} explicitly denied by {}:{}:{}", note, safe(source.name()), position.line, position.column);
    if (statement.sid) print("  {}", in(Style::dim, fmt::format("(Sid {})", safe(statement.sid->text))));
    print("\n");
    if (const std::string said = terms_of(statement, options_); !said.empty()) print("{} that Deny: {}\n", note, said);
  }

  void witness(const CheckedClaim& checked, const Breach& breach, const std::vector<std::string_view>& keys,
               std::string_view note, std::string_view indent) {
    const Request& request = breach.witness;
    print("{} witness: a request that is {}", note,
          in(Style::bold, decision_in_words(decision_on(*subject_.compiled, checked, request))));
    if (checked.reference) {
      print(", and under the reference {}",
            in(Style::bold, decision_in_words(decision_on(*checked.reference, checked, request))));
    }
    print("\n");
    append_request(out_, request, keys, indent, options_);
    append_odd(out_, breach.odd, indent, options_);
  }

  const GravityScale& scale() {
    if (!scale_) scale_.emplace(catalogue_);
    return *scale_;
  }

  const CheckSubject& subject_;
  const Catalogue& catalogue_;
  TextPositions positions_;
  std::optional<GravityScale> scale_;  ///< made when a finding needs it
};

}  // namespace

void write_text(std::string& out, const CheckSubject& subject, const Catalogue& catalogue, const TextOptions& options) {
  SubjectText(out, subject, catalogue, options).write();
}

void write_text(std::string& out, const CheckTotals& totals, const TextOptions& options) {
  if (options.quiet) return;
  const std::size_t claims = totals.proved + totals.refuted + totals.unknown;
  const auto count = [&](std::size_t number, std::string_view word, Style style) {
    return styled(fmt::format("{} {}", number, word), number > 0 ? style : Style::plain, options);
  };
  fmt::format_to(std::back_inserter(out), "{}: {}, {}, {}; {} analysed, {}", plural(claims, "claim"),
                 count(totals.proved, "proved", Style::green), count(totals.refuted, "refuted", Style::red),
                 count(totals.unknown, "unknown", Style::yellow), plural(totals.analysed, "document"),
                 count(totals.not_analysed, "not analysed", Style::red));
  if (totals.findings > 0) fmt::format_to(std::back_inserter(out), "; {}", plural(totals.findings, "finding"));
  if (totals.passed_over > 0) {
    fmt::format_to(std::back_inserter(out), "; {} without a policy passed over", plural(totals.passed_over, "file"));
  }
  out += '\n';
}

void write_text(std::string& out, const Error& error, const TextOptions& options) {
  if (!error.source.empty()) out += shown(error.source, options) + ":";
  if (error.position) out += fmt::format("{}:{}:", error.position->line, error.position->column);
  if (!error.source.empty() || error.position) out += ' ';
  out += fmt::format("{}: {}\n", styled("error", Style::red, options), shown(error.message, options));
}

void write_path(std::string& out, std::string_view path, const TextOptions& options) {
  (out += shown(path, options)) += '\n';
}

}  // namespace iamproof
