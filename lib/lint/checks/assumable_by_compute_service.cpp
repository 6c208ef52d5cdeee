#include <algorithm>
#include <string_view>

#include <fmt/format.h>

#include "lint/data.h"
#include "lint/trust.h"
#include "source/excerpt.h"

namespace iamproof {

namespace {

bool runs_code(std::string_view service) {
  static const std::vector<DataRow> rows = data_rows("compute-services");
  return std::any_of(rows.begin(), rows.end(), [&](const DataRow& row) { return row.at(0) == service; });
}

void run(const Subject& subject, std::uint64_t step_budget, Reporter& reporter) {
  Steps steps(step_budget);
  for (const CompiledStatement* allow : subject.allows()) {
    auto services = principals_of(*allow, PrincipalPattern::Kind::service);
    if (services.empty() || !lets_assume(subject, *allow)) continue;
    std::erase_if(services, [](const PrincipalPattern* service) { return !runs_code(service->text); });
    if (services.empty()) continue;
    if (!are_left_open(subject, {allow}, steps, reporter)) continue;
    report_at(subject, *allow, services, Severity::suggestion,
              fmt::format("{} runs the code of its users: who can change that code has the rights of this role",
                          in_backticks(services.front()->text)),
              "give the role what the code needs and no more", reporter);
  }
}

}  // namespace

static constexpr Code codes[] = {{"", Severity::suggestion}};

extern const Check assumable_by_compute_service{.id = "assumable-by-compute-service",
                                                .pack = LintPack::strict,
                                                .needs = Needs::prover,
                                                .types = {PolicyType::trust},
                                                .codes = codes,
                                                .run = run};

}  // namespace iamproof
