/// Who sends a request, and who owns what it is about.
#pragma once

#include <cstdint>
#include <string_view>

#include "iamproof/request.h"

namespace iamproof {

enum class CallerKind : std::uint8_t {
  user,
  root,
  session,  ///< of a role
  role,     ///< some session of a role, nobody says which
  federated_user,
  service,
  identity_provider,
  anonymous,
  unknown,  ///< no form that IAM has; decided like a user that no policy names
};

/// The parts borrow from the request.
struct Caller {
  CallerKind kind = CallerKind::unknown;
  std::string_view text;       ///< as the request gives it
  std::string_view partition;  ///< "aws"; empty where the caller has no ARN
  std::string_view account;    ///< empty for services, identity providers and anonymous callers
  std::string_view name;       ///< of the user, role or federated user; without its path
  std::string_view session;    ///< the session's name
  /// The ARN of the role or user behind a session, its path included; empty where nothing says it. See
  /// Request::session_issuer.
  std::string_view issuer;

  static Caller of(const Request& request);

  /// Whether an ARN of a policy is that of the role or user behind this session.
  bool is_issued_by(std::string_view arn) const;
  /// Roles that AWS services make for themselves: no SCP or RCP binds them.
  bool is_service_linked_role() const;
  /// Has a user's or a role's identity-based policies, and a boundary.
  bool is_identity() const;
  /// Has the limits of a session beside those.
  bool is_session() const;
};

/// The account that owns the resource, or "" where nothing says it: see Request::resource_account.
std::string_view owner_of(const Request& request, const Caller& caller);

}  // namespace iamproof
