/// The decision on one concrete request, and why.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "iamproof/policy_set.h"
#include "iamproof/request.h"

namespace iamproof {

/// An explicit deny outranks an explicit allow; with neither, IAM denies implicitly.
enum class Decision : std::uint8_t { explicit_deny, explicit_allow, implicit_deny };

std::string_view to_string(Decision decision);  ///< "ExplicitlyDenied", "Allowed", "ImplicitlyDenied"

enum class Element : std::uint8_t { action, resource, condition };

std::string_view to_string(Element element);

/// A statement that matched, and the strings of it that did.
struct Match {
  StatementRef statement;
  Span action;    ///< the pattern that matched, or the word NotAction where none did
  Span resource;  ///< likewise
};

/// A statement that did not match, and the first element that failed: action, then resource, then conditions in order.
struct Miss {
  StatementRef statement;
  Element element = Element::action;
  Span span;        ///< the word Action or Resource, the NotAction or NotResource string, or the condition's key
  std::string why;  ///< one line in the policy's terms
};

/// A decision and the statements that settled it, in document order.
struct Evaluation {
  Decision decision = Decision::implicit_deny;
  std::vector<Match> because;  ///< the matching Deny statements, else the matching Allow statements
  std::vector<Miss> misses;    ///< every statement that did not match
};

/// Total: a context key missing from `request` is answered by its operator's missing-key rule.
/// O(statements), each linear in its patterns and the request. IAM User Guide, "Policy evaluation logic".
Evaluation evaluate(const CompiledPolicies& policies, const Request& request);

/// The decision alone, without the reasons: what evaluate() would say, for less.
Decision decide(const CompiledPolicies& policies, const Request& request);

}  // namespace iamproof
