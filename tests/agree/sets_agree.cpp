// Random policy sets of every part, and requests of every kind of caller: the library and the oracle decide alike.
//
//   sets_agree [WORLDS [SEED [FIRST]]]     each world is a policy set and 20 requests
#include <array>
#include <cstdio>
#include <map>
#include <optional>

#include "agree/reading.h"
#include "agree/running.h"
#include "agree/sets.h"
#include "iamproof/evaluate.h"
#include "oracle/policy_set.h"
#include "oracle/text.h"

namespace {

using agree::as_printed;
using support::Json;

constexpr std::size_t requests_per_world = 20;
constexpr std::uint64_t disagreements_shown = 5;

// How often each thing was met, under each of the three decisions.
class Table {
 public:
  void count(const std::string& what, oracle::Decision decision) { ++rows_[what][static_cast<std::size_t>(decision)]; }

  void print() const {
    std::printf("  %10s %10s %10s\n", "denied", "allowed", "implicit");
    for (const auto& [what, times] : rows_)
      std::printf("  %10llu %10llu %10llu  %s\n", as_printed(times[0]), as_printed(times[1]), as_printed(times[2]),
                  what.c_str());
  }

 private:
  std::map<std::string, std::array<std::uint64_t, 3>> rows_;
};

class Runner {
 public:
  Runner() : catalogue_(iamproof::Catalogue::built_in()) {}

  void run_world(std::uint64_t seed, std::uint64_t number) {
    agree::Random random(seed, number);
    agree::Sets sets(random);
    const Json world = sets.policies();
    agree::Reader reader;
    auto set = reader.read(world, sets.is_trust());
    if (!set) return refuse(reader.refusal());
    const auto compiled = iamproof::compile(std::move(*set), catalogue_);
    if (!compiled) return refuse(compiled.errors().front().message);
    const oracle::PolicySet policies = oracle::read_policy_set(world);
    for (std::size_t i = 0; i < requests_per_world; ++i) compare(*compiled, policies, sets.request(), world, number);
  }

  int finish() const {
    table_.print();
    if (refused_ > 0) std::printf("%llu worlds had a document that the library refuses\n", as_printed(refused_));
    std::printf("%llu passed, %llu failed\n", as_printed(passed_), as_printed(failed_));
    return failed_ == 0 && refused_ == 0 ? 0 : 1;
  }

 private:
  void refuse(const std::string& why) {
    if (++refused_ <= disagreements_shown) std::printf("refused: %s\n", why.c_str());
  }

  void compare(const iamproof::CompiledPolicies& compiled, const oracle::PolicySet& policies,
               const oracle::Request& request, const Json& world, std::uint64_t number) {
    const oracle::Decision expected = oracle::decide(policies, request);
    const iamproof::Request asked = agree::library_request(request);
    const iamproof::Evaluation evaluation = iamproof::evaluate(compiled, asked);
    const iamproof::Decision decision = iamproof::decide(compiled, asked);
    count(policies, request, expected, std::string(to_string(evaluation.settled_by.step)));
    const bool agree = to_string(evaluation.decision) == to_string(expected) && decision == evaluation.decision;
    ++(agree ? passed_ : failed_);
    if (agree || shown_ == disagreements_shown || last_shown_ == number) return;
    ++shown_;
    last_shown_ = number;
    Json shown = world;
    shown.add("request", oracle::write_request(request));
    shown.add("expected", Json::string(to_string(expected)));
    std::printf("world %llu: the oracle says %s, evaluate() %s by %s, decide() %s\n%s\n", as_printed(number),
                to_string(expected).c_str(), std::string(to_string(evaluation.decision)).c_str(),
                std::string(to_string(evaluation.settled_by.step)).c_str(), std::string(to_string(decision)).c_str(),
                write_json(shown).c_str());
  }

  void count(const oracle::PolicySet& policies, const oracle::Request& request, oracle::Decision decision,
             const std::string& step) {
    const std::string account = oracle::read_caller(request).account;
    const std::string owner = oracle::owner_of_resource(request);
    const std::string relation = account.empty() ? "" : account == owner ? ", same account" : ", foreign";
    const std::string kind = agree::kind_of_principal(request.principal);
    table_.count("caller " + kind + relation, decision);
    table_.count("action " + oracle::fold(request.action), decision);
    table_.count("settled by " + step, decision);
    const std::pair<const char*, bool> parts[] = {
        {"identity", !policies.identity.empty()},
        {"resource", policies.resource.has_value()},
        {"boundary", policies.boundary.has_value()},
        {"session", policies.session.has_value()},
        {"scp", !policies.scp.empty()},
        {"rcp", !policies.rcp.empty()},
        {"endpoint", policies.endpoint.has_value()},
    };
    for (const auto& [name, given] : parts)
      if (given) table_.count(std::string("part ") + name + " over " + kind, decision);
    if (policies.management_account.empty()) return;
    if (account == policies.management_account) table_.count("caller in the management account", decision);
    if (owner == policies.management_account) table_.count("resource in the management account", decision);
  }

  iamproof::Catalogue catalogue_;
  Table table_;
  std::uint64_t passed_ = 0, failed_ = 0, refused_ = 0, shown_ = 0;
  std::optional<std::uint64_t> last_shown_;  // one disagreement of a world is enough
};

}  // namespace

int main(int argc, char** argv) {
  const agree::Run run = agree::run_of("sets_agree", argc, argv, 6'000);
  Runner runner;
  agree::run_worlds(run, runner);
  return runner.finish();
}
