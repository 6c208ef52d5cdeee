// Identity-based policies decide as one set: one applicable Deny anywhere settles the request, else one applicable
// Allow, else it is denied implicitly. IAM User Guide, "Policy evaluation logic".
#include "iamproof/evaluate.h"

#include <array>

#include "evaluate/match.h"
#include "support/text.h"

namespace iamproof {

bool KeyNameLess::operator()(std::string_view a, std::string_view b) const {
  const std::size_t shared = a.size() < b.size() ? a.size() : b.size();
  for (std::size_t i = 0; i < shared; ++i) {
    const char x = fold(a[i]);
    const char y = fold(b[i]);
    if (x != y) return x < y;
  }
  return a.size() < b.size();
}

std::string_view to_string(Decision decision) {
  constexpr std::array<std::string_view, 3> names = {"ExplicitlyDenied", "Allowed", "ImplicitlyDenied"};
  return names[static_cast<std::size_t>(decision)];
}

std::string_view to_string(Element element) {
  constexpr std::array<std::string_view, 3> names = {"action", "resource", "condition"};
  return names[static_cast<std::size_t>(element)];
}

Decision decide(const CompiledPolicies& policies, const Request& request) {
  const ActionName action(request.action, policies.catalogue());
  bool allowed = false;
  for (const CompiledStatement& statement : policies.impl().statements) {
    if (statement.effect == Effect::allow && allowed) continue;
    if (!applies(statement, request, action)) continue;
    // One matching Deny settles the request; no Allow seen later can lift it.
    if (statement.effect == Effect::deny) return Decision::explicit_deny;
    allowed = true;
  }
  return allowed ? Decision::explicit_allow : Decision::implicit_deny;
}

Evaluation evaluate(const CompiledPolicies& policies, const Request& request) {
  const ActionName action(request.action, policies.catalogue());
  std::vector<Match> denies;
  std::vector<Match> allows;
  Evaluation evaluation;
  for (const CompiledStatement& statement : policies.impl().statements) {
    auto outcome = explain_match(statement, policies.statement(statement.ref), request, action);
    if (auto* miss = std::get_if<Miss>(&outcome)) {
      evaluation.misses.push_back(std::move(*miss));
    } else {
      (statement.effect == Effect::deny ? denies : allows).push_back(std::get<Match>(outcome));
    }
  }
  if (!denies.empty()) {
    evaluation.decision = Decision::explicit_deny;
    evaluation.because = std::move(denies);
  } else if (!allows.empty()) {
    evaluation.decision = Decision::explicit_allow;
    evaluation.because = std::move(allows);
  }
  return evaluation;
}

}  // namespace iamproof
