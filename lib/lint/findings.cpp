// A refutation in words: of each stratum the gravest that gets through, and the string that lets it.
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

/// The gravest action by name and the number of the others. Of equally grave ones, that of the witness.
std::string what(const Stratum& stratum, const Request& witness, const Catalogue& catalogue,
                 const GravityScale& scale) {
  if (stratum.actions.empty()) return fmt::format("`{}`, an action the catalogue does not have,", witness.action);
  ActionId first = *scale.gravest(stratum.actions);
  const std::optional<ActionId> shown = catalogue.find_action(witness.action);
  const bool is_meant = shown && std::binary_search(stratum.actions.begin(), stratum.actions.end(), *shown);
  if (is_meant && scale.of(*shown) == stratum.gravity) first = *shown;
  const std::size_t others = stratum.actions.size() - 1;
  const std::string name = fmt::format("`{}`", catalogue.action_name(first));
  if (others == 0) return name;
  return fmt::format("{} and {} more action{}", name, others, others == 1 ? "" : "s");
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

/// What becomes of the actions of a stratum.
std::string fate(const Sides& sides, ClaimKind kind, const Breach& breach, bool many) {
  if (sides.reference == nullptr) return std::string(verb(kind, many));
  return fmt::format("{} {}, and {} under the reference", many ? "are" : "is",
                     in_words(claimed_decision(sides.policies, breach.witness)),
                     in_words(claimed_decision(*sides.reference, breach.witness)));
}

/// Which string does it, and how many others do the same.
std::string reason(const Stratum& stratum, const Breach& lead) {
  const std::size_t others = stratum.breaches.size() - 1;
  if (others == 0) return lead.reason;
  return fmt::format("{}, likewise {} more pattern{}", lead.reason, others, others == 1 ? "" : "s");
}

Finding finding_of(const Sides& sides, const Claim& claim, const Stratum& stratum, const Breach& breach,
                   const GravityScale& scale) {
  const CompiledPolicies& policies = breach.of_reference ? *sides.reference : sides.policies;
  Finding finding;
  finding.check = claim.id;
  finding.severity = claim.severity;
  finding.help = claim.help;
  finding.span = breach.span;
  finding.pointer = breach.pointer;
  finding.message = fmt::format("{} {}: {}", what(stratum, breach.witness, policies.catalogue(), scale),
                                fate(sides, claim.kind, breach, stratum.actions.size() > 1), reason(stratum, breach));
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

std::vector<ClaimFindings> findings_of(const CompiledPolicies& policies, const CompiledClaims& claims,
                                       const std::vector<Answer>& answers) {
  std::vector<ClaimFindings> out(answers.size());
  std::optional<GravityScale> scale;
  for (std::size_t i = 0; i < answers.size(); ++i) {
    const auto* refuted = std::get_if<Refuted>(&answers[i].verdict);
    const Claim& claim = claims.file().claims[i];
    if (refuted == nullptr || is_refuted(claims, answers, claim.unless_refuted)) continue;
    if (!scale) scale.emplace(policies.catalogue());
    const std::optional<CompiledPolicies> reference = reference_of(claims, i, policies);
    const Sides sides{policies, reference ? &*reference : nullptr};
    out[i].strata = strata(refuted->breaches, policies, reference ? *reference : policies, *scale);
    for (const Stratum& stratum : out[i].strata) {
      const Breach& lead = refuted->breaches[stratum.breaches.front()];
      out[i].findings.push_back(finding_of(sides, claim, stratum, lead, *scale));
    }
  }
  return out;
}

}  // namespace iamproof
