// AWS managed policies compared with one another: versions of a policy with those before and after them, and pairs of
// policies at random.
//
//   managed_comparisons managedPolicies.json versions [STRIDE]        every pair of consecutive versions
//   managed_comparisons managedPolicies.json pairs COUNT [SEED]       pairs of latest versions
//   managed_comparisons managedPolicies.json laws [STRIDE [SEED]]     of latest versions, what must hold of any policy
//
// Both directions of each pair. Fails on an answer that is unknown, and on a witness that does not show what it is
// meant to: the library decides each, and the oracle the first ones, on both sides. Prints how long the answers took,
// compiling both policies included; what that may be depends on the machine, and nothing is asserted of it.
#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <map>
#include <memory>
#include <random>
#include <string>

#include <fmt/format.h>

#include "agree/pool.h"
#include "agree/random.h"
#include "agree/reading.h"
#include "iamproof/policy_set.h"
#include "iamproof/prove.h"
#include "managed/package.h"
#include "oracle/evaluator.h"
#include "support/json.h"

using namespace iamproof;

namespace {

constexpr std::size_t failures_shown = 100;
constexpr std::size_t replayed_by_oracle = 2;  // of the witnesses of one answer: it is slow

/// A document, read by both.
struct Side {
  std::string name;
  Policy policy;
  std::vector<oracle::Statement> statements;
};

Side read_side(const managed::Version& version) {
  auto reading = parse(*version.document, {PolicyType::identity, {}});
  if (!reading || !reading->is_valid()) {
    fmt::print("FAILED {}: refused\n", version.name);
    std::exit(1);
  }
  return {version.name, std::move(reading->policy), oracle::read_policy(support::read_json(version.document->text()))};
}

class Run {
 public:
  Run() : catalogue_(Catalogue::built_in()) {}

  void both_ways(const Side& a, const Side& b) {
    ++pairs_;
    one_way(a, b);
    one_way(b, a);
  }

  enum class Unknowns { fail, count };

  /// A refutation is a failure.
  void expect_proved(const char* law, const Side& a, const Side& b, Unknowns unknowns = Unknowns::fail) {
    const Answer answer = prove_no_new_access(compiled(a.policy), compiled(b.policy));
    ++laws_[law];
    if (std::holds_alternative<Refuted>(answer.verdict)) fail(a, b, law);
    const auto* unknown = std::get_if<Unknown>(&answer.verdict);
    if (!unknown) return;
    ++laws_[std::string(law) + ", but unknown"];
    if (unknowns == Unknowns::fail) fail(a, b, law + (": unknown: " + unknown->reason));
  }

  int report_laws() const {
    for (const auto& [law, count] : laws_) fmt::print("{:6} {}\n", count, law);
    fmt::print("{} failures\n", failures_);
    return failures_ == 0 && !laws_.empty() ? 0 : 1;
  }

  int report() {
    std::sort(times_.begin(), times_.end());
    const auto at = [&](double share) {
      return times_[static_cast<std::size_t>(share * static_cast<double>(times_.size() - 1))];
    };
    if (times_.empty()) {
      fmt::print("no pair was compared\n");
      return 1;
    }
    fmt::print("{} pairs, both ways: proved {}, refuted {} with {} breaches, unknown {}\n", pairs_, proved_, refuted_,
               breaches_, unknown_);
    for (const auto& [assumption, count] : assumptions_) fmt::print("  {:6} assume: {}\n", count, assumption);
    for (const auto& [reason, count] : reasons_) fmt::print("  {:6} {}\n", count, reason);
    fmt::print("an answer, compiling included: p50 {:.1f} us, p99 {:.1f} us, worst {:.1f} us ({})\n", at(0.5), at(0.99),
               times_.back(), slowest_);
    fmt::print("{} failures\n", failures_);
    return failures_ == 0 ? 0 : 1;
  }

 private:
  using Clock = std::chrono::steady_clock;

  CompiledPolicies compiled(const Policy& policy) const {
    PolicySet set;
    set.identity.push_back(policy);
    auto result = compile(std::move(set), catalogue_);
    if (!result) std::exit(1);
    return std::move(*result);
  }

  void one_way(const Side& a, const Side& b) {
    const auto start = Clock::now();
    const CompiledPolicies policies = compiled(a.policy);
    const CompiledPolicies reference = compiled(b.policy);
    const Answer answer = prove_no_new_access(policies, reference);
    const double taken = std::chrono::duration<double, std::micro>(Clock::now() - start).count();
    if (times_.empty() || taken > most_) {
      most_ = taken;
      slowest_ = a.name + " over " + b.name;
    }
    times_.push_back(taken);
    judge(answer, a, b, policies, reference);
  }

  void judge(const Answer& answer, const Side& a, const Side& b, const CompiledPolicies& policies,
             const CompiledPolicies& reference) {
    for (const std::string& assumption : answer.assumptions) ++assumptions_[assumption];
    for (const std::string& reason : answer.open) ++reasons_["open: " + reason];
    if (std::holds_alternative<Proved>(answer.verdict)) ++proved_;
    if (const auto* unknown = std::get_if<Unknown>(&answer.verdict)) {
      ++unknown_;
      fail(a, b, "unknown: " + unknown->reason);
    }
    const auto* refuted = std::get_if<Refuted>(&answer.verdict);
    if (!refuted) return;
    ++refuted_;
    if (refuted->breaches.empty()) fail(a, b, "refuted without a breach");
    std::size_t number = 0;
    for (const Breach& breach : refuted->breaches) {
      ++breaches_;
      const oracle::Request witness = agree::oracle_request(breach.witness);
      const bool library = claimed_decision(policies, breach.witness) == Decision::explicit_allow &&
                           claimed_decision(reference, breach.witness) != Decision::explicit_allow;
      const bool second =
          number++ >= replayed_by_oracle || (oracle::decide(a.statements, witness) == oracle::Decision::allow &&
                                             oracle::decide(b.statements, witness) != oracle::Decision::allow);
      if (!library || !second)
        fail(a, b, "the witness is none: " + support::write_json(oracle::write_request(witness)));
    }
  }

  void fail(const Side& a, const Side& b, const std::string& why) {
    if (++failures_ <= failures_shown) fmt::print("FAILED {} over {}: {}\n", a.name, b.name, why);
  }

  Catalogue catalogue_;
  std::size_t pairs_ = 0, proved_ = 0, refuted_ = 0, breaches_ = 0, unknown_ = 0, failures_ = 0;
  std::vector<double> times_;  // microseconds
  double most_ = 0;
  std::string slowest_;
  std::map<std::string, std::size_t> assumptions_, reasons_, laws_;
};

int compare_versions(const std::vector<managed::ManagedPolicy>& policies, std::size_t stride) {
  Run run;
  std::size_t number = 0;
  for (const managed::ManagedPolicy& policy : policies)
    for (std::size_t i = 1; i < policy.versions.size(); ++i)
      if (number++ % stride == 0) run.both_ways(read_side(policy.versions[i - 1]), read_side(policy.versions[i]));
  return run.report();
}

int compare_pairs(const std::vector<managed::ManagedPolicy>& policies, std::size_t count, std::uint64_t seed) {
  std::vector<Side> latest;
  for (const managed::ManagedPolicy& policy : policies)
    for (const managed::Version& version : policy.versions)
      if (version.is_latest) latest.push_back(read_side(version));
  fmt::print("{} pairs of {} policies, seed {}\n", count, latest.size(), seed);
  Run run;
  agree::Random random(seed, 0);
  for (std::size_t i = 0; i < count; ++i) run.both_ways(random.one_of(latest), random.one_of(latest));
  return run.report();
}

/// A document made of another one's text, and its Side.
class Variant {
 public:
  Variant(const std::string& name, const support::Json& document) {
    version_.name = name;
    version_.document = std::make_unique<Source>(name, write_json(document));
    side_ = read_side(version_);
  }
  const Side& side() const { return side_; }

 private:
  managed::Version version_;
  Side side_;
};

support::Json with_effect(support::Json statement, const char* effect) {
  std::erase_if(statement.members, [](const support::Member& member) { return member.name == "Sid"; });
  for (support::Member& member : statement.members)
    if (member.name == "Effect") member.value = support::Json::string(effect);
  return statement;
}

int try_laws(const std::vector<managed::ManagedPolicy>& policies, std::size_t stride, std::uint64_t seed) {
  fmt::print("laws, seed {}\n", seed);
  Run run;
  agree::Random random(seed, 0);
  for (std::size_t i = 0; i < policies.size(); i += stride) {
    const managed::Version& version = policies[i].versions.back();
    const managed::Version& other = random.one_of(policies).versions.back();
    const support::Json document = support::read_json(version.document->text());
    const support::Json added = random.one_of(agree::statements_of(support::read_json(other.document->text())));
    const auto with = [&](const char* effect) {
      std::vector<support::Json> statements = agree::statements_of(document);
      statements.push_back(with_effect(added, effect));
      return agree::with_statements(document, std::move(statements));
    };
    const Side plain = read_side(version);
    const Variant more(version.name + " and an Allow of " + other.name, with("Allow"));
    const Variant less(version.name + " and a Deny of " + other.name, with("Deny"));
    const Variant rewritten(version.name + " in other words", agree::rewritten(random, document));
    run.expect_proved("a policy allows no more than itself", plain, plain);
    run.expect_proved("an Allow more narrows nothing", plain, more.side());
    run.expect_proved("a Deny more widens nothing", less.side(), plain);
    // Variables that statements share are split among several then.
    run.expect_proved("other words allow no more", rewritten.side(), plain, Run::Unknowns::count);
    run.expect_proved("other words allow no less", plain, rewritten.side(), Run::Unknowns::count);
  }
  return run.report_laws();
}

}  // namespace

int main(int argc, char** argv) {
  const std::string what = argc >= 3 ? argv[2] : "";
  const auto number = [&](int at, std::uint64_t otherwise) {
    return argc > at ? std::strtoull(argv[at], nullptr, 10) : otherwise;
  };
  if (what == "versions") return compare_versions(managed::read_package(argv[1]), number(3, 1));
  if (what == "pairs")
    return compare_pairs(managed::read_package(argv[1]), number(3, 100'000), number(4, std::random_device{}()));
  if (what == "laws") return try_laws(managed::read_package(argv[1]), number(3, 1), number(4, std::random_device{}()));
  fmt::print("usage: managed_comparisons managedPolicies.json versions [STRIDE] | pairs COUNT [SEED] | laws\n");
  return 2;
}
