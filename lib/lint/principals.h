/// Whom a statement is about, name by name.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "lint/document.h"

namespace iamproof {

/// One name of the element Principal. `Principal: "*"` has the kind "".
struct PrincipalName {
  const Statement* statement;
  const PrincipalGroup* group;
  std::size_t entry;

  std::string_view kind() const { return group->kind.text; }
  std::string_view text() const { return group->values.values[entry].text; }
  Place place() const;
};

/// Calls `visit(name)` for each name of Principal; NotPrincipal names who is meant not to be let in.
template <class Visit>
void for_each_principal(const Statement& statement, Visit visit) {
  if (!statement.principal) return;
  for (const PrincipalGroup& group : statement.principal->groups) {
    for (std::size_t i = 0; i < group.values.values.size(); ++i) visit(PrincipalName{&statement, &group, i});
  }
}

/// The name of a SAML provider, the host of one of OpenID Connect as its condition keys begin, or neither.
bool is_saml_provider(const PrincipalName& name);
std::optional<std::string> oidc_provider(const PrincipalName& name);

/// Whether the statement's Action or NotAction takes in an action, which is written in lower case.
bool takes_in(const StatementView& statement, std::string_view action);

}  // namespace iamproof
