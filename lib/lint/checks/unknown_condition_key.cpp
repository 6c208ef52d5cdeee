// A key that no request carries makes a positive condition fail always and a negated one hold always. Keys of the
// identity providers of a trust policy are named after the provider, which anyone can run: nobody has a list of them.
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "finding/fix.h"
#include "lint/check.h"
#include "lint/conditions.h"
#include "lint/data.h"
#include "lint/meant.h"
#include "source/excerpt.h"
#include "support/text.h"

namespace iamproof {

namespace {

constexpr Code codes[] = {{"INVALID_GLOBAL_CONDITION_KEY", Severity::error},
                          {"INVALID_SERVICE_CONDITION_KEY", Severity::error},
                          {"INVALID_SERVICE", Severity::error}};
constexpr const Code& unknown_global = codes[0];
constexpr const Code& unknown_of_service = codes[1];
constexpr const Code& unknown_service = codes[2];

/// A line of data/unpublished_keys.tsv.
bool is_named_by(std::string_view line, std::string_view key) {
  if (!line.ends_with('*')) return equal_folded(line, key);
  line.remove_suffix(1);
  return equal_folded(line, key.substr(0, line.size()));
}

bool is_accepted(std::string_view key) {
  static const auto accepted = first_column("unpublished-keys");
  return std::any_of(accepted.begin(), accepted.end(), [&](std::string_view line) { return is_named_by(line, key); });
}

/// Some services publish `secretsmanager:ResourceTag/tag-key` and mean any tag.
bool is_of_any_tag(std::string_view key, const Catalogue& catalogue) {
  const std::size_t slash = key.find('/');
  return slash != std::string_view::npos && slash + 1 < key.size() &&
         catalogue.find_key(std::string(key.substr(0, slash)).append("/tag-key")).has_value();
}

/// A tag key without the tag's name is another fault.
bool is_known(const Condition& condition, const Catalogue& catalogue) {
  const std::string_view key = condition.key.text;
  return key.ends_with('/') || is_accepted(key) || is_of_any_tag(key, catalogue);
}

/// Whether a statement names actions of the service: then that is where its name is wrong, or retired.
bool names_actions_of(const StatementView& statement, std::string_view service) {
  if (!statement.actions) return false;
  const auto& actions = statement.actions.values();
  return std::any_of(actions.begin(), actions.end(),
                     [&](const Text& action) { return equal_folded(prefix_of_key(action.text), service); });
}

/// Prefixes without a service that the catalogue has keys for. It may not have all of them.
constexpr std::array<std::string_view, 5> other_prefixes = {"catalog", "cognito-identity-auth",
                                                            "cognito-identity-unauth", "identitycenter", "saml"};

/// The host of an identity provider, or one of those.
bool is_of_no_service(std::string_view prefix) {
  return prefix.find_first_of("./") != std::string_view::npos ||
         std::any_of(other_prefixes.begin(), other_prefixes.end(),
                     [&](std::string_view other) { return equal_folded(other, prefix); });
}

const Code* fault_of(const StatementView& statement, std::string_view prefix, const Catalogue& catalogue) {
  if (equal_folded(prefix, "aws")) return &unknown_global;
  if (prefix.empty() || is_of_no_service(prefix)) return nullptr;
  if (catalogue.find_service(folded(prefix))) return &unknown_of_service;
  return names_actions_of(statement, prefix) ? nullptr : &unknown_service;
}

std::string message_for(const Code& fault, const Condition& condition, std::string_view prefix) {
  const std::string key = in_backticks(condition.key.text);
  if (&fault == &unknown_global) return fmt::format("{} is no global condition key", key);
  if (&fault == &unknown_service)
    return fmt::format("{} is no service, so no request has {}", in_backticks(prefix), key);
  return fmt::format("{} defines no condition key {}", in_backticks(prefix), key);
}

std::string help_for(std::string_view key, const Catalogue& catalogue) {
  const auto near = catalogue.nearest_keys(key, 1);
  if (near.empty()) return "use a key that the Service Authorization Reference lists for the actions";
  return fmt::format("did you mean `{}`?", near.front());
}

/// Of a key whose service is known. A key cannot stand twice under an operator.
std::optional<Fix> fix_of(const StatementView& statement, const Condition& condition, const Catalogue& catalogue) {
  const std::string_view name = key_meant(catalogue, condition.key.text);
  if (name.empty()) return std::nullopt;
  for (const Condition& other : statement.written->conditions) {
    if (other.op.text == condition.op.text && equal_folded(other.key.text, name)) return std::nullopt;
  }
  return fix::new_meaning(fmt::format("write `{}`", name), {fix::write_string(condition.key.span, name)});
}

void look(const Document& document, DocumentReporter& reporter) {
  const Catalogue& catalogue = document.catalogue();
  for_each_condition(document, [&](const StatementView& statement, const ConditionView& condition) {
    const Condition& written = *condition.written;
    if (condition.key || is_known(written, catalogue) || equal_folded(written.key.text, "aws:ARN")) return;
    const std::string_view prefix = prefix_of_key(written.key.text);
    const Code* fault = fault_of(statement, prefix, catalogue);
    if (fault == nullptr) return;
    reporter.add(*fault, Document::at_key(statement, written), message_for(*fault, written, prefix),
                 help_for(written.key.text, catalogue),
                 fault == &unknown_service ? std::nullopt : fix_of(statement, written, catalogue));
  });
}

}  // namespace

extern const Check unknown_condition_key{.id = "unknown-condition-key",
                                         .pack = LintPack::aws,
                                         .needs = Needs::catalogue,
                                         .types = every_policy_type,
                                         .codes = codes,
                                         .look = look};

}  // namespace iamproof
