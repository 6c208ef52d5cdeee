/// Cases: a policy set, one request, and the decision expected of it. Read from JSON they are unit tests of policies.
///
///   {"id": "reads-own", "policies": {"identity": ["reader.json"], "boundary": {"Version": ..., "Statement": ...}},
///    "request": {"principal": "arn:aws:iam::111122223333:user/alice", "action": "s3:GetObject",
///                "resource": "arn:aws:s3:::reports/a", "context": {"aws:MultiFactorAuthPresent": "true"}},
///    "expected": "Allowed"}
///
/// A policy stands in the case or is named by the path of its file. lib/report/schema/case.schema.json has all members.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "iamproof/catalogue.h"
#include "iamproof/evaluate.h"
#include "iamproof/policy_set.h"
#include "iamproof/prove.h"
#include "iamproof/request.h"
#include "iamproof/result.h"
#include "iamproof/source.h"

namespace iamproof {

struct Case {
  std::string id;    ///< may be empty
  std::string path;  ///< of the text it was read from; "<stdin>" for standard input, empty if it was not read
  std::uint32_t line = 1;
  PolicySet policies;
  Request request;
  bool context_is_complete = false;  ///< the request carries all its keys: none is derived
  std::optional<Decision> expected;
  /// With `expected`, `*` and `?` in action and resource, and the context value "*", stand for every request that
  /// matches. Without this they are only characters.
  bool patterns = true;

  /// The case's own text; none if it was not read. With `places`, it is where the elements of the request stand: by
  /// their JSON pointers within the request, as RequestFault has them.
  std::shared_ptr<const Source> text;
  std::vector<std::pair<std::string, Span>> places;
  /// What AWS would not store although its meaning is documented: a remark beside the decision, or an error if strict.
  Errors refusals;
  /// All texts that the policies borrow from.
  std::vector<std::shared_ptr<const Source>> sources;
  /// Cases with the same key have the same policies; empty where nothing is known.
  std::string policies_key;
};

/// A case, or as much of it as could be read and everything that is wrong with it.
struct CaseReading {
  Case value;
  Errors errors;
};

struct CaseLimits {
  ReadLimits policies;
  std::size_t case_bytes = std::size_t{16} << 20U;  ///< of the JSON text of one case
  std::size_t kept_bytes = std::size_t{32} << 20U;  ///< of policy files that are kept for the next case
};

/// The policies that cases name by path. A file that many cases name is read once. For one thread.
class PolicyFiles {
 public:
  explicit PolicyFiles(const CaseLimits& limits = {});
  PolicyFiles(const PolicyFiles&) = delete;
  PolicyFiles& operator=(const PolicyFiles&) = delete;
  ~PolicyFiles();

  /// Adds the policy of a file to a part of a case; `level` is that of an SCP or RCP. A path is relative to the working
  /// directory, "-" is standard input. Errors: unreadable, no policy, or one that IAM would refuse.
  Errors add(Case& value, PolicyType part, std::size_t level, const std::string& path);

  /// Something else comes from standard input, so that no policy can.
  void reserve_standard_input();

  const CaseLimits& limits() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// Reads one case. O(bytes).
CaseReading read_case(std::shared_ptr<const Source> text, PolicyFiles& files);

/// Hands over the cases of a file, or of standard input for "-", one after another. The file holds cases one a line
/// (NDJSON), or one after another in any layout, or an array of them; it is read as a stream, one case in memory at a
/// time. What is wrong with one case leaves the others alone; what is wrong between them ends the file with a reading
/// that has errors and no id.
void read_cases(const std::string& path, PolicyFiles& files, const std::function<void(CaseReading)>& sink);

/// Whether a file begins like one of cases: for walking folders. True for a file that cannot be read.
bool looks_like_cases(const std::string& path);

/// Adds the members of a JSON object to a request's context: a string, number or boolean is a single value, an array a
/// set of values. A key that is there already is replaced.
Errors add_context(Request& request, const Source& object);

/// Adds a key from the command line: "aws:SecureTransport=true", "aws:TagKeys=[team,cost]", "aws:TagKeys=[\"a,b\"]".
/// In brackets are a set's values, as JSON or else apart by commas.
Errors add_context(Request& request, std::string_view assignment);

/// What became of a case.
struct CaseOutcome {
  std::string id, path;
  std::uint32_t line = 1;
  Errors errors;    ///< why it was not evaluated; then nothing below holds but `request` and `expected`, as far as read
  Request request;  ///< with the keys that were derived
  std::optional<Decision> expected;
  std::optional<CompiledPolicies> policies;  ///< present iff evaluated
  std::vector<std::string> derived;          ///< names of context keys, sorted
  std::vector<RequestFault> request_faults;
  /// The request as written, read literally.
  Evaluation evaluation;
  /// Present iff the case is a pattern with an expectation: whether every request that matches meets it.
  std::optional<Answer> answer;

  std::shared_ptr<const Source> text;
  std::vector<std::pair<std::string, Span>> places;
  std::vector<std::shared_ptr<const Source>> sources;

  bool is_evaluated() const { return policies.has_value(); }
  /// Whether the expectation holds. Nothing without one, when not evaluated, and where a proof was not settled.
  std::optional<bool> met() const;
  /// A pattern that could be neither proved nor refuted.
  bool is_unknown() const;
};

struct CaseOptions {
  bool strict = false;  ///< a request that AWS could not send is an error
  ProveOptions prove;   ///< for patterns
};

/// Evaluates cases. Policies that are the same as those of the case before are not compiled again. For one thread.
class CaseRunner {
 public:
  CaseRunner(const Catalogue& catalogue, CaseOptions options);
  CaseRunner(const CaseRunner&) = delete;
  CaseRunner& operator=(const CaseRunner&) = delete;
  ~CaseRunner();

  CaseOutcome run(CaseReading reading);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// Sums over outcomes.
struct CaseTotals {
  std::size_t passed = 0, failed = 0, unknown = 0;
  std::size_t without_expectation = 0;
  std::size_t not_evaluated = 0;
  std::size_t passed_over = 0;  ///< files that hold no case and were not asked for by name

  void add(const CaseOutcome& outcome);
  std::size_t all() const { return passed + failed + unknown + without_expectation + not_evaluated; }
};

}  // namespace iamproof
