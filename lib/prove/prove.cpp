#include "iamproof/prove.h"

#include <algorithm>
#include <initializer_list>

#include <fmt/format.h>

#include "arn/arn.h"
#include "evaluate/decide.h"
#include "prove/claim.h"
#include "prove/compare.h"
#include "prove/outsiders.h"
#include "prove/prover.h"

namespace iamproof {

static ProofQuestion question_of(ClaimKind kind) {
  switch (kind) {
    case ClaimKind::never_allowed:
      return ProofQuestion::never_allowed;
    case ClaimKind::always_denied:
      return ProofQuestion::always_denied;
    case ClaimKind::always_allowed:
      return ProofQuestion::always_allowed;
    case ClaimKind::only_within:
    case ClaimKind::no_new_access:
    case ClaimKind::equivalent:
    case ClaimKind::no_outsiders:
      break;
  }
  return ProofQuestion::only_within;
}

/// A claim is about what the set decides: who is not described by it is taken to leave the decision to it.
static Unstated unstated_of(const PolicySet& set, const ProveOptions& options) {
  return {.owner_trusts_account = !set.resource && !set.identity.empty(),
          .own_account_allows = set.identity.empty() && set.resource,
          .undecided_left_out = true,
          .in_management_account = options.in_management_account};
}

static Answer unknown(std::string reason) {
  Answer answer;
  answer.verdict = Unknown{std::move(reason)};
  return answer;
}

std::vector<Answer> prove(const CompiledPolicies& policies, const CompiledClaims& claims, const ProveOptions& options) {
  std::vector<Answer> answers;
  Inquiry inquiry{ProofQuestion::never_allowed, caller_classes({&policies.impl()}),
                  unstated_of(policies.policies(), options)};
  for (std::size_t i = 0; i < claims.file().claims.size(); ++i) {
    const ClaimKind kind = claims.file().claims[i].kind;
    if (compares(kind)) {
      answers.push_back(prove_comparison(policies, claims, i, options));
      continue;
    }
    if (kind == ClaimKind::no_outsiders) {
      answers.push_back(prove_outsiders(policies, claims.file().claims[i].trusted, inquiry.unstated, options));
      continue;
    }
    inquiry.question = question_of(kind);
    answers.push_back(prove_claim(policies, claims.impl().claims[i], inquiry, options));
  }
  return answers;
}

Answer prove_no_new_access(const CompiledPolicies& policies, const CompiledPolicies& reference,
                           const ProveOptions& options) {
  return compare_allowed({policies, unstated_of(policies.policies(), options)},
                         {reference, unstated_of(reference.policies(), options)}, options);
}

/// Takes the answer to one part of a question into that of the whole.
static void merge(Answer part, bool of_reference, Answer& whole) {
  whole.assumptions.insert(whole.assumptions.end(), part.assumptions.begin(), part.assumptions.end());
  whole.open.insert(whole.open.end(), part.open.begin(), part.open.end());
  whole.steps += part.steps;
  if (auto* refuted = std::get_if<Refuted>(&part.verdict)) {
    if (!std::holds_alternative<Refuted>(whole.verdict)) whole.verdict = Refuted{};
    for (Breach& breach : refuted->breaches) {
      breach.of_reference = of_reference;
      std::get<Refuted>(whole.verdict).breaches.push_back(std::move(breach));
    }
  } else if (auto* why = std::get_if<Unknown>(&part.verdict)) {
    if (std::holds_alternative<Proved>(whole.verdict)) whole.verdict = std::move(*why);
  }
}

using Compare = Answer (*)(const Side&, const Side&, const ProveOptions&);

/// Each comparison in both directions, with one budget for all of it.
static Answer compare_both_ways(std::initializer_list<Compare> comparisons, const CompiledPolicies& policies,
                                const CompiledPolicies& reference, const ProveOptions& options) {
  const Side ours{policies, unstated_of(policies.policies(), options)};
  const Side theirs{reference, unstated_of(reference.policies(), options)};
  ProveOptions rest = options;
  Answer whole;
  for (const Compare compare : comparisons) {
    for (const bool of_reference : {false, true}) {
      rest.step_budget = options.step_budget - whole.steps;
      merge(of_reference ? compare(theirs, ours, rest) : compare(ours, theirs, rest), of_reference, whole);
      if (options.first_only && std::holds_alternative<Refuted>(whole.verdict)) return whole;
    }
  }
  for (std::vector<std::string>* list : {&whole.assumptions, &whole.open}) {
    std::sort(list->begin(), list->end());
    list->erase(std::unique(list->begin(), list->end()), list->end());
  }
  return whole;
}

Answer prove_equivalent(const CompiledPolicies& policies, const CompiledPolicies& reference,
                        const ProveOptions& options) {
  return compare_both_ways({compare_allowed, compare_denied}, policies, reference, options);
}

Answer prove_same_denies(const CompiledPolicies& policies, const CompiledPolicies& reference,
                         const ProveOptions& options) {
  return compare_both_ways({compare_denied}, policies, reference, options);
}

bool region_contains(const CompiledClaims& claims, std::size_t index, const Request& request) {
  return in_region(claims.impl().claims[index], request, ActionName(request.action, claims.impl().catalogue));
}

Decision claimed_decision(const CompiledPolicies& policies, const Request& request, const ProveOptions& options) {
  return decide(policies.impl(), request, ActionName(request.action, policies.catalogue()),
                unstated_of(policies.policies(), options));
}

bool rests_on_trust(const CompiledPolicies& policies, const Request& request, const ProveOptions& options) {
  Unstated without = unstated_of(policies.policies(), options);
  without.owner_trusts_account = false;
  const ActionName action(request.action, policies.catalogue());
  return decide(policies.impl(), request, action, without) != claimed_decision(policies, request, options);
}

static bool has_wildcard(std::string_view text) {
  return text.find_first_of("*?") != std::string_view::npos;
}

bool is_pattern(const Request& request) {
  if (has_wildcard(request.action)) return true;
  if (has_wildcard(request.resource) && request.resource != "*") return true;
  return std::any_of(request.context.begin(), request.context.end(), [](const auto& entry) {
    const auto* text = std::get_if<std::string>(&entry.second);
    return text != nullptr && *text == "*";
  });
}

static CompiledClaim region_of(const Request& pattern, const Catalogue& catalogue) {
  CompiledClaim claim;
  CompiledStatement region = compile_patterns({{pattern.action, {}}}, catalogue);
  region.resources.patterns.front().pattern = read_template(pattern.resource, {});
  claim.region.push_back(std::move(region));
  claim.statements = {&claim.region.front()};
  return claim;
}

/// A session whose aws:PrincipalArn may be any, and of which nothing else says what it was made from.
static bool leaves_issuer_open(const Request& pattern) {
  const auto arn = pattern.context.find(std::string_view("aws:PrincipalArn"));
  return !pattern.session_issuer && arn != pattern.context.end() && arn->second == ContextValue("*") &&
         Caller::of(pattern).is_session();
}

/// A resource of which a wildcard may be the account: whose it is decides, and differs from one to the next.
static bool leaves_owner_open(const Request& pattern) {
  if (pattern.resource_account || !has_wildcard(pattern.resource) || pattern.resource == "*") return false;
  const auto parts = split_arn(pattern.resource);
  return !parts || has_wildcard(parts->account) || pattern.resource.starts_with('*');
}

Answer prove_decision(const CompiledPolicies& policies, const Request& pattern, Decision expected,
                      const ProveOptions& options) {
  if (leaves_issuer_open(pattern)) {
    return unknown("the pattern leaves open what role or user the session is of: give `session_issuer`");
  }
  if (leaves_owner_open(pattern)) {
    return unknown("the pattern leaves open whose the resources are: give `resource_account`, or write the account");
  }
  Inquiry inquiry;
  inquiry.callers = {only_caller(pattern)};
  inquiry.unstated.in_management_account = options.in_management_account;
  // Where nothing says whose the resources are, some may be the management account's, which RCPs do not bind.
  const std::string& management = policies.policies().management_account;
  if (!inquiry.callers.front().request.resource_account && !management.empty()) {
    inquiry.callers.push_back(inquiry.callers.front());
    inquiry.callers.back().request.resource_account = management;
  }
  switch (expected) {
    case Decision::explicit_allow:
      inquiry.question = ProofQuestion::always_allowed;
      break;
    case Decision::explicit_deny:
      inquiry.question = ProofQuestion::always_denied;
      break;
    case Decision::implicit_deny:
      inquiry.question = ProofQuestion::undecided;
      break;
  }
  Answer answer = prove_claim(policies, region_of(pattern, policies.catalogue()), inquiry, options);
  const auto& owner = inquiry.callers.front().request.resource_account;
  if (!pattern.resource_account && owner && has_wildcard(pattern.resource)) {
    answer.assumptions.push_back(fmt::format("the resources belong to the account `{}`", *owner));
    std::sort(answer.assumptions.begin(), answer.assumptions.end());
  }
  return answer;
}

}  // namespace iamproof
