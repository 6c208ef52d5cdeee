/// Callers grouped by the statements that name them: all of a group are alike to every policy of a set, so one search
/// answers for all.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "compile/statement.h"
#include "evaluate/requirements.h"
#include "prove/key_theory.h"

namespace iamproof {

struct CallerClass {
  /// One of them, and where it matters the owner of the resource. No action, resource or context.
  Request request;
  /// Goes by no other principal. Otherwise by the one that aws:PrincipalArn of a request makes it.
  bool is_fixed = false;
  /// Of any account that nothing names; that of `request` is one of them.
  bool open_account = false;
  FixedKeys keys;               ///< that follow from who it is
  bool closed_context = false;  ///< a request carries no keys but those
  /// What ARNs and aws:ResourceAccount may say of the owner: this account, or others than these. Requests that say
  /// something else are of other classes.
  std::string said_owner;
  std::vector<std::string> never_said_owner;
};

/// Names the caller of a witness in it, going by its context.
void set_caller(const CallerClass& caller, Request& witness);

/// The same request by a caller of `account`; what its context says of the caller follows. None where the class is of
/// one account.
std::optional<Request> moved_to(const CallerClass& caller, std::string_view account, const Request& witness);

/// Whether the context of a witness says the same of its caller as its principal does. Keys are searched one by one.
bool is_consistent(const Request& witness);

/// Every class of callers that may hold the identity-based policies of the sets, which are compared: users and role
/// sessions, of any account. Where they have none: all callers but the root user of the resource's account, who needs
/// no policy. Sets without principals do not tell callers apart: there is one class, without settled keys.
/// The accounts of `apart` get classes of their own even where no document names them.
std::vector<CallerClass> caller_classes(const std::vector<const CompiledPolicies::Impl*>& sets,
                                        const std::set<std::string, std::less<>>& apart = {});

/// Of resources of another account than the caller's: no ARN says that they are the caller's own. Not where it is asked
/// what is allowed: there a caller whose own account a resource trusts stands for one whose account allows it.
void leave_own_arns_at_home(CallerClass& caller);

/// The class of one caller, in the context that a request gives: a text `*` is any value.
CallerClass only_caller(const Request& request);

}  // namespace iamproof
