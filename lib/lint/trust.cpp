#include "lint/trust.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "policy/path.h"

namespace iamproof {

bool lets_assume(const Subject& subject, const CompiledStatement& allow) {
  const auto assume = subject.policies().catalogue().find_action("sts:AssumeRole");
  return assume && allow.actions.catalogue.contains(*assume);
}

RelatedPlace place_of(const Subject& subject, const CompiledStatement& statement, const PrincipalPattern& principal) {
  const Statement& written = subject.written(statement);
  const std::string pointer = written.pointer + "/Principal";
  for (const PrincipalGroup& group : written.principal->groups) {
    for (std::size_t i = 0; i < group.values.values.size(); ++i) {
      if (group.values.values[i].span != principal.span) continue;
      if (group.kind.text.empty()) return {principal.span, pointer};
      const std::string entry = group.values.is_array ? fmt::format("/{}", i) : "";
      return {principal.span, fmt::format("{}/{}{}", pointer, pointer_token(group.kind.text), entry)};
    }
  }
  return {written.principal->span, pointer};
}

std::vector<const PrincipalPattern*> principals_of(const CompiledStatement& statement, PrincipalPattern::Kind kind) {
  std::vector<const PrincipalPattern*> out;
  if (!statement.principal || statement.principal->negated) return out;
  for (const PrincipalPattern& principal : statement.principal->patterns) {
    if (principal.kind == kind) out.push_back(&principal);
  }
  return out;
}

bool are_left_open(const Subject& subject, const Subject::Statements& statements, Steps& steps, Reporter& reporter) {
  const ReachAnswer answer =
      steps.spend([&](Budget& budget) { return subject.reach().covers(subject.denies(), statements, budget); });
  if (answer.covered == Covered::unknown) reporter.undecided(answer.reason);
  return answer.covered == Covered::no;
}

void report_at(const Subject& subject, const CompiledStatement& statement,
               const std::vector<const PrincipalPattern*>& principals, Severity severity, std::string message,
               std::string help, Reporter& reporter) {
  std::vector<RelatedPlace> others;
  for (std::size_t i = 1; i < principals.size(); ++i) others.push_back(place_of(subject, statement, *principals[i]));
  reporter.at_entry(statement, place_of(subject, statement, *principals.front()), severity, std::move(message),
                    std::move(help), std::move(others));
}

}  // namespace iamproof
