/// The decision on one concrete request, and why.
///
///   parse() -> PolicySet -> compile() -> evaluate(), as often as one likes, from any number of threads
///
/// Ten worked examples, on the command line. Where `reader.json` allows s3:GetObject on `arn:aws:s3:::reports/*`, and
/// `mfa.json` denies everything when aws:MultiFactorAuthPresent is false:
///
///   A policy allows it:
///     iamproof evaluate --policy reader.json --action s3:GetObject --resource arn:aws:s3:::reports/a
///   Nothing allows it; the nearest miss is shown:
///     iamproof evaluate --policy reader.json --action s3:GetObject --resource arn:aws:s3:::payroll/a
///   An explicit deny outranks every allow:
///     iamproof evaluate --policy reader.json --policy mfa.json --action s3:GetObject
///         --resource arn:aws:s3:::reports/a --context aws:MultiFactorAuthPresent=false
///   A permissions boundary has to allow it as well:
///     iamproof evaluate --policy reader.json --boundary ec2-only.json --action s3:GetObject
///         --resource arn:aws:s3:::reports/a
///   So has an SCP of every level, the organization's root first:
///     iamproof evaluate --policy reader.json --scp full-access.json --scp ec2-only.json
///         --action s3:GetObject --resource arn:aws:s3:::reports/a
///   Another account's bucket: its policy and the caller's own have to allow:
///     iamproof evaluate --policy reader.json --resource-policy bucket.json
///         --principal arn:aws:iam::444455556666:user/partner --resource-account 111122223333
///         --action s3:GetObject --resource arn:aws:s3:::reports/a
///   A session of a role, held back by its session policy:
///     iamproof evaluate --policy reader.json --session ec2-only.json
///         --principal arn:aws:sts::111122223333:assumed-role/auditor/june
///         --action s3:GetObject --resource arn:aws:s3:::reports/a
///   Every request that deletes something, in one proof:
///     iamproof evaluate --policy reader.json --action 's3:Delete*' --resource 'arn:aws:s3:::*'
///         --expect ImplicitlyDenied
///   A deny that does not stop long-term keys, which never carry the key; the counterexample tells:
///     iamproof evaluate --policy reader.json --policy mfa.json --action s3:GetObject
///         --resource 'arn:aws:s3:::reports/*' --expect ExplicitlyDenied
///   Unit tests of policies, for a continuous integration system:
///     iamproof evaluate --format junit tests.json
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "iamproof/policy_set.h"
#include "iamproof/request.h"

namespace iamproof {

/// An explicit deny outranks an explicit allow; with neither, IAM denies implicitly.
enum class Decision : std::uint8_t { explicit_deny, explicit_allow, implicit_deny };

std::string_view to_string(Decision decision);  ///< "ExplicitlyDenied", "Allowed", "ImplicitlyDenied"
std::optional<Decision> decision_from(std::string_view name);

enum class Element : std::uint8_t { action, principal, resource, condition };

std::string_view to_string(Element element);

/// A statement that matched, and the strings of it that did.
struct Match {
  StatementRef statement;
  Span action;    ///< the pattern that matched, or the word NotAction where none did
  Span resource;  ///< likewise; of a trust policy, which names none, the word Action
};

/// A statement that did not match, and the first element that failed: action, then principal, resource, then
/// conditions in order.
struct Miss {
  StatementRef statement;
  Element element = Element::action;
  Span span;  ///< the word Action, Principal or Resource, the NotAction or NotResource string, or the condition's key
  std::string why;  ///< one line in the policy's terms
};

/// The steps of AWS's decision, in their order: the first that fails, or else what allows, settles a request.
enum class Step : std::uint8_t {
  no_policy,      ///< nothing decides on sts:GetCallerIdentity: it is always allowed
  explicit_deny,  ///< a Deny applies, in whichever part
  rcp,
  scp,
  endpoint,
  resource,  ///< a resource-based policy allows by itself; or it would have to allow, and does not
  identity,
  boundary,
  session,
  root_user,  ///< is allowed what nothing denies it
};

std::string_view to_string(Step step);  ///< "explicit-deny", "identity" and so on

/// What settled a decision.
struct Settlement {
  Step step = Step::identity;
  std::optional<std::uint32_t> level;  ///< of an SCP or RCP; 0 is the root's
  std::string why;                     ///< one line: "no SCP of level 1 allows it"
};

/// A decision and the statements that settled it.
struct Evaluation {
  Decision decision = Decision::implicit_deny;
  Settlement settled_by;
  /// The matching Deny statements that are in force, else the matching Allow statements of each part that had to
  /// allow. In document order.
  std::vector<Match> because;
  /// Every statement that did not match, in document order.
  std::vector<Miss> misses;
  /// Of an implicit deny: the Allow that was missing but for one element. The part is that of `settled_by`.
  std::optional<Miss> nearest;
  /// What the decision rests on beyond policies and request, as sentences.
  std::vector<std::string> assumptions;
};

/// Total: a context key missing from `request` is answered by its operator's missing-key rule; nothing is derived (see
/// derive_context()). O(statements), each linear in its patterns and the request.
/// IAM User Guide, "Policy evaluation logic", "Cross-account policy evaluation logic".
Evaluation evaluate(const CompiledPolicies& policies, const Request& request);

/// The decision alone, without the reasons: what evaluate() would say, for less. Allocates nothing where no policy
/// variable has to be replaced.
Decision decide(const CompiledPolicies& policies, const Request& request);

}  // namespace iamproof
