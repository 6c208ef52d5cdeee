/// What random worlds are made of as the library's own values.
#pragma once

#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "iamproof/policy_set.h"
#include "iamproof/request.h"
#include "oracle/request.h"
#include "support/json.h"

namespace agree {

iamproof::Request library_request(const oracle::Request& request);
oracle::Request oracle_request(const iamproof::Request& request);

/// Reads policy sets, and holds the texts that they borrow from.
class Reader {
 public:
  /// Of a case, {"policies", "management_account"}. Nothing if the library refuses a document of it.
  std::optional<iamproof::PolicySet> read(const support::Json& world, bool trust);

  /// The document that was refused, and why.
  const std::string& refusal() const { return refusal_; }

 private:
  iamproof::Policy one(const support::Json& document, iamproof::PolicyType type);
  std::vector<iamproof::Policy> all(const support::Json& documents, iamproof::PolicyType type);

  std::deque<iamproof::Source> sources_;
  std::string refusal_;
};

}  // namespace agree
