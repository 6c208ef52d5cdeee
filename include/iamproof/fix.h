/// The fixes of a document's findings, applied: as long as there are any, and only where they do what they promise.
///
/// A fix that changes no meaning is applied if that is proved: the document after it allows the same and explicitly
/// denies the same, for every request. One whose cure is the change is applied if IAM accepts what it accepted, and the
/// outcome tells what is gained and lost.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "iamproof/catalogue.h"
#include "iamproof/compare.h"
#include "iamproof/finding.h"
#include "iamproof/lint.h"
#include "iamproof/policy.h"
#include "iamproof/prove.h"
#include "iamproof/result.h"

namespace iamproof {

struct FixOptions {
  ReadOptions read;
  bool lint = true;  ///< also what checks find, not only the grammar
  LintOptions checks;
  ProveOptions prove;
  /// Findings of the caller's own, whose fixes are tried beside the others. Their paths need not be given.
  std::function<std::vector<Finding>(const Policy&)> find;
  std::size_t rounds = 20;  ///< how often the text is looked at anew after some of it was fixed
};

/// A fix that was applied.
struct AppliedFix {
  Finding finding;    ///< with its fix; spans and pointers are those of the text that it was found in
  Position position;  ///< in the text as it was at first
};

/// One that was not.
struct LeftFix {
  Finding finding;
  Position position;
  std::string reason;
};

struct FixedDocument {
  std::string path;
  std::string before, after;
  std::vector<AppliedFix> applied;  ///< in the order of `position`
  std::vector<LeftFix> left;        ///< likewise
  bool had_meaning = true;          ///< IAM accepts the document as it was
  bool has_meaning = true;          ///< IAM accepts it now
  /// Of the document as it was and as it is now; present iff something was applied and both have a meaning. Equal,
  /// unless a fix was applied whose cure is the change.
  std::optional<Compared> comparison;

  bool is_changed() const { return !applied.empty(); }
};

/// Looks at a document as check() does and applies the fixes of what is found. Of those that overlap, the first; the
/// others after the text was looked at anew. Errors: those of parse().
Result<FixedDocument> apply_fixes(const std::string& path, std::string text, const Catalogue& catalogue,
                                  const FixOptions& options = {});

}  // namespace iamproof
