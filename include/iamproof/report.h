/// What a check found, as values, and these written for people (text) and for programs (JSON); the outcomes of cases
/// likewise.
///
/// Nothing of the documents reaches the output as it stands: text shows control, direction and invisible characters as
/// \u{...}, JSON is always valid UTF-8.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "iamproof/case.h"
#include "iamproof/catalogue.h"
#include "iamproof/compare.h"
#include "iamproof/finding.h"
#include "iamproof/fix.h"
#include "iamproof/lint.h"
#include "iamproof/policy.h"
#include "iamproof/policy_set.h"
#include "iamproof/prove.h"
#include "iamproof/result.h"
#include "iamproof/source.h"
#include "iamproof/strata.h"

namespace iamproof {

/// A document asked for, or one that decides beside these. Whoever made the CheckSubject owns what it points to.
struct CheckedDocument {
  std::string path;                ///< as given; "<stdin>" for standard input
  const Source* source = nullptr;  ///< none where the file could not be read
  const Policy* policy = nullptr;  ///< none where the text is not a policy
  /// Not checked itself: it decides beside the documents that are. These come last.
  bool is_guardrail = false;
  PolicyType part = PolicyType::identity;  ///< see PlacedPolicy
  std::uint32_t level = 0;
};

/// A claim tried on a subject.
struct CheckedClaim {
  const ClaimFile* file = nullptr;  ///< its pack or claim file
  const Claim* claim = nullptr;
  bool in_management_account = false;  ///< see ProveOptions
  Answer answer;
  std::optional<CompiledPolicies> reference;  ///< what the policies are compared with: see reference_of()
  /// Of a refutation, the gravest first. None where Claim::unless_refuted makes it nothing new.
  std::vector<Stratum> strata;
  std::vector<Finding> findings;  ///< one for each of `strata`
};

/// What was analysed as one: a document, or several attached to one principal.
struct CheckSubject {
  std::vector<CheckedDocument> documents;
  Errors errors;  ///< why documents could not be read
  /// Those of `errors` that are about JSON, as findings, for reports that have no other place to point from.
  std::vector<Finding> not_json;
  /// Of the documents' grammar, in document order, of the checks likewise, and of guardrails that do not hold.
  std::vector<Finding> faults;
  std::vector<Undecided> undecided;  ///< what the checks left open
  /// Why no claim was tried although all documents could be read; empty if claims were tried.
  std::string not_analysed;
  std::vector<std::string> packs;  ///< the names of what was tried
  std::vector<CheckedClaim> claims;
  const CompiledPolicies* compiled = nullptr;  ///< present iff claims were tried

  bool is_analysed() const { return errors.empty() && not_analysed.empty(); }
};

/// Sums over subjects.
struct CheckTotals {
  std::size_t analysed = 0, not_analysed = 0;  ///< documents
  std::size_t passed_over = 0;                 ///< files that hold no policy and were not asked for by name
  std::size_t proved = 0, refuted = 0, unknown = 0;
  std::size_t findings = 0;
  std::size_t not_json = 0;   ///< findings of CheckSubject::not_json, beside these
  std::size_t undecided = 0;  ///< questions that checks left open
  /// The gravest severity of a fault, of a refuted claim, or of a claim that stayed unknown: unknown never passes.
  std::optional<Severity> worst;

  void add(const CheckSubject& subject);
};

struct TextOptions {
  bool color = false;
  bool unicode = true;  ///< the terminal shows UTF-8
  bool verbose = false;
  bool quiet = false;       ///< say only what is wrong
  std::size_t width = 100;  ///< columns that a source line may take
};

/// Appends a subject for people: its claims, each finding with its source line, what it lets through and a witness.
/// Linear in what is written; a long list is summarised unless `verbose`.
void write_text(std::string& out, const CheckSubject& subject, const Catalogue& catalogue, const TextOptions& options);

/// Appends the closing line.
void write_text(std::string& out, const CheckTotals& totals, const TextOptions& options);

/// Appends `path:line:column: error: message` and a line end.
void write_text(std::string& out, const Error& error, const TextOptions& options);

/// Appends a path on a line of its own, fit to show.
void write_path(std::string& out, std::string_view path, const TextOptions& options);

struct JsonOptions {
  std::string_view tool_version;
  bool verbose = false;  ///< lists of actions are not shortened, and of each document it is said how its type was told
};

/// Subjects as one JSON document, described by lib/report/schema/check.schema.json.
class JsonReport {
 public:
  JsonReport(const Catalogue& catalogue, JsonOptions options);
  /// Keeps nothing of `subject` but what it writes.
  void add(const CheckSubject& subject);
  /// What was fixed before the check: the member `fixed`, which is there once this was called.
  void add(const FixedDocument& fixed);
  std::string finish(const CheckTotals& totals) const;

 private:
  Catalogue catalogue_;
  JsonOptions options_;
  std::string findings_, claims_, not_analysed_, types_;
  std::optional<std::string> fixed_;
};

/// Appends what was fixed in a document, and what that means. `written`: the file holds it now. Nothing is appended
/// where there was nothing to fix.
void write_text(std::string& out, const FixedDocument& fixed, bool written, const Catalogue& catalogue,
                const TextOptions& options);

/// Appends the lines in which two texts differ, with three lines around them, as `diff -u` does. For people: characters
/// that a terminal would obey are shown as \u{...}. O((before + after) * difference), within bounds of memory.
void write_line_diff(std::string& out, std::string_view path, std::string_view before, std::string_view after,
                     const TextOptions& options);

/// All of checks(), then the claims of all packs, as one JSON document: lib/report/schema/checks.schema.json.
std::string checks_as_json();

enum class ProveFormat : std::uint8_t {
  text,
  json,    ///< one document, described by lib/report/schema/prove.schema.json
  ndjson,  ///< one line a claim, an element of that document's `claims`
};

/// The answers to the claims of subjects, written as they come. Unlike JsonReport it puts the findings of a refutation
/// into the claim's own row, as `breaches`.
class ProveReport {
 public:
  ProveReport(ProveFormat format, const Catalogue& catalogue, TextOptions text, JsonOptions json);

  /// What is to be written now. Keeps nothing that belongs to `subject`.
  std::string add(const CheckSubject& subject);
  std::string finish(const CheckTotals& totals);

 private:
  ProveFormat format_;
  Catalogue catalogue_;
  TextOptions text_;
  JsonOptions json_;
  std::string claims_, not_analysed_;  ///< of the one JSON document
};

enum class CaseFormat : std::uint8_t {
  text,
  json,    ///< one document, described by lib/report/schema/evaluate.schema.json
  ndjson,  ///< one line a case, an element of that document's `cases`
  junit,   ///< XML as continuous integration systems read it: a test suite for each file, a test case for each case
};

/// The outcomes of cases, written as they come; `junit` says first how many there are, so it is written at the end.
class CaseReport {
 public:
  CaseReport(CaseFormat format, const Catalogue& catalogue, TextOptions text, JsonOptions json);
  CaseReport(const CaseReport&) = delete;
  CaseReport& operator=(const CaseReport&) = delete;
  ~CaseReport();

  /// What is to be written now. Keeps nothing that belongs to `outcome`.
  std::string add(const CaseOutcome& outcome);
  std::string finish(const CaseTotals& totals);

  struct Writer;

 private:
  std::unique_ptr<Writer> writer_;
};

enum class DiffFormat : std::uint8_t {
  text,
  json,      ///< one document, described by lib/report/schema/diff.schema.json
  markdown,  ///< a table for a comment on a pull request; texts of the documents are nothing but text in it
};

/// Pairs of versions that were compared. Text is written as they come, the others at the end.
class DiffReport {
 public:
  DiffReport(DiffFormat format, const Catalogue& catalogue, TextOptions text, JsonOptions json);
  DiffReport(const DiffReport&) = delete;
  DiffReport& operator=(const DiffReport&) = delete;
  ~DiffReport();

  /// What is to be written now. Keeps nothing of `pair` but what it writes.
  std::string add(const Compared& pair);
  std::string finish(const CompareTotals& totals);

  struct Writer;

 private:
  std::unique_ptr<Writer> writer_;
};

enum class ActionFormat : std::uint8_t { text, json, ndjson };

/// A name that no action of the catalogue answers to.
struct UnmatchedAction {
  std::string pattern;
  std::string message;  ///< why, with the nearest names
  std::vector<std::string> nearest;
};

/// Says why a pattern of actions matches none: an API operation under another permission, a mistyped name or service.
UnmatchedAction unmatched_action(std::string_view pattern, const Catalogue& catalogue);

/// Appends actions grouped by service. `verbose` adds resource types, condition keys and dependent actions to text;
/// JSON (described by lib/report/schema/actions.schema.json) always has them.
void write_actions(std::string& out, std::span<const ActionId> actions, std::span<const UnmatchedAction> unmatched,
                   const Catalogue& catalogue, ActionFormat format, const TextOptions& options);

/// Appends a Markdown page, lightly rendered: headings bold, code indented, no backticks.
void write_page(std::string& out, std::string_view markdown, const TextOptions& options);

/// The first sentence of a page, after its heading and on one line.
std::string page_summary(std::string_view markdown);

}  // namespace iamproof
