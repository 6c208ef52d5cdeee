// A breach in words: what gets through, and the string that does it.
#include <algorithm>

#include <fmt/format.h>

#include "iamproof/pack.h"

namespace iamproof {

namespace {

/// The policies a claim is about, and those that it compares them with.
struct Sides {
  const CompiledPolicies& policies;
  const CompiledPolicies* reference;
};

std::string_view verb(ClaimKind kind, bool many) {
  switch (kind) {
    case ClaimKind::never_allowed:
    case ClaimKind::only_within:
      return many ? "are allowed" : "is allowed";
    case ClaimKind::no_outsiders:
      return many ? "are allowed to outsiders" : "is allowed to outsiders";
    case ClaimKind::always_denied:
      return many ? "are not denied" : "is not denied";
    case ClaimKind::always_allowed:
      return many ? "are not allowed" : "is not allowed";
    case ClaimKind::no_new_access:
    case ClaimKind::equivalent:
      break;  // what each side decides is said instead
  }
  return {};
}

std::string what(const Breach& breach) {
  const std::size_t others = breach.actions.empty() ? 0 : breach.actions.size() - 1;
  const std::string first = fmt::format("`{}`", breach.witness.action);
  if (breach.actions.empty()) return first + ", an action the catalogue does not have,";
  if (others == 0) return first;
  return fmt::format("{} and {} more action{}", first, others, others == 1 ? "" : "s");
}

std::string_view in_words(Decision decision) {
  switch (decision) {
    case Decision::explicit_allow:
      return "allowed";
    case Decision::explicit_deny:
      return "explicitly denied";
    case Decision::implicit_deny:
      break;
  }
  return "not allowed";
}

/// What becomes of the actions of a breach.
std::string fate(const Sides& sides, ClaimKind kind, const Breach& breach) {
  const bool many = breach.actions.size() > 1;
  if (sides.reference == nullptr) return std::string(verb(kind, many));
  return fmt::format("{} {}, and {} under the reference", many ? "are" : "is",
                     in_words(claimed_decision(sides.policies, breach.witness)),
                     in_words(claimed_decision(*sides.reference, breach.witness)));
}

Finding finding_of(const Sides& sides, const Claim& claim, const Breach& breach) {
  const CompiledPolicies& policies = breach.of_reference ? *sides.reference : sides.policies;
  Finding finding;
  finding.check = claim.id;
  finding.severity = claim.severity;
  finding.help = claim.help;
  finding.span = breach.span;
  finding.pointer = breach.pointer;
  finding.message = fmt::format("{} {}: {}", what(breach), fate(sides, claim.kind, breach), breach.reason);
  if (breach.statement) {
    finding.path = policies.policy(*breach.statement).source->name();
    if (const auto& sid = policies.statement(*breach.statement).sid) finding.sid = std::string(sid->text);
  } else {
    const Policy& first = main_document(policies);
    finding.path = first.source->name();
    finding.span = {first.span.begin, first.span.begin + 1};
  }
  return finding;
}

bool is_refuted(const CompiledClaims& claims, const std::vector<Answer>& answers, const std::string& id) {
  const auto& list = claims.file().claims;
  const auto at = std::find_if(list.begin(), list.end(), [&](const Claim& claim) { return claim.id == id; });
  return at != list.end() &&
         std::holds_alternative<Refuted>(answers[static_cast<std::size_t>(at - list.begin())].verdict);
}

}  // namespace

std::vector<Finding> findings_of(const CompiledPolicies& policies, const CompiledClaims& claims,
                                 const std::vector<Answer>& answers) {
  std::vector<Finding> out;
  for (std::size_t i = 0; i < answers.size(); ++i) {
    const auto* refuted = std::get_if<Refuted>(&answers[i].verdict);
    const Claim& claim = claims.file().claims[i];
    if (refuted == nullptr || is_refuted(claims, answers, claim.unless_refuted)) continue;
    const std::optional<CompiledPolicies> reference = reference_of(claims, i, policies);
    const Sides sides{policies, reference ? &*reference : nullptr};
    for (const Breach& breach : refuted->breaches) out.push_back(finding_of(sides, claim, breach));
  }
  return out;
}

}  // namespace iamproof
