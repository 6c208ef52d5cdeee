// Whoever assumes a role does it with one of three actions, by what vouches for him:
//
//   sts:AssumeRole                   AWS itself: accounts, users, roles, services
//   sts:AssumeRoleWithSAML           a SAML provider
//   sts:AssumeRoleWithWebIdentity    a provider of OpenID Connect
//
// A statement that lists several principals and several of these actions lets each principal use the action that is
// his, and the other pairs do nothing. So a pair is a fault only where an action has no principal of its own in the
// statement, or a principal no action.
#include <algorithm>
#include <array>
#include <vector>

#include <fmt/format.h>

#include "lint/check.h"
#include "lint/principals.h"
#include "source/excerpt.h"
#include "support/text.h"

namespace iamproof {

namespace {

constexpr Code codes[] = {{"MISMATCHED_ACTION_FOR_PRINCIPAL", Severity::error}};

enum class Vouched : std::uint8_t { by_aws, by_saml, by_oidc, by_any };

struct Way {
  std::string_view action;
  Vouched by;
  std::string_view whom;
};

constexpr auto ways = std::to_array<Way>({
    {"sts:AssumeRole", Vouched::by_aws, "accounts, users, roles and services"},
    {"sts:AssumeRoleWithSAML", Vouched::by_saml, "SAML providers"},
    {"sts:AssumeRoleWithWebIdentity", Vouched::by_oidc, "providers of OpenID Connect"},
});

Vouched vouched(const PrincipalName& name) {
  if (name.text().find_first_of("*?") != std::string_view::npos) return Vouched::by_any;
  if (name.kind() != "Federated") return Vouched::by_aws;
  return is_saml_provider(name) ? Vouched::by_saml : Vouched::by_oidc;
}

/// Principals of an Allow in a trust policy, and the actions that it lists by their whole names.
class StatementLook {
 public:
  StatementLook(const StatementView& statement, DocumentReporter& reporter)
      : statement_(statement), reporter_(reporter) {}

  void run() {
    for_each_principal(*statement_.written, [&](const PrincipalName& name) { names_.push_back(name); });
    for (const Way& way : ways) {
      for (std::size_t i = 0; i < statement_.actions.values().size(); ++i) {
        if (equal_folded(statement_.actions.values()[i].text, way.action)) compare(way, i);
      }
    }
  }

 private:
  bool has_action_for(Vouched by) const {
    return std::any_of(ways.begin(), ways.end(),
                       [&](const Way& way) { return way.by == by && takes_in(statement_, folded(way.action)); });
  }

  void compare(const Way& way, std::size_t entry) {
    const auto is_own = [&](const PrincipalName& name) {
      const Vouched by = vouched(name);
      return by == way.by || by == Vouched::by_any;
    };
    const bool has_own = std::any_of(names_.begin(), names_.end(), is_own);
    std::string others;
    for (const PrincipalName& name : names_) {
      if (is_own(name) || (has_own && has_action_for(vouched(name)))) continue;
      others += (others.empty() ? "" : ", ") + in_backticks(name.text());
    }
    if (others.empty()) return;
    reporter_.add(codes[0], Document::at(statement_, statement_.actions, entry),
                  fmt::format("`{}` is for {}, and not for {}", way.action, way.whom, others),
                  "use the action that fits the principal, in a statement of its own");
  }

  const StatementView& statement_;
  DocumentReporter& reporter_;
  std::vector<PrincipalName> names_;
};

void look(const Document& document, DocumentReporter& reporter) {
  for (const StatementView& statement : document.statements()) {
    if (!statement.allows() || !statement.actions || statement.actions.negated) continue;
    StatementLook(statement, reporter).run();
  }
}

}  // namespace

extern const Check action_of_other_principal{.id = "action-of-other-principal",
                                             .pack = LintPack::aws,
                                             .needs = Needs::meaning,
                                             .types = {PolicyType::trust},
                                             .codes = codes,
                                             .look = look};

}  // namespace iamproof
