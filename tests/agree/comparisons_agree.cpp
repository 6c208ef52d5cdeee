// Random policies compared with one another: what is proved no request of a small universe contradicts, what is refuted
// is shown by requests that the oracle takes for such, and where a policy has nothing that is left open (see open.h)
// there is an answer. All of it in every way to read what AWS leaves out of sets (see unqualified.h).
//
//   comparisons_agree [WORLDS [SEED [FIRST]]]     each ordered pair of a pool of policies is a world
//
// A pool is generated and compiled once, and the oracle works out once what each policy allows and denies of the
// universe: a pair is then a question to the library and an AND of bits. One pool can be made again:
// `comparisons_agree 1 SEED NUMBER`.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <stdexcept>

#include "agree/coverage.h"
#include "agree/facts.h"
#include "agree/open.h"
#include "agree/pool.h"
#include "agree/reading.h"
#include "agree/running.h"
#include "agree/small_catalogue.h"
#include "agree/unqualified.h"
#include "agree/world.h"
#include "iamproof/diff.h"
#include "iamproof/prove.h"
#include "oracle/text.h"
#include "oracle/universe.h"

namespace {

using agree::as_printed;
using agree::must;
using oracle::Mask;
using support::Json;

constexpr std::uint64_t failures_shown = 5;
constexpr std::size_t pool_size = 64;
constexpr std::size_t most_contexts = 1024;

iamproof::PolicyType random_type(agree::Random& random) {
  static const std::vector<iamproof::PolicyType> others = {iamproof::PolicyType::boundary,
                                                           iamproof::PolicyType::session, iamproof::PolicyType::scp};
  return random.percent(70) ? iamproof::PolicyType::identity : random.one_of(others);
}

/// A policy in the library's eyes and in the oracle's.
struct Member {
  Json document;
  iamproof::CompiledPolicies compiled;
  std::vector<oracle::Statement> statements;
  std::set<std::string> open;                                ///< see open.h
  std::map<oracle::UnqualifiedSets, oracle::Access> access;  ///< where they do not matter, of the first reading alone

  const oracle::Access& read_as(oracle::UnqualifiedSets sets) const {
    const auto at = access.find(sets);
    return at == access.end() ? access.begin()->second : at->second;
  }
  /// Ways to read it and another policy that may differ.
  static std::size_t readings(const Member& a, const Member& b) { return std::max(a.access.size(), b.access.size()); }
};

struct Tally {
  std::uint64_t proved = 0, proved_with_assumptions = 0, refuted = 0, unknown = 0, unknown_yet_refutable = 0;
};

class Runner {
 public:
  Runner()
      : built_in_(iamproof::Catalogue::built_in()),
        small_text_("small catalogue", agree::small_catalogue(built_in_)),
        catalogue_(must(iamproof::Catalogue::read(small_text_))) {}

  void run_pool(std::uint64_t seed, std::uint64_t number) {
    number_ = number;
    agree::Random random(seed, number);
    choose(random);
    pool_.clear();
    sources_.clear();
    for (const Json& document : agree::make_pool(random, agree::Flavour::random(random), pool_size)) add(document);
    if (pool_.empty()) return;
    enter_universe(random);
    compare_all();
    if (random.percent(30)) compare_both_ways();
    try_laws(random);
  }

  std::uint64_t worlds() const { return worlds_; }

  int finish() const {
    std::printf("%-16s %10s %10s %10s %10s %12s\n", "question", "proved", "assuming", "refuted", "unknown",
                "(refutable)");
    for (const auto& [kind, tally] : tallies_)
      std::printf("%-16s %10llu %10llu %10llu %10llu %12llu\n", kind.c_str(), as_printed(tally.proved),
                  as_printed(tally.proved_with_assumptions), as_printed(tally.refuted), as_printed(tally.unknown),
                  as_printed(tally.unknown_yet_refutable));
    std::printf("unknown because\n");
    for (const auto& [reason, times] : reasons_) std::printf("  %10llu  %s\n", as_printed(times), reason.c_str());
    coverage_.print();
    for (const auto& [what, times] : seen_) std::printf("  %10llu  %s\n", as_printed(times), what.c_str());
    if (failed_ > 0) std::printf("failed because\n");
    for (const auto& [what, times] : shown_) std::printf("  %10llu  %s\n", as_printed(times), what.c_str());
    const bool too_many_refused = refused_ * 20 > refused_ + documents_;
    std::printf("%llu of %llu documents were refused by the library%s\n", as_printed(refused_),
                as_printed(refused_ + documents_), too_many_refused ? ": too many" : "");
    std::printf("%llu worlds, %llu of their requests tried for each; %llu failed\n", as_printed(worlds_),
                as_printed(worlds_ == 0 ? 0 : tried_ / worlds_), as_printed(failed_));
    return failed_ == 0 && worlds_ > 0 && !too_many_refused ? 0 : 1;
  }

 private:
  // ---- A pool ----

  void choose(agree::Random& random) {
    hurried_ = random.percent(4);
    options_ = {};
    options_.assume.resource_types = !random.percent(15);
    options_.assume.unknown_keys_absent = random.percent(15);
    options_.assume.closed_catalogue = random.percent(15);
    options_.assume.key_facts = !random.percent(15);
    options_.assume.set_operators_required = !random.percent(25);
    options_.first_only = random.percent(75);
    if (hurried_) options_.step_budget = random.below(300);
    type_ = random_type(random);
  }

  void add(const Json& document) {
    auto compiled = compile(document);
    if (!compiled) return;
    coverage_.count(document);
    ++seen_["policy type " + std::string(to_string(type_))];
    ++documents_;
    std::vector<oracle::Statement> statements = oracle::read_policy(document);
    std::set<std::string> open = agree::open_constructs(statements);
    pool_.push_back({document, std::move(*compiled), std::move(statements), std::move(open), {}});
  }

  std::optional<iamproof::CompiledPolicies> compile(const Json& document) {
    sources_.emplace_back("policy", write_json(document));
    auto reading = iamproof::parse(sources_.back(), {type_, {}});
    if (!reading || !reading->is_valid()) {
      if (++refused_ <= failures_shown)
        std::printf("refused: %s\n  %s\n", write_json(document).c_str(),
                    (reading ? reading->faults.front().message : reading.errors().front().message).c_str());
      return std::nullopt;
    }
    return must(iamproof::compile(iamproof::alone(std::move(reading->policy)), catalogue_));
  }

  void enter_universe(agree::Random& random) {
    std::vector<const oracle::Statement*> all;
    for (const Member& member : pool_)
      for (const oracle::Statement& statement : member.statements) all.push_back(&statement);
    agree::Limits limits;
    limits.existing_actions_only = options_.assume.closed_catalogue;
    limits.no_unknown_reserved_keys = options_.assume.unknown_keys_absent;
    universe_.emplace(agree::make_universe(random, all, limits, most_contexts));
    for (Member& member : pool_) member.access = accesses(member.statements);
    fitting_ = universe_->where(agree::works_on);
    possible_.clear();
    settled_sets_.clear();
  }

  std::map<oracle::UnqualifiedSets, oracle::Access> accesses(const std::vector<oracle::Statement>& statements) const {
    std::map<oracle::UnqualifiedSets, oracle::Access> out;
    for (const oracle::UnqualifiedSets sets : agree::readings) {
      out.emplace(sets, universe_->decide(agree::read_as(sets, statements)));
      if (!agree::has_unqualified(statements)) break;
    }
    return out;
  }

  // ---- The requests that an answer speaks of ----

  static bool carries_set(const std::optional<oracle::ContextValue>& state) {
    return state && std::holds_alternative<std::vector<std::string>>(*state);
  }

  // The keys, in lower case, of which assumptions say so.
  static std::set<std::string> keys_taken_for(const char* what, const std::vector<std::string>& assumptions) {
    std::set<std::string> keys;
    for (const std::string& sentence : assumptions) {
      if (sentence.find(what) == std::string::npos) continue;
      const std::size_t begin = sentence.find('`') + 1;
      keys.insert(oracle::fold(sentence.substr(begin, sentence.find('`', begin) - begin)));
    }
    return keys;
  }

  static std::set<std::string> united(std::set<std::string> a, const std::set<std::string>& b) {
    a.insert(b.begin(), b.end());
    return a;
  }

  // Of a key that AWS does not document an answer says whether it takes it to carry sets.
  const Mask& possible(const std::vector<std::string>& assumptions) {
    const auto known = possible_.find(assumptions);
    if (known != possible_.end()) return known->second;
    Mask mask = universe_->all();
    for (const std::string& sentence : assumptions)
      if (sentence.find("resource types") != std::string::npos) mask = oracle::both(std::move(mask), fitting_);
    const std::set<std::string> sets = keys_taken_for("carries a set", assumptions);
    for (const std::string& fact : agree::facts_named_in(assumptions))
      mask = oracle::both(std::move(mask), where_holds(fact));
    const std::set<std::string> on_their_own = agree::keys_whose_lists_fail(assumptions);
    for (std::size_t key = 0; key < universe_->world().keys.size(); ++key) {
      const std::string& name = universe_->world().keys[key].key;
      const agree::Key* known_key = agree::find_key(name);
      if (known_key && known_key->known && known_key->multivalued && !on_their_own.contains(oracle::fold(name)))
        mask = oracle::both(std::move(mask),
                            universe_->where(key, [](const auto& state) { return !state || agree::is_list(state); }));
      if (known_key && known_key->known) continue;
      const bool set = std::find(sets.begin(), sets.end(), oracle::fold(name)) != sets.end();
      mask =
          oracle::both(std::move(mask),
                       universe_->where(key, [&](const auto& state) { return !state || carries_set(state) == set; }));
    }
    return possible_.emplace(assumptions, std::move(mask)).first->second;
  }

  // The possible ones on which conditions without set operator are as the answer takes them to be, however they are
  // read: no lists of a key of which it takes them to fail.
  const Mask& settled_sets(const std::vector<std::string>& assumptions) {
    const auto known = settled_sets_.find(assumptions);
    if (known != settled_sets_.end()) return known->second;
    Mask mask = possible(assumptions);
    const std::set<std::string> keys = agree::keys_whose_lists_fail(assumptions);
    for (std::size_t key = 0; key < universe_->world().keys.size(); ++key) {
      if (!keys.contains(oracle::fold(universe_->world().keys[key].key))) continue;
      mask = oracle::both(std::move(mask),
                          universe_->where(key, [](const auto& state) { return !agree::is_list(state); }));
    }
    return settled_sets_.emplace(assumptions, std::move(mask)).first->second;
  }

  Mask where_holds(const std::string& fact) const {
    const auto holds = [&](const oracle::Request& request) { return !agree::breaks(request, fact); };
    return agree::looks_at_resource(fact) ? universe_->where_request(holds) : universe_->where_context(holds);
  }

  // Those that are in question whatever an answer assumes.
  const Mask& certain() {
    std::vector<std::string> most;
    if (options_.assume.resource_types) most.push_back("resource types");
    if (options_.assume.key_facts) {
      for (const std::string& fact : agree::facts_written_down()) most.push_back(" (`" + fact + "`)");
    }
    return possible(most);
  }

  // ---- Pairs ----

  void compare_all() {
    std::vector<std::vector<bool>> proved(pool_.size()), refuted(pool_.size());
    std::vector<std::vector<std::set<std::string>>> sets(pool_.size()), single(pool_.size());
    for (std::size_t a = 0; a < pool_.size(); ++a)
      for (std::size_t b = 0; b < pool_.size(); ++b) {
        ++worlds_;
        tried_ += universe_->size();
        const iamproof::Answer answer = prove_no_new_access(pool_[a].compiled, pool_[b].compiled, options_);
        judge_new_access(answer, pool_[a], pool_[b]);
        proved[a].push_back(std::holds_alternative<iamproof::Proved>(answer.verdict));
        refuted[a].push_back(std::holds_alternative<iamproof::Refuted>(answer.verdict));
        sets[a].push_back(keys_taken_for("carries a set", answer.assumptions));
        single[a].push_back(keys_taken_for("carries one value", answer.assumptions));
      }
    for (std::size_t a = 0; a < pool_.size(); ++a)
      if (!proved[a][a] && !hurried_) fail("a policy allows more than itself", pool_[a], pool_[a]);
    for (std::size_t a = 0; a < pool_.size(); ++a)
      for (std::size_t b = 0; b < pool_.size(); ++b) {
        if (!proved[a][b]) continue;
        for (std::size_t c = 0; c < pool_.size(); ++c) {
          if (!proved[b][c] || !refuted[a][c]) continue;
          const auto all = [&](const auto& keys) { return united(united(keys[a][b], keys[b][c]), keys[a][c]); };
          const std::set<std::string> taken_for_sets = all(sets);
          const std::set<std::string> taken_for_single = all(single);
          const auto is_set = [&](const std::string& key) { return taken_for_sets.count(key) > 0; };
          if (std::any_of(taken_for_single.begin(), taken_for_single.end(), is_set)) {
            ++seen_["law: transitive, but for a key that is guessed to be of two kinds"];
          } else {
            fail("not transitive: see also the policy between", pool_[a], pool_[c]);
          }
        }
      }
  }

  void judge_new_access(const iamproof::Answer& answer, const Member& a, const Member& b) {
    const auto exceeds = [&](oracle::UnqualifiedSets sets, const Mask& within) {
      return oracle::exceeds(a.read_as(sets).allowed, b.read_as(sets).allowed, within);
    };
    judge(answer, a, b, tallies_["no-new-access"], exceeds);
    const auto* refuted = std::get_if<iamproof::Refuted>(&answer.verdict);
    if (!refuted) return;
    for (const iamproof::Breach& breach : refuted->breaches) {
      const oracle::Request witness = agree::oracle_request(breach.witness);
      for (std::size_t i = 0; i < readings_of(answer, a, b); ++i)
        if (oracle::decide(agree::read_as(agree::readings[i], a.statements), witness) != oracle::Decision::allow ||
            oracle::decide(agree::read_as(agree::readings[i], b.statements), witness) == oracle::Decision::allow)
          fail("the witness is none", a, b, witness);
      judge_breach(answer, breach, a, b, witness);
    }
    if (!options_.first_only && answer.open.empty()) expect_cover(*refuted, a, b);
  }

  template <class Exceeds>
  void judge(const iamproof::Answer& answer, const Member& a, const Member& b, Tally& tally, const Exceeds& exceeds) {
    if (!agree::keys_whose_lists_fail(answer.assumptions).empty()) {
      ++seen_["answers that take lists to fail"];
      if (!options_.assume.set_operators_required) fail("rests on what is not assumed", a, b);
    }
    if (const auto* refuted = std::get_if<iamproof::Refuted>(&answer.verdict)) {
      ++tally.refuted;
      if (refuted->breaches.empty()) fail("refuted without a breach", a, b);
      if (options_.first_only && refuted->breaches.size() > 1) fail("more than the first breach", a, b);
    } else if (std::holds_alternative<iamproof::Proved>(answer.verdict)) {
      ++(answer.assumptions.empty() ? tally.proved : tally.proved_with_assumptions);
      if (!answer.open.empty()) fail("proved, and yet something stayed open", a, b);
      if (exceeds(agree::readings[0], possible(answer.assumptions)))
        fail("proved, but not so", a, b, counterexample(agree::readings[0], a, b, possible(answer.assumptions)));
      for (std::size_t i = 1; i < Member::readings(a, b); ++i) {
        const Mask& within = settled_sets(answer.assumptions);
        if (exceeds(agree::readings[i], within))
          fail("proved, but not however it is read", a, b, counterexample(agree::readings[i], a, b, within));
      }
    } else {
      ++tally.unknown;
      const std::string& reason = std::get<iamproof::Unknown>(answer.verdict).reason;
      ++reasons_[reason];
      if (exceeds(agree::readings[0], certain())) ++tally.unknown_yet_refutable;
      if (!is_open(a) && !is_open(b) && !hurried_) fail("unknown, though nothing is open: " + reason, a, b);
      for (const std::string& what : a.open) ++seen_["unknown with " + what];
    }
  }

  bool is_open(const Member& member) const {
    const std::size_t decided = options_.assume.set_operators_required ? member.open.count(agree::unqualified_key) : 0;
    return member.open.size() > decided;
  }

  std::optional<oracle::Request> counterexample(oracle::UnqualifiedSets sets, const Member& a, const Member& b,
                                                const Mask& within) const {
    for (const auto& [more, less] : {std::pair(&a, &b), std::pair(&b, &a)})
      for (const Mask oracle::Access::*side : {&oracle::Access::allowed, &oracle::Access::denied})
        if (auto found = universe_->first(
                oracle::both(oracle::without(more->read_as(sets).*side, less->read_as(sets).*side), within)))
          return found;
    return std::nullopt;
  }

  // Of a witness: what rests on one reading is shown in that one.
  static std::size_t readings_of(const iamproof::Answer& answer, const Member& a, const Member& b) {
    return agree::keys_whose_lists_fail(answer.assumptions).empty() ? Member::readings(a, b) : 1;
  }

  void judge_breach(const iamproof::Answer& answer, const iamproof::Breach& breach, const Member& a, const Member& b,
                    const oracle::Request& witness) {
    agree::Limits limits;
    limits.no_unknown_reserved_keys = options_.assume.unknown_keys_absent;
    limits.on_their_own = agree::keys_whose_lists_fail(answer.assumptions);
    const std::string why = agree::impossible(witness, options_.assume.resource_types, limits);
    if (!why.empty()) fail("the witness is no request: " + why, a, b, witness);
    if (agree::carries_unheard_of_key(witness)) {
      ++seen_["refuted by a key that nobody has heard of"];
      if (breach.odd.empty()) fail("a witness with an unknown key, and nothing odd about it", a, b, witness);
    }
    const auto action = catalogue_.find_action(witness.action);
    if (options_.assume.closed_catalogue && !action) fail("the witness leaves the catalogue", a, b, witness);
    if (breach.actions.empty() && !breach.future_actions) fail("a breach about no action", a, b, witness);
    if (action && std::find(breach.actions.begin(), breach.actions.end(), *action) == breach.actions.end())
      fail("the breach is not about the action of its witness", a, b, witness);
    if (!action && !breach.future_actions) fail("the breach is not about actions to come", a, b, witness);
  }

  // Each action that the oracle finds more allowed is in some breach.
  void expect_cover(const iamproof::Refuted& refuted, const Member& a, const Member& b) {
    const auto sets = agree::readings[0];
    const Mask gained = oracle::both(oracle::without(a.read_as(sets).allowed, b.read_as(sets).allowed), certain());
    if (oracle::is_empty(gained)) return;
    ++seen_["answers in full that cover what the oracle finds"];
    for (std::size_t i = 0; i < universe_->world().actions.size(); ++i) {
      if (!universe_->has_action(gained, i)) continue;
      const auto id = catalogue_.find_action(universe_->world().actions[i]);
      const bool covered = std::any_of(refuted.breaches.begin(), refuted.breaches.end(), [&](const auto& breach) {
        return id ? std::find(breach.actions.begin(), breach.actions.end(), *id) != breach.actions.end()
                  : breach.future_actions;
      });
      if (!covered) fail("no breach is about " + universe_->world().actions[i], a, b);
    }
  }

  // ---- Equivalence ----

  void compare_both_ways() {
    for (std::size_t a = 0; a < pool_.size(); ++a)
      for (std::size_t b = 0; b < pool_.size(); b += 3) {
        const iamproof::Answer answer = prove_equivalent(pool_[a].compiled, pool_[b].compiled, options_);
        judge_equivalent(answer, pool_[a], pool_[b]);
        const iamproof::Answer back = prove_equivalent(pool_[b].compiled, pool_[a].compiled, options_);
        if (contradict(answer, back)) fail("equivalent is not symmetric", pool_[a], pool_[b]);
      }
  }

  void judge_equivalent(const iamproof::Answer& answer, const Member& a, const Member& b) {
    const auto differ = [&](oracle::UnqualifiedSets sets, const Mask& within) {
      const oracle::Access& of_a = a.read_as(sets);
      const oracle::Access& of_b = b.read_as(sets);
      return oracle::exceeds(of_a.allowed, of_b.allowed, within) ||
             oracle::exceeds(of_b.allowed, of_a.allowed, within) || oracle::exceeds(of_a.denied, of_b.denied, within) ||
             oracle::exceeds(of_b.denied, of_a.denied, within);
    };
    judge(answer, a, b, tallies_["equivalent"], differ);
    const auto* refuted = std::get_if<iamproof::Refuted>(&answer.verdict);
    if (!refuted) return;
    for (const iamproof::Breach& breach : refuted->breaches) {
      const oracle::Request witness = agree::oracle_request(breach.witness);
      for (std::size_t i = 0; i < readings_of(answer, a, b); ++i)
        if (oracle::decide(agree::read_as(agree::readings[i], a.statements), witness) ==
            oracle::decide(agree::read_as(agree::readings[i], b.statements), witness))
          fail("the witness is none, both decide the same", a, b, witness);
      judge_breach(answer, breach, a, b, witness);
    }
  }

  // ---- Laws ----

  static iamproof::Answer of(const Member& a, const Member& b, const iamproof::ProveOptions& options) {
    return prove_no_new_access(a.compiled, b.compiled, options);
  }

  std::optional<Member> member(const Json& document) {
    auto compiled = compile(document);
    if (!compiled) return std::nullopt;
    std::vector<oracle::Statement> statements = oracle::read_policy(document);
    auto access = accesses(statements);
    std::set<std::string> open = agree::open_constructs(statements);
    return Member{document, std::move(*compiled), std::move(statements), std::move(open), std::move(access)};
  }

  void try_laws(agree::Random& random) {
    if (hurried_) return;
    for (std::size_t i = 0; i < 4; ++i) {
      const Member& a = random.one_of(pool_);
      const Member& b = random.one_of(pool_);
      in_other_words(random, a);
      one_statement_more(a, random.one_of(agree::statements_of(b.document)));
      forwards_and_backwards(a, b);
    }
  }

  void in_other_words(agree::Random& random, const Member& a) {
    const auto other = member(rewritten(random, a.document));
    if (!other) return;
    ++seen_["law: other words, the same meaning"];
    const iamproof::Answer answer = prove_equivalent(a.compiled, other->compiled, options_);
    judge_equivalent(answer, a, *other);
    if (std::holds_alternative<iamproof::Refuted>(answer.verdict)) fail("other words, another meaning", a, *other);
    const Member& b = pool_.front();
    if (contradict(of(a, b, options_), of(*other, b, options_)) ||
        contradict(of(b, a, options_), of(b, *other, options_)))
      fail("in other words another verdict over the first of the pool, or of it", a, *other);
  }

  // How a policy with something open is written may decide whether it is settled.
  static bool contradict(const iamproof::Answer& a, const iamproof::Answer& b) {
    const bool unknown =
        std::holds_alternative<iamproof::Unknown>(a.verdict) || std::holds_alternative<iamproof::Unknown>(b.verdict);
    return !unknown && a.verdict.index() != b.verdict.index();
  }

  // An Allow never narrows, a Deny never widens.
  void one_statement_more(const Member& a, const Json& statement) {
    std::vector<Json> statements = agree::statements_of(a.document);
    statements.push_back(statement);
    const auto more = member(agree::with_statements(a.document, std::move(statements)));
    if (!more) return;
    const bool allow = statement.at("Effect").text == "Allow";
    ++seen_[allow ? "law: an Allow more narrows nothing" : "law: a Deny more widens nothing"];
    const Member& less_allowed = allow ? a : *more;
    const Member& more_allowed = allow ? *more : a;
    if (!std::holds_alternative<iamproof::Proved>(of(less_allowed, more_allowed, options_).verdict))
      fail(allow ? "an Allow more narrows" : "a Deny more widens", less_allowed, more_allowed);
  }

  void forwards_and_backwards(const Member& a, const Member& b) {
    ++seen_["law: what one way gains, the other loses"];
    const iamproof::Diff forwards = diff(a.compiled, b.compiled, options_);
    const iamproof::Diff backwards = diff(b.compiled, a.compiled, options_);
    if (!alike(forwards.gained, backwards.lost) || !alike(forwards.lost, backwards.gained))
      fail("the two directions of a diff do not mirror each other", a, b);
    if (!alike(forwards.gained, of(b, a, options_))) fail("a diff is no comparison", a, b);
    if (forwards.relation != relation_of(forwards)) fail("a diff contradicts its own answers", a, b);
  }

  static iamproof::Relation relation_of(const iamproof::Diff& diff) {
    using iamproof::Relation;
    const auto proved = [](const iamproof::Answer& answer) {
      return std::holds_alternative<iamproof::Proved>(answer.verdict);
    };
    const auto unknown = [](const iamproof::Answer& answer) {
      return std::holds_alternative<iamproof::Unknown>(answer.verdict);
    };
    if (unknown(diff.gained) || unknown(diff.lost)) return Relation::unknown;
    if (proved(diff.gained)) return proved(diff.lost) ? Relation::equal : Relation::narrower;
    return proved(diff.lost) ? Relation::wider : Relation::incomparable;
  }

  static bool alike(const iamproof::Answer& a, const iamproof::Answer& b) {
    if (a.verdict.index() != b.verdict.index() || a.assumptions != b.assumptions || a.open != b.open) return false;
    const auto* refuted = std::get_if<iamproof::Refuted>(&a.verdict);
    if (!refuted) return true;
    const auto& others = std::get<iamproof::Refuted>(b.verdict).breaches;
    return std::equal(refuted->breaches.begin(), refuted->breaches.end(), others.begin(), others.end(),
                      [](const iamproof::Breach& one, const iamproof::Breach& other) {
                        return one.pointer == other.pointer && one.reason == other.reason &&
                               one.actions == other.actions && one.future_actions == other.future_actions;
                      });
  }

  // ---- Failures ----

  void fail(const std::string& what, const Member& a, const Member& b,
            const std::optional<oracle::Request>& request = {}) {
    ++failed_;
    if (++shown_[what.substr(0, what.find(':'))] > failures_shown) return;
    std::printf("pool %llu, %s: %s\n  policy    %s\n  reference %s\n", as_printed(number_),
                std::string(to_string(type_)).c_str(), what.c_str(), write_json(a.document).c_str(),
                write_json(b.document).c_str());
    if (request) std::printf("  request   %s\n", write_json(oracle::write_request(*request)).c_str());
  }

  iamproof::Catalogue built_in_;
  iamproof::Source small_text_;
  iamproof::Catalogue catalogue_;
  std::uint64_t number_ = 0;
  bool hurried_ = false;  // on a budget that runs out
  iamproof::ProveOptions options_;
  iamproof::PolicyType type_ = iamproof::PolicyType::identity;
  std::deque<iamproof::Source> sources_;
  std::vector<Member> pool_;
  std::optional<oracle::Universe> universe_;
  Mask fitting_;  // actions on resources of their types
  std::map<std::vector<std::string>, Mask> possible_, settled_sets_;

  std::map<std::string, Tally> tallies_;
  std::map<std::string, std::uint64_t> reasons_, seen_, shown_;
  agree::Coverage coverage_;
  std::uint64_t documents_ = 0, refused_ = 0, worlds_ = 0, tried_ = 0, failed_ = 0;
};

}  // namespace

int main(int argc, char** argv) {
  const agree::Run run = agree::run_of("comparisons_agree", argc, argv, 500'000);
  Runner runner;
  const auto start = std::chrono::steady_clock::now();
  const std::uint64_t most = run.first + 10 + run.worlds / 10;  // a pool without worlds is one that was refused
  for (std::uint64_t pool = run.first; pool < most && runner.worlds() < run.worlds; ++pool) {
    runner.run_pool(run.seed, pool);
  }
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  const int status = runner.finish();
  std::printf("%.0f worlds a second\n", static_cast<double>(runner.worlds()) / seconds);
  return status;
}
