/// Claims about every request at once: proved, refuted with a request that anyone can replay, or unknown.
///
/// Claims are about what policies decide. Two kinds of requests are not: sts:GetCallerIdentity, which AWS allows
/// everyone, and, without a trust policy in the set, calls such as AssumeRoleWithSAML, which nobody makes who has
/// policies of his own. They are left out, and an answer about them in particular says so.
///
/// Three laws hold of every answer. A witness has been replayed by evaluate() before it is returned. Proved holds for
/// all requests, those of actions AWS has yet to add included. What could not be settled is Unknown and says why.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "iamproof/evaluate.h"
#include "iamproof/finding.h"
#include "iamproof/policy_set.h"
#include "iamproof/request.h"

namespace iamproof {

enum class ClaimKind : std::uint8_t {
  never_allowed,   ///< allowed requests and the region are disjoint
  always_denied,   ///< the region is within the explicitly denied requests
  always_allowed,  ///< the region is within the allowed requests
  only_within,     ///< the allowed requests are within the region
  no_new_access,   ///< the allowed requests are among those that the reference allows
  equivalent,      ///< the reference allows the same requests, and explicitly denies the same
  no_outsiders,    ///< nobody is allowed anything who is outside the zone of trust
};

std::string_view to_string(ClaimKind kind);  ///< "never-allowed" and so on
std::optional<ClaimKind> claim_kind_from(std::string_view name);
bool compares(ClaimKind kind);  ///< whether a claim of this kind has a reference instead of a region

/// Whom a resource may be shared with. Anyone outside is an outsider: the anonymous caller, every account that is not
/// listed, calls that carry no trusted value. What a policy itself fixes (an account it names, an organization without
/// a wildcard) is trusted only if it is listed, or if `named_by_policy`.
struct TrustZone {
  std::vector<std::string> accounts;       ///< twelve digits each
  std::vector<std::string> organizations;  ///< "o-..."
  std::vector<std::string> vpcs;           ///< "vpc-..." and endpoints, "vpce-..."
  /// Subjects of identity providers, as patterns: "repo:example/app:ref:refs/heads/main".
  std::vector<std::string> subjects;
  /// Whatever single callers and values the policy names is trusted: the question is whether it is public.
  bool named_by_policy = false;
};

/// A claim as written: a region is IAM statements without Effect, joined by OR, and the actions of families on every
/// resource in every context beside them.
struct Claim {
  std::string id;
  std::string title;
  Severity severity = Severity::error;  ///< of the findings of a refutation
  ClaimKind kind = ClaimKind::never_allowed;
  std::vector<Statement> region;      ///< effect is not used
  std::vector<std::string> families;  ///< names of catalogue families
  std::optional<Policy> reference;    ///< of no_new_access and equivalent, which have no region
  TrustZone trusted;                  ///< of no_outsiders, which has no region
  std::string help;                   ///< what to change, one sentence
  /// Another claim of the same file: where that one is refuted, a refutation of this one says nothing new.
  std::string unless_refuted;
};

/// Claims read from one JSON text. The Source must outlive it.
struct ClaimFile {
  std::string name;
  std::string title;
  std::vector<Claim> claims;
  std::shared_ptr<const Policy> regions;               ///< owns what the claims' statements borrow
  std::vector<std::shared_ptr<const Source>> sources;  ///< of references in files of their own
};

struct ClaimReadOptions {
  /// Opens the file that a `reference` names, by the path as written. Without it, a path is an error: the library reads
  /// no file that it was not asked to.
  std::function<Result<std::shared_ptr<const Source>>(std::string_view path)> open;
  std::optional<PolicyType> reference_type;  ///< what references are; guessed as parse() does when not given
  ReadLimits limits;                         ///< of references
};

/// Reads a claim file: {"claims": [{"id", "title", "severity", "claim", "region", "families", "reference", "help"}]}.
Result<ClaimFile> parse_claims(const Source& source, const ClaimReadOptions& options = {});

/// Claims with their regions worked out against a catalogue. Immutable, shared, thread-safe.
class CompiledClaims {
 public:
  const ClaimFile& file() const;

  struct Impl;
  explicit CompiledClaims(std::shared_ptr<const Impl> impl);
  const Impl& impl() const { return *impl_; }

 private:
  std::shared_ptr<const Impl> impl_;
};

/// Errors: an unknown family, a region that IAM's grammar does not accept.
Result<CompiledClaims> compile(ClaimFile claims, const Catalogue& catalogue);

/// What an answer may rest on beyond the text of the policies. Each one used by an answer is named in it.
///
/// The more is assumed, the fewer requests there are: what is proved under fewer assumptions holds under more, and what
/// is refuted under more is refuted under fewer. The defaults take from AWS's documentation what it says for certain,
/// so that `proved` is safe, and of what it leaves out `set_operators_required`; the catalogue's tables of keys, which
/// are not complete, no proof rests on. Whatever is assumed, a witness that fits all of it is preferred, so that
/// `refuted` shows a request that can be sent; where there is none, Breach::odd says what is odd about the one that is
/// shown.
struct Assumptions {
  /// An action works on resources of the types the catalogue lists for it, and on "*" where it lists none or requires
  /// none. Actions outside the catalogue work on anything.
  bool resource_types = true;
  /// A key that the catalogue gives neither to an action, nor to a resource type of its, nor to every request, is
  /// absent from requests of that action.
  bool action_keys = false;
  /// Context keys go together as AWS documents: a request through a VPC endpoint carries no aws:SourceIp, and so on.
  bool key_facts = true;
  /// A key in the namespace of AWS or of a known service that the catalogue does not have is never in a request.
  bool unknown_keys_absent = false;
  /// Multivalued keys require a set operator: a condition without one fails where a request carries a list, as in
  /// evaluate(), and tests what comes as a value on its own. AWS says no more than that one is required. Refutations
  /// rest on it as well as proofs, where nothing certain is at hand.
  bool set_operators_required = true;
  /// There are no actions but those of the catalogue.
  bool closed_catalogue = false;
};

/// Sets of assumptions, from none to those that leave only requests that can be sent.
enum class Mode : std::uint8_t {
  free,      ///< any key may be absent or have any value of its type, whatever the action and the resource
  typed,     ///< actions have the resource types and the keys that the catalogue lists
  physical,  ///< and keys go together as AWS documents
};

Assumptions assumptions_of(Mode mode);
std::string_view to_string(Mode mode);  ///< "free" and so on
std::optional<Mode> mode_from(std::string_view name);

struct ProveOptions {
  Assumptions assume;
  std::uint64_t step_budget = 3'000'000;  ///< search steps for each claim; running out is Unknown
  bool first_only = false;                ///< one breach is enough: stop there
  /// Callers and resources are of the organization's management account, where neither SCPs nor RCPs are in force.
  bool in_management_account = false;
};

/// A place in the policies that breaks a claim, everything it lets through, and one request that shows it.
struct Breach {
  std::optional<StatementRef> statement;  ///< none where the fault is that no statement does what the claim needs
  Span span;                              ///< the very string, in that statement's document
  std::string pointer;                    ///< its JSON pointer
  std::string reason;                     ///< one line: what that string does
  std::vector<ActionId> actions;          ///< of the catalogue, ascending; empty if only later actions are let through
  bool future_actions = false;            ///< actions that AWS may add later are let through as well
  Request witness;
  /// What keeps the witness from being sent, where no request that can be sent shows the same: as sentences.
  std::vector<std::string> odd;
  /// Of a comparison: which policies `statement` is in, and where a Deny of the other ones makes the difference, it.
  bool of_reference = false;
  std::optional<StatementRef> denied_by;
};

struct Proved {};
/// Breaches in the order of the documents, none empty.
struct Refuted {
  std::vector<Breach> breaches;
};
struct Unknown {
  std::string reason;
};

using Verdict = std::variant<Proved, Refuted, Unknown>;

struct Answer {
  Verdict verdict;
  std::vector<std::string> assumptions;  ///< that it rests on, as sentences; sorted
  /// A Refuted may be partial: what stayed open beside the breaches found, as reasons.
  std::vector<std::string> open;
  std::uint64_t steps = 0;
};

/// Answers to every claim, in the file's order. Stops each claim at its budget.
std::vector<Answer> prove(const CompiledPolicies& policies, const CompiledClaims& claims,
                          const ProveOptions& options = {});

/// Whether `reference` allows all that `policies` allow. Each is taken as prove() takes a set. A breach is a string of
/// `policies` that lets something in, or where only a Deny of the reference is in the way, the Allow it concerns.
Answer prove_no_new_access(const CompiledPolicies& policies, const CompiledPolicies& reference,
                           const ProveOptions& options = {});

/// Whether both allow, and explicitly deny, the same requests. Breaches of all four kinds: `of_reference` says whose
/// statement each is.
Answer prove_equivalent(const CompiledPolicies& policies, const CompiledPolicies& reference,
                        const ProveOptions& options = {});

/// The half of it that is about explicit denies.
Answer prove_same_denies(const CompiledPolicies& policies, const CompiledPolicies& reference,
                         const ProveOptions& options = {});

/// What prove() compares `policies` with for claim `index`: its reference, and beside it the parts of `policies` that
/// it does not replace: under a boundary both are. Nothing for a claim without a reference.
std::optional<CompiledPolicies> reference_of(const CompiledClaims& claims, std::size_t index,
                                             const CompiledPolicies& policies);

/// Whether a request lies in the region of claim `index`. The oracle of a witness, with claimed_decision().
bool region_contains(const CompiledClaims& claims, std::size_t index, const Request& request);

/// The same for `no-outsiders`: whether a request comes from outside the zone. That nobody outside is allowed anything
/// is what the claim says.
bool is_outsider(const CompiledPolicies& policies, const TrustZone& zone, const Request& request);

/// The decision that a claim is about: evaluate()'s, but that a side which the set says nothing of leaves the decision
/// to the other one. A resource without a policy trusts the caller's account; a caller without policies is allowed by
/// its own account what the resource of another one grants.
Decision claimed_decision(const CompiledPolicies& policies, const Request& request, const ProveOptions& options = {});

/// Whether that decision takes a resource without a policy to trust the caller's account.
bool rests_on_trust(const CompiledPolicies& policies, const Request& request, const ProveOptions& options = {});

/// Whether a request stands for many: `*` or `?` in the action or in the resource (a resource that is `*` and nothing
/// else is one of its own), `*` as a whole context value.
bool is_pattern(const Request& request);

/// Whether every request that a pattern stands for gets a decision. In `pattern`, `*` and `?` of the action and of the
/// resource are wildcards; a context value `*` is any value, all others are what every request carries; keys not listed
/// are absent. All are of the one principal, on resources of one owner: `resource_account`, else the account of the
/// ARN, else the principal's, which the answer then says; where a wildcard may be the ARN's account it is Unknown. The
/// decision is evaluate()'s own: nothing is
/// taken of policies that are not in the set.
Answer prove_decision(const CompiledPolicies& policies, const Request& pattern, Decision expected,
                      const ProveOptions& options = {});

}  // namespace iamproof
