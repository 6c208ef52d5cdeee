/// Who asks, and in which ways a Principal element can mean them.
#pragma once

#include <string>

#include "oracle/evaluator.h"

namespace oracle {

struct Caller {
  enum class Kind { user, session, federated_user, root, service, provider, anonymous };

  Kind kind = Kind::anonymous;
  std::string text;     ///< as the request says
  std::string account;  ///< empty for who belongs to no account: services, identity providers, anonymous callers
  /// Of a session, the ARN of its role; of a federated user, that of the user behind it, if the request says. Else
  /// empty.
  std::string issuer;
  bool has_name = true;  ///< false of a session that the request gives by its role alone
  bool service_linked = false;
};

Caller read_caller(const Request& request);

/// `itself` is the caller's own name, `issuer` that of the role or user behind it, `provider` that of the identity
/// provider that vouches for it. One caller can be meant in several ways.
enum class Form { itself, issuer, provider, account, everyone };

bool names(const PrincipalName& name, Form form, const Caller& caller);

/// Twelve digits.
bool is_account(const std::string& text);

/// The account part of an ARN, twelve digits; else empty.
std::string account_of(const std::string& arn);

/// What comes after the fifth colon; empty if there are fewer.
std::string resource_part(const std::string& arn);

}  // namespace oracle
