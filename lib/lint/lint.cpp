#include "iamproof/lint.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "lint/check.h"

namespace iamproof {

std::vector<CheckInfo> checks() {
  std::vector<CheckInfo> out;
  for (const Check* check : registry) out.push_back({check->id, check->severity});
  return out;
}

PolicySet in_its_part(Policy policy) {
  PolicySet set;
  switch (policy.type) {
    case PolicyType::identity:
      set.identity.push_back(std::move(policy));
      break;
    case PolicyType::resource:
    case PolicyType::trust:
      set.resource.emplace(std::move(policy));
      break;
    case PolicyType::boundary:
      set.boundary.emplace(std::move(policy));
      break;
    case PolicyType::session:
      set.session.push_back(std::move(policy));
      break;
    case PolicyType::scp:
      set.scp.emplace_back().push_back(std::move(policy));
      break;
    case PolicyType::rcp:
      set.rcp.emplace_back().push_back(std::move(policy));
      break;
    case PolicyType::endpoint:
      set.endpoint.emplace(std::move(policy));
      break;
  }
  return set;
}

static void lint_together(const Subject& subject, const LintOptions& options, LintReport& report) {
  for (const Check* check : registry) {
    Reporter reporter(subject.policies(), check->id, report);
    check->run(subject, options.step_budget, reporter);
  }
}

LintReport lint(const CompiledPolicies& policies, const LintOptions& options) {
  std::map<std::pair<PolicyType, std::uint32_t>, Subject::Statements> groups;
  for (const CompiledStatement& statement : policies.impl().statements) {
    if (options.part && statement.part != *options.part) continue;
    groups[{statement.part, statement.level}].push_back(&statement);
  }
  LintReport report;
  Assumptions assume;
  assume.resource_types = options.resource_types;
  assume.set_operators_required = false;  // a finding does not say what it rests on
  const Reach reach(policies, assume);
  for (auto& [place, statements] : groups) {
    lint_together(Subject(policies, reach, std::move(statements), options.step_budget), options, report);
  }
  std::map<std::string_view, std::size_t> number_of;  // documents by name
  for (const PlacedPolicy& document : policies.documents()) {
    number_of.try_emplace(document.policy->source->name(), number_of.size());
  }
  std::stable_sort(report.findings.begin(), report.findings.end(), [&](const Finding& a, const Finding& b) {
    const auto place = [&](const Finding& finding) {
      return std::tuple(number_of.find(finding.path)->second, finding.span.begin, std::string_view(finding.check));
    };
    return place(a) < place(b);
  });
  return report;
}

}  // namespace iamproof
