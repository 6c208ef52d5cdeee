#include <algorithm>
#include <iterator>

#include <fmt/format.h>

#include "iamproof/case.h"
#include "source/excerpt.h"

namespace iamproof {

namespace {

bool has_wildcard(std::string_view text) {
  return text.find_first_of("*?") != std::string_view::npos;
}

/// Whether what a fault points at is a pattern, of which the catalogue has no entry by its name.
bool is_about_pattern(const RequestFault& fault, const Request& request) {
  if (fault.pointer == "/action") return has_wildcard(request.action);
  if (fault.pointer == "/resource") return has_wildcard(request.resource);
  constexpr std::string_view context = "/context/";
  if (!std::string_view(fault.pointer).starts_with(context)) return false;
  return std::any_of(request.context.begin(), request.context.end(), [&](const auto& entry) {
    const auto* single = std::get_if<std::string>(&entry.second);
    // Names with `/` or `~` are escaped in a pointer; those of AWS's own keys have neither.
    return single != nullptr && *single == "*" && fault.pointer.substr(context.size()) == entry.first;
  });
}

std::vector<RequestFault> faults_of(const Request& request, const Catalogue& catalogue, bool stands_for_many) {
  std::vector<RequestFault> faults = examine(request, catalogue);
  if (!stands_for_many) return faults;
  std::erase_if(faults, [&](const RequestFault& fault) { return is_about_pattern(fault, request); });
  if (has_wildcard(request.action) && catalogue.expand(request.action).empty()) {
    faults.insert(faults.begin(),
                  {"/action", fmt::format("action {} matches no known action", in_backticks(request.action))});
  }
  return faults;
}

/// The request's element that a pointer means, or the request where the case does not have it.
std::optional<Position> place_of(const CaseOutcome& outcome, std::string_view pointer) {
  if (!outcome.text) return std::nullopt;
  const auto at = std::find_if(outcome.places.begin(), outcome.places.end(),
                               [&](const auto& place) { return place.first == pointer; });
  return at == outcome.places.end() ? outcome.text->first() : outcome.text->position(at->second.begin);
}

/// What AWS would not store: the decision rests on its being there all the same.
void remark_on(const Errors& refusals, CaseOutcome& outcome) {
  if (!outcome.is_evaluated()) return;
  for (const Error& refusal : refusals) {
    const std::string place =
        refusal.position ? fmt::format(":{}:{}", refusal.position->line, refusal.position->column) : std::string();
    const std::string remark =
        fmt::format("AWS may refuse to store {}{}: {}", in_backticks(refusal.source), place, refusal.message);
    outcome.evaluation.assumptions.push_back(remark);
    if (outcome.answer) outcome.answer->assumptions.push_back(remark);
  }
}

}  // namespace

std::optional<bool> CaseOutcome::met() const {
  if (!is_evaluated() || !expected) return std::nullopt;
  if (!answer) return evaluation.decision == *expected;
  if (std::holds_alternative<Unknown>(answer->verdict)) return std::nullopt;
  return std::holds_alternative<Proved>(answer->verdict);
}

bool CaseOutcome::is_unknown() const {
  return answer && std::holds_alternative<Unknown>(answer->verdict);
}

void CaseTotals::add(const CaseOutcome& outcome) {
  if (!outcome.is_evaluated()) {
    ++not_evaluated;
  } else if (!outcome.expected) {
    ++without_expectation;
  } else if (outcome.is_unknown()) {
    ++unknown;
  } else {
    ++(*outcome.met() ? passed : failed);
  }
}

struct CaseRunner::Impl {
  /// The policies of the case before, and the texts that they borrow from.
  struct Compiled {
    std::string key;
    CompiledPolicies policies;
    std::vector<std::shared_ptr<const Source>> sources;
  };

  /// The case's policies with their meaning; or errors in the outcome.
  std::optional<CompiledPolicies> compiled(Case& value, CaseOutcome& outcome) {
    if (last && !value.policies_key.empty() && value.policies_key == last->key) {
      outcome.sources = last->sources;
      return last->policies;
    }
    Result<CompiledPolicies> result = compile(std::move(value.policies), catalogue);
    if (!result) {
      for (const Error& error : result.errors()) {
        outcome.errors.push_back(error.source.empty() && !value.path.empty()
                                     ? Error{value.path, Position{value.line, 1}, error.message}
                                     : error);
      }
      return std::nullopt;
    }
    if (!value.policies_key.empty()) last.emplace(Compiled{value.policies_key, *result, value.sources});
    outcome.sources = std::move(value.sources);
    return std::move(*result);
  }

  void examine_request(CaseOutcome& outcome, bool stands_for_many) const {
    outcome.request_faults = faults_of(outcome.request, catalogue, stands_for_many);
    if (!options.strict) return;
    for (const RequestFault& fault : outcome.request_faults) {
      outcome.errors.push_back({outcome.path, place_of(outcome, fault.pointer), fault.message});
    }
  }

  void evaluate_case(Case& value, CaseOutcome& outcome) {
    const bool has_patterns = value.patterns && is_pattern(value.request);
    if (has_patterns && !value.expected && has_wildcard(value.request.action)) {
      outcome.errors.push_back({value.path, place_of(outcome, "/action"),
                                fmt::format("a pattern needs `expected`: {} is no action but stands for many",
                                            in_backticks(value.request.action))});
      return;
    }
    if (!value.context_is_complete) outcome.derived = derive_context(outcome.request);
    const bool is_claim = has_patterns && value.expected;
    examine_request(outcome, is_claim);
    if (!outcome.errors.empty()) return;
    outcome.policies = compiled(value, outcome);
    if (!outcome.policies) return;
    outcome.evaluation = evaluate(*outcome.policies, outcome.request);
    if (is_claim) outcome.answer = prove_pattern(value, outcome);
  }

  /// The context that a request of this action has, beside what the case gives.
  static Context context_for(const Case& value, std::string_view action) {
    Request request = value.request;
    request.action = action;
    if (!value.context_is_complete) derive_context(request);
    return std::move(request.context);
  }

  /// Some keys depend on the action (not all requests carry aws:ResourceAccount), so a pattern of actions is proved in
  /// each context that its actions have; actions yet to come have that of most.
  std::vector<Context> contexts_of(const Case& value, const CaseOutcome& outcome) const {
    std::vector<Context> contexts = {outcome.request.context};
    if (!has_wildcard(value.request.action)) return contexts;
    for (const ActionId action : catalogue.expand(value.request.action)) {
      Context context = context_for(value, catalogue.action_name(action));
      if (std::find(contexts.begin(), contexts.end(), context) == contexts.end())
        contexts.push_back(std::move(context));
    }
    return contexts;
  }

  /// Whether the context of a counterexample is that of its action.
  static bool is_shown(const Case& value, const Context& context, const Refuted& refuted) {
    return context_for(value, refuted.breaches.front().witness.action) == context;
  }

  Answer prove_pattern(const Case& value, const CaseOutcome& outcome) const {
    std::optional<Answer> proved, open;
    for (Context& context : contexts_of(value, outcome)) {
      Request pattern = outcome.request;
      pattern.context = context;
      Answer answer = prove_decision(*outcome.policies, pattern, *value.expected, options.prove);
      if (const auto* refuted = std::get_if<Refuted>(&answer.verdict)) {
        if (is_shown(value, context, *refuted)) return answer;
        answer.verdict = Unknown{"the actions of the pattern differ in the context keys they carry: try fewer at once"};
      }
      const bool is_proved = std::holds_alternative<Proved>(answer.verdict);
      std::optional<Answer>& place = is_proved ? proved : open;
      if (!place) place = std::move(answer);
    }
    return open ? std::move(*open) : std::move(*proved);
  }

  Catalogue catalogue;
  CaseOptions options;
  std::optional<Compiled> last;
};

CaseRunner::CaseRunner(const Catalogue& catalogue, CaseOptions options)
    : impl_(std::make_unique<Impl>(Impl{catalogue, options, {}})) {}

CaseRunner::~CaseRunner() = default;

CaseOutcome CaseRunner::run(CaseReading reading) {
  Case& value = reading.value;
  CaseOutcome outcome;
  outcome.id = std::move(value.id);
  outcome.path = value.path;
  outcome.line = value.line;
  outcome.errors = std::move(reading.errors);
  outcome.request = value.request;
  outcome.expected = value.expected;
  outcome.text = value.text;
  outcome.places = std::move(value.places);
  if (outcome.errors.empty()) {
    if (impl_->options.strict) outcome.errors = value.refusals;
    impl_->evaluate_case(value, outcome);
    remark_on(value.refusals, outcome);
  }
  return outcome;
}

}  // namespace iamproof
