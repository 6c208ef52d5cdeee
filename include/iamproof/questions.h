/// Claims in few words: a command line's, and the inputs of IAM Access Analyzer's custom policy checks as they are.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "iamproof/catalogue.h"
#include "iamproof/policy.h"
#include "iamproof/prove.h"
#include "iamproof/result.h"
#include "iamproof/source.h"

namespace iamproof {

/// One claim about a region: all of `actions` on any of `resources` where all of `conditions` hold.
struct Question {
  std::string id;
  std::string title;
  ClaimKind kind = ClaimKind::never_allowed;
  std::vector<std::string> actions;     ///< patterns such as "s3:Get*", and names of families such as "billing"
  std::vector<std::string> resources;   ///< patterns; none is any
  std::vector<std::string> conditions;  ///< "Bool:aws:SecureTransport=false", or a Condition as JSON
};

/// The claim as a claim file of its own, whose text is that of ClaimFile::sources. Errors, which have no position: an
/// action that is no pattern, no family and none of the catalogue (a claim about a misspelt action is true of
/// everything); a resource or condition that IAM's grammar does not accept.
Result<ClaimFile> ask(const Question& question, const Catalogue& catalogue);

/// That calls of users without MFA are denied, but for registering a device: `mfa-denied` of the pack org-admin.
ClaimFile ask_without_mfa();

/// CheckNoNewAccess and its sharper kin: the policies against the one in `source`, which must outlive the claim.
/// Errors: a text that is no policy, or one that IAM would refuse.
Result<ClaimFile> ask_reference(ClaimKind kind, const Source& source, const ReadOptions& options = {});

/// CheckAccessNotGranted: that none of the actions is allowed on any of the resources. The text is
/// [{"actions": ["s3:GetObject"], "resources": ["arn:aws:s3:::payroll/*"]}], one such object, or {"access": [...]}
/// around them; a list that is left out is any. The source must outlive the claim. Errors have positions.
Result<ClaimFile> ask_access(const Source& source);

}  // namespace iamproof
