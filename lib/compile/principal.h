/// Principal and NotPrincipal with their names told apart.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "iamproof/policy.h"

namespace iamproof {

struct PrincipalPattern {
  enum class Kind : std::uint8_t {
    everyone,  ///< `"*"` and `{"AWS": "*"}`: anonymous callers included
    account,   ///< twelve digits, or the ARN of the account's root
    identity,  ///< the ARN of a user, role or session, compared as it stands
    service,
    identity_provider,
    nobody,          ///< what no caller goes by: the id of a deleted user, an ARN with a wildcard
    canonical_user,  ///< an account by an id that no ARN has
  };
  Kind kind = Kind::nobody;
  std::string_view text;     ///< as written; borrows from the Policy
  std::string_view account;  ///< of an account
  Span span;
};

/// A statement without either has no PrincipalElement: it is about whoever the policy is attached to.
struct PrincipalElement {
  bool negated = false;
  Span key;
  std::vector<PrincipalPattern> patterns;
};

PrincipalElement compile_principal(const Principal& principal, bool negated);

}  // namespace iamproof
