/// Versions of documents compared: what the later one allows that the earlier one did not, and back.
///
///   pair_up() -> compare() of each pair -> DiffReport (report.h)
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "iamproof/catalogue.h"
#include "iamproof/diff.h"
#include "iamproof/policy.h"
#include "iamproof/policy_set.h"
#include "iamproof/prove.h"
#include "iamproof/result.h"
#include "iamproof/source.h"
#include "iamproof/strata.h"

namespace iamproof {

/// A file of each side that belong together. An empty path: that side does not have it.
struct PathPair {
  std::string name;  ///< what the pair goes by: of folders, the path below both
  std::string earlier, later;
  bool named = false;  ///< asked for by name, rather than found in a folder: it must hold a policy
  Errors errors;       ///< what cannot be looked at
};

/// The files that two paths stand for: themselves, or those of two folders paired by their paths below these, in the
/// order of walk(). Errors: a file and a folder, one that is not there, standard input on both sides.
Result<std::vector<PathPair>> pair_up(const std::string& earlier, const std::string& later);

/// One version of a document.
struct Version {
  std::string path;  ///< the name it goes by
  std::string text;
};

/// Two versions of what is to be compared as one; a side without any does not have it.
struct VersionPair {
  std::string name;                     ///< what the pair goes by
  std::string renamed_from;             ///< the earlier name, where a document is known to have been renamed
  std::vector<Version> earlier, later;  ///< several are identity-based policies of one principal
  bool named = false;                   ///< see PathPair
  bool together = false;                ///< what holds no policy is left out
  Errors errors;                        ///< what could not be read
};

struct ComparedSide {
  std::vector<std::string> paths;  ///< none: it does not have the document
  std::vector<std::shared_ptr<const Source>> sources;
  std::optional<CompiledPolicies> policies;  ///< present iff compared
};

/// What one side has and the other has not.
struct Difference {
  std::vector<Breach> breaches;
  std::vector<Stratum> strata;    ///< of the breaches
  std::vector<std::string> open;  ///< what was not settled beside them, as reasons

  bool is_empty() const { return breaches.empty(); }
};

/// A pair compared.
struct Compared {
  std::string name, renamed_from;  ///< see VersionPair
  ComparedSide earlier, later;
  Errors errors;             ///< why it was not compared; then the relation is unknown
  bool passed_over = false;  ///< neither side holds a policy, and it was not asked for by name
  bool same_text = false;    ///< there was nothing to compare
  PolicyType type = PolicyType::identity;
  Relation relation = Relation::unknown;
  std::string reason;  ///< why the relation is unknown although the pair was compared
  Difference gained;   ///< breaches of the later policies over the earlier ones
  Difference lost;     ///< breaches of the earlier policies over the later ones
  /// Explicit denies that one side has and the other has not. They decide nothing here that `gained` and `lost` do not
  /// tell, but they do beside another policy that allows more. Breaches of the later policies over the earlier ones,
  /// and those of `no_longer_denied` are of the reference.
  Difference newly_denied, no_longer_denied;
  std::vector<std::string> assumptions;  ///< that the relation rests on, as sentences; sorted

  bool is_compared() const { return later.policies.has_value(); }
};

struct CompareOptions {
  ReadOptions read;
  ProveOptions prove;
};

/// Compares two versions, each taken as alone() takes it; an SCP that has no Allow, beside FullAWSAccess. A version
/// that is not there is a document of no statements: it allows nothing, or forbids nothing if it is an RCP or an SCP.
Compared compare(VersionPair versions, const Catalogue& catalogue, const CompareOptions& options);

/// Sums over pairs.
struct CompareTotals {
  std::size_t equal = 0, narrower = 0, wider = 0, incomparable = 0, unknown = 0;
  std::size_t not_compared = 0, passed_over = 0;

  void add(const Compared& compared);
  std::size_t compared() const { return equal + narrower + wider + incomparable + unknown; }
  /// Of all pairs together: wider where some are wider and all others equal, and so on. Unknown where one of them is,
  /// or was not compared.
  Relation relation() const;
};

}  // namespace iamproof
