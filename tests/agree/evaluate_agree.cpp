// Random policies and requests: the library and the oracle decide alike.
//
//   evaluate_agree [WORLDS [SEED [FIRST]]]     each world is a few documents and 20 requests
#include <cstdio>
#include <deque>
#include <optional>
#include <stdexcept>

#include "agree/coverage.h"
#include "agree/documents.h"
#include "agree/running.h"
#include "iamproof/evaluate.h"
#include "oracle/evaluator.h"

namespace {

using agree::as_printed;
using support::Json;

constexpr agree::Flavour flavour{20, 25, 25, 30, 10, 20, 3};
constexpr std::size_t requests_per_world = 20;
constexpr std::uint64_t disagreements_shown = 5;

struct Totals {
  std::uint64_t passed = 0, failed = 0, refused = 0, worlds = 0;
  std::uint64_t decisions[3] = {};
};

iamproof::Context context_of(const oracle::Request& request) {
  iamproof::Context context;
  for (const auto& [name, value] : request.context) context.emplace(name, value);
  return context;
}

oracle::ContextValue random_value(agree::Random& random, const agree::Key& key) {
  const agree::Type type = random.percent(10) ? agree::Type::text : key.type;
  const bool set = random.percent(8) ? !key.multivalued : key.multivalued;
  if (!set) return random.one_of(agree::carried(type));
  std::vector<std::string> values;
  for (std::size_t i = random.below(4); i > 0; --i) values.push_back(random.one_of(agree::carried(type)));
  return values;
}

oracle::Request random_request(agree::Random& random, std::vector<agree::Key> keys) {
  oracle::Request request;
  request.principal = "arn:aws:iam::111122223333:user/example-user";
  request.action = random.one_of(agree::actions()).name;
  if (random.percent(20)) request.action = agree::case_variant(random, request.action);
  request.resource = random.one_of(agree::resources());
  // The keys that variables name, beside those of the conditions.
  for (const char* name : {"aws:username", "aws:PrincipalTag/Team"}) {
    const agree::Key* key = agree::find_key(name);
    bool there = false;
    for (const agree::Key& other : keys) there = there || other.name == key->name;
    if (!there) keys.push_back(*key);
  }
  for (const agree::Key& key : keys) {
    if (random.percent(30)) continue;
    const std::string name = random.percent(20) ? agree::case_variant(random, key.name) : key.name;
    request.context.emplace_back(name, random_value(random, key));
  }
  return request;
}

iamproof::Request library_request(const oracle::Request& request) {
  iamproof::Request out;
  out.principal = request.principal;
  out.action = request.action;
  out.resource = request.resource;
  out.resource_account = "111122223333";  // all of one account, where identity-based policies decide alone
  out.context = context_of(request);
  return out;
}

class Runner {
 public:
  Runner() : catalogue_(iamproof::Catalogue::built_in()) {}

  void run_world(std::uint64_t seed, std::uint64_t number) {
    agree::Random random(seed, number);
    agree::Documents documents(random, flavour);
    std::vector<Json> written;
    for (std::size_t i = random.between(1, 2); i > 0; --i) written.push_back(documents.policy(random.between(1, 3)));
    ++totals_.worlds;

    std::deque<iamproof::Source> sources;
    const auto compiled = compile(written, sources);
    if (!compiled) return;
    std::vector<oracle::Statement> statements;
    for (const Json& document : written) {
      coverage_.count(document);
      for (oracle::Statement& statement : oracle::read_policy(document)) statements.push_back(std::move(statement));
    }
    for (std::size_t i = 0; i < requests_per_world; ++i)
      compare(*compiled, statements, random_request(random, documents.keys()), written, number);
  }

  int finish() const {
    std::printf("decisions: %llu denied, %llu allowed, %llu implicitly denied\n", as_printed(totals_.decisions[0]),
                as_printed(totals_.decisions[1]), as_printed(totals_.decisions[2]));
    coverage_.print();
    const bool too_many_refused = totals_.refused * 20 > totals_.worlds;
    std::printf("%llu of %llu worlds had a document that the library refuses%s\n", as_printed(totals_.refused),
                as_printed(totals_.worlds), too_many_refused ? ": too many" : "");
    std::printf("%llu passed, %llu failed\n", as_printed(totals_.passed), as_printed(totals_.failed));
    return totals_.failed == 0 && !too_many_refused ? 0 : 1;
  }

 private:
  std::optional<iamproof::CompiledPolicies> compile(const std::vector<Json>& written,
                                                    std::deque<iamproof::Source>& sources) {
    iamproof::PolicySet set;
    for (const Json& document : written) {
      sources.emplace_back("policy", write_json(document));
      auto reading = iamproof::parse(sources.back(), {iamproof::PolicyType::identity, {}});
      if (!reading || !reading->is_valid()) return refuse(document, reading);
      set.identity.push_back(std::move(reading->policy));
    }
    auto compiled = iamproof::compile(std::move(set), catalogue_);
    if (!compiled) {
      std::printf("does not compile: %s\n", compiled.errors().front().message.c_str());
      ++totals_.failed;
      return std::nullopt;
    }
    return std::move(*compiled);
  }

  std::optional<iamproof::CompiledPolicies> refuse(const Json& document,
                                                   const iamproof::Result<iamproof::Reading>& reading) {
    if (++totals_.refused > disagreements_shown) return std::nullopt;
    std::printf("refused: %s\n", write_json(document).c_str());
    if (reading)
      for (const auto& fault : reading->faults)
        if (fault.severity == iamproof::Severity::error) std::printf("  %s\n", fault.message.c_str());
    return std::nullopt;
  }

  void compare(const iamproof::CompiledPolicies& policies, const std::vector<oracle::Statement>& statements,
               const oracle::Request& request, const std::vector<Json>& written, std::uint64_t number) {
    const oracle::Decision expected = oracle::decide(statements, request);
    const iamproof::Request asked = library_request(request);
    const iamproof::Evaluation evaluation = iamproof::evaluate(policies, asked);
    ++totals_.decisions[static_cast<std::size_t>(expected)];
    const bool agree = to_string(evaluation.decision) == to_string(expected) &&
                       iamproof::decide(policies, asked) == evaluation.decision &&
                       reasons_agree(evaluation, statements, request);
    ++(agree ? totals_.passed : totals_.failed);
    if (agree || totals_.failed > disagreements_shown) return;
    Json world = Json::object();
    world.add("policies", Json::array(written));
    world.add("request", oracle::write_request(request));
    std::printf("world %llu: the oracle says %s, evaluate() %s, decide() %s\n%s\n", as_printed(number),
                to_string(expected).c_str(), std::string(to_string(evaluation.decision)).c_str(),
                std::string(to_string(iamproof::decide(policies, asked))).c_str(), write_json(world).c_str());
  }

  // Every statement is either missed or, where it matches, a reason if its effect decided.
  static bool reasons_agree(const iamproof::Evaluation& evaluation, const std::vector<oracle::Statement>& statements,
                            const oracle::Request& request) {
    std::size_t missed = 0;
    std::size_t decisive = 0;
    for (const oracle::Statement& statement : statements) {
      const bool applies = oracle::applies(statement, request);
      if (!applies) ++missed;
      const bool decides = statement.allow ? evaluation.decision == iamproof::Decision::explicit_allow
                                           : evaluation.decision == iamproof::Decision::explicit_deny;
      if (applies && decides) ++decisive;
    }
    return evaluation.misses.size() == missed && evaluation.because.size() == decisive;
  }

  iamproof::Catalogue catalogue_;
  Totals totals_;
  agree::Coverage coverage_;
};

}  // namespace

int main(int argc, char** argv) {
  const agree::Run run = agree::run_of("evaluate_agree", argc, argv, 100'000);
  Runner runner;
  agree::run_worlds(run, runner);
  return runner.finish();
}
