#include <compare>
#include <map>
#include <optional>
#include <string>

#include <fmt/format.h>

#include "arn/arn.h"
#include "lint/check.h"
#include "lint/principals.h"
#include "source/excerpt.h"

namespace iamproof {

namespace {

constexpr Code codes[] = {{"REDUNDANT_PRINCIPAL_IN_ROLE_TRUST_POLICY", Severity::suggestion}};

struct Role {
  std::string_view partition, account, name;
  friend auto operator<=>(const Role&, const Role&) = default;
};

/// The role of `arn:aws:iam::111122223333:role/path/app`.
std::optional<Role> role_of(std::string_view text) {
  const auto arn = split_arn(text);
  if (!arn || arn->service != "iam" || !arn->resource.starts_with("role/")) return std::nullopt;
  return Role{arn->partition, arn->account, arn->resource.substr(arn->resource.rfind('/') + 1)};
}

/// That of `arn:aws:sts::111122223333:assumed-role/app/session`.
std::optional<Role> role_of_session(std::string_view text) {
  constexpr std::string_view lead = "assumed-role/";
  const auto arn = split_arn(text);
  if (!arn || arn->service != "sts" || !arn->resource.starts_with(lead)) return std::nullopt;
  const std::string_view rest = arn->resource.substr(lead.size());
  const std::size_t slash = rest.find('/');
  if (slash == std::string_view::npos) return std::nullopt;
  return Role{arn->partition, arn->account, rest.substr(0, slash)};
}

void look(const Document& document, DocumentReporter& reporter) {
  std::map<Role, PrincipalName> roles;  // the first of each name
  for (const StatementView& statement : document.statements()) {
    roles.clear();
    for_each_principal(*statement.written, [&](const PrincipalName& name) {
      if (const auto role = role_of(name.text())) roles.emplace(*role, name);
    });
    if (roles.empty()) continue;
    for_each_principal(*statement.written, [&](const PrincipalName& name) {
      const auto session = role_of_session(name.text());
      const auto role = session ? roles.find(*session) : roles.end();
      if (role == roles.end()) return;
      reporter.add(codes[0], {name.place(), role->second.place()},
                   fmt::format("session {} adds nothing: its role {} is trusted already", in_backticks(name.text()),
                               in_backticks(role->second.text())),
                   "remove the session, or the role if only the session is meant");
    });
  }
}

}  // namespace

extern const Check redundant_session_principal{.id = "redundant-session-principal",
                                               .pack = LintPack::aws,
                                               .needs = Needs::document,
                                               .types = {PolicyType::trust},
                                               .codes = codes,
                                               .look = look};

}  // namespace iamproof
