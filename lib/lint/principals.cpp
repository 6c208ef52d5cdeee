#include "lint/principals.h"

#include <algorithm>

#include <fmt/format.h>

#include "arn/arn.h"
#include "policy/path.h"
#include "prove/issuers.h"

namespace iamproof {

Place PrincipalName::place() const {
  const TextList& list = group->values;
  std::string pointer = statement->pointer + "/Principal";
  if (!group->kind.text.empty()) pointer += "/" + pointer_token(group->kind.text);
  if (list.is_array) pointer += fmt::format("/{}", entry);
  return {list.values[entry].span, std::move(pointer), statement};
}

bool is_saml_provider(const PrincipalName& name) {
  if (name.kind() != "Federated") return false;
  const auto arn = split_arn(name.text());
  return arn && arn->resource.starts_with("saml-provider/");
}

std::optional<std::string> oidc_provider(const PrincipalName& name) {
  if (name.kind() != "Federated") return std::nullopt;
  return issuer_host(name.text());
}

bool takes_in(const StatementView& statement, std::string_view action) {
  return statement.compiled != nullptr && statement.compiled->actions.matches(action);
}

}  // namespace iamproof
