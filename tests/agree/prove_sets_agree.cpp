// Random policy sets, claims about them, sets that are nearly the same and decisions expected of patterns of requests:
// the library proves nothing that the oracle can refute, and refutes only with requests that the oracle takes for
// refutations.
//
//   prove_sets_agree [WORLDS [SEED [FIRST]]]     each world is a policy set and three of each
//
// One world can be made again: `prove_sets_agree 1 SEED NUMBER`.
#include <algorithm>
#include <array>
#include <cstdio>
#include <map>
#include <optional>
#include <stdexcept>

#include "agree/askers.h"
#include "agree/facts.h"
#include "agree/reading.h"
#include "agree/running.h"
#include "agree/set_claims.h"
#include "agree/small_catalogue.h"
#include "iamproof/prove.h"
#include "oracle/caller.h"
#include "oracle/prover.h"
#include "oracle/text.h"

namespace {

using agree::as_printed;
using agree::must;
using support::Json;

constexpr std::uint64_t failures_shown = 3;  // of each kind
constexpr std::size_t questions_per_world = 3;
constexpr std::size_t askers_per_claim = 40;
constexpr std::uint64_t whole_catalogue_every = 50;

agree::Excerpt excerpt() {
  agree::Excerpt excerpt;
  for (const agree::Deed& deed : agree::all_deeds()) excerpt.actions.push_back(deed.action);
  excerpt.keys = {"aws:PrincipalArn",    "aws:PrincipalAccount", "aws:PrincipalType",
                  "aws:ResourceAccount", "aws:username",         "aws:MultiFactorAuthPresent"};
  excerpt.families = {"rcp-services"};
  return excerpt;
}

agree::Shape shape_of(agree::Random& random) {
  agree::Shape shape;
  shape.identity = random.percent(60) ? 100 : 0;
  shape.resource = 70;
  shape.boundary = 25;
  shape.session = 20;
  shape.management_account = 30;
  return shape;
}

iamproof::ProveOptions random_options(agree::Random& random) {
  iamproof::ProveOptions options;
  options.assume.resource_types = !random.percent(15);
  options.assume.closed_catalogue = random.percent(15);
  options.assume.key_facts = !random.percent(15);
  options.in_management_account = random.percent(8);
  if (random.percent(4)) options.step_budget = random.below(300);
  return options;
}

bool assumes(const iamproof::Answer& answer, const char* words) {
  return std::any_of(answer.assumptions.begin(), answer.assumptions.end(),
                     [&](const std::string& sentence) { return sentence.find(words) != std::string::npos; });
}

struct Tally {
  std::uint64_t proved = 0, tried = 0, refuted = 0, unknown = 0, unknown_yet_refutable = 0;
};

class Runner {
 public:
  Runner()
      : built_in_(iamproof::Catalogue::built_in()),
        small_text_("small catalogue", small_catalogue(built_in_, excerpt())),
        small_(must(iamproof::Catalogue::read(small_text_))) {}

  void run_world(std::uint64_t seed, std::uint64_t number) {
    number_ = number;
    agree::Random random(seed, number);
    agree::Sets sets(random, shape_of(random));
    world_ = sets.policies();
    ++worlds_;
    agree::Reader reader;
    auto read = reader.read(world_, sets.is_trust());
    if (!read) return refuse(reader.refusal());
    const iamproof::Catalogue& catalogue = number % whole_catalogue_every == 0 ? built_in_ : small_;
    const auto compiled = iamproof::compile(std::move(*read), catalogue);
    if (!compiled) return refuse(compiled.errors().front().message);
    policies_ = &*compiled;
    set_ = oracle::read_policy_set(world_);
    count_parts();
    options_ = random_options(random);
    for (std::size_t i = 0; i < questions_per_world; ++i) try_claim(random, sets, catalogue);
    for (std::size_t i = 0; i < questions_per_world; ++i) try_pattern(random, sets);
    for (std::size_t i = 0; i < questions_per_world; ++i) try_comparison(random, sets, catalogue);
  }

  int finish() const {
    std::printf("%-28s %9s %12s %9s %9s %12s\n", "", "proved", "(requests)", "refuted", "unknown", "(refutable)");
    for (const auto& [kind, tally] : tallies_)
      std::printf("%-28s %9llu %12llu %9llu %9llu %12llu\n", kind.c_str(), as_printed(tally.proved),
                  as_printed(tally.tried), as_printed(tally.refuted), as_printed(tally.unknown),
                  as_printed(tally.unknown_yet_refutable));
    print_counts("unknown because", reasons_);
    print_counts("sets, claims and witnesses with", seen_);
    if (failed_ > 0) print_counts("failed because", failures_);
    if (refused_ > 0) std::printf("%llu worlds had a document that the library refuses\n", as_printed(refused_));
    std::printf("%llu passed, %llu failed\n", as_printed(passed_), as_printed(failed_));
    return failed_ == 0 && refused_ == 0 ? 0 : 1;
  }

 private:
  static void print_counts(const char* title, const std::map<std::string, std::uint64_t>& counts) {
    std::printf("%s\n", title);
    for (const auto& [what, times] : counts) std::printf("  %10llu  %s\n", as_printed(times), what.c_str());
  }

  void count_parts() {
    const Json& parts = world_.at("policies");
    for (const auto& [name, part] : parts.members) {
      const bool leveled = name == "scp" || name == "rcp";
      ++seen_["part " + name + (leveled ? ", " + std::to_string(part.items.size()) + " levels" : "")];
    }
    for (const char* given : {"identity", "resource"})
      if (!parts.find(given)) ++seen_[std::string("no part ") + given];
    if (!set_.management_account.empty()) ++seen_["management account"];
  }

  void refuse(const std::string& why) {
    if (++refused_ <= failures_shown) std::printf("refused: %s\n", why.c_str());
  }

  // ---- Claims ----

  void try_claim(agree::Random& random, const agree::Sets& sets, const iamproof::Catalogue& catalogue) {
    question_ = agree::random_claim(random, sets, world_);
    const iamproof::Source source("claims", write_json(Json::object({{"claims", Json::array({question_})}})));
    auto file = iamproof::parse_claims(source);
    if (!file) return refuse(file.errors().front().message + "\n  " + write_json(question_));
    const auto claims = must(iamproof::compile(std::move(*file), catalogue));
    const iamproof::Answer answer = prove(*policies_, claims, options_).front();
    const oracle::Claim claim = oracle::read_claim(question_);
    const std::uint64_t failed_before = failed_;
    Tally& tally = tallies_[question_.at("claim").text];
    if (const auto* refuted = std::get_if<iamproof::Refuted>(&answer.verdict)) {
      ++tally.refuted;
      if (refuted->breaches.empty()) fail("refuted without a breach", {});
      for (const iamproof::Breach& breach : refuted->breaches) judge_witness(claim, claims, answer, breach.witness);
    } else {
      const auto request = counterexample(random, sets, claim, answer, tally);
      judge(answer, request, tally);
    }
    if (failed_ == failed_before) ++passed_;
  }

  void judge(const iamproof::Answer& answer, const std::optional<oracle::Request>& request, Tally& tally) {
    if (const auto* unknown = std::get_if<iamproof::Unknown>(&answer.verdict)) {
      ++tally.unknown;
      if (request) ++tally.unknown_yet_refutable;
      ++reasons_[unknown->reason];
      return;
    }
    ++tally.proved;
    if (!answer.open.empty()) fail("proved, and yet something stayed open", {});
    if (request) fail("proved, but not so", request);
  }

  // What a claim covers: what its answer says of that, and what prove.h says of every claim.
  agree::Scope scope_of(const iamproof::Answer& answer) const {
    agree::Scope scope;
    scope.identity = !set_.identity.empty();
    scope.session = set_.session.has_value();
    scope.resource = set_.resource.has_value();
    scope.principals = set_.resource || set_.endpoint || !set_.management_account.empty();
    scope.service_linked_roles = !assumes(answer, "service-linked");
    scope.root_of_owner = !assumes(answer, "the root user of the resource's account");
    // Without principals all is said of one caller, who asks for what is its own.
    scope.foreign_resources = scope.principals && !assumes(answer, "the resource belongs to the caller's account");
    scope.resource_types = assumes(answer, "resource types");
    scope.existing_actions_only = options_.assume.closed_catalogue;
    return scope;
  }

  // The asker's requests that an answer covers. Borrows all that it is given.
  static oracle::IsPossible possible_for(const agree::Asker& asker, const agree::Scope& scope,
                                         const std::vector<std::string>& facts) {
    return [&](const oracle::Request& request) {
      return oracle::owner_of_resource(request) == asker.owner && !agree::contradicts_owner(request) &&
             agree::outside(scope, request).empty() && !agree::breaks_any(request, facts);
    };
  }

  std::optional<oracle::Request> counterexample(agree::Random& random, const agree::Sets& sets,
                                                const oracle::Claim& claim, const iamproof::Answer& answer,
                                                Tally& tally) {
    const agree::Scope scope = scope_of(answer);
    const std::vector<std::string> facts = agree::facts_named_in(answer.assumptions);
    const std::string text = write_json(world_) + write_json(question_);
    for (const agree::Asker& asker : agree::some_askers(random, sets, scope, text, askers_per_claim)) {
      const oracle::IsPossible is_possible = possible_for(asker, scope, facts);
      tally.tried += size_of(asker.world);
      const oracle::PolicySet set = agree::completed(set_, asker.account, asker.owner, options_.in_management_account);
      auto found = oracle::find_counterexample(set, claim, asker.world, is_possible);
      if (!found) continue;
      if (!oracle::refutes(set, claim, *found)) fail("the oracle contradicts itself", found);
      return found;
    }
    return std::nullopt;
  }

  static std::uint64_t size_of(const oracle::World& world) {
    std::uint64_t size = world.actions.size() * world.resources.size() * world.parties.size();
    for (const oracle::KeyStates& key : world.keys) size *= key.states.size();
    return size;
  }

  void judge_witness(const oracle::Claim& claim, const iamproof::CompiledClaims& claims, const iamproof::Answer& answer,
                     const iamproof::Request& written) {
    const oracle::Request witness = agree::oracle_request(written);
    const std::string account = oracle::read_caller(witness).account;
    const std::string owner = oracle::owner_of_resource(witness);
    agree::Scope scope = scope_of(answer);
    if (!scope.principals && !oracle::is_account(account)) {
      // Nothing tells callers apart, so nothing says that their aws:PrincipalArn is anybody's.
      ++seen_["witness of no account that there can be"];
      return;
    }
    const oracle::PolicySet set = agree::completed(set_, account, owner, options_.in_management_account);
    const oracle::Decision decision = oracle::decide(set, witness);
    if (!oracle::refutes(claim, decision, oracle::in_region(claim, witness))) fail("the witness is none", witness);
    if (to_string(claimed_decision(*policies_, written, options_)) != to_string(decision))
      fail("claimed_decision() is wrong about the witness", witness);
    if (region_contains(claims, 0, written) != oracle::in_region(claim, witness))
      fail("region_contains() is wrong about the witness", witness);
    scope.resource_types = false;
    scope.service_linked_roles = true;           // those that a policy names count
    scope.foreign_resources = scope.principals;  // of another account where the ARN says so
    // Without principals a claim says nothing of who the caller is.
    const std::string why = scope.principals ? agree::outside(scope, witness) : std::string();
    if (!why.empty()) fail("the witness is no request of the claim: " + why, witness);
    ++seen_["witness by " + agree::kind_of_principal(witness.principal) + (account == owner ? "" : ", foreign")];
    count_owner(claim, witness);
  }

  // How often a witness gives a resource to another account than its ARN or aws:ResourceAccount does, because no other
  // was at hand; and how often one with its owner would have done.
  void count_owner(const oracle::Claim& claim, oracle::Request witness) {
    if (!agree::contradicts_owner(witness)) return;
    const std::string account = oracle::read_caller(witness).account;
    ++seen_["witness whose resource cannot be the owner's"];
    const std::string of_arn = oracle::account_of(witness.resource);
    if (!of_arn.empty()) witness.resource_account = of_arn;
    const std::string owner = oracle::owner_of_resource(witness);
    for (auto& [key, value] : witness.context)
      if (oracle::same_but_for_case(key, "aws:ResourceAccount")) value = owner;
    const oracle::PolicySet set = agree::completed(set_, account, owner, options_.in_management_account);
    if (oracle::refutes(set, claim, witness))
      ++seen_["witness whose resource cannot be the owner's, one with its owner"];
  }

  // ---- Comparisons ----

  // With a set that is nearly the same, either way round.
  void try_comparison(agree::Random& random, const agree::Sets& sets, const iamproof::Catalogue& catalogue) {
    question_ = agree::near_set(random, sets, world_);
    agree::Reader reader;
    auto read = reader.read(question_, sets.is_trust());
    if (!read) return;  // a part may not have every action
    const auto other = must(iamproof::compile(std::move(*read), catalogue));
    const oracle::PolicySet other_set = oracle::read_policy_set(question_);
    const bool forwards = random.percent(50);
    const iamproof::CompiledPolicies& policies = forwards ? *policies_ : other;
    const iamproof::CompiledPolicies& reference = forwards ? other : *policies_;
    const oracle::PolicySet& set = forwards ? set_ : other_set;
    const oracle::PolicySet& reference_set = forwards ? other_set : set_;
    const iamproof::Answer answer = prove_no_new_access(policies, reference, options_);
    const std::uint64_t failed_before = failed_;
    Tally& tally = tallies_["no-new-access"];
    question_.add("forwards", Json::boolean(forwards));
    if (const auto* refuted = std::get_if<iamproof::Refuted>(&answer.verdict)) {
      ++tally.refuted;
      for (const iamproof::Breach& breach : refuted->breaches) judge_new_access(set, reference_set, breach.witness);
    } else {
      judge(answer, new_access(random, sets, set, reference_set, answer, tally), tally);
    }
    if (failed_ == failed_before) ++passed_;
  }

  void judge_new_access(const oracle::PolicySet& set, const oracle::PolicySet& reference,
                        const iamproof::Request& written) {
    const oracle::Request witness = agree::oracle_request(written);
    const std::string account = oracle::read_caller(witness).account;
    const std::string owner = oracle::owner_of_resource(witness);
    if (!set.resource && !oracle::is_account(account)) {
      ++seen_["witness of no account that there can be"];  // as in judge_witness()
      return;
    }
    const auto allows = [&](const oracle::PolicySet& policies) {
      return oracle::decide(agree::completed(policies, account, owner, options_.in_management_account), witness) ==
             oracle::Decision::allow;
    };
    if (!allows(set)) fail("what is said to be new access is not allowed", witness);
    if (allows(reference)) fail("what is said to be new access is not new", witness);
  }

  std::optional<oracle::Request> new_access(agree::Random& random, const agree::Sets& sets,
                                            const oracle::PolicySet& set, const oracle::PolicySet& reference,
                                            const iamproof::Answer& answer, Tally& tally) {
    const agree::Scope scope = scope_of(answer);
    const std::vector<std::string> facts = agree::facts_named_in(answer.assumptions);
    const std::string text = write_json(world_) + write_json(question_);
    for (const agree::Asker& asker : agree::some_askers(random, sets, scope, text, askers_per_claim)) {
      const oracle::IsPossible is_possible = possible_for(asker, scope, facts);
      tally.tried += size_of(asker.world);
      const auto complete = [&](const oracle::PolicySet& policies) {
        return agree::completed(policies, asker.account, asker.owner, options_.in_management_account);
      };
      const oracle::PolicySet subject = complete(set);
      const oracle::PolicySet other = complete(reference);
      if (auto found = oracle::find_new_access(subject, other, asker.world, is_possible)) return found;
    }
    return std::nullopt;
  }

  // ---- Patterns ----

  void try_pattern(agree::Random& random, const agree::Sets& sets) {
    const oracle::Request pattern = agree::random_pattern(random, sets);
    const std::vector<oracle::Request> requests = requests_of(random, pattern, sets);
    static const std::vector<oracle::Decision> decisions = {oracle::Decision::explicit_deny, oracle::Decision::allow,
                                                            oracle::Decision::implicit_deny};
    oracle::Decision expected = random.one_of(decisions);
    if (!requests.empty() && random.percent(80)) expected = oracle::decide(set_, random.one_of(requests));
    question_ = oracle::write_request(pattern);
    question_.add("expected", Json::string(to_string(expected)));
    const iamproof::Request written = agree::library_request(pattern);
    const iamproof::Answer answer =
        prove_decision(*policies_, written, *iamproof::decision_from(to_string(expected)), options_);
    const std::uint64_t failed_before = failed_;
    Tally& tally = tallies_["pattern " + to_string(expected)];
    if (const auto* refuted = std::get_if<iamproof::Refuted>(&answer.verdict)) {
      ++tally.refuted;
      for (const iamproof::Breach& breach : refuted->breaches)
        judge_match(pattern, agree::oracle_request(breach.witness), expected);
    } else {
      std::optional<oracle::Request> other;
      for (const oracle::Request& request : requests) {
        if (assumes(answer, "resource types") && !agree::deed_fits(request.action, request.resource)) continue;
        ++tally.tried;
        if (!other && decided(request) != expected) other = request;
      }
      judge(answer, other, tally);
    }
    if (failed_ == failed_before) ++passed_;
  }

  oracle::Decision decided(const oracle::Request& request) const {
    if (!options_.in_management_account) return oracle::decide(set_, request);
    oracle::PolicySet set = set_;
    set.scp.clear();
    set.rcp.clear();
    return oracle::decide(set, request);
  }

  static oracle::Statement region_of(const oracle::Request& pattern) {
    oracle::Statement region;
    region.actions = {pattern.action};
    region.resources = {pattern.resource};
    return region;
  }

  // Those of a small world that match.
  std::vector<oracle::Request> requests_of(agree::Random& random, const oracle::Request& pattern,
                                           const agree::Sets& sets) const {
    const oracle::Statement region = region_of(pattern);
    const oracle::World world = agree::deeds_of(random, sets, options_.assume.closed_catalogue);
    oracle::Request request = pattern;
    if (const std::string owner = oracle::owner_of_resource(pattern); !owner.empty()) request.resource_account = owner;
    std::vector<oracle::Request> contexts = {request};
    for (std::size_t key = 0; key < pattern.context.size(); ++key) fill_in(contexts, key);
    std::vector<oracle::Request> out;
    for (oracle::Request& filled : contexts)
      for (const std::string& action : world.actions)
        for (const std::string& resource : world.resources) {
          filled.action = action;
          filled.resource = resource;
          if (oracle::applies(region, filled)) out.push_back(filled);
        }
    return out;
  }

  // Puts values where the pattern leaves one open.
  static void fill_in(std::vector<oracle::Request>& requests, std::size_t key) {
    std::vector<oracle::Request> out;
    for (const oracle::Request& request : requests) {
      const auto& [name, value] = request.context[key];
      if (value != oracle::ContextValue("*")) {
        out.push_back(request);
        continue;
      }
      for (const auto& state : agree::any_states(name)) {
        if (!state) continue;
        out.push_back(request);
        out.back().context[key].second = *state;
      }
    }
    requests = std::move(out);
  }

  void judge_match(const oracle::Request& pattern, const oracle::Request& witness, oracle::Decision expected) {
    if (decided(witness) == expected) fail("the witness is none", witness);
    if (!oracle::applies(region_of(pattern), witness)) fail("the witness does not match the pattern", witness);
    if (witness.principal != pattern.principal) fail("the witness has another principal", witness);
    const std::string owner = oracle::owner_of_resource(pattern);
    if (!owner.empty() && oracle::owner_of_resource(witness) != owner) fail("the witness has another owner", witness);
    for (const auto& [key, value] : witness.context) {
      const oracle::ContextValue* given = pattern.find(key);
      if (!given) fail("the witness has a key more than the pattern", witness);
      if (given && *given != oracle::ContextValue("*") && *given != value)
        fail("the witness has another context than the pattern", witness);
    }
    for (const auto& entry : pattern.context)
      if (!witness.find(entry.first)) fail("the witness lacks a key of the pattern", witness);
  }

  void fail(const std::string& what, const std::optional<oracle::Request>& request) {
    ++failed_;
    if (++failures_[what.substr(0, what.find(':'))] > failures_shown) return;
    Json shown = world_;
    shown.add("question", question_);
    if (request) shown.add("request", oracle::write_request(*request));
    std::printf("world %llu%s: %s\n%s\n", as_printed(number_),
                options_.in_management_account ? ", in the management account" : "", what.c_str(),
                write_json(shown).c_str());
  }

  iamproof::Catalogue built_in_;
  iamproof::Source small_text_;
  iamproof::Catalogue small_;
  std::uint64_t number_ = 0;
  Json world_, question_;
  const iamproof::CompiledPolicies* policies_ = nullptr;
  oracle::PolicySet set_;
  iamproof::ProveOptions options_;

  std::map<std::string, Tally> tallies_;
  std::map<std::string, std::uint64_t> reasons_, seen_, failures_;
  std::uint64_t worlds_ = 0, refused_ = 0, passed_ = 0, failed_ = 0;
};

}  // namespace

int main(int argc, char** argv) {
  const agree::Run run = agree::run_of("prove_sets_agree", argc, argv, 2'000);
  Runner runner;
  agree::run_worlds(run, runner);
  return runner.finish();
}
