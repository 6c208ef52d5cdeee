// A breach in words: what gets through, and the string that does it.
#include <algorithm>

#include <fmt/format.h>

#include "iamproof/pack.h"

namespace iamproof {

namespace {

std::string_view verb(ClaimKind kind, bool many) {
  switch (kind) {
    case ClaimKind::never_allowed:
    case ClaimKind::only_within:
    case ClaimKind::no_new_access:
      return many ? "are allowed" : "is allowed";
    case ClaimKind::no_outsiders:
      return many ? "are allowed to outsiders" : "is allowed to outsiders";
    case ClaimKind::equivalent:
      return many ? "are decided otherwise" : "is decided otherwise";
    case ClaimKind::always_denied:
      return many ? "are not denied" : "is not denied";
    case ClaimKind::always_allowed:
      return many ? "are not allowed" : "is not allowed";
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

Finding finding_of(const CompiledPolicies& policies, const Claim& claim, const Breach& breach) {
  Finding finding;
  finding.check = claim.id;
  finding.severity = claim.severity;
  finding.help = claim.help;
  finding.span = breach.span;
  finding.pointer = breach.pointer;
  finding.message = fmt::format("{} {}: {}", what(breach), verb(claim.kind, breach.actions.size() > 1), breach.reason);
  if (breach.statement) {
    finding.path = policies.policy(*breach.statement).source->name();
    if (const auto& sid = policies.statement(*breach.statement).sid) finding.sid = std::string(sid->text);
  } else if (!policies.policies().identity.empty()) {
    const Policy& first = policies.policies().identity.front();
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
    for (const Breach& breach : refuted->breaches) out.push_back(finding_of(policies, claim, breach));
  }
  return out;
}

}  // namespace iamproof
