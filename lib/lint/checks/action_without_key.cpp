// A request for an action that does not have a key is a request without it: in an Allow the action is not allowed after
// all, and in a Deny it is not denied, or the other way round for a negated operator.
#include <algorithm>

#include <fmt/format.h>

#include "lint/check.h"
#include "lint/key_support.h"
#include "source/excerpt.h"

namespace iamproof {

namespace {

constexpr Code codes[] = {{"UNSUPPORTED_ACTION_FOR_CONDITION_KEY", Severity::error},
                          {"MISSING_ACTION_FOR_CONDITION_KEY", Severity::error}};
constexpr const Code& unsupported = codes[0];
constexpr const Code& missing = codes[1];

constexpr std::size_t most_named = 5;

/// Keys that a request has only if another action is allowed with it.
struct Pair {
  std::string_view key, action;
};

constexpr Pair pairs[] = {{"sts:SourceIdentity", "sts:SetSourceIdentity"},
                          {"sts:TransitiveTagKeys", "sts:TagSession"},
                          {"aws:RequestTag/${TagKey}", "sts:TagSession"},
                          {"aws:TagKeys", "sts:TagSession"}};

/// Null and IfExists say what is to be when the key is absent.
bool provides_for_absence(const OperatorName& op) {
  return op.family == OperatorFamily::null || op.if_exists;
}

/// One call to STS asks for several of its actions, and its keys are there for all of them.
bool is_without(const KeyInfo& key, ActionId action, const Catalogue& catalogue) {
  const std::string_view service = catalogue.service(catalogue.service_of(action)).prefix;
  return service != "sts" && prefix_of_key(key.name) == service && !has_key(catalogue, action, key);
}

std::vector<ActionId> actions_without(const CompiledStatement& statement, const KeyInfo& key,
                                      const Catalogue& catalogue) {
  std::vector<ActionId> actions = named_actions(statement);
  std::erase_if(actions, [&](ActionId action) { return !is_without(key, action, catalogue); });
  return actions;
}

std::string names_of(const std::vector<ActionId>& actions, const Catalogue& catalogue) {
  std::string names;
  for (std::size_t i = 0; i < std::min(actions.size(), most_named); ++i) {
    names += fmt::format("{}`{}`", i == 0 ? "" : ", ", catalogue.action_name(actions[i]));
  }
  if (actions.size() > most_named) names += fmt::format(" and {} more", actions.size() - most_named);
  return names;
}

void judge_actions(const Document& document, const StatementView& statement, const ConditionView& condition,
                   DocumentReporter& reporter) {
  if (condition.key->global || provides_for_absence(*condition.op)) return;
  const auto actions = actions_without(*statement.compiled, *condition.key, document.catalogue());
  if (actions.empty()) return;
  const ServiceId service = document.catalogue().service_of(actions.front());
  if (!has_key_somewhere(document.catalogue(), service, *condition.key)) return;
  const Condition& written = *condition.written;
  reporter.add(unsupported, Document::at_key(statement, written),
               fmt::format("{} is no condition key of {}", in_backticks(written.key.text),
                           names_of(actions, document.catalogue())),
               "move these actions to a statement without the condition");
}

/// Yet AWS objects to sts:TagSession beside the audience of an identity provider, which has the name of a host.
void judge_audience(const Document& document, const StatementView& statement, const ConditionView& condition,
                    DocumentReporter& reporter) {
  const Condition& written = *condition.written;
  const std::string_view key = written.key.text;
  if (!key.ends_with(":aud") || prefix_of_key(key).find('.') == std::string_view::npos) return;
  const auto tagging = document.catalogue().find_action("sts:TagSession");
  const auto actions = named_actions(*statement.compiled);
  if (!tagging || std::find(actions.begin(), actions.end(), *tagging) == actions.end()) return;
  reporter.add(unsupported, Document::at_key(statement, written),
               fmt::format("{} is no condition key of `sts:TagSession`", in_backticks(key)),
               "move the action to a statement without the condition");
}

bool reaches(const Document& document, ActionId action) {
  return std::any_of(document.statements().begin(), document.statements().end(), [&](const StatementView& statement) {
    return statement.compiled == nullptr ||
           (statement.allows() && statement.compiled->actions.catalogue.contains(action));
  });
}

void judge_pair(const Document& document, const StatementView& statement, const ConditionView& condition,
                DocumentReporter& reporter) {
  const auto* pair =
      std::find_if(std::begin(pairs), std::end(pairs), [&](const Pair& each) { return is_key(condition, each.key); });
  if (pair == std::end(pairs) || !statement.allows()) return;
  if (is_negated(*condition.op) || condition.op->set == SetOperator::for_all_values) return;
  const auto action = document.catalogue().find_action(pair->action);
  if (!action || reaches(document, *action)) return;
  const Condition& written = *condition.written;
  reporter.add(missing, Document::at_key(statement, written),
               fmt::format("a session has {} only where `{}` is allowed", in_backticks(written.key.text), pair->action),
               fmt::format("add {} to the actions", pair->action));
}

void look(const Document& document, DocumentReporter& reporter) {
  for_each_condition(document, [&](const StatementView& statement, const ConditionView& condition) {
    if (statement.compiled == nullptr) return;
    if (condition.key) judge_actions(document, statement, condition, reporter);
    if (document.type() != PolicyType::trust || provides_for_absence(*condition.op)) return;
    judge_pair(document, statement, condition, reporter);
    judge_audience(document, statement, condition, reporter);
  });
}

}  // namespace

extern const Check action_without_key{.id = "action-without-key",
                                      .pack = LintPack::aws,
                                      .needs = Needs::meaning,
                                      .types = {PolicyType::resource, PolicyType::trust},
                                      .codes = codes,
                                      .look = look};

}  // namespace iamproof
