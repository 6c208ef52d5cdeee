/// What the JSON reports have in common: requests that can be replayed, and actions by service.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "iamproof/catalogue.h"
#include "iamproof/policy.h"
#include "iamproof/request.h"
#include "report/json_writer.h"

namespace iamproof {

void write_optional(JsonWriter& json, const std::optional<std::string>& text);  ///< or null

template <class List>
void write_strings(JsonWriter& json, const List& list) {
  json.begin('[');
  for (const auto& item : list) json.string(item);
  json.end(']');
}

/// A request as a case has it. Nothing is to be derived where it is replayed: the context is complete.
void write_request(JsonWriter& json, const Request& request);

/// What a claim takes of the owner of a resource without a policy, as that policy: it trusts the caller's account.
void write_trusting_policy(JsonWriter& json, const Request& request);
/// What the caller's own account is taken to allow it where only the resource's policy is known.
void write_allowing_policy(JsonWriter& json);

/// {"count", "future", "services", "list"}: see the schemas. The list has 100 names at most unless `verbose`.
void write_action_summary(JsonWriter& json, const std::vector<ActionId>& actions, bool future,
                          const Catalogue& catalogue, bool verbose);

/// The members `principals`, `resources` and `conditions`: what a statement says beside its actions, in words. Without
/// one they are empty.
void write_statement_words(JsonWriter& json, const Statement* statement);

/// The account part of an ARN; empty where there is none.
std::string_view account_of_arn(std::string_view arn);

}  // namespace iamproof
