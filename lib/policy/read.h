/// A policy that is a part of a larger JSON text: parse() without the text being the policy's own.
#pragma once

#include <functional>
#include <string>

#include "iamproof/policy.h"
#include "json/json.h"

namespace iamproof {

/// What part a document plays, what it is attached to, and how that was told: see Policy.
struct ToldType {
  ToldType(PolicyType told) : type(told) {}
  PolicyType type;
  std::string service;
  std::string reason;
};

/// Tells what part a document plays from what it holds.
using TypeOf = std::function<ToldType(const Policy&)>;

/// Reads the value `root` of `document` as parse() does a text. Places are those of the whole text, pointers those of
/// the policy. The policy borrows from the document's Source, not from the document.
Result<Reading> read_policy(const json::Document& document, json::Value root, const TypeOf& type_of,
                            const ReadLimits& limits);

/// Of a policy that is attached to a resource: a trust policy is known by its actions and by not naming the role it
/// belongs to.
PolicyType resource_or_trust(const Policy& policy);

/// Of a policy of which nothing but its elements is known.
PolicyType guess_type(const Policy& policy);

/// As parse() takes it, from the elements and from the name of its Source as a path.
ToldType tell_type(const Policy& policy, const ReadOptions& options);

json::Limits json_limits(const ReadLimits& limits);

}  // namespace iamproof
