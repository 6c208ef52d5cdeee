// The checks against the table of AWS's own: aws_codes.tsv has every code that IAM Access Analyzer's policy validation
// has or had. What no check answers to is in not_implementable.tsv, where a check is graver or less grave than AWS's
// class is in other_severity.tsv, both with the reason.

#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "iamproof/lint.h"
#include "iamproof/pack.h"

using namespace iamproof;

namespace {

using Row = std::vector<std::string>;

/// The rows of a file beside this one, each of `columns` fields, none of them empty, and in order.
std::vector<Row> table(const std::string& name, std::size_t columns) {
  const auto text = read_file(IAMPROOF_ROOT "/tests/lint/" + name);
  REQUIRE_MESSAGE(text, name);
  std::vector<Row> rows;
  std::istringstream lines(*text);
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with('#')) continue;
    CAPTURE(line);
    Row& row = rows.emplace_back();
    std::istringstream fields(line);
    for (std::string field; std::getline(fields, field, '\t');) row.push_back(field);
    REQUIRE(row.size() == columns);
    REQUIRE(std::none_of(row.begin(), row.end(), [](const std::string& field) { return field.empty(); }));
  }
  REQUIRE(std::is_sorted(rows.begin(), rows.end()));
  return rows;
}

/// "ERROR" as AWS writes it.
Severity severity_of_class(const std::string& name) {
  const std::map<std::string, Severity> severities = {{"ERROR", Severity::error},
                                                      {"SECURITY_WARNING", Severity::security_warning},
                                                      {"WARNING", Severity::warning},
                                                      {"SUGGESTION", Severity::suggestion}};
  REQUIRE_MESSAGE(severities.contains(name), name);
  return severities.at(name);
}

struct AwsCodes {
  std::map<std::string, Severity> current;
  std::set<std::string> retired;
};

AwsCodes aws_codes() {
  AwsCodes codes;
  for (const Row& row : table("aws_codes.tsv", 3)) {
    const bool is_current = row[2] == "current";
    REQUIRE((is_current || row[2] == "retired"));
    const Severity severity = severity_of_class(row[1]);
    if (is_current) {
      codes.current.emplace(row[0], severity);
    } else {
      codes.retired.insert(row[0]);
    }
  }
  return codes;
}

std::set<std::string> codes_of_checks() {
  std::set<std::string> codes;
  for (const CheckInfo& check : checks()) {
    if (!check.aws_code.empty()) codes.emplace(check.aws_code);
  }
  return codes;
}

std::string joined(const std::vector<std::string>& lines) {
  std::string out;
  for (const std::string& line : lines) out += line + '\n';
  return out;
}

/// Examples of a page that stay quiet: each ends with its findings, of which there are none.
std::size_t near_misses(std::string_view page) {
  const std::size_t begin = page.find("\n## Stays quiet\n");
  if (begin == std::string_view::npos) return 0;
  const std::size_t end = page.find("\n## ", begin + 1);
  const std::string_view section = page.substr(begin, end == std::string_view::npos ? end : end - begin);
  std::size_t count = 0;
  constexpr std::string_view block = "\n```findings\n";
  for (std::size_t at = section.find(block); at != std::string_view::npos; at = section.find(block, at + 1)) ++count;
  return count;
}

}  // namespace

TEST_CASE("table: every current code of AWS has a check, or a reason why not") {
  const std::set<std::string> ours = codes_of_checks();
  std::set<std::string> excused;
  const AwsCodes aws = aws_codes();
  for (const Row& row : table("not_implementable.tsv", 2)) {
    CAPTURE(row[0]);
    CHECK(aws.current.contains(row[0]));
    CHECK_FALSE(ours.contains(row[0]));
    excused.insert(row[0]);
  }
  CHECK(excused.size() < 8);
  std::vector<std::string> missing;
  for (const auto& [code, severity] : aws.current) {
    if (!ours.contains(code) && !excused.contains(code)) missing.push_back(code);
  }
  CHECK_MESSAGE(missing.empty(), missing.size() << " codes have no check:\n" << joined(missing));
}

TEST_CASE("table: no check answers to a code that AWS does not have, or no longer") {
  const AwsCodes aws = aws_codes();
  for (const std::string& code : codes_of_checks()) {
    CAPTURE(code);
    CHECK(aws.current.contains(code));
    CHECK_FALSE(aws.retired.contains(code));
  }
}

TEST_CASE("table: checks are as grave as AWS's class says, but for what is written down") {
  const AwsCodes aws = aws_codes();
  std::vector<std::string> differ, written;
  for (const CheckInfo& check : checks()) {
    const auto code = aws.current.find(std::string(check.aws_code));
    if (code == aws.current.end() || code->second == check.severity) continue;
    differ.push_back(std::string(check.id) + ' ' + code->first + ' ' + std::string(to_string(check.severity)));
  }
  for (const Row& row : table("other_severity.tsv", 4)) written.push_back(row[0] + ' ' + row[1] + ' ' + row[2]);
  CHECK(joined(differ) == joined(written));
}

TEST_CASE("table: the page of a check names the codes of AWS that it answers to") {
  for (const CheckInfo& check : checks()) {
    CAPTURE(check.id);
    CAPTURE(check.aws_code);
    const auto page = explain(check.id);
    REQUIRE(page);
    CHECK(page->find(check.aws_code) != std::string_view::npos);
  }
}

TEST_CASE("table: each check shows what it must not take for its fault") {
  std::size_t all = 0;
  for (const std::string_view id : explained_ids()) all += near_misses(*explain(id));
  for (const CheckInfo& check : checks()) {
    CAPTURE(check.id);
    CHECK(near_misses(*explain(check.id)) >= 1);
  }
  MESSAGE(all << " near misses on " << explained_ids().size() << " pages");
  CHECK(all >= 60);
}
