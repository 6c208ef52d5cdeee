#include "report/evidence.h"

#include <algorithm>

namespace iamproof {

const Breach& breach_of(const CheckedClaim& checked, std::size_t number) {
  return std::get<Refuted>(checked.answer.verdict).breaches[number];
}

const Breach& lead_of(const CheckedClaim& checked, const Stratum& stratum) {
  return breach_of(checked, stratum.breaches.front());
}

const CompiledPolicies& side_of(const CheckSubject& subject, const CheckedClaim& checked, const Breach& breach) {
  return breach.of_reference && checked.reference ? *checked.reference : *subject.compiled;
}

const CompiledPolicies& other_side_of(const CheckSubject& subject, const CheckedClaim& checked, const Breach& breach) {
  return !breach.of_reference && checked.reference ? *checked.reference : *subject.compiled;
}

FoundIn found_in(const CheckSubject& subject, const Finding& finding, const CheckedClaim* checked,
                 const Breach* breach) {
  if (breach != nullptr) {
    const CompiledPolicies& side = side_of(subject, *checked, *breach);
    const Policy& policy = breach->statement ? side.policy(*breach->statement) : main_document(side);
    return {policy.source, &policy};
  }
  const auto at = std::find_if(subject.documents.begin(), subject.documents.end(),
                               [&](const CheckedDocument& document) { return document.path == finding.path; });
  const CheckedDocument& document = at == subject.documents.end() ? subject.documents.front() : *at;
  return {document.source, document.policy};
}

Decision decision_on(const CompiledPolicies& policies, const CheckedClaim& checked, const Request& witness) {
  ProveOptions options;
  options.in_management_account = checked.in_management_account;
  return claimed_decision(policies, witness, options);
}

std::vector<std::string_view> keys_that_matter(const CheckSubject& subject, const CheckedClaim& checked,
                                               const Breach& breach) {
  std::vector<std::string_view> keys;
  const auto add = [&](const Statement& statement) {
    for (const Condition& condition : statement.conditions) keys.push_back(condition.key.text);
  };
  if (breach.statement) add(side_of(subject, checked, breach).statement(*breach.statement));
  if (breach.denied_by) add(other_side_of(subject, checked, breach).statement(*breach.denied_by));
  const Claim& claim = *checked.claim;
  if (claim.kind != ClaimKind::only_within) std::for_each(claim.region.begin(), claim.region.end(), add);
  if (claim.reference) std::for_each(claim.reference->statements.begin(), claim.reference->statements.end(), add);
  const KeyNameLess less;
  std::stable_sort(keys.begin(), keys.end(), less);
  const auto same = [&](std::string_view a, std::string_view b) { return !less(a, b) && !less(b, a); };
  keys.erase(std::unique(keys.begin(), keys.end(), same), keys.end());
  return keys;
}

}  // namespace iamproof
