// The pack org-admin on the baseline policy, on each way to break it, and on each variant that only looks broken.

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "iamproof/scan.h"
#include "json/json.h"

using namespace iamproof;

static const std::filesystem::path corpus = std::filesystem::path(IAMPROOF_ROOT) / "corpus" / "org-admin";

// What is said of a subject. A finding is `check`, `check:line`, or `check file:line` where the subject is a folder;
// it has no line where it is about what no statement says.
struct Said {
  int exit = 0;
  std::vector<std::string> findings, unknown;
};

static std::string row(const std::string& check, const std::string& path, const std::string& line) {
  return check + (path.empty() ? "" : " " + path) + (line.empty() ? "" : ":" + line);
}

// A policy is a file, or a folder of files that are attached together.
static std::vector<std::filesystem::path> subjects_in(const std::string& folder) {
  std::vector<std::filesystem::path> subjects;
  for (const auto& entry : std::filesystem::directory_iterator(corpus / folder)) {
    if (!entry.path().string().ends_with(".expected.json")) subjects.push_back(entry.path());
  }
  std::sort(subjects.begin(), subjects.end());
  return subjects;
}

static std::string line_of(const CheckSubject& subject, const Finding& finding) {
  for (const CheckedDocument& document : subject.documents) {
    if (document.path == finding.path) {
      return std::to_string(document.source->position(finding.span.begin).line);
    }
  }
  FAIL("a finding is about no document of its subject");
  return {};
}

static void note(Said& said, const CheckSubject& subject, const std::filesystem::path& path) {
  CHECK(subject.is_analysed());
  CHECK(subject.packs == std::vector<std::string>{"org-admin"});
  const auto add = [&](const Finding& finding, const std::string& line) {
    const bool in_folder = path.string() != finding.path;
    said.findings.push_back(
        row(finding.check, in_folder ? std::filesystem::relative(finding.path, path).string() : "", line));
  };
  for (const Finding& fault : subject.faults) add(fault, line_of(subject, fault));
  for (const CheckedClaim& checked : subject.claims) {
    CAPTURE(checked.claim->id);
    if (std::holds_alternative<Unknown>(checked.answer.verdict)) said.unknown.push_back(checked.claim->id);
    CHECK(checked.answer.open.empty() == !std::holds_alternative<Unknown>(checked.answer.verdict));
    for (const Finding& finding : checked.findings) {
      add(finding, finding.pointer.empty() ? "" : line_of(subject, finding));
    }
  }
}

static Said check_subject(const std::filesystem::path& path) {
  CheckOptions options;
  options.packs = {"org-admin"};
  options.lint = false;  // what single statements are worth is another matter: most variants are built to be odd
  options.together = std::filesystem::is_directory(path);
  Said said;
  std::size_t subjects = 0;
  const auto totals = check(walk({path.string()}), Catalogue::built_in(), options, [&](const CheckSubject& subject) {
    ++subjects;
    note(said, subject, path);
  });
  REQUIRE(totals);
  CHECK(subjects == 1);
  said.exit = totals->worst && *totals->worst >= Severity::warning ? 1 : 0;
  std::sort(said.findings.begin(), said.findings.end());
  return said;
}

static std::string member(const json::Value& object, std::string_view name) {
  for (const json::Member entry : object.members()) {
    if (entry.key.text() == name) return std::string(entry.value.text());
  }
  return {};
}

static Said expectation(const std::filesystem::path& subject) {
  const std::filesystem::path path = std::filesystem::path(subject).replace_extension(".expected.json");
  auto text = read_file(path.string());
  REQUIRE(text);
  const Source source(path.string(), std::move(*text));
  const auto document = json::read(source, {});
  REQUIRE(document);
  Said said;
  for (const json::Member entry : document->root().members()) {
    if (entry.key.text() == "exit") {
      said.exit = std::stoi(std::string(entry.value.text()));
    } else if (entry.key.text() == "findings") {
      for (const json::Value finding : entry.value.elements()) {
        said.findings.push_back(row(member(finding, "check"), member(finding, "path"), member(finding, "line")));
      }
    } else {
      REQUIRE(entry.key.text() == "unknown");
      for (const json::Value id : entry.value.elements()) said.unknown.emplace_back(id.text());
    }
  }
  std::sort(said.findings.begin(), said.findings.end());
  return said;
}

TEST_CASE("org-admin: every claim is proved for the baseline, which IAM can store") {
  const Said said = check_subject(corpus / "baseline.json");
  CHECK(said.findings.empty());
  CHECK(said.unknown.empty());
  CHECK(said.exit == 0);

  // IAM and AWS STS quotas: a managed policy has at most 6,144 characters, white space not counted.
  auto text = read_file((corpus / "baseline.json").string());
  REQUIRE(text);
  CHECK(std::count_if(text->begin(), text->end(), [](char c) { return c != ' ' && c != '\n'; }) <= 6'144);
}

TEST_CASE("org-admin: the baseline has no statement and no condition that does nothing") {
  std::size_t subjects = 0;
  const auto totals =
      check(walk({(corpus / "baseline.json").string()}), Catalogue::built_in(), {}, [&](const CheckSubject& subject) {
        ++subjects;
        CHECK(subject.faults.empty());
        CHECK(subject.undecided.empty());
      });
  REQUIRE(totals);
  CHECK(subjects == 1);
}

TEST_CASE("org-admin: each broken variant gives exactly the findings written down") {
  const auto subjects = subjects_in("broken");
  CHECK(subjects.size() >= 25);
  for (const auto& subject : subjects) {
    CAPTURE(subject.filename().string());
    const Said said = check_subject(subject);
    const Said expected = expectation(subject);
    CHECK(expected.exit == 1);
    CHECK(said.exit == expected.exit);
    CHECK(said.findings == expected.findings);
    CHECK(said.unknown == expected.unknown);
  }
}

TEST_CASE("org-admin: no expectation is left without its variant") {
  std::size_t expectations = 0;
  for (const auto& entry : std::filesystem::directory_iterator(corpus / "broken")) {
    if (entry.path().string().ends_with(".expected.json")) ++expectations;
  }
  CHECK(expectations == subjects_in("broken").size());
}

TEST_CASE("org-admin: each safe variant is proved as the baseline is") {
  const auto subjects = subjects_in("safe");
  CHECK(subjects.size() >= 10);
  for (const auto& subject : subjects) {
    CAPTURE(subject.filename().string());
    const Said said = check_subject(subject);
    CHECK(said.findings.empty());
    CHECK(said.unknown.empty());
    CHECK(said.exit == 0);
  }
}
