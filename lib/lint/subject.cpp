#include <fmt/format.h>
#include <iterator>

#include "lint/check.h"
#include "policy/path.h"

namespace iamproof {

Subject::Subject(const CompiledPolicies& policies, const Reach& reach, Statements statements, std::uint64_t step_budget)
    : policies_(policies), reach_(reach), statements_(std::move(statements)), step_budget_(step_budget) {
  for (const CompiledStatement* statement : statements_) {
    (statement->effect == Effect::allow ? allows_ : denies_).push_back(statement);
  }
}

const ReachAnswer& Subject::never_applies(const CompiledStatement& statement) const {
  if (never_.empty()) {
    Steps steps(step_budget_);
    for (const CompiledStatement* each : statements_) {
      never_.emplace(each->ref, steps.spend([&](Budget& budget) {
        return reach_.never_applies(StatementPart::whole(*each), budget);
      }));
    }
  }
  return never_.find(statement.ref)->second;
}

void DocumentReporter::add(const Code& code, const Place& place, std::string message, std::string help,
                           std::optional<Fix> fix) {
  Finding& finding = report_.findings.emplace_back();
  finding.check = check_;
  if (!code.aws_code.empty()) finding.aws_code = code.aws_code;
  finding.severity = code.severity;
  finding.message = std::move(message);
  finding.path = document_.policy().source->name();
  finding.span = place.span;
  finding.pointer = place.pointer;
  if (place.statement != nullptr && place.statement->sid) finding.sid = std::string(place.statement->sid->text);
  finding.help = std::move(help);
  finding.fix = std::move(fix);
}

void DocumentReporter::add(const Code& code, const std::vector<Place>& places, std::string message, std::string help,
                           std::optional<Fix> fix) {
  add(code, places.front(), std::move(message), std::move(help), std::move(fix));
  std::vector<RelatedPlace>& related = report_.findings.back().related;
  for (std::size_t i = 1; i < places.size(); ++i) related.push_back({places[i].span, places[i].pointer});
}

void Reporter::at(const CompiledStatement& statement, Severity severity, std::string message, std::string help,
                  std::optional<Fix> fix) {
  const Statement& written = policies_.statement(statement.ref);
  add(statement, severity, written.span, written.pointer, std::move(message), std::move(help));
  report_.findings.back().fix = std::move(fix);
}

void Reporter::at_entry(const CompiledStatement& statement, const RelatedPlace& entry, Severity severity,
                        std::string message, std::string help, std::vector<RelatedPlace> others) {
  add(statement, severity, entry.span, entry.pointer, std::move(message), std::move(help));
  report_.findings.back().related = std::move(others);
}

void Reporter::at_condition(const CompiledStatement& statement, std::size_t condition, Severity severity,
                            std::string message, std::string help) {
  const Statement& written = policies_.statement(statement.ref);
  const Condition& at = written.conditions[condition];
  std::string pointer =
      fmt::format("{}/Condition/{}/{}", written.pointer, pointer_token(at.op.text), pointer_token(at.key.text));
  add(statement, severity, at.key.span, std::move(pointer), std::move(message), std::move(help));
}

void Reporter::add(const CompiledStatement& statement, Severity severity, Span span, std::string pointer,
                   std::string message, std::string help) {
  Finding& finding = report_.findings.emplace_back();
  finding.check = check_;
  if (!aws_code_.empty()) finding.aws_code = aws_code_;
  finding.severity = severity;
  finding.message = std::move(message);
  finding.path = policies_.policy(statement.ref).source->name();
  finding.span = span;
  finding.pointer = std::move(pointer);
  if (const auto& sid = policies_.statement(statement.ref).sid) finding.sid = std::string(sid->text);
  finding.help = std::move(help);
}

static void add_undecided(LintReport& report, std::string_view check, std::string_view reason) {
  for (Undecided& known : report.undecided) {
    if (known.check != check || known.reason != reason) continue;
    ++known.times;
    return;
  }
  report.undecided.push_back({check, std::string(reason), 1});
}

void DocumentReporter::undecided(std::string_view reason) {
  add_undecided(report_, check_, reason);
}

void Reporter::undecided(std::string_view reason) {
  add_undecided(report_, check_, reason);
}

std::string Reporter::name_of(const CompiledStatement& statement, const CompiledStatement& from) const {
  const auto& sid = policies_.statement(statement.ref).sid;
  const bool has_sid = sid && !sid->text.empty();
  std::string name =
      has_sid ? fmt::format("`{}`", sid->text) : fmt::format("statement {}", statement.ref.statement + 1);
  if (statement.ref.policy != from.ref.policy) {
    name += fmt::format(" of `{}`", policies_.policy(statement.ref).source->name());
  }
  return name;
}

/// "a, b and c". A long list is cut: a message is one line.
template <class List, class Name>
static std::string listed(const List& list, Name name) {
  constexpr std::size_t most = 5;
  const std::size_t shown = list.size() > most ? most - 1 : list.size();
  std::string out;
  for (std::size_t i = 0; i < shown; ++i) {
    if (i > 0) out += i + 1 == list.size() ? " and " : ", ";
    out += name(list[i]);
  }
  if (shown < list.size()) out += fmt::format(" and {} more", list.size() - shown);
  return out;
}

std::string Reporter::names_of(const Reach::Statements& statements, const CompiledStatement& from) const {
  return listed(statements, [&](const CompiledStatement* statement) { return name_of(*statement, from); });
}

std::string Reporter::conditions_of(const StatementPart& part) const {
  const std::vector<Condition>& written = policies_.statement(part.statement->ref).conditions;
  return listed(part.conditions, [&](std::size_t condition) {
    return fmt::format("`{}` on `{}`", written[condition].op.text, written[condition].key.text);
  });
}

std::string resting_on(const ReachAnswer& answer) {
  std::string out;
  if (answer.resource_types) out += ", by the resource types that the catalogue lists for its actions";
  for (const std::string& guess : answer.guesses) out += (out.empty() ? ", if " : " and if ") + guess;
  return out;
}

std::optional<Fault> never_applies_because(const Subject& subject, const CompiledStatement& statement, Steps& steps) {
  if (subject.may_apply(statement)) return std::nullopt;
  const ReachAnswer answer = steps.spend([&](Budget& budget) {
    return subject.reach().never_applies({&statement, true, {}}, budget);
  });
  if (answer.covered != Covered::yes) return std::nullopt;
  const bool deny = statement.effect == Effect::deny;
  if (answer.resource_types) {
    return Fault{deny ? Severity::warning : Severity::suggestion,
                 "none of its actions works on its resources" + resting_on(answer)};
  }
  const bool no_action = statement.actions.negated && statement.actions.catalogue.is_empty();
  return Fault{deny ? Severity::security_warning : Severity::warning,
               no_action ? "`NotAction` leaves no action" : "there is no resource that it names"};
}

std::string_view this_one(const CompiledStatement& statement) {
  return statement.effect == Effect::allow ? "this Allow" : "this Deny";
}

void lessen(ReachAnswer& answer, const CompiledStatement& statement, const Reach& reach, Steps& steps) {
  for (std::size_t i = answer.by.size(); i-- > 0 && !steps.exhausted();) {
    Reach::Statements fewer = answer.by;
    fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(i));
    ReachAnswer still = steps.spend([&](Budget& budget) { return reach.covers(fewer, {&statement}, budget); });
    if (still.covered == Covered::yes) answer = std::move(still);
  }
}

}  // namespace iamproof
