#include "prove/assumed.h"

namespace iamproof {

void note_callers(const PolicySet& set, const Unstated& unstated, const std::vector<CallerClass>& callers,
                  Prober& prober) {
  if (callers.size() == 1 && callers.front().is_fixed) return;  // the caller is given
  if (!unstated.in_management_account && (!set.scp.empty() || !set.rcp.empty())) {
    prober.assume("a caller that no policy names is no service-linked role, which neither SCPs nor RCPs bind");
    if (set.management_account.empty()) {
      prober.assume("neither the caller nor the resource is of the organization's management account");
    }
  }
  if (!set.session.empty()) {
    prober.assume("the caller is a session, and its aws:PrincipalArn that of a role or of a federated user");
  }
  if (callers.size() == 1) return;
  if (set.identity.empty()) {
    prober.assume("a caller of another account is allowed by that account");
    prober.assume("the root user of the resource's account, who needs no policy, is left out");
  } else {
    prober.assume("the resource belongs to the caller's account");
  }
}

}  // namespace iamproof
