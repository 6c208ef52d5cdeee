// Policies under guardrails: what binds, what does not in a management account, and what is refused. The page of
// `guardrail-in-management-account` is tried as well: each pair of its json blocks is a policy and an SCP.

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include "iamproof/evaluate.h"
#include "iamproof/pack.h"
#include "iamproof/scan.h"

using namespace iamproof;

namespace {

/// A folder of its own, gone at the end.
class Folder {
 public:
  Folder() : path_(std::filesystem::temp_directory_path() / ("iamproof-" + std::to_string(std::rand()))) {
    std::filesystem::create_directories(path_);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() { std::filesystem::remove_all(path_); }

  std::string file(const std::string& name, const std::string& text) const {
    std::ofstream(path_ / name) << text;
    return (path_ / name).string();
  }

 private:
  std::filesystem::path path_;
};

struct Outcome {
  std::vector<std::string> findings;            ///< "line:column severity: message" of those that are no claim's
  std::map<std::string, std::string> verdicts;  ///< by claim
  CheckTotals totals;
};

Outcome outcome_of(const std::string& policy, const CheckOptions& options) {
  Outcome outcome;
  const auto totals = check({{policy, true, {}}}, Catalogue::built_in(), options, [&](const CheckSubject& subject) {
    for (const Finding& finding : subject.faults) {
      for (const CheckedDocument& document : subject.documents) {
        if (document.path != finding.path) continue;
        const Position at = document.source->position(finding.span.begin);
        outcome.findings.push_back(std::to_string(at.line) + ":" + std::to_string(at.column) + " " +
                                   std::string(to_string(finding.severity)) + ": " + finding.message);
      }
    }
    for (const CheckedClaim& claim : subject.claims) {
      const char* const names[] = {"proved", "refuted", "unknown"};
      outcome.verdicts[claim.claim->id] = names[claim.answer.verdict.index()];
      const auto* refuted = std::get_if<Refuted>(&claim.answer.verdict);
      if (refuted == nullptr) continue;
      ProveOptions as_tried;
      as_tried.in_management_account = claim.in_management_account;
      const Request& witness = refuted->breaches.front().witness;
      const Decision decision = claimed_decision(*subject.compiled, witness, as_tried);
      const ClaimKind kind = claim.claim->kind;
      const bool of_allows = kind == ClaimKind::never_allowed || kind == ClaimKind::only_within;
      if (kind == ClaimKind::always_denied) {
        CHECK(decision != Decision::explicit_deny);
      } else {
        CHECK((decision == Decision::explicit_allow) == of_allows);
      }
    }
  });
  REQUIRE(totals);
  outcome.totals = *totals;
  return outcome;
}

const char* const allow_trails = R"({"Version": "2012-10-17", "Statement": {"Effect": "Allow",
    "Action": ["organizations:List*", "cloudtrail:StopLogging"], "Resource": "*"}})";
const char* const no_trails = R"({"Version": "2012-10-17", "Statement": [
    {"Effect": "Allow", "Action": "*", "Resource": "*"}, {"Effect": "Deny", "Action": "cloudtrail:*", "Resource": "*"}]})";
const char* const claims = R"({"claims": [{"id": "trails", "claim": "never-allowed",
    "region": [{"Action": "cloudtrail:*"}]}]})";

}  // namespace

TEST_CASE("scan: a guardrail binds, but for SCPs in a management account") {
  const Folder folder;
  const std::string policy = folder.file("policy.json", allow_trails);
  const std::string guardrail = folder.file("guardrail.json", no_trails);
  const Source own("claims.json", claims);
  struct {
    const char* says;
    void (*put)(GuardrailPaths&, const std::string&);
    const char* in_pack;
    const char* own;
  } rows[] = {
      {"nothing", [](GuardrailPaths&, const std::string&) {}, "refuted", "refuted"},
      {"a boundary", [](GuardrailPaths& p, const std::string& file) { p.boundary = file; }, "proved", "proved"},
      {"a session policy", [](GuardrailPaths& p, const std::string& file) { p.session = {file}; }, "proved", "proved"},
      {"an SCP", [](GuardrailPaths& p, const std::string& file) { p.scp = {file}; }, "refuted", "proved"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.says);
    CheckOptions options;
    options.claim_files = {&own};
    row.put(options.guardrails, guardrail);
    const Outcome outcome = outcome_of(policy, options);
    CHECK(outcome.verdicts.at("trails-stay-on") == row.in_pack);
    CHECK(outcome.verdicts.at("trails") == row.own);
    CHECK(outcome.findings.empty() == options.guardrails.scp.empty());
    CHECK(outcome.totals.analysed == 1);  // a guardrail is not checked itself
  }
}

TEST_CASE("scan: a guardrail that IAM would refuse fails the call, with its place") {
  const Folder folder;
  const std::string policy = folder.file("policy.json", allow_trails);
  CheckOptions options;
  options.guardrails.scp = {folder.file("scp.json", "{\"Version\": \"2012-10-17\",\n \"Statement\": {}}")};
  options.guardrails.boundary = folder.file("boundary.json", "[");
  const auto totals = check({{policy, true, {}}}, Catalogue::built_in(), options, [](const CheckSubject&) {});
  REQUIRE(!totals);
  CHECK(totals.errors().size() >= 2);
  for (const Error& error : totals.errors()) CHECK(error.position);
}

TEST_CASE("scan: the page about guardrails says what the check says") {
  const auto page = explain("guardrail-in-management-account");
  REQUIRE(page);
  const Folder folder;
  std::vector<std::string> documents;
  std::size_t examples = 0;
  for (std::size_t at = page->find("```"); at != std::string_view::npos; at = page->find("```", at)) {
    const std::size_t begin = page->find('\n', at) + 1;
    const std::size_t end = page->find("```", begin);
    const std::string_view kind = page->substr(at + 3, begin - at - 4);
    const std::string text(page->substr(begin, end - begin));
    at = end + 3;
    if (kind == "json") documents.push_back(text);
    if (kind != "findings") continue;
    REQUIRE(documents.size() == 2);
    CheckOptions options;
    options.guardrails.scp = {folder.file("scp.json", documents[1])};
    const Outcome outcome = outcome_of(folder.file("policy.json", documents[0]), options);
    std::string found;
    for (const std::string& finding : outcome.findings) found += finding + '\n';
    CHECK(found == text);
    documents.clear();
    ++examples;
  }
  CHECK(examples == 2);
}
