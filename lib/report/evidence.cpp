#include "report/evidence.h"

#include <algorithm>

namespace iamproof {

const Breach& breach_of(const CheckedClaim& checked, std::size_t index) {
  return std::get<Refuted>(checked.answer.verdict).breaches[index];
}

std::size_t document_of(const CheckSubject& subject, const Finding& finding, const Breach* breach) {
  if (breach != nullptr && breach->statement) return breach->statement->policy;
  const auto at = std::find_if(subject.documents.begin(), subject.documents.end(),
                               [&](const CheckedDocument& document) { return document.path == finding.path; });
  return at == subject.documents.end() ? 0 : static_cast<std::size_t>(at - subject.documents.begin());
}

std::vector<std::string_view> keys_that_matter(const CompiledPolicies& compiled, const Claim& claim,
                                               const Breach& breach) {
  std::vector<std::string_view> keys;
  const auto add = [&](const Statement& statement) {
    for (const Condition& condition : statement.conditions) keys.push_back(condition.key.text);
  };
  if (breach.statement) add(compiled.statement(*breach.statement));
  if (claim.kind != ClaimKind::only_within) std::for_each(claim.region.begin(), claim.region.end(), add);
  const KeyNameLess less;
  std::stable_sort(keys.begin(), keys.end(), less);
  const auto same = [&](std::string_view a, std::string_view b) { return !less(a, b) && !less(b, a); };
  keys.erase(std::unique(keys.begin(), keys.end(), same), keys.end());
  return keys;
}

}  // namespace iamproof
