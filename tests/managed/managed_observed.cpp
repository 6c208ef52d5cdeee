// Agreement with IAM Access Analyzer: what it said of half a thousand AWS managed policies is found at the same places,
// and of the codes that it used nothing else is.
//
//   managed_observed managedPolicies.json FOLDER [--print]
//
// FOLDER holds observed_names.txt, observed.tsv and observed_exceptions.tsv. A finding of AWS's has one place or more;
// ours is the same if it has just those, in the same order. Fails on every difference that observed_exceptions.tsv does
// not explain, on an explanation of a difference that is not there, and on a policy that the package lacks.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <tuple>
#include <vector>

#include <fmt/format.h>

#include "iamproof/lint.h"
#include "managed/package.h"

using namespace iamproof;

namespace {

using Row = std::vector<std::string>;

std::vector<Row> read_table(const std::string& path) {
  const auto text = read_file(path);
  if (!text) {
    std::fprintf(stderr, "%s\n", text.errors().front().message.c_str());
    std::exit(2);
  }
  std::vector<Row> rows;
  std::istringstream lines(*text);
  for (std::string line; std::getline(lines, line);) {
    if (line.empty() || line.starts_with('#')) continue;
    Row& row = rows.emplace_back();
    std::istringstream cells(line);
    for (std::string cell; std::getline(cells, cell, '\t');) row.push_back(cell);
  }
  return rows;
}

/// A finding as the table has it. Places are JSON pointers without their escapes.
struct Observation {
  std::string policy, version, code, places;
  friend auto operator<=>(const Observation&, const Observation&) = default;
};

/// The table marks places that are a key, and calls the document "/".
std::string plain_places(std::string places) {
  for (const std::string_view mark : {" (key)", " (value)"}) {
    for (std::size_t at = 0; (at = places.find(mark)) != std::string::npos;) places.erase(at, mark.size());
  }
  return places == "/" ? "" : places;
}

std::string unescaped(std::string pointer) {
  for (const auto& [escape, plain] : {std::pair("~1", "/"), std::pair("~0", "~")}) {
    for (std::size_t at = 0; (at = pointer.find(escape, at)) != std::string::npos; ++at) pointer.replace(at, 2, plain);
  }
  return pointer;
}

std::string places_of(const Finding& finding) {
  std::string places = unescaped(finding.pointer);
  for (const RelatedPlace& related : finding.related) places += " ; " + unescaped(related.pointer);
  return places;
}

class Agreement {
 public:
  Agreement(const std::string& folder, bool print) : print_(print) {
    for (const Row& row : read_table(folder + "/observed_names.txt")) names_.emplace(row.at(0), row.at(1));
    for (const Row& row : read_table(folder + "/observed.tsv")) {
      observed_.insert({row.at(0), row.at(1), row.at(3), plain_places(row.at(4))});
      codes_.insert(row.at(3));
    }
    for (const Row& row : read_table(folder + "/observed_exceptions.tsv")) {
      exceptions_.insert({row.at(0), row.at(1), row.at(2), plain_places(row.at(3))});
      if (row.at(4).size() < 10) fail(fmt::format("an exception of {} without its reason", row.at(0)));
    }
  }

  void look_at(const managed::ManagedPolicy& policy, const Catalogue& catalogue) {
    for (const managed::Version& version : policy.versions) {
      if (names_.erase({policy.name, version.number}) != 0) look_at(policy.name, version, catalogue);
    }
  }

  int finish() {
    for (const auto& [policy, version] : names_) fail(fmt::format("{} {} is not in the package", policy, version));
    compare(observed_, found_, "missed");
    compare(found_, observed_, "not of AWS");
    for (const Observation& exception : exceptions_) {
      if (used_.count(exception) == 0) fail("an exception without a difference: " + text_of(exception));
    }
    std::printf("managed_observed: %zu findings of AWS, %zu of ours, %zu differences explained, %zu not\n",
                observed_.size(), found_.size(), used_.size(), failures_);
    return failures_ == 0 ? 0 : 1;
  }

 private:
  void look_at(const std::string& name, const managed::Version& version, const Catalogue& catalogue) {
    ReadOptions read;
    read.type = PolicyType::identity;
    auto reading = parse(*version.document, read);
    if (!reading) return fail(name + " cannot be read");
    std::vector<Finding> findings = std::move(reading->faults);
    LintOptions options;
    options.pack = LintPack::aws;
    const auto policies = compile(in_its_part(std::move(reading->policy)), catalogue);
    if (!policies) return fail(name + " cannot be compiled");
    LintReport report = lint(*policies, options);
    std::move(report.findings.begin(), report.findings.end(), std::back_inserter(findings));
    for (const Finding& finding : findings) {
      if (!finding.aws_code) continue;
      const Observation ours{name, version.number, *finding.aws_code, places_of(finding)};
      if (codes_.count(ours.code) != 0) found_.insert(ours);
      if (print_) std::printf("%s\t%s\n", text_of(ours).c_str(), finding.message.c_str());
    }
  }

  void compare(const std::set<Observation>& some, const std::set<Observation>& others, std::string_view what) {
    for (const Observation& one : some) {
      if (others.count(one) != 0) continue;
      if (exceptions_.count(one) != 0) {
        used_.insert(one);
      } else {
        fail(fmt::format("{}: {}", what, text_of(one)));
      }
    }
  }

  static std::string text_of(const Observation& one) {
    return fmt::format("{}\t{}\t{}\t{}", one.policy, one.version, one.code, one.places);
  }

  void fail(const std::string& why) {
    ++failures_;
    std::printf("%s\n", why.c_str());
  }

  bool print_;
  std::set<std::pair<std::string, std::string>> names_;
  std::set<Observation> observed_, found_, exceptions_, used_;
  std::set<std::string> codes_;
  std::size_t failures_ = 0;
};

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) {
    std::fprintf(stderr, "managed_observed managedPolicies.json FOLDER [--print]\n");
    return 2;
  }
  const Catalogue catalogue = Catalogue::built_in();
  Agreement agreement(argv[2], argc > 3 && std::string_view(argv[3]) == "--print");
  for (const managed::ManagedPolicy& policy : managed::read_package(argv[1])) agreement.look_at(policy, catalogue);
  return agreement.finish();
}
