/// A policy document exactly as written, with the place of every string; no meaning yet.
///
/// The model can hold a wrong document: unknown elements are kept, missing ones are absent, and what AWS would
/// refuse is reported beside the model as findings. IAM User Guide, "Grammar of the IAM JSON policy language".
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "iamproof/finding.h"
#include "iamproof/result.h"
#include "iamproof/source.h"

namespace iamproof {

/// A string (or a number or boolean used as one) of the document. `text` is decoded: it borrows from the Source,
/// or from the Policy where the JSON had escapes, and must not outlive either.
struct Text {
  std::string_view text;
  Span span;  ///< of the JSON token, quotation marks included
};

/// Which JSON type a condition value was written in. AWS accepts all three; lists may not mix them.
enum class ValueType : std::uint8_t { string, number, boolean };

struct Value {
  Text text;  ///< a number's lexeme, or "true" / "false", where it was not a string
  ValueType type = ValueType::string;
};

/// `"Action": "s3:*"` or `"Action": ["s3:*", ...]` and its kin.
struct TextList {
  Span key;   ///< of the element's name
  Span span;  ///< of the whole value
  bool is_array = false;
  std::vector<Text> values;
};

/// One kind of principal: `"AWS": [...]`. The form `"Principal": "*"` has an empty kind and the value "*".
struct PrincipalGroup {
  Text kind;
  TextList values;
};

struct Principal {
  Span key;
  Span span;
  std::vector<PrincipalGroup> groups;
};

/// One key under one operator: all its values are alternatives.
struct Condition {
  Text op;
  Text key;
  Span span;  ///< of the values
  bool is_array = false;
  std::vector<Value> values;
};

enum class Effect : std::uint8_t { allow, deny };

struct Statement {
  Span span;
  std::string pointer;  ///< "/Statement/3", or "/Statement" when it is a lone object
  std::optional<Text> sid;
  std::optional<Text> effect_text;
  std::optional<Effect> effect;  ///< present iff `effect_text` is exactly "Allow" or "Deny"
  std::optional<Principal> principal, not_principal;
  std::optional<TextList> actions, not_actions;
  std::optional<TextList> resources, not_resources;
  std::optional<Span> condition_key;  ///< of the word "Condition"
  std::vector<Condition> conditions;
  std::vector<Text> empty_operators;   ///< `"StringEquals": {}`: legal, ignored
  std::vector<Text> unknown_elements;  ///< names as written
};

/// Which part a document plays; some elements are legal only in some.
enum class PolicyType : std::uint8_t { identity, resource, trust, boundary, session, scp, rcp, endpoint };

std::string_view to_string(PolicyType type);
std::optional<PolicyType> policy_type_from(std::string_view name);

struct Policy {
  const Source* source = nullptr;  ///< not owned
  PolicyType type = PolicyType::identity;
  /// Of a resource policy: the service of what it is attached to, as its actions begin ("s3"); empty where that is not
  /// known.
  std::string service;
  std::string type_reason;  ///< how the type was told, in words
  Span span;
  std::optional<Text> version;
  std::optional<Text> id;
  std::vector<Statement> statements;
  bool statement_is_array = true;
  std::vector<Text> unknown_elements;

  /// Only "2012-10-17" has policy variables; without a Version a document behaves as "2008-10-17".
  bool has_variables() const { return version && version->text == "2012-10-17"; }

  /// Decoded text of strings that had escapes. Stable while the Policy or a copy of it lives.
  std::shared_ptr<const std::vector<std::string>> decoded;
};

/// What no real policy meets: the largest that any service of AWS stores is of 100 KiB. Beyond one of these a document
/// is an Error.
struct ReadLimits {
  std::size_t bytes = std::size_t{16} << 20U;
  std::size_t depth = 64;
  std::size_t statements = 20'000;
  std::size_t string_bytes = std::size_t{128} << 10U;
  std::size_t faults = 1000;  ///< how many errors or findings are listed; one more then counts the rest
};

struct ReadOptions {
  std::optional<PolicyType> type;  ///< told by the elements used, and by the file's name and folders, when not given
  ReadLimits limits;
  std::string service = {};  ///< of what a resource policy is attached to; told by its actions and ARNs when not given
};

/// A document read: the model, and everything wrong with it that AWS would refuse (Severity::error) or remark on.
struct Reading {
  Policy policy;
  std::vector<Finding> faults;  ///< in document order
  /// True iff no fault is an error: IAM would store it, so it has a meaning to analyse.
  bool is_valid() const;
};

/// Reads one document: strict JSON, then the grammar of its policy type.
/// Errors (text that is not JSON, duplicate keys, bad UTF-8, lone surrogates, a byte-order mark, a limit) leave no
/// model; one call gives all that can be told apart. Time O(bytes).
Result<Reading> parse(const Source& source, const ReadOptions& options = {});

/// Of a text that parse() refuses because it is no JSON, its first Error as a finding, `json-syntax`.
std::optional<Finding> syntax_fault(const Source& source, const ReadLimits& limits = {});

/// Whether a JSON text looks meant as a policy: an object with a `Statement` element. For walking folders.
bool looks_like_policy(const Source& source);

}  // namespace iamproof
