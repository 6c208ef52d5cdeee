// The page of a claim or check is its documentation and its test: what stands in a `findings` block is what it says of
// the policy in the `json` block before it, one `line:column severity: message` for each finding. An empty block means
// proved, or that a check has nothing to say. ```json trust is a policy of that type, ```json resource:s3 one that is
// attached to what is of that service; without a word the type is guessed. In an example a line "... 300 times" stands
// for so many more of the line above it. Every code of AWS that a check answers to is in an example that fires.
// IAMPROOF_UPDATE=1 rewrites the blocks.

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "iamproof/lint.h"
#include "iamproof/pack.h"

using namespace iamproof;

namespace {

/// An example of a page: the policy, what the page says of it, and under which heading.
struct Example {
  std::string section, policy, findings;
  ReadOptions read;                                  ///< the type is guessed if not said
  std::size_t findings_begin = 0, findings_end = 0;  ///< bytes of the page
};

std::string page_of_claim(std::string_view id) {
  return std::string(IAMPROOF_ROOT "/lib/lint/pages/").append(id).append(".md");
}

/// Beside its code; those of the grammar, which have no file of their own, are in a folder of pages.
std::string page_of_check(std::string_view id) {
  std::string stem(id);
  std::replace(stem.begin(), stem.end(), '-', '_');
  std::string beside = IAMPROOF_ROOT "/lib/lint/checks/" + stem + ".md";
  return std::ifstream(beside) ? beside : page_of_claim(id);
}

std::string page_text(const std::string& path) {
  auto text = read_file(path);
  REQUIRE(text);
  return *text;
}

/// "trust", "resource:s3".
ReadOptions read_as(const std::string& word) {
  ReadOptions read;
  const std::size_t colon = word.find(':');
  read.type = policy_type_from(word.substr(0, colon));
  if (colon != std::string::npos) read.service = word.substr(colon + 1);
  REQUIRE_MESSAGE((word.empty() || read.type), "unknown policy type: " << word);
  return read;
}

/// What a line of an example stands for: "... 300 times" for so many of the last line of `before`.
std::string repeated(const std::string& line, const std::string& before) {
  const std::size_t dots = line.find("... ");
  if (dots == std::string::npos || !line.ends_with(" times")) return line + '\n';
  const std::string last = before.substr(before.rfind('\n', before.size() - 2) + 1);
  std::string out;
  for (unsigned long i = std::stoul(line.substr(dots + 4)); i > 0; --i) out += last;
  return out;
}

std::vector<Example> examples_of(const std::string& page) {
  std::vector<Example> examples;
  std::string section, block, content;
  std::size_t block_begin = 0, at = 0;
  std::istringstream lines(page);
  for (std::string line; std::getline(lines, line); at += line.size() + 1) {
    if (block.empty()) {
      if (line.starts_with("## ")) section = line.substr(3);
      if (line.starts_with("```")) block = line.substr(3);
      block_begin = at + line.size() + 1;
      content.clear();
    } else if (line != "```") {
      content += repeated(line, content);
    } else {
      if (block.starts_with("json")) {
        examples.push_back({section, content, "", read_as(block.size() > 5 ? block.substr(5) : ""), 0, 0});
      }
      if (block == "findings") {
        REQUIRE(!examples.empty());
        REQUIRE_MESSAGE(examples.back().findings_end == 0, "a findings block without its policy");
        examples.back().findings = content;
        examples.back().findings_begin = block_begin;
        examples.back().findings_end = at;
      }
      block.clear();
    }
  }
  return examples;
}

std::string line_of(const Finding& finding, const Source& source) {
  const Position position = source.position(finding.span.begin);
  return std::to_string(position.line) + ':' + std::to_string(position.column) + ' ' +
         std::string(to_string(finding.severity)) + ": " + finding.message + '\n';
}

Policy policy_of(const Source& source) {
  const auto reading = parse(source);
  REQUIRE(reading);
  REQUIRE(reading->is_valid());
  return reading->policy;
}

std::string claim_findings(const std::string& text, std::string_view id, const CompiledClaims& claims,
                           const Catalogue& catalogue) {
  const Source source("example.json", text);
  const auto policies = compile(alone(policy_of(source)), catalogue);
  REQUIRE(policies);
  const auto answers = prove(*policies, claims);
  std::string out;
  for (std::size_t i = 0; i < answers.size(); ++i) {
    const auto* unknown = std::get_if<Unknown>(&answers[i].verdict);
    if (unknown != nullptr && claims.file().claims[i].id == id) out += "unknown: " + unknown->reason + '\n';
  }
  for (const ClaimFindings& claim : findings_of(*policies, claims, answers)) {
    for (const Finding& finding : claim.findings) {
      if (finding.check == id) out += line_of(finding, source);
    }
  }
  return out;
}

/// Whether a record of checks() announces such a finding in a document of that type.
bool is_announced(const Finding& finding, PolicyType type) {
  const std::vector<CheckInfo> all = checks();
  return std::any_of(all.begin(), all.end(), [&](const CheckInfo& check) {
    return check.id == finding.check && check.aws_code == finding.aws_code.value_or("") &&
           finding.severity <= check.severity &&
           std::find(check.types.begin(), check.types.end(), type) != check.types.end();
  });
}

/// What parse() and all packs of checks say of a text, in the order of the text. The check of the page must not leave
/// anything open; others may, about values that it shows to be wrong.
std::vector<Finding> everything_found(const Source& source, std::string_view id, const ReadOptions& read,
                                      const Catalogue& catalogue) {
  auto reading = parse(source, read);
  if (!reading) {
    const auto fault = syntax_fault(source);
    REQUIRE(fault);
    return {*fault};
  }
  LintOptions options;
  options.pack = LintPack::strict;
  const PolicyType type_read = reading->policy.type;
  std::vector<Finding> found = reading->faults;
  LintReport report;
  if (reading->is_valid()) {
    const auto policies = compile(in_its_part(std::move(reading->policy)), catalogue);
    REQUIRE(policies);
    report = lint(*policies, options);
  } else {
    report = lint(reading->policy, catalogue, options);
  }
  for (const Undecided& open : report.undecided) CHECK(open.check != id);
  found.insert(found.end(), report.findings.begin(), report.findings.end());
  std::stable_sort(found.begin(), found.end(),
                   [](const Finding& a, const Finding& b) { return a.span.begin < b.span.begin; });
  for (const Finding& finding : found) {
    CAPTURE(finding.check);
    CHECK(is_announced(finding, type_read));
  }
  return found;
}

/// Those of one check; the codes that they answer to are added to `codes`.
std::string check_findings(const Example& example, std::string_view id, const Catalogue& catalogue,
                           std::set<std::string, std::less<>>& codes) {
  const Source source("example.json", example.policy);
  std::string out;
  for (const Finding& finding : everything_found(source, id, example.read, catalogue)) {
    if (finding.check != id) continue;
    out += line_of(finding, source);
    codes.insert(finding.aws_code.value_or(""));
  }
  return out;
}

/// Compares every example of a page with what is found now.
void compare(const std::string& path, const std::function<std::string(const Example&)>& findings_on) {
  std::string page = page_text(path);
  auto examples = examples_of(page);
  const auto in_section = [&](std::string_view section) {
    return std::any_of(examples.begin(), examples.end(), [&](const Example& e) { return e.section == section; });
  };
  CHECK(in_section("Fires"));
  CHECK(in_section("Stays quiet"));
  const bool update = std::getenv("IAMPROOF_UPDATE") != nullptr;
  std::reverse(examples.begin(), examples.end());  // so that rewriting one leaves the places of the others
  for (const Example& example : examples) {
    CAPTURE(example.policy);
    REQUIRE(example.findings_end != 0);
    const std::string found = findings_on(example);
    CHECK(found.empty() == (example.section == "Stays quiet"));
    if (update) {
      page.replace(example.findings_begin, example.findings_end - example.findings_begin, found);
    } else {
      CHECK(found == example.findings);
    }
  }
  if (update) std::ofstream(path) << page;
}

}  // namespace

TEST_CASE("pages: every example says what the claim or check says") {
  const Catalogue catalogue = Catalogue::built_in();
  std::vector<std::string> ids;
  for (const Pack& pack : packs()) {
    const Source source(std::string(pack.name), std::string(pack.text));
    auto file = parse_claims(source);
    REQUIRE(file);
    const auto claims = compile(std::move(*file), catalogue);
    REQUIRE(claims);
    for (const Claim& claim : claims->file().claims) {
      CAPTURE(claim.id);
      ids.push_back(claim.id);
      const std::string path = page_of_claim(claim.id);
      CHECK(page_text(path).starts_with("# " + claim.id + "\n"));
      compare(path,
              [&](const Example& example) { return claim_findings(example.policy, claim.id, *claims, catalogue); });
    }
  }
  std::map<std::string, std::set<std::string, std::less<>>> codes_of;
  for (const CheckInfo& check : checks()) codes_of[std::string(check.id)].emplace(check.aws_code);
  for (const auto& [id, codes] : codes_of) {
    CAPTURE(id);
    ids.push_back(id);
    const std::string path = page_of_check(id);
    CHECK(page_text(path).starts_with("# " + id + "\n"));
    std::set<std::string, std::less<>> shown;
    compare(path, [&](const Example& example) { return check_findings(example, id, catalogue, shown); });
    CHECK(shown == codes);
  }
  ids.emplace_back("guardrail-in-management-account");  // tests/scan/guardrails_test.cpp tries its examples
  ids.emplace_back("unlisted-faults");                  // takes more faults than a page can hold: policy_test.cpp
  std::sort(ids.begin(), ids.end());
  const auto explained = explained_ids();
  CHECK(std::vector<std::string>(explained.begin(), explained.end()) == ids);
}
