// JUnit's XML, as most continuous integration systems read it: a test suite for each file, with counts that stand
// before what they count, so all is kept until the end. A case without an expectation tests nothing and is "skipped";
// one that could not be evaluated is an "error". XML 1.0 has no way to write most control characters: they are spelled
// out as on a terminal.
#include <map>
#include <vector>

#include <fmt/format.h>

#include "report/case_report.h"
#include "report/terminal.h"

namespace iamproof {

namespace {

/// Text that is fit to stand in an attribute or an element.
std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : shown(text, TextOptions{}, std::string_view::npos)) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&apos;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

struct Suite {
  std::string name;
  CaseTotals totals;
  std::string cases;
};

std::string counts(const CaseTotals& totals) {
  return fmt::format(R"(tests="{}" failures="{}" errors="{}" skipped="{}")", totals.all(),
                     totals.failed + totals.unknown, totals.not_evaluated, totals.without_expectation);
}

std::string request_in_lines(const Request& request) {
  return fmt::format("principal {}\naction {}\nresource {}", escaped(request.principal), escaped(request.action),
                     escaped(request.resource));
}

/// What a test case holds beside its name; nothing where it passed.
std::string result_of(const CaseOutcome& outcome) {
  if (!outcome.is_evaluated()) {
    std::string lines;
    for (const Error& error : outcome.errors) {
      const Position at = error.position.value_or(Position{});
      lines += escaped(error.position ? fmt::format("{}:{}:{}: {}", error.source, at.line, at.column, error.message)
                                      : fmt::format("{}: {}", error.source, error.message));
      lines += '\n';
    }
    const std::string first = outcome.errors.empty() ? "" : outcome.errors.front().message;
    return fmt::format("      <error message=\"{}\">{}</error>\n", escaped(first), lines);
  }
  if (!outcome.expected) {
    return fmt::format("      <skipped message=\"{}, and nothing is expected\"/>\n",
                       to_string(outcome.evaluation.decision));
  }
  const std::string reason = reason_of(outcome);
  if (reason.empty()) return {};
  const Breach* breach = counterexample_of(outcome);
  return fmt::format("      <failure type=\"{}\" message=\"{}\">{}</failure>\n",
                     outcome.is_unknown() ? "unknown" : "decision", escaped(reason),
                     request_in_lines(breach == nullptr ? outcome.request : breach->witness));
}

class JunitWriter : public CaseReport::Writer {
 public:
  std::string add(const CaseOutcome& outcome) override {
    const std::string name = outcome.path.empty() ? "command line" : outcome.path;
    const auto [at, fresh] = numbers_.emplace(name, suites_.size());
    if (fresh) suites_.push_back({name, {}, {}});
    Suite& suite = suites_[at->second];
    suite.totals.add(outcome);
    const std::string result = result_of(outcome);
    suite.cases += fmt::format(R"(    <testcase name="{}" classname="{}" file="{}" line="{}")",
                               escaped(outcome.path.empty() ? outcome.request.action : name_of(outcome)), escaped(name),
                               escaped(outcome.path), outcome.line);
    suite.cases += result.empty() ? "/>\n" : ">\n" + result + "    </testcase>\n";
    return {};
  }

  std::string finish(const CaseTotals& totals) override {
    std::string out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
    out += fmt::format("<testsuites name=\"iamproof\" {}>\n", counts(totals));
    for (const Suite& suite : suites_) {
      out += fmt::format("  <testsuite name=\"{}\" {}>\n{}  </testsuite>\n", escaped(suite.name), counts(suite.totals),
                         suite.cases);
    }
    return out += "</testsuites>\n";
  }

 private:
  std::vector<Suite> suites_;
  std::map<std::string, std::size_t> numbers_;
};

}  // namespace

std::unique_ptr<CaseReport::Writer> case_junit_writer() {
  return std::make_unique<JunitWriter>();
}

}  // namespace iamproof
