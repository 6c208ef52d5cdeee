// Random policies and claims: the library proves nothing that the oracle can refute, and refutes only with requests
// that the oracle takes for refutations. All of it in every way to read what AWS leaves out of sets (see
// unqualified.h).
//
//   prove_agree [WORLDS [SEED [FIRST]]]     each world is one or two documents and two claims
//
// One world can be made again: `prove_agree 1 SEED NUMBER`.
#include <algorithm>
#include <cstdio>
#include <deque>
#include <map>
#include <optional>
#include <stdexcept>

#include "agree/coverage.h"
#include "agree/documents.h"
#include "agree/facts.h"
#include "agree/running.h"
#include "agree/small_catalogue.h"
#include "agree/unqualified.h"
#include "agree/world.h"
#include "iamproof/prove.h"
#include "oracle/prover.h"

namespace {

using agree::as_printed;
using agree::must;
using support::Json;

constexpr std::uint64_t failures_shown = 5;
constexpr std::size_t claims_per_world = 2;
constexpr std::uint64_t whole_catalogue_every = 200;

iamproof::Assumptions random_assumptions(agree::Random& random) {
  iamproof::Assumptions assume;
  assume.resource_types = !random.percent(15);
  assume.unknown_keys_absent = random.percent(15);
  assume.closed_catalogue = random.percent(15);
  assume.key_facts = !random.percent(15);
  assume.set_operators_required = !random.percent(25);
  return assume;
}

oracle::Request oracle_request(const iamproof::Request& request) {
  oracle::Request out;
  out.principal = request.principal;
  out.action = request.action;
  out.resource = request.resource;
  for (const auto& [name, value] : request.context) out.context.emplace_back(name, value);
  return out;
}

struct Tally {
  std::uint64_t proved = 0, proved_with_assumptions = 0, refuted = 0, unknown = 0, unknown_yet_refutable = 0;
};

class Runner {
 public:
  Runner()
      : built_in_(iamproof::Catalogue::built_in()),
        small_text_("small catalogue", agree::small_catalogue(built_in_)),
        small_(must(iamproof::Catalogue::read(small_text_))),
        catalogue_(small_) {}

  void run_world(std::uint64_t seed, std::uint64_t number) {
    number_ = number;
    catalogue_ = number % whole_catalogue_every == 0 ? built_in_ : small_;
    agree::Random random(seed, number);
    agree::Documents documents(random, agree::Flavour::random(random));
    policies_ = Json::array();
    for (std::size_t i = random.percent(70) ? 1 : 2; i > 0; --i)
      policies_.items.push_back(documents.policy(random.between(1, i == 2 ? 2 : 4)));
    claims_ = Json::array();
    for (std::size_t i = 0; i < claims_per_world; ++i) claims_.items.push_back(claim(random, documents, i));
    ++worlds_;
    if (!compile()) return;
    statements_.clear();
    for (const Json& document : policies_.items) {
      coverage_.count(document);
      for (oracle::Statement& statement : oracle::read_policy(document)) statements_.push_back(std::move(statement));
    }
    options_.assume = random_assumptions(random);
    options_.step_budget = random.percent(5) ? random.below(200) : 2'000'000;
    const auto answers = prove(*compiled_policies_, *compiled_claims_, options_);
    for (std::size_t i = 0; i < answers.size(); ++i) judge(random, answers[i], i);
  }

  int finish() const {
    std::printf("%-16s %10s %10s %10s %10s %12s\n", "claim", "proved", "assuming", "refuted", "unknown", "(refutable)");
    for (const auto& [kind, tally] : tallies_)
      std::printf("%-16s %10llu %10llu %10llu %10llu %12llu\n", kind.c_str(), as_printed(tally.proved),
                  as_printed(tally.proved_with_assumptions), as_printed(tally.refuted), as_printed(tally.unknown),
                  as_printed(tally.unknown_yet_refutable));
    std::printf("unknown because\n");
    for (const auto& [reason, times] : reasons_) std::printf("  %10llu  %s\n", as_printed(times), reason.c_str());
    coverage_.print();
    const bool too_many_refused = refused_ * 20 > worlds_;
    std::printf("%llu of %llu worlds had a document that the library refuses%s\n", as_printed(refused_),
                as_printed(worlds_), too_many_refused ? ": too many" : "");
    std::printf("%llu passed, %llu failed\n", as_printed(passed_), as_printed(failed_));
    return failed_ == 0 && !too_many_refused ? 0 : 1;
  }

 private:
  Json claim(agree::Random& random, agree::Documents& documents, std::size_t number) const {
    static const std::vector<std::string> kinds = {"never-allowed", "always-denied", "always-allowed", "only-within"};
    Json claim = Json::object();
    claim.add("id", Json::string("claim-" + std::to_string(number)));
    claim.add("claim", Json::string(random.one_of(kinds)));
    Json region = Json::array();
    for (std::size_t i = random.percent(70) ? 1 : 2; i > 0; --i) region.items.push_back(documents.region_statement());
    claim.add("region", std::move(region));
    if (catalogue_.family_version(agree::family_name) != 0 && random.percent(5))
      claim.add("families", Json::array({Json::string(agree::family_name)}));
    return claim;
  }

  bool compile() {
    sources_.clear();
    iamproof::PolicySet set;
    for (const Json& document : policies_.items) {
      sources_.emplace_back("policy", write_json(document));
      auto reading = iamproof::parse(sources_.back(), {iamproof::PolicyType::identity, {}});
      if (!reading) return refuse(reading.errors().front().message);
      for (const auto& fault : reading->faults)
        if (fault.severity == iamproof::Severity::error) return refuse(fault.message);
      set.identity.push_back(std::move(reading->policy));
    }
    sources_.emplace_back("claims", write_json(Json::object({{"claims", claims_}})));
    auto file = iamproof::parse_claims(sources_.back());
    if (!file) return refuse(file.errors().front().message);
    auto claims = iamproof::compile(std::move(*file), catalogue_);
    if (!claims) return refuse(claims.errors().front().message);
    auto policies = iamproof::compile(std::move(set), catalogue_);
    if (!policies) return refuse(policies.errors().front().message);
    compiled_policies_ = std::move(*policies);
    compiled_claims_ = std::move(*claims);
    return true;
  }

  bool refuse(const std::string& why) {
    if (++refused_ <= failures_shown)
      std::printf("refused: %s\n  %s\n  %s\n", why.c_str(), write_json(policies_).c_str(), write_json(claims_).c_str());
    return false;
  }

  void judge(agree::Random& random, const iamproof::Answer& answer, std::size_t index) {
    const Json& written = claims_.items[index];
    oracle::Claim claim = oracle::read_claim(written);
    if (written.find("families")) claim.region.push_back(oracle::read_region(agree::family_as_region()));
    for (const Json& statement : written.at("region").items) coverage_.count(statement);
    Tally& tally = tallies_[written.at("claim").text];
    const std::uint64_t failed_before = failed_;
    if (const auto* refuted = std::get_if<iamproof::Refuted>(&answer.verdict)) {
      ++tally.refuted;
      if (refuted->breaches.empty()) fail(index, "refuted without a breach", {});
      for (const iamproof::Breach& breach : refuted->breaches) judge_breach(claim, answer, breach, index);
    } else if (std::holds_alternative<iamproof::Proved>(answer.verdict)) {
      ++(answer.assumptions.empty() ? tally.proved : tally.proved_with_assumptions);
      if (!answer.open.empty()) fail(index, "proved, and yet something stayed open", {});
      if (const auto request = counterexample(random, claim, answer)) fail(index, "proved, but not so", request);
      judge_readings(random, claim, answer, index);
    } else {
      ++tally.unknown;
      ++reasons_[std::get<iamproof::Unknown>(answer.verdict).reason];
      if (counterexample(random, claim, answer)) ++tally.unknown_yet_refutable;
    }
    if (failed_ == failed_before) ++passed_;
  }

  void judge_breach(const oracle::Claim& claim, const iamproof::Answer& answer, const iamproof::Breach& breach,
                    std::size_t index) {
    const oracle::Request witness = oracle_request(breach.witness);
    agree::Limits limits;
    limits.no_unknown_reserved_keys = options_.assume.unknown_keys_absent;
    limits.on_their_own = agree::keys_whose_lists_fail(answer.assumptions);
    // What rests on one reading is shown in that one.
    for (const oracle::UnqualifiedSets sets : agree::readings)
      if ((limits.on_their_own.empty() || sets == agree::readings[0]) &&
          !oracle::refutes(agree::read_as(sets, statements_), read_as(sets, claim), witness))
        fail(index, "the witness is none", witness);
    if (region_contains(*compiled_claims_, index, breach.witness) != oracle::in_region(claim, witness))
      fail(index, "region_contains() is wrong about the witness", witness);
    const std::string why = agree::impossible(witness, options_.assume.resource_types, limits);
    if (!why.empty()) fail(index, "the witness is no request: " + why, witness);
    if (agree::carries_unheard_of_key(witness) && breach.odd.empty())
      fail(index, "a witness with an unknown key, and nothing odd about it", witness);
    const auto action = catalogue_.find_action(witness.action);
    if (options_.assume.closed_catalogue && !action) fail(index, "the witness leaves the catalogue", witness);
    if (breach.actions.empty() && !breach.future_actions) fail(index, "a breach about no action", witness);
    if (action && std::find(breach.actions.begin(), breach.actions.end(), *action) == breach.actions.end())
      fail(index, "the breach is not about the action of its witness", witness);
    if (!action && !breach.future_actions) fail(index, "the breach is not about actions to come", witness);
  }

  static oracle::Claim read_as(oracle::UnqualifiedSets sets, oracle::Claim claim) {
    claim.region = agree::read_as(sets, std::move(claim.region));
    return claim;
  }

  // A proof that takes nothing of lists holds whatever they are taken for.
  void judge_readings(agree::Random& random, const oracle::Claim& claim, const iamproof::Answer& answer,
                      std::size_t index) {
    const bool takes = !agree::keys_whose_lists_fail(answer.assumptions).empty();
    if (takes && !options_.assume.set_operators_required) fail(index, "rests on what is not assumed", {});
    if (takes || (!agree::has_unqualified(statements_) && !agree::has_unqualified(claim.region))) return;
    const std::vector<oracle::Statement> statements = statements_;
    for (const oracle::UnqualifiedSets sets : agree::readings) {
      statements_ = agree::read_as(sets, statements);
      if (const auto request = counterexample(random, read_as(sets, claim), answer))
        fail(index, "proved, but not however it is read", request);
    }
    statements_ = statements;
  }

  // In a world that respects what the answer assumes.
  std::optional<oracle::Request> counterexample(agree::Random& random, const oracle::Claim& claim,
                                                const iamproof::Answer& answer) {
    agree::Limits limits;
    limits.existing_actions_only = options_.assume.closed_catalogue;
    limits.no_unknown_reserved_keys = options_.assume.unknown_keys_absent;
    limits.on_their_own = agree::keys_whose_lists_fail(answer.assumptions);
    bool resource_types = false;
    for (const std::string& sentence : answer.assumptions) {
      if (sentence.find("resource types") != std::string::npos) resource_types = true;
      if (sentence.find("carries a set") == std::string::npos) continue;
      const std::size_t begin = sentence.find('`') + 1;
      limits.unknown_sets.push_back(sentence.substr(begin, sentence.find('`', begin) - begin));
    }
    std::vector<const oracle::Statement*> all;
    for (const oracle::Statement& statement : statements_) all.push_back(&statement);
    for (const oracle::Statement& statement : claim.region) all.push_back(&statement);
    const oracle::World world = agree::make_world(random, all, limits);
    const std::vector<std::string> facts = agree::facts_named_in(answer.assumptions);
    auto found = oracle::find_counterexample(
        statements_, claim, world,
        [&](const auto& action, const auto& resource) { return !resource_types || agree::works_on(action, resource); },
        [&](const oracle::Request& request) { return !agree::breaks_any(request, facts); });
    if (found && !oracle::refutes(statements_, claim, *found)) {
      std::printf("the oracle contradicts itself\n");
      ++failed_;
    }
    return found;
  }

  void fail(std::size_t claim, const std::string& what, const std::optional<oracle::Request>& request) {
    if (++failed_ > failures_shown) return;
    Json world = Json::object();
    world.add("policies", policies_);
    world.add("claims", Json::array({claims_.items[claim]}));
    if (request) world.add("request", oracle::write_request(*request));
    std::printf("world %llu: %s\n%s\n", as_printed(number_), what.c_str(), write_json(world).c_str());
  }

  iamproof::Catalogue built_in_;
  iamproof::Source small_text_;
  iamproof::Catalogue small_, catalogue_;
  std::uint64_t number_ = 0;
  Json policies_, claims_;
  std::deque<iamproof::Source> sources_;
  std::optional<iamproof::CompiledPolicies> compiled_policies_;
  std::optional<iamproof::CompiledClaims> compiled_claims_;
  std::vector<oracle::Statement> statements_;
  iamproof::ProveOptions options_;

  std::map<std::string, Tally> tallies_;
  std::map<std::string, std::uint64_t> reasons_;
  agree::Coverage coverage_;
  std::uint64_t worlds_ = 0, refused_ = 0, passed_ = 0, failed_ = 0;
};

}  // namespace

int main(int argc, char** argv) {
  const agree::Run run = agree::run_of("prove_agree", argc, argv, 100'000);
  Runner runner;
  agree::run_worlds(run, runner);
  return runner.finish();
}
