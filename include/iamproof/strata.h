/// A refutation in few words: its breaches gathered into findings that cover all of them, the gravest first, and what a
/// statement says, in words. Of comparisons and of claims alike.
///
///   breaches   `iam:Get*` 30 actions, `iam:Put*` 12 actions of one statement; `s3:*` of another
///   strata     permissions management: the first statement, 42 actions; write: the second, 110 actions
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "iamproof/catalogue.h"
#include "iamproof/policy.h"
#include "iamproof/policy_set.h"
#include "iamproof/prove.h"

namespace iamproof {

/// How bad it is that somebody can do something, gravest last so that they compare. To pay is to be in the catalogue's
/// family `billing-pay`; the others are the access levels of AWS.
enum class Gravity : std::uint8_t { list, read, tagging, write, permissions_management, pay };

std::string_view to_string(Gravity gravity);  ///< "list", ..., "permissions management", "pay"

/// Tells how grave actions are. Cheap to ask, a few microseconds to make.
class GravityScale {
 public:
  explicit GravityScale(const Catalogue& catalogue);
  Gravity of(ActionId action) const;
  /// The first of the gravest ones; none of none.
  std::optional<ActionId> gravest(const std::vector<ActionId>& actions) const;
  /// Of the gravest one. Of none, which means actions AWS has yet to add, it is `write`: what they will do is not
  /// known.
  Gravity of(const std::vector<ActionId>& actions) const;

 private:
  Catalogue catalogue_;
  std::vector<ActionId> paying_;  ///< ascending
};

/// Breaches that one statement is answerable for in one way: an Allow that lets them in, or in a comparison a Deny of
/// the other policies that stops them, with all the Allows it concerns.
struct Stratum {
  Gravity gravity = Gravity::list;
  std::optional<StatementRef> statement;  ///< of the gravest breach: see Breach
  std::vector<StatementRef> others;       ///< with `denied_by`: further statements that it concerns, in document order
  bool of_reference = false;
  std::optional<StatementRef> denied_by;
  /// By their numbers among all that were gathered, those with the gravest actions first. Not empty.
  std::vector<std::size_t> breaches;
  std::vector<ActionId> actions;  ///< of all of them, ascending
  bool future_actions = false;
};

/// A list that covers every breach: for each Deny in the way and for each other statement one stratum, but
/// none whose requests another one covers too. The gravest come first; of the same gravity, those with more actions,
/// then in document order. `policies` and `reference` are what was asked about; without a comparison they are the same.
/// Whether one covers another is judged by their texts, so that a pair may stay although one would do. Quadratic in
/// the strata.
std::vector<Stratum> strata(std::span<const Breach> breaches, const CompiledPolicies& policies,
                            const CompiledPolicies& reference, const GravityScale& scale);

/// What a statement is about besides its actions, in words.
struct StatementWords {
  /// "for everyone", "for account 111122223333"; empty where the policy's type names no principals.
  std::string principals;
  /// "on every resource", "on arn:aws:s3:::b/* or arn:aws:s3:::b", "on all resources but ..."; empty for a trust
  /// policy.
  std::string resources;
  /// One for each condition: "when aws:MultiFactorAuthPresent is true", "unless aws:PrincipalOrgID is o-1".
  std::vector<std::string> conditions;
};

struct WordOptions {
  std::size_t most = 0;  ///< longer lists of values end in "and N more"; 0 is without limit
  /// Makes a text of the document fit for the place that the words go to. Without one it stands there as it is, in
  /// quotation marks where it could be misread.
  std::function<std::string(std::string_view)> quote;
};

StatementWords in_words(const Statement& statement, const WordOptions& options = {});

}  // namespace iamproof
