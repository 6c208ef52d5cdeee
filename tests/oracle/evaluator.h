/// A second opinion on one request: what a set of identity-based policies decides, worked out slowly and obviously from
/// the IAM User Guide. It shares nothing with the library but the shape of a context value.
#pragma once

#include <string>
#include <vector>

#include "oracle/request.h"
#include "support/json.h"

namespace oracle {

/// `ForAnyValue:StringNotEqualsIfExists` is any_value, `StringEquals`, negated, with IfExists.
struct Operator {
  enum class Qualifier { none, all_values, any_value };
  Qualifier qualifier = Qualifier::none;
  std::string base;  ///< the positive form: StringEquals for StringNotEquals
  bool negated = false;
  bool if_exists = false;
};
Operator read_operator(std::string_view name);

/// What an operator without qualifier says of a set, which AWS does not document: that it fails, or that it holds where
/// some value passes, or where every value does.
enum class UnqualifiedSets { fail, some, every };

struct Condition {
  Operator op;
  std::string key;
  std::vector<std::string> values;
  UnqualifiedSets sets = UnqualifiedSets::fail;
};

/// One name of a Principal or NotPrincipal element. The element "*" is {"AWS": "*"}.
struct PrincipalName {
  std::string kind;  ///< AWS, Service, Federated or CanonicalUser
  std::string text;
};

struct Statement {
  bool allow = false;
  std::vector<PrincipalName> principal;      ///< empty where there is no Principal
  std::vector<PrincipalName> not_principal;  ///< likewise
  bool has_variables = true;                 ///< of a document of version 2012-10-17
  bool not_action = false;
  std::vector<std::string> actions;
  bool not_resource = false;
  std::vector<std::string> resources;
  std::vector<Condition> conditions;
};

/// Whether a statement may leave out its Resource, as those of a trust policy do: it is then about the resource that
/// the document is attached to.
enum class Resources { required, optional };

/// The statements of a policy document. Throws if it is none.
std::vector<Statement> read_policy(const support::Json& document, Resources resources = Resources::required);
/// A statement of a region: no Effect; without Action it is about any action, without Resource about any resource.
Statement read_region(const support::Json& statement);

bool action_matches(const Statement& statement, const std::string& action);
/// The resource of the request, whose context gives policy variables their values.
bool resource_matches(const Statement& statement, const Request& request);
bool condition_holds(const Condition& condition, bool has_variables, const Request& request);
bool conditions_hold(const Statement& statement, const Request& request);
/// Whether the statement matches, whoever is asking: of its principals policy_set.h speaks.
bool applies(const Statement& statement, const Request& request);

enum class Decision { explicit_deny, allow, implicit_deny };
std::string to_string(Decision decision);

Decision decide(const std::vector<Statement>& statements, const Request& request);

}  // namespace oracle
