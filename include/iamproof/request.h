/// One request, as AWS would see it: who, what, on what, in which context.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "iamproof/catalogue.h"

namespace iamproof {

/// What a request carries for one context key: a single value, or a set of values (possibly empty).
/// Whether a key is single-valued or multivalued is a property of the key, so {"a"} and "a" differ.
using ContextValue = std::variant<std::string, std::vector<std::string>>;

/// Orders key names without regard to ASCII case, as IAM compares them. Looks up by string_view.
struct KeyNameLess {
  using is_transparent = void;
  bool operator()(std::string_view a, std::string_view b) const;
};

/// A key that is not in the map is absent from the request.
using Context = std::map<std::string, ContextValue, KeyNameLess>;

struct Request {
  /// Who asks, in one of these forms:
  ///   arn:aws:iam::111122223333:user/path/name            a user
  ///   arn:aws:iam::111122223333:root                      the root user
  ///   arn:aws:sts::111122223333:assumed-role/name/session a role session
  ///   arn:aws:iam::111122223333:role/path/name            some session of a role
  ///   arn:aws:sts::111122223333:federated-user/name       a session of GetFederationToken
  ///   s3.amazonaws.com                                    an AWS service for itself
  ///   accounts.google.com, or the ARN of a saml-provider or oidc-provider
  ///                                                       somebody that an identity provider vouches for
  ///   anonymous                                           nobody that AWS knows
  std::string principal;
  std::string action;    ///< "s3:GetObject"
  std::string resource;  ///< an ARN, or "*" for an action without resource-level permissions
  /// The account that owns the resource, where the ARN does not say. Without either it is aws:ResourceAccount of the
  /// context, else the principal's account.
  std::optional<std::string> resource_account;
  /// The ARN of the role (with its path) or of the user that a session was made from. For a role session without it,
  /// aws:PrincipalArn of the context if that is a role of this account and name, else the role with no path.
  std::optional<std::string> session_issuer;
  Context context;
};

/// Adds to the context the keys that AWS itself sets from the principal and the resource, where the request does not
/// carry them: aws:PrincipalArn, aws:PrincipalAccount, aws:PrincipalType, aws:userid, aws:username,
/// aws:ResourceAccount and their kin, each only where its value follows from the rest. Gives the names of those added,
/// sorted. IAM User Guide, "AWS global condition context keys" and "Where you can use policy variables".
std::vector<std::string> derive_context(Request& request);

/// Something about a request that AWS could not send so.
struct RequestFault {
  std::string pointer;  ///< JSON pointer within the request: "/action", "/context/aws:MultiFactorAuthPresent"
  std::string message;  ///< one line
};

/// What of the request cannot be, by the catalogue: an action or a resource that does not exist, a resource that the
/// action does not work on, a context key that the action does not have, a value that is not of its key's type or
/// contradicts the principal. In the order principal, action, resource, context. The catalogue is not complete: these
/// are remarks beside a decision, not grounds for another one. Time about linear in the request.
std::vector<RequestFault> examine(const Request& request, const Catalogue& catalogue);

}  // namespace iamproof
