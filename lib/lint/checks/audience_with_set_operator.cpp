#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "lint/check.h"
#include "source/excerpt.h"
#include "support/text.h"

namespace iamproof {

namespace {

constexpr Code for_any = {"FORANYVALUE_WITH_AUDIENCE_CLAIM_TYPE", Severity::security_warning};
constexpr Code confirm = {"CONFIRM_AUDIENCE_CLAIM_TYPE", Severity::suggestion};

/// Providers that put one audience into a token. Of others it is not known: a token may have a list.
constexpr std::array<std::string_view, 3> with_one_audience = {"token.actions.githubusercontent.com",
                                                               "accounts.google.com", "cognito-identity.amazonaws.com"};

/// "accounts.google.com" of "accounts.google.com:aud"; empty for any other key, that of SAML among them.
std::string issuer_of(std::string_view key) {
  constexpr std::string_view claim = ":aud";
  std::string name = folded(key);
  if (name == "saml:aud" || !name.ends_with(claim)) return {};
  name.resize(name.size() - claim.size());
  return name.find('.') == std::string::npos ? std::string() : name;
}

void look(const Document& document, DocumentReporter& reporter) {
  for (const StatementView& statement : document.statements()) {
    for (const ConditionView& condition : statement.conditions) {
      if (!condition.op || condition.op->set == SetOperator::none) continue;
      const std::string issuer = issuer_of(condition.written->key.text);
      if (issuer.empty()) continue;
      const bool is_one =
          std::find(with_one_audience.begin(), with_one_audience.end(), issuer) != with_one_audience.end();
      const bool any = condition.op->set == SetOperator::for_any_value;
      const Place place = Document::at_key(statement, *condition.written);
      const std::string key = in_backticks(condition.written->key.text);
      if (any && is_one) {
        reporter.add(for_any, place, fmt::format("`ForAnyValue` is used on {}, of which a token has one value", key),
                     "leave `ForAnyValue:` away");
      } else if (!condition.key || any) {  // of a key that has one value `ForAllValues` is a fault of its own
        reporter.add(confirm, place,
                     fmt::format("`{}` is used on {}, of which a token mostly has one value",
                                 any ? "ForAnyValue" : "ForAllValues", key),
                     "leave the set operator away unless the provider puts a list of audiences into its tokens");
      }
    }
  }
}

constexpr Code codes[] = {for_any, confirm};

}  // namespace

extern const Check audience_with_set_operator{.id = "audience-with-set-operator",
                                              .pack = LintPack::aws,
                                              .needs = Needs::catalogue,
                                              .types = {PolicyType::trust},
                                              .codes = codes,
                                              .look = look};

}  // namespace iamproof
