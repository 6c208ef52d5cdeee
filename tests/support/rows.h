/// Rows of corpus/ as the library's own values.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "iamproof/policy_set.h"
#include "iamproof/prove.h"
#include "iamproof/request.h"
#include "support/json.h"

namespace support {

/// A file of corpus/, by its path there.
std::string corpus_file(const std::string& path);

/// Documents that decide together, compiled against the built-in catalogue, with the texts they borrow from.
struct Documents {
  std::vector<std::unique_ptr<iamproof::Source>> sources;
  std::optional<iamproof::CompiledPolicies> policies;
  std::string fault;  ///< why there are no policies: what parse() or compile() said first
};

/// `documents` is an array of policies: an object, or a string with the text of one where its spelling matters.
Documents compile_documents(const Json& documents);
/// The `policies` of a case: documents by the part they play, those of SCPs and RCPs by level. `refused`: also where
/// AWS would not store one of them.
Documents compile_set(const Json& policies, bool refused = false);

/// One document of a type, on its own: see alone().
Documents compile_alone(const Json& document, iamproof::PolicyType type);

/// A claim file compiled against the built-in catalogue, with the text it borrows from.
struct Claims {
  std::unique_ptr<iamproof::Source> source;
  std::optional<iamproof::CompiledClaims> compiled;
  std::string fault;
};

/// `reference_type`: what references are, where they do not tell it themselves.
Claims compile_claims(const Json& claims, std::optional<iamproof::PolicyType> reference_type = std::nullopt);

/// The `request` of a case.
iamproof::Request read_request(const Json& request);
/// As a case, for messages.
std::string write_request(const iamproof::Request& request);

/// "proved", "refuted" or "unknown".
std::string verdict_name(const iamproof::Verdict& verdict);
/// The breaches or the reason, for messages.
std::string describe(const iamproof::Answer& answer);

}  // namespace support
