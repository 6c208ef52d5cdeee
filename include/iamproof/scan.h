/// From paths to answers: which files hold policies, and a check of each in one order.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "iamproof/catalogue.h"
#include "iamproof/lint.h"
#include "iamproof/policy.h"
#include "iamproof/prove.h"
#include "iamproof/report.h"
#include "iamproof/result.h"

namespace iamproof {

/// A file to look at.
struct Input {
  std::string path;            ///< "-" is standard input
  bool named = false;          ///< asked for by name, rather than found in a folder: it must hold a policy
  std::optional<Error> error;  ///< why it cannot be looked at: it is not there, or a folder that cannot be listed
  std::optional<std::string> text = {};  ///< what is in it, where that is known already: it is not read again
};

/// The files that `paths` stand for. The order of `paths` is kept; a folder gives its *.json files, or those with one
/// of other `endings`, sorted by the bytes of their paths, from all folders below it but hidden ones and node_modules.
/// Links to folders are not followed, so a walk always ends.
std::vector<Input> walk(const std::vector<std::string>& paths,
                        const std::vector<std::string_view>& endings = {".json"});

/// Files with the policies that decide beside the ones that are checked: see PolicySet. An empty path is none.
struct GuardrailPaths {
  std::string resource, boundary, endpoint;
  std::vector<std::string> session;
  std::vector<std::string> scp, rcp;  ///< a level each, the root's first
};

struct CheckOptions {
  ReadOptions read;
  GuardrailPaths guardrails;
  /// Packs by name. Without any, those that fit each policy's type, if `default_packs`.
  std::vector<std::string> packs;
  bool default_packs = true;
  /// Beside the packs; must outlive the check. A `reference` of theirs that is a path is relative to the claim file's
  /// folder, and of the type that `read` gives.
  std::vector<const Source*> claim_files;
  std::vector<ClaimFile> claims;  ///< read already: beside these
  ProveOptions prove;
  bool lint = true;  ///< run the checks, on policies of every type
  LintPack lint_pack = LintPack::security;
  bool together = false;           ///< all documents are identity-based, and attached to one principal
  bool skip_non_policies = false;  ///< pass over files without a policy even where they were named
};

/// Reads and checks the inputs in order, and hands over each subject while it lives. Holds one document at a time, or
/// all of them if `together`. Errors: a pack that is not there, a claim file or a guardrail that is wrong; then nothing
/// was checked.
Result<CheckTotals> check(const std::vector<Input>& inputs, const Catalogue& catalogue, const CheckOptions& options,
                          const std::function<void(const CheckSubject&)>& sink);

}  // namespace iamproof
