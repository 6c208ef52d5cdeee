#include "policy/grammar.h"

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

#include <fmt/format.h>

#include "finding/fix.h"
#include "policy/grammar_checks.h"
#include "policy/model.h"
#include "policy/suggest.h"
#include "source/excerpt.h"

namespace iamproof {

std::string_view with_article(PolicyType type) {
  switch (type) {
    case PolicyType::identity:
      return "an identity-based policy";
    case PolicyType::resource:
      return "a resource-based policy";
    case PolicyType::trust:
      return "a role trust policy";
    case PolicyType::boundary:
      return "a permissions boundary";
    case PolicyType::session:
      return "a session policy";
    case PolicyType::scp:
      return "a service control policy";
    case PolicyType::rcp:
      return "a resource control policy";
    case PolicyType::endpoint:
      return "a VPC endpoint policy";
  }
  return {};
}

bool is_misspelt_in(const std::vector<Text>& unknown_elements, std::string_view name) {
  return std::any_of(unknown_elements.begin(), unknown_elements.end(),
                     [&](const Text& element) { return equals_ignoring_case(element.text, name); });
}

// Version 2012-10-17 makes variables of texts that were plain; a document without any means the same under both.
static bool may_have_variables(const Policy& policy) {
  const auto has_one = [](std::string_view text) { return text.find("${") != std::string_view::npos; };
  return has_one(policy.source->slice(policy.span)) ||
         (policy.decoded && std::any_of(policy.decoded->begin(), policy.decoded->end(), has_one));
}

static Fix add_version(const Policy& policy, bool is_refused) {
  const Edit edit = fix::insert_member(*policy.source, policy.span, "Version", "\"2012-10-17\"");
  if (!may_have_variables(policy)) {
    const char* const title = "add `\"Version\": \"2012-10-17\"`";
    return is_refused ? fix::new_meaning(title, {edit}) : fix::same_meaning(title, {edit});
  }
  return fix::new_meaning("add `\"Version\": \"2012-10-17\"`, which makes policy variables of `${...}`", {edit});
}

static Fix write_version(const Text& version) {
  return fix::new_meaning("write `2012-10-17`", {fix::write_string(version.span, "2012-10-17")});
}

// IAM knows two versions. Which one is meant by a text that is neither makes no difference without variables.
static std::optional<Fix> fix_version(const Policy& policy) {
  static constexpr std::array<std::string_view, 2> versions = {"2012-10-17", "2008-10-17"};
  const Text& version = *policy.version;
  if (may_have_variables(policy) && closest(version.text, versions) != versions[0]) return std::nullopt;
  return write_version(version);
}

static void check_version(const GrammarContext& context, const Path& root) {
  const Policy& policy = context.policy;
  const bool is_rcp = context.type() == PolicyType::rcp;
  if (!policy.version) {
    if (is_misspelt_in(policy.unknown_elements, "Version")) return;
    const GrammarCheck& check = is_rcp ? grammar::rcp_missing_version : grammar::missing_version;
    context.faults.add(check, root, opening_brace(policy.span), "the document has no `Version`",
                       add_version(policy, is_rcp));
    return;
  }
  const Text& version = *policy.version;
  if (!was_string(policy, version) || version.text == "2012-10-17") return;
  const Path path(root, "Version");
  if (version.text != "2008-10-17") {
    context.faults.add(grammar::invalid_version, path, version.span,
                       fmt::format("unknown version {}; expected `2012-10-17`", in_backticks(version.text)),
                       fix_version(policy));
  } else if (is_rcp) {
    context.faults.add(grammar::rcp_version, path, version.span,
                       "a resource control policy must have version `2012-10-17`", write_version(version));
  }
}

// What has no meaning goes, the member as a whole.
static Edit remove_member(const Policy& policy, Span value) {
  return fix::remove(*policy.source, fix::member_of_value(*policy.source, value));
}

// IAM stores identity-based policies with an Id although its grammar has none; Organizations is stricter.
static void check_id(const GrammarContext& context, const Path& root) {
  const Policy& policy = context.policy;
  const PolicyType type = context.type();
  const bool of_organizations = type == PolicyType::scp || type == PolicyType::rcp;
  if (!policy.id || !was_string(policy, *policy.id) || !(is_identity_like(type) || of_organizations)) return;
  const std::vector<Edit> edits = {remove_member(policy, policy.id->span)};
  Fix fix = of_organizations ? fix::new_meaning("remove the Id", edits) : fix::same_meaning("remove the Id", edits);
  context.faults.add(grammar::unsupported_id, of_organizations ? Severity::error : Severity::warning, Path(root, "Id"),
                     policy.id->span, fmt::format("{} has no `Id`", with_article(type)), std::move(fix));
}

static bool is_alphanumeric(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// IAM takes letters and digits only. S3, SQS, SNS and others take more, and have rules of their own.
static void check_sid(const GrammarContext& context, const Text& sid, const Path& path) {
  const PolicyType type = context.type();
  if (sid.text.empty()) {
    context.faults.add(grammar::empty_sid, path, sid.span, "the Sid is empty",
                       fix::same_meaning("remove the Sid", {remove_member(context.policy, sid.span)}));
    return;
  }
  if (type == PolicyType::resource || type == PolicyType::endpoint) return;
  if (std::all_of(sid.text.begin(), sid.text.end(), is_alphanumeric)) return;
  const bool by_iam = is_identity_like(type) || type == PolicyType::trust;
  context.faults.add(grammar::invalid_sid, by_iam ? Severity::error : Severity::warning, path, sid.span,
                     fmt::format("Sid {} has characters other than letters and digits", in_backticks(sid.text)));
}

static std::optional<Fix> fix_effect(const Text& effect) {
  for (const std::string_view known : {"Allow", "Deny"}) {
    if (!equals_ignoring_case(effect.text, known)) continue;
    return fix::new_meaning(fmt::format("write `{}`", known), {fix::write_string(effect.span, known)});
  }
  return std::nullopt;
}

static void check_effect(const GrammarContext& context, const Statement& statement, const Path& path) {
  if (!statement.effect_text) {
    if (is_misspelt_in(statement.unknown_elements, "Effect")) return;
    context.faults.add(grammar::missing_effect, path, opening_brace(statement.span), "the statement has no `Effect`");
    return;
  }
  const Text& effect = *statement.effect_text;
  if (statement.effect || !was_string(context.policy, effect)) return;
  context.faults.add(grammar::invalid_effect, Path(path, "Effect"), effect.span,
                     fmt::format("effect {} is neither `Allow` nor `Deny`", in_backticks(effect.text)),
                     fix_effect(effect));
}

static bool is_just_star(const std::optional<TextList>& list) {
  return list && list->values.size() == 1 && list->values[0].text == "*";
}

// The document of RCPFullAWSAccess, which AWS attaches everywhere and nobody can detach.
static bool is_rcp_full_access(const Statement& statement) {
  const auto& principal = statement.principal;
  const bool everyone = principal && principal->groups.size() == 1 && principal->groups[0].kind.text.empty();
  return everyone && is_just_star(principal->groups[0].values) && is_just_star(statement.actions) &&
         is_just_star(statement.resources) && !statement.condition_key;
}

static void check_rcp_effect(const GrammarContext& context, const Statement& statement, const Path& path) {
  if (statement.effect != Effect::allow || is_rcp_full_access(statement)) return;
  context.faults.add(grammar::rcp_allow, Path(path, "Effect"), statement.effect_text->span,
                     "a resource control policy can only deny");
}

static void check_statement(const GrammarContext& context, const Statement& statement, const Path& path) {
  context.faults.set_sid(statement.sid ? std::optional(statement.sid->text) : std::nullopt);
  if (statement.sid) check_sid(context, *statement.sid, Path(path, "Sid"));
  check_effect(context, statement, path);
  if (context.type() == PolicyType::rcp) check_rcp_effect(context, statement, path);
  check_principals(context, statement, path);
  check_actions(context, statement, path);
  check_resources(context, statement, path);
  check_conditions(context, statement, path);
  context.faults.set_sid({});
}

// Sids must differ, empty ones apart. The later ones are reported.
static void check_unique_sids(const GrammarContext& context) {
  std::vector<const Statement*> named;
  for (const Statement& statement : context.policy.statements) {
    if (statement.sid && !statement.sid->text.empty()) named.push_back(&statement);
  }
  std::stable_sort(named.begin(), named.end(),
                   [](const Statement* a, const Statement* b) { return a->sid->text < b->sid->text; });
  const PolicyType type = context.type();
  const bool required = is_identity_like(type) || type == PolicyType::trust;
  const GrammarCheck& check = required ? grammar::duplicate_sid : grammar::duplicate_sid_tolerated;
  for (std::size_t i = 1; i < named.size(); ++i) {
    const Text& sid = *named[i]->sid;
    if (sid.text != named[i - 1]->sid->text) continue;
    context.faults.set_sid(sid.text);
    context.faults.add(check, Path(Path(named[i]->pointer), "Sid"), sid.span,
                       fmt::format("an earlier statement has the Sid {} too", in_backticks(sid.text)));
  }
  context.faults.set_sid({});
}

void check_grammar(const Policy& policy, Faults& faults) {
  const GrammarContext context{policy, faults};
  const Path root;
  check_version(context, root);
  check_id(context, root);
  for (const Statement& statement : policy.statements) check_statement(context, statement, Path(statement.pointer));
  check_unique_sids(context);
}

}  // namespace iamproof
