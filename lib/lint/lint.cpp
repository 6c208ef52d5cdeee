#include "iamproof/lint.h"

#include <algorithm>
#include <array>
#include <map>
#include <tuple>

#include "lint/check.h"
#include "lint/implied.h"
#include "policy/grammar_checks.h"

namespace iamproof {

static constexpr std::array<std::string_view, 3> pack_names = {"aws", "security", "strict"};
static constexpr std::array<std::string_view, 4> needs_names = {"document", "catalogue", "meaning", "prover"};

std::string_view to_string(LintPack pack) {
  return pack_names[static_cast<std::size_t>(pack)];
}

std::optional<LintPack> lint_pack_from(std::string_view name) {
  const auto at = std::find(pack_names.begin(), pack_names.end(), name);
  if (at == pack_names.end()) return std::nullopt;
  return static_cast<LintPack>(at - pack_names.begin());
}

std::string_view to_string(Needs needs) {
  return needs_names[static_cast<std::size_t>(needs)];
}

std::vector<CheckInfo> checks() {
  std::vector<CheckInfo> out;
  for (const GrammarCheck* check : grammar::all) {
    out.push_back({check->id, check->aws_code, check->severity, check->types.list(), LintPack::aws, Needs::document});
  }
  for (const Check* check : registry) {
    for (const Code& code : check->codes) {
      out.push_back({check->id, code.aws_code, code.severity, check->types.list(), check->pack, check->needs});
    }
  }
  std::sort(out.begin(), out.end(), [](const CheckInfo& a, const CheckInfo& b) {
    return std::tie(a.id, a.aws_code) < std::tie(b.id, b.aws_code);
  });
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

static bool is_wanted(const Check& check, PolicyType type, const LintOptions& options) {
  return check.pack <= options.pack && check.needs <= options.needs && check.types.contains(type);
}

static void look_at(const Document& document, const LintOptions& options, LintReport& report) {
  for (const Check* check : registry) {
    if (check->look == nullptr || !is_wanted(*check, document.type(), options)) continue;
    DocumentReporter reporter(document, check->id, report);
    check->look(document, reporter);
  }
}

static void lint_together(const Subject& subject, const LintOptions& options, LintReport& report) {
  const PolicyType type = subject.type_of(*subject.statements().front());
  for (const Check* check : registry) {
    if (check->run == nullptr || !is_wanted(*check, type, options)) continue;
    Reporter reporter(subject.policies(), check->id, report);
    check->run(subject, options.step_budget, reporter);
  }
}

static void look_at_each(const CompiledPolicies& policies, const LintOptions& options, LintReport& report) {
  std::span<const CompiledStatement> left = policies.impl().statements;
  for (const PlacedPolicy& placed : policies.documents()) {
    const std::size_t count = placed.policy->statements.size();
    if (!options.part || placed.part == *options.part) {
      look_at(Document(*placed.policy, left.first(count), policies.catalogue()), options, report);
    }
    left = left.subspan(count);
  }
}

LintReport lint(const CompiledPolicies& policies, const LintOptions& options) {
  std::map<std::pair<PolicyType, std::uint32_t>, Subject::Statements> groups;
  for (const CompiledStatement& statement : policies.impl().statements) {
    if (options.part && statement.part != *options.part) continue;
    groups[{statement.part, statement.level}].push_back(&statement);
  }
  LintReport report;
  look_at_each(policies, options, report);
  if (options.needs >= Needs::meaning) {
    Assumptions assume;
    assume.resource_types = options.resource_types;
    assume.set_operators_required = false;  // a finding does not say what it rests on
    const Reach reach(policies, assume);
    for (auto& [place, statements] : groups) {
      lint_together(Subject(policies, reach, std::move(statements), options.step_budget), options, report);
    }
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
  fold_implied(report.findings);
  return report;
}

LintReport lint(const Policy& policy, const Catalogue& catalogue, const LintOptions& options) {
  LintReport report;
  look_at(Document(policy, {}, catalogue), options, report);
  std::stable_sort(report.findings.begin(), report.findings.end(), [](const Finding& a, const Finding& b) {
    return std::tie(a.span.begin, a.check) < std::tie(b.span.begin, b.check);
  });
  return report;
}

}  // namespace iamproof
