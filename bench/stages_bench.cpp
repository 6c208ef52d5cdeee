// What each stage adds, per document, beside simdjson's DOM parse of the same bytes. `latest_` rows run over the latest
// version of each policy, the others over all versions. Every benchmark checks its answer before it is timed.
#include <chrono>
#include <cstdlib>

#include <simdjson.h>

#include <benchmark/benchmark.h>

#include "corpus.h"
#include "iamproof/pack.h"
#include "iamproof/prove.h"
#include "json/json.h"

namespace iamproof::bench {

namespace {

void check(benchmark::State& state, bool holds) {
  if (!holds) state.SkipWithError("a wrong answer");
}

/// Times `work` on every document and reports the mean time of one.
template <class Documents, class Work>
void per_document(benchmark::State& state, const Documents& documents, Work work) {
  using Clock = std::chrono::steady_clock;
  double seconds = 0;
  std::size_t count = 0;
  for (auto _ : state) {
    const auto start = Clock::now();
    for (const auto& document : documents) work(*document);
    seconds += std::chrono::duration<double>(Clock::now() - start).count();
    count += documents.size();
  }
  state.counters["us/doc"] = seconds * 1e6 / static_cast<double>(count);
}

template <class Documents>
void dom(benchmark::State& state, const Documents& documents) {
  simdjson::dom::parser parser;
  per_document(state, documents, [&](const Source& source) {
    const simdjson::error_code error = parser.parse(source.text().data(), source.text().size(), false).error();
    check(state, error == simdjson::SUCCESS);
  });
}

void dom_parse(benchmark::State& state) {
  dom(state, corpus().all);
}
BENCHMARK(dom_parse)->Unit(benchmark::kMillisecond);

void latest_dom_parse(benchmark::State& state) {
  dom(state, corpus().latest);
}
BENCHMARK(latest_dom_parse)->Unit(benchmark::kMillisecond);

void json_read(benchmark::State& state) {
  per_document(state, corpus().all, [&](const Source& source) { check(state, bool(json::read(source))); });
}
BENCHMARK(json_read)->Unit(benchmark::kMillisecond);

void policy_parse(benchmark::State& state) {
  per_document(state, corpus().all, [&](const Source& source) {
    const auto reading = parse(source);
    check(state, reading && reading->is_valid());
  });
}
BENCHMARK(policy_parse)->Unit(benchmark::kMillisecond);

CompiledPolicies compiled(const Source& source, const Catalogue& catalogue) {
  auto reading = parse(source);
  if (!reading || !reading->is_valid()) std::abort();
  PolicySet set;
  set.identity.push_back(std::move(reading->policy));
  auto result = compile(std::move(set), catalogue);
  if (!result) std::abort();
  return std::move(*result);
}

void parse_and_compile(benchmark::State& state) {
  const Catalogue catalogue = Catalogue::built_in();
  per_document(state, corpus().all, [&](const Source& source) {
    const CompiledPolicies policies = compiled(source, catalogue);
    check(state, !policies.policies().identity.front().statements.empty());
  });
}
BENCHMARK(parse_and_compile)->Unit(benchmark::kMillisecond);

/// The main job on one document: read, compile, the org-admin pack, findings.
void latest_check_org_admin(benchmark::State& state) {
  const Catalogue catalogue = Catalogue::built_in();
  const Source text("org-admin", std::string(find_pack("org-admin")->text));
  auto file = parse_claims(text);
  auto claims = compile(std::move(*file), catalogue);
  per_document(state, corpus().latest, [&](const Source& source) {
    const CompiledPolicies policies = compiled(source, catalogue);
    const auto answers = prove(policies, *claims);
    check(state, answers.size() == claims->file().claims.size());
    benchmark::DoNotOptimize(findings_of(policies, *claims, answers));
  });
}
BENCHMARK(latest_check_org_admin)->Unit(benchmark::kMillisecond)->Iterations(1);

}  // namespace

}  // namespace iamproof::bench
