// An Allow that wants a key which no request for its actions has allows nothing.
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "lint/check.h"
#include "lint/key_support.h"
#include "source/excerpt.h"

namespace iamproof {

namespace {

constexpr Code codes[] = {{"", Severity::warning}};

/// Whether the condition fails without the key.
bool wants_key(const OperatorName& op) {
  return op.family != OperatorFamily::null && !op.if_exists && !is_negated(op) && op.set != SetOperator::for_all_values;
}

/// Those whose tables of actions and keys are known to be complete; not all are.
constexpr std::array<std::string_view, 6> judged_services = {"dynamodb", "ec2", "iam", "kms", "lambda", "s3"};

/// A service's own keys only: what others know of them, and the actions that have a global key, are not published.
bool is_judged(const KeyInfo& key) {
  const auto* end = judged_services.end();
  return !key.global && !has_free_part(key) && std::find(judged_services.begin(), end, prefix_of_key(key.name)) != end;
}

bool are_of_service(const std::vector<ActionId>& actions, const KeyInfo& key, const Catalogue& catalogue) {
  return std::all_of(actions.begin(), actions.end(), [&](ActionId action) {
    return catalogue.service(catalogue.service_of(action)).prefix == prefix_of_key(key.name);
  });
}

bool is_of_none(const std::vector<ActionId>& actions, const KeyInfo& key, const Catalogue& catalogue) {
  const auto has = [&](ActionId action) { return has_key(catalogue, action, key); };
  return !actions.empty() && are_of_service(actions, key, catalogue) &&
         std::none_of(actions.begin(), actions.end(), has) &&
         has_key_somewhere(catalogue, catalogue.service_of(actions.front()), key);
}

void look(const Document& document, DocumentReporter& reporter) {
  for_each_condition(document, [&](const StatementView& statement, const ConditionView& condition) {
    if (!statement.allows() || statement.compiled == nullptr || !wants_key(*condition.op)) return;
    if (!condition.key || !is_judged(*condition.key) || !names_all_actions(*statement.compiled)) return;
    if (!is_of_none(named_actions(*statement.compiled), *condition.key, document.catalogue())) return;
    const Condition& written = *condition.written;
    reporter.add(codes[0], Document::at_key(statement, written),
                 fmt::format("no request for the actions of this Allow has {}, so it allows nothing",
                             in_backticks(written.key.text)),
                 "use a key that the Service Authorization Reference lists for the actions");
  });
}

}  // namespace

extern const Check key_of_no_action{
    .id = "key-of-no-action",
    .pack = LintPack::security,
    .needs = Needs::meaning,
    .types = {PolicyType::identity, PolicyType::boundary, PolicyType::session, PolicyType::scp, PolicyType::endpoint},
    .codes = codes,
    .look = look};

}  // namespace iamproof
