#include <array>
#include <string>

#include <fmt/format.h>

#include "lint/check.h"
#include "lint/principals.h"
#include "support/text.h"

namespace iamproof {

namespace {

constexpr Code codes[] = {{"MISSING_ACTION_FOR_ROLES_ANYWHERE_TRUST_POLICY", Severity::error}};
constexpr std::string_view service = "rolesanywhere.amazonaws.com";
constexpr std::array<std::string_view, 3> needed = {"sts:AssumeRole", "sts:SetSourceIdentity", "sts:TagSession"};

bool is_about_the_service(const StatementView& statement) {
  bool found = false;
  for_each_principal(*statement.written, [&](const PrincipalName& name) {
    found = found || (name.kind() == "Service" && equal_folded(name.text(), service));
  });
  return found;
}

/// The actions may stand in one statement or in several.
void look(const Document& document, DocumentReporter& reporter) {
  const StatementView* first = nullptr;
  std::array<bool, needed.size()> allowed{};
  for (const StatementView& statement : document.statements()) {
    if (!statement.allows() || !statement.actions || !is_about_the_service(statement)) continue;
    if (statement.compiled == nullptr) return;
    if (first == nullptr) first = &statement;
    for (std::size_t i = 0; i < needed.size(); ++i) {
      allowed[i] = allowed[i] || takes_in(statement, folded(needed[i]));
    }
  }
  if (first == nullptr) return;
  std::string missing;
  for (std::size_t i = 0; i < needed.size(); ++i) {
    if (!allowed[i]) missing += fmt::format("{}`{}`", missing.empty() ? "" : ", ", needed[i]);
  }
  if (missing.empty()) return;
  reporter.add(codes[0], Document::at(*first, first->actions),
               fmt::format("`{}` is trusted without {}, and cannot make sessions", service, missing),
               "allow sts:AssumeRole, sts:SetSourceIdentity and sts:TagSession");
}

}  // namespace

extern const Check incomplete_roles_anywhere_trust{.id = "incomplete-roles-anywhere-trust",
                                                   .pack = LintPack::aws,
                                                   .needs = Needs::meaning,
                                                   .types = {PolicyType::trust},
                                                   .codes = codes,
                                                   .look = look};

}  // namespace iamproof
