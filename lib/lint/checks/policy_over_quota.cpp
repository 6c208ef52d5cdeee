#include <algorithm>
#include <string>

#include <fmt/format.h>

#include "lint/check.h"
#include "lint/principals.h"
#include "lint/size.h"

namespace iamproof {

namespace {

constexpr Code codes[] = {{"", Severity::warning}};

// Amazon SQS Developer Guide, "Amazon SQS policy quotas", as of 2026-09-26.
constexpr std::size_t queue_statements = 20;
constexpr std::size_t queue_principals = 50;
constexpr std::size_t queue_conditions = 10;
constexpr std::size_t queue_actions = 7;  // of a statement

/// How many operators its Condition has. SQS does not say whether it counts these or their keys, of which there are
/// more.
std::size_t operators_in(const StatementView& statement) {
  std::size_t count = 0;
  std::string_view last;
  for (const ConditionView& condition : statement.conditions) {
    if (condition.written->op.text != last) ++count;
    last = condition.written->op.text;
  }
  return count;
}

class QueuePolicy {
 public:
  QueuePolicy(const Document& document, DocumentReporter& reporter) : document_(document), reporter_(reporter) {}

  void run() {
    std::size_t principals = 0;
    std::size_t conditions = 0;
    for (const StatementView& statement : document_.statements()) {
      for_each_principal(*statement.written, [&](const PrincipalName&) { ++principals; });
      conditions += operators_in(statement);
      if (statement.actions && statement.actions.values().size() > queue_actions) {
        add(Document::at(statement, statement.actions), statement.actions.values().size(), "actions in a statement",
            queue_actions);
      }
    }
    const std::size_t statements = document_.statements().size();
    if (statements > queue_statements) add(document_.whole(), statements, "statements", queue_statements);
    if (principals > queue_principals) add(document_.whole(), principals, "principals", queue_principals);
    if (conditions > queue_conditions) add(document_.whole(), conditions, "conditions", queue_conditions);
  }

 private:
  void add(const Place& place, std::size_t count, std::string_view what, std::size_t most) {
    reporter_.add(codes[0], place, fmt::format("{} {}, and SQS takes {} at most", count, what, most),
                  "merge or remove some: SQS does not raise this quota");
  }

  const Document& document_;
  DocumentReporter& reporter_;
};

void look(const Document& document, DocumentReporter& reporter) {
  const Policy& policy = document.policy();
  if (document.type() == PolicyType::resource) {
    if (policy.service == "sqs") QueuePolicy(document, reporter).run();
    return;
  }
  const Quota* quota = find_quota(to_string(document.type()));
  if (quota == nullptr) return;
  if (auto excess = excess_of(policy, *quota)) {
    reporter.add(codes[0], document.whole(), std::move(excess->message), std::move(excess->help));
  }
}

}  // namespace

extern const Check policy_over_quota{
    .id = "policy-over-quota",
    .pack = LintPack::security,
    .needs = Needs::document,
    .types = {PolicyType::boundary, PolicyType::session, PolicyType::endpoint, PolicyType::resource},
    .codes = codes,
    .look = look};

}  // namespace iamproof
