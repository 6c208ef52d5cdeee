/// The policy grammar: what IAM, or the service that keeps a policy, accepts. One function per element.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "iamproof/policy.h"
#include "policy/faults.h"
#include "policy/path.h"

namespace iamproof {

/// What the check of one string has to know of its document.
struct GrammarContext {
  const Policy& policy;
  Faults& faults;

  PolicyType type() const { return policy.type; }
};

/// Everything the grammar of its type (`policy.type`) has to say about a document. O(bytes), but for `n log n` in the
/// number of Sids and of the keys under one operator.
void check_grammar(const Policy& policy, Faults& faults);

// Of one statement each; the path is the statement's.
void check_principals(const GrammarContext& context, const Statement& statement, const Path& path);
void check_actions(const GrammarContext& context, const Statement& statement, const Path& path);
void check_resources(const GrammarContext& context, const Statement& statement, const Path& path);
void check_conditions(const GrammarContext& context, const Statement& statement, const Path& path);

/// Of one string where policy variables work.
void check_variables(const GrammarContext& context, const Text& text, const Path& path);

/// Calls `check(text, path)` for each string of a list; elements of other types have been reported already.
template <class Check>
void for_each_string(const GrammarContext& context, const TextList& list, const Path& path, Check check) {
  const std::string_view source = context.policy.source->text();
  for (std::size_t i = 0; i < list.values.size(); ++i) {
    const Text& text = list.values[i];
    if (source[text.span.begin] != '"') continue;
    if (list.is_array) {
      check(text, Path(path, i));
    } else {
      check(text, path);
    }
  }
}

/// IAM itself stores these and reads them by the rules for identity-based policies.
inline bool is_identity_like(PolicyType type) {
  return type == PolicyType::identity || type == PolicyType::boundary || type == PolicyType::session;
}

/// These say whom they are about.
inline bool has_principal(PolicyType type) {
  return type == PolicyType::resource || type == PolicyType::trust || type == PolicyType::rcp ||
         type == PolicyType::endpoint;
}

/// sts:AssumeRole and its kin, sts:TagSession, sts:SetSourceIdentity, sts:SetContext.
bool is_trust_action(std::string_view action);

/// Where a missing element is shown: at the brace that opens what it is missing from.
inline Span opening_brace(Span object) {
  return {object.begin, object.begin + 1};
}

/// Whether an element that is missing was there under a name that differs in letter case only: one complaint is enough.
bool is_misspelt_in(const std::vector<Text>& unknown_elements, std::string_view name);

/// In the words of AWS: "an identity-based policy", ...
std::string_view with_article(PolicyType type);

}  // namespace iamproof
