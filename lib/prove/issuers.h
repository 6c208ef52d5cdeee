/// Identity providers that vouch for the users of others: how their tokens say whose somebody is.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "condition/variables.h"
#include "glob/glob.h"

namespace iamproof {

/// The host (and path) of an OIDC provider, as its condition keys begin: "accounts.google.com", "gitlab.com". Takes the
/// name that a policy has for it, an ARN or the host itself. Nothing for a SAML provider.
std::optional<std::string> issuer_host(std::string_view provider);

/// The condition key of the subject that the provider vouches for, in lower case.
std::string subject_key(std::string_view host);

/// Keys beside the subject that say whose a token is, each where it has one fixed value.
std::vector<std::string> owner_keys(std::string_view host);

/// A subject that somebody may have at this provider, for a witness.
std::string_view likely_subject(std::string_view host);

/// The forms that subjects of this provider have unless somebody chose another; none where none is known.
std::vector<Glob> usual_subjects(std::string_view host);

/// Subjects that a value of a policy trusts: patterns of StringLike.
struct SubjectTrust {
  /// All subjects of whoever owns those that the value names. Empty: it fixes no owner.
  std::vector<std::string> patterns;
  /// The value itself, where it is one fixed subject and the provider's subjects have no form that is known.
  std::optional<std::string> exact;
};

/// `repo:example/app:*` of GitHub trusts what is of the owner `example`; `repo:example*/app:*` names it but lets others
/// in beside it.
SubjectTrust trust_of_subject(std::string_view host, const Template& value);

}  // namespace iamproof
