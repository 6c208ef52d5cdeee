/// What text reports show as evidence: many actions in a few lines, and a request that anyone can follow.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "iamproof/catalogue.h"
#include "iamproof/policy.h"
#include "iamproof/report.h"
#include "iamproof/request.h"
#include "iamproof/source.h"

namespace iamproof {

/// Appends a line for each service: how many actions of which access levels, and the gravest by name. Services with
/// the most come first; many are summarised unless `verbose`.
///   billing  Write 12, Read 19  (PutContractInformation, UpdateBillingPreferences, ...)
void append_services(std::string& out, const std::vector<ActionId>& actions, const Catalogue& catalogue,
                     std::string_view indent, const TextOptions& options);

/// Appends a request, a line for each of its parts. Of `keys`, those that it does not carry are said to be absent.
void append_request(std::string& out, const Request& request, const std::vector<std::string_view>& keys,
                    std::string_view indent, const TextOptions& options);

/// What a statement says beside its actions, fit to show.
///   on arn:aws:s3:::b/*, when aws:MultiFactorAuthPresent is true
std::string terms_of(const Statement& statement, const TextOptions& options);

/// "Sid (line 7)", or "line 7" without one; with the document's name unless it is the one that is `here`.
std::string statement_in_words(const Statement& statement, const Source& source, std::size_t line, bool here,
                               const TextOptions& options);

/// Appends a note of what does the same, if anything; many are summarised unless `verbose`.
///   = likewise "s3:Put*", "s3:Delete*" and 7 more
void append_likewise(std::string& out, std::vector<std::string> what, std::string_view note,
                     const TextOptions& options);

/// Appends what is odd about a request, a line each: see Breach::odd.
void append_odd(std::string& out, const std::vector<std::string>& odd, std::string_view indent,
                const TextOptions& options);

}  // namespace iamproof
