// The root ARN of an account stands for everybody whom that account lets assume roles. What narrows it is an external
// id or MFA, which the one who asks must bring, or a condition on who he is. The prover is asked for a request that
// brings neither, so that a condition which can be met without them counts for nothing.
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "lint/trust.h"
#include "source/excerpt.h"

namespace iamproof {

namespace {

/// Keys that tell one caller of an account from another.
bool tells_callers_apart(std::string_view key) {
  constexpr std::array<std::string_view, 5> keys = {"aws:principalarn", "aws:principaltag/", "aws:userid",
                                                    "aws:username", "sts:sourceidentity"};
  return std::any_of(keys.begin(), keys.end(), [&](std::string_view prefix) { return key.starts_with(prefix); });
}

/// Whether the statement denies the role to all callers but some.
bool spares_some_callers(const CompiledStatement& deny, const Subject& subject) {
  return lets_assume(subject, deny) &&
         std::any_of(deny.conditions.begin(), deny.conditions.end(), [](const Predicate& condition) {
           return condition.op().negated && tells_callers_apart(condition.key());
         });
}

std::optional<Predicate> predicate(std::string_view op, std::string_view key, std::string_view value) {
  Condition condition{{op, {}}, {key, {}}, {}, false, {}};
  condition.values.push_back({{value, {}}, ValueType::string});
  return Predicate::compile(condition, false);
}

/// Requests without an external id and without MFA, as far as any statement looks at these.
CompiledStatement empty_handed(const Subject& subject) {
  CompiledStatement out = compile_patterns({{"sts:AssumeRole", ""}}, subject.policies().catalogue());
  const auto add = [&](std::string_view op, std::string_view key, std::string_view value) {
    const bool looked_at =
        std::any_of(subject.statements().begin(), subject.statements().end(), [&](const CompiledStatement* statement) {
          return std::any_of(statement->conditions.begin(), statement->conditions.end(),
                             [&](const Predicate& condition) { return condition.key() == key; });
        });
    if (!looked_at) return;
    if (auto condition = predicate(op, key, value)) out.conditions.push_back(std::move(*condition));
  };
  add("Null", "sts:externalid", "true");
  add("BoolIfExists", "aws:multifactorauthpresent", "false");
  add("Null", "aws:multifactorauthage", "true");
  return out;
}

void run(const Subject& subject, std::uint64_t step_budget, Reporter& reporter) {
  const auto spares_some = [&](const CompiledStatement* deny) { return spares_some_callers(*deny, subject); };
  if (std::any_of(subject.denies().begin(), subject.denies().end(), spares_some)) return;
  Steps steps(step_budget);
  for (const CompiledStatement* allow : subject.allows()) {
    const auto accounts = principals_of(*allow, PrincipalPattern::Kind::account);
    if (accounts.empty() || !lets_assume(subject, *allow)) continue;
    if (std::any_of(allow->conditions.begin(), allow->conditions.end(),
                    [](const Predicate& condition) { return tells_callers_apart(condition.key()); })) {
      continue;
    }
    const CompiledStatement region = empty_handed(subject);
    if (!are_left_open(subject, {allow, &region}, steps, reporter)) continue;
    report_at(subject, *allow, accounts, Severity::warning,
              fmt::format("whoever account {} lets may assume this role, without an external id and without MFA",
                          in_backticks(accounts.front()->account)),
              "name the roles or users that are meant, or ask for `sts:ExternalId` or MFA", reporter);
  }
}

}  // namespace

static constexpr Code codes[] = {{"", Severity::warning}};

extern const Check trust_whole_account{.id = "trust-whole-account",
                                       .pack = LintPack::strict,
                                       .needs = Needs::prover,
                                       .types = {PolicyType::trust},
                                       .codes = codes,
                                       .run = run};

}  // namespace iamproof
