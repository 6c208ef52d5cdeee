// Laws that hold of claims whatever the policy: `only-within` a region is `never-allowed` what is outside of it. Two
// ways through the prover that have little in common give one answer.
//
//   laws_agree [WORLDS [SEED [FIRST]]]     each world is one or two documents and a region
#include <cstdio>
#include <deque>
#include <map>
#include <set>
#include <stdexcept>

#include "agree/complement.h"
#include "agree/documents.h"
#include "agree/open.h"
#include "agree/running.h"
#include "agree/small_catalogue.h"
#include "iamproof/prove.h"

namespace {

using agree::as_printed;
using agree::must;
using support::Json;

constexpr std::uint64_t failures_shown = 5;

const char* word(const iamproof::Answer& answer) {
  static constexpr const char* words[] = {"proved", "refuted", "unknown"};
  return words[answer.verdict.index()];
}

class Runner {
 public:
  Runner()
      : built_in_(iamproof::Catalogue::built_in()),
        small_text_("small catalogue", agree::small_catalogue(built_in_)),
        catalogue_(must(iamproof::Catalogue::read(small_text_))) {}

  void run_world(std::uint64_t seed, std::uint64_t number) {
    agree::Random random(seed, number);
    agree::Flavour flavour;
    flavour.variables = random.percent(20) ? 20 : 0;
    agree::Documents documents(random, flavour);
    sources_.clear();
    policy_ = documents.policy(random.between(1, 4));
    const Json region = documents.region_statement();
    const auto outside = agree::complement(region);
    if (!outside || outside->items.empty()) return;
    ++worlds_;
    const iamproof::CompiledPolicies policies = compiled();
    const iamproof::Answer within = prove(policies, claim("only-within", Json::array({region})), {}).front();
    const iamproof::Answer never = prove(policies, claim("never-allowed", *outside), {}).front();
    ++seen_[std::string(word(within)) + " and " + word(never)];
    // Where something is left open, either way may be the one that settles it.
    const bool unknown = std::holds_alternative<iamproof::Unknown>(within.verdict) ||
                         std::holds_alternative<iamproof::Unknown>(never.verdict);
    if (!unknown && within.verdict.index() != never.verdict.index())
      fail(number, "the verdicts differ", region, *outside);
    if (unknown && !is_open(policy_, region)) fail(number, "unknown, though nothing is open", region, *outside);
    if (!is_open(policy_, region) && actions_of(within) != actions_of(never))
      fail(number, "the actions at fault differ", region, *outside);
  }

  int finish() const {
    for (const auto& [what, times] : seen_) std::printf("  %10llu  %s\n", as_printed(times), what.c_str());
    std::printf("%llu worlds, %llu failed\n", as_printed(worlds_), as_printed(failed_));
    return failed_ == 0 && worlds_ > 0 ? 0 : 1;
  }

 private:
  iamproof::CompiledPolicies compiled() {
    sources_.emplace_back("policy", write_json(policy_));
    auto reading = must(iamproof::parse(sources_.back(), {iamproof::PolicyType::identity, {}}));
    if (!reading.is_valid()) throw std::runtime_error("refused: " + write_json(policy_));
    iamproof::PolicySet set;
    set.identity.push_back(std::move(reading.policy));
    return must(iamproof::compile(std::move(set), catalogue_));
  }

  iamproof::CompiledClaims claim(const char* kind, Json region) {
    Json claim = Json::object({{"id", Json::string("claim")}, {"claim", Json::string(kind)}});
    claim.add("region", std::move(region));
    sources_.emplace_back("claims", write_json(Json::object({{"claims", Json::array({claim})}})));
    return must(iamproof::compile(must(iamproof::parse_claims(sources_.back())), catalogue_));
  }

  static std::set<iamproof::ActionId> actions_of(const iamproof::Answer& answer) {
    std::set<iamproof::ActionId> out;
    if (const auto* refuted = std::get_if<iamproof::Refuted>(&answer.verdict))
      for (const iamproof::Breach& breach : refuted->breaches) out.insert(breach.actions.begin(), breach.actions.end());
    return out;
  }

  static bool is_open(const Json& policy, const Json& region) {
    std::vector<oracle::Statement> statements = oracle::read_policy(policy);
    statements.push_back(oracle::read_region(region));
    return !agree::open_constructs(statements).empty();
  }

  void fail(std::uint64_t number, const char* what, const Json& region, const Json& outside) {
    if (++failed_ > failures_shown) return;
    std::printf("world %llu: %s\n  policy  %s\n  within  %s\n  outside %s\n", as_printed(number), what,
                write_json(policy_).c_str(), write_json(region).c_str(), write_json(outside).c_str());
  }

  iamproof::Catalogue built_in_;
  iamproof::Source small_text_;
  iamproof::Catalogue catalogue_;
  Json policy_;
  std::deque<iamproof::Source> sources_;
  std::map<std::string, std::uint64_t> seen_;
  std::uint64_t worlds_ = 0, failed_ = 0;
};

}  // namespace

int main(int argc, char** argv) {
  const agree::Run run = agree::run_of("laws_agree", argc, argv, 20'000);
  Runner runner;
  agree::run_worlds(run, runner);
  return runner.finish();
}
