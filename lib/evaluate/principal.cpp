#include "evaluate/principal.h"

namespace iamproof {

static bool is_arn(const Caller& caller) {
  return !caller.partition.empty();
}

Forms form_of(const PrincipalPattern& pattern, const Caller& caller) {
  using Kind = PrincipalPattern::Kind;
  switch (pattern.kind) {
    case Kind::everyone:
      return by_everyone;
    case Kind::account:
      return !caller.account.empty() && pattern.account == caller.account ? by_account : no_form;
    case Kind::identity:
      if (caller.kind == CallerKind::identity_provider) return no_form;  // only Federated names those
      if (pattern.text == caller.text) return caller.kind == CallerKind::role ? by_issuer : by_itself;
      return caller.is_issued_by(pattern.text) ? by_issuer : no_form;
    case Kind::service:
      // Amazon Cognito is both a service and an identity provider, by one name.
      return !is_arn(caller) && pattern.text == caller.text ? by_itself : no_form;
    case Kind::identity_provider:
      return caller.kind == CallerKind::identity_provider && pattern.text == caller.text ? by_provider : no_form;
    case Kind::nobody:
    case Kind::canonical_user:
      break;
  }
  return no_form;
}

Forms forms_of(const PrincipalElement& element, const Caller& caller) {
  Forms forms = no_form;
  for (const PrincipalPattern& pattern : element.patterns) forms |= form_of(pattern, caller);
  return forms;
}

bool is_spared(const PrincipalElement& element, const Caller& caller) {
  const Forms own = caller.kind == CallerKind::root ? by_everyone | by_account : directly;
  return (forms_of(element, caller) & own) != 0;
}

}  // namespace iamproof
