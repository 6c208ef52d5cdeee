/// What the Allows of a subject give away once Denies, conditions and resources are taken into account.
///
/// The question is always about plain requests. One comes from somebody (what it carries about its caller and about
/// when, where and how he comes may be anything), acts on something whose name no policy foresees, and carries nothing
/// else but what the action cannot do without. So an Allow that names its resources, asks for a tag on them, or leaves
/// the caller only himself gives no plain request away, and one that asks for MFA does.
///
///   Allow iam:PutUserPolicy on *                                       gives it away
///     and Deny iam:* on * if aws:MultiFactorAuthPresent is not true    still: with MFA
///     and Deny iam:* on *                                              no more
///   Allow iam:CreateAccessKey on user/${aws:username}                  does not: that is the caller's own key
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "lint/check.h"

namespace iamproof {

/// Few actions of a catalogue, quick to be told that a statement has none of them.
class ActionGroup {
 public:
  ActionGroup() = default;
  explicit ActionGroup(const std::vector<ActionId>& actions);  ///< ascending

  bool meets(const Bitset& actions) const;
  bool met_by_any(const Subject::Statements& statements) const;

  /// Calls `visit` with the place, among those that the group was made from, of each that is in `actions`; ascending.
  template <class Visit>
  void for_each_in(const Bitset& actions, Visit visit) const {
    for (const Word& word : words_) {
      std::uint64_t common = word.members & actions.words()[word.number];
      for (; common != 0; common &= common - 1) {
        const std::uint64_t before = (common & (~common + 1)) - 1;
        visit(word.first + static_cast<std::size_t>(std::popcount(word.members & before)));
      }
    }
  }

 private:
  /// Of a Bitset, with a member at least. `first`: the place of the first one.
  struct Word {
    std::uint32_t number;
    std::uint64_t members;
    std::size_t first;
  };

  std::vector<Word> words_;
};

/// A key, in lower case, that a plain request carries with one of several values.
struct Carried {
  std::string_view key;
  std::vector<std::string_view> values;
};

/// An action, and what its plain request looks like.
struct PlainAction {
  ActionId action = 0;
  bool own_user = false;  ///< the user acted on may be the caller
  std::string_view on;    ///< the type of the resource that counts; empty: those that requests must name
  std::vector<Carried> carries;
};

/// As data/plain_requests.tsv says; nothing for a name that the catalogue does not have.
std::optional<PlainAction> plain_action(std::string_view name, const Catalogue& catalogue);

/// What was worked out of a catalogue: once and for all for the one that is built in. `Facts` is made from a Catalogue.
template <class Facts, class Use>
auto with_facts(const Catalogue& catalogue, Use use) {
  static const Catalogue known = Catalogue::built_in();
  if (!(catalogue == known)) return use(Facts(catalogue));
  static const Facts facts(known);
  return use(facts);
}

/// Where an Allow names an action: the entry of its list, or NotAction.
RelatedPlace entry_of(const Subject& subject, const CompiledStatement& allow, ActionId action);

/// Of one check on one subject.
class PlainGrants {
 public:
  PlainGrants(const Subject& subject, std::uint64_t step_budget, Reporter& reporter);

  /// Whether the Allow gives plain requests of the action away. What is not settled counts as no, and is reported.
  bool gives(const CompiledStatement& allow, const PlainAction& asked);
  /// The first Allow that does.
  const CompiledStatement* giver_of(const PlainAction& asked);
  /// Whether the Allow is about every resource, in every context.
  static bool is_open(const CompiledStatement& allow);

 private:
  using Statements = Subject::Statements;

  /// The parts of an ARN that a policy may well name, as those of the account it is in.
  struct Frame {
    std::string partition, region, account;
  };

  void find_binding();
  void find_keys();
  void find_usual_frame();
  bool searched(const CompiledStatement& allow, const PlainAction& asked);
  Statements denies_naming(ActionId action) const;
  Frame frame_of(std::string_view resource) const;
  std::vector<std::string> reached(const CompiledStatement& allow, const PlainAction& asked);
  std::vector<std::string> formats_of(const PlainAction& asked) const;
  CompiledStatement plain(const PlainAction& asked, const std::vector<std::string>& resources) const;
  std::optional<Predicate> constraint(const std::string& key, const PlainAction& asked) const;
  bool take_steps(std::uint64_t count);
  bool has_request(const Statements& statements);
  bool is_within_limits(const CompiledStatement& allow, const CompiledStatement& region);

  const Subject& subject_;
  Steps steps_;
  Reporter& reporter_;
  Statements denies_;  ///< of all policies that bind the caller
  /// What else has to allow a request: boundary, session policies, each level of SCPs.
  std::map<std::pair<PolicyType, std::uint32_t>, Statements> limits_;
  std::set<std::string, std::less<>> keys_;       ///< that conditions test or variables name, in lower case
  std::set<std::string, std::less<>> variables_;  ///< of them, those that variables of resources name
  Frame usual_;
  bool knows_keys_ = false;   ///< they are looked for when a search needs them
  bool knows_usual_ = false;  ///< likewise
  /// Answers about actions whose plain requests carry nothing. Of one Allow they are the same for all that work on the
  /// same kinds of resources and that the same Denies name.
  std::map<std::tuple<const CompiledStatement*, std::uint32_t, Statements>, bool> alike_;
};

}  // namespace iamproof
