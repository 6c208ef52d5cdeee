/// Every rule of the policy grammar, in the order of the document. An error is what IAM (or the service that keeps the
/// policy) refuses; a warning is stored but hardly meant, or not known to be refused; a suggestion is what AWS makes no
/// more of. Where a rule is graver for some types of policy than for others, its record has the gravest.
#pragma once

#include "policy/faults.h"

namespace iamproof::grammar {

// The text
inline constexpr GrammarCheck json_syntax{"json-syntax", "JSON_SYNTAX_ERROR", Severity::error,
                                          "write strict JSON: no comments, no trailing commas, each key once"};

// Any element
inline constexpr GrammarCheck wrong_type{"wrong-type", "DATA_TYPE_MISMATCH", Severity::error,
                                         "write the JSON type that the policy grammar asks for"};
inline constexpr GrammarCheck unknown_element{
    "unknown-element", "INVALID_POLICY_ELEMENT", Severity::error,
    "element names are case-sensitive; remove what is not part of the policy language"};

// The document
inline constexpr GrammarCheck missing_version{
    "missing-version", "MISSING_VERSION", Severity::warning,
    "add \"Version\": \"2012-10-17\"; without it policy variables are plain text",
    PolicyTypes{PolicyType::identity, PolicyType::resource, PolicyType::trust, PolicyType::boundary,
                PolicyType::session, PolicyType::scp, PolicyType::endpoint}};
inline constexpr GrammarCheck invalid_version{"invalid-version", "INVALID_VERSION", Severity::error, "use 2012-10-17"};
inline constexpr GrammarCheck rcp_version{"rcp-version", "", Severity::error,
                                          "use 2012-10-17, the only version a resource control policy may have",
                                          PolicyTypes{PolicyType::rcp}};
inline constexpr GrammarCheck rcp_missing_version{
    "rcp-version", "MISSING_VERSION", Severity::error,
    "add \"Version\": \"2012-10-17\", which a resource control policy must have", PolicyTypes{PolicyType::rcp}};
inline constexpr GrammarCheck unsupported_id{
    "unsupported-id", "", Severity::error, "remove the Id: it belongs in resource-based policies and has no meaning",
    PolicyTypes{PolicyType::identity, PolicyType::boundary, PolicyType::session, PolicyType::scp, PolicyType::rcp}};
inline constexpr GrammarCheck missing_statement{"missing-statement", "MISSING_STATEMENT", Severity::error,
                                                "add a Statement"};
inline constexpr GrammarCheck empty_statement_list{"empty-statement-list", "", Severity::error,
                                                   "add a statement: a policy has at least one"};

// Sid and Effect
inline constexpr GrammarCheck invalid_sid{"invalid-sid", "UNSUPPORTED_SID", Severity::error,
                                          "use letters and digits only",
                                          PolicyTypes{PolicyType::identity, PolicyType::trust, PolicyType::boundary,
                                                      PolicyType::session, PolicyType::scp, PolicyType::rcp}};
inline constexpr GrammarCheck empty_sid{"empty-sid", "EMPTY_SID_VALUE", Severity::suggestion,
                                        "remove the Sid or give it a text"};
inline constexpr GrammarCheck duplicate_sid{
    "duplicate-sid", "UNIQUE_SIDS_REQUIRED", Severity::error, "give each statement a Sid of its own",
    PolicyTypes{PolicyType::identity, PolicyType::trust, PolicyType::boundary, PolicyType::session}};
inline constexpr GrammarCheck duplicate_sid_tolerated{
    "duplicate-sid", "UNIQUE_SIDS_RECOMMENDED", Severity::warning, "give each statement a Sid of its own",
    PolicyTypes{PolicyType::resource, PolicyType::scp, PolicyType::rcp, PolicyType::endpoint}};
inline constexpr GrammarCheck missing_effect{"missing-effect", "MISSING_EFFECT", Severity::error,
                                             "add \"Effect\": \"Allow\" or \"Effect\": \"Deny\""};
inline constexpr GrammarCheck invalid_effect{"invalid-effect", "INVALID_EFFECT", Severity::error,
                                             "write exactly Allow or Deny"};
inline constexpr GrammarCheck rcp_allow{
    "rcp-allow", "RCP_SYNTAX_ERROR_ALLOW", Severity::error,
    "resource control policies can only deny; the one that allows, RCPFullAWSAccess, is AWS's own",
    PolicyTypes{PolicyType::rcp}};

// Principal
inline constexpr GrammarCheck missing_principal{"missing-principal", "MISSING_PRINCIPAL", Severity::error,
                                                "say whom the statement is about", types_with_principal};
inline constexpr GrammarCheck unsupported_principal{
    "unsupported-principal", "UNSUPPORTED_PRINCIPAL", Severity::error,
    "remove the element: the policy speaks of the identity it is attached to", identity_like_types};
inline constexpr GrammarCheck scp_principal{
    "unsupported-principal", "SCP_SYNTAX_ERROR_PRINCIPAL", Severity::error,
    "remove the element, and narrow the statement with a condition on aws:PrincipalArn if needed",
    PolicyTypes{PolicyType::scp}};
inline constexpr GrammarCheck rcp_principal{
    "rcp-principal", "RCP_SYNTAX_ERROR_PRINCIPAL", Severity::error,
    "write \"Principal\": \"*\" and narrow the statement with a condition on aws:PrincipalArn",
    PolicyTypes{PolicyType::rcp}};
inline constexpr GrammarCheck trust_not_principal{
    "unsupported-not-principal", "ROLE_TRUST_POLICY_SYNTAX_ERROR_NOTPRINCIPAL", Severity::error,
    "name those who may assume the role in a Principal element", PolicyTypes{PolicyType::trust}};
inline constexpr GrammarCheck allow_with_not_principal{
    "allow-with-not-principal", "ALLOW_WITH_NOT_PRINCIPAL", Severity::error,
    "use Principal: NotPrincipal with Allow would let in everyone else, anonymous callers included",
    PolicyTypes{PolicyType::resource, PolicyType::endpoint}};
inline constexpr GrammarCheck trust_wildcard_principal{
    "wildcard-trust-principal", "ROLE_TRUST_POLICY_UNSUPPORTED_WILDCARD_IN_PRINCIPAL", Severity::warning,
    "name who is meant; { \"AWS\": \"*\" } is how everyone is written here", PolicyTypes{PolicyType::trust}};
inline constexpr GrammarCheck invalid_principal_format{
    "invalid-principal-format", "INVALID_PRINCIPAL_FORMAT", Severity::error,
    "write \"*\" or an object such as { \"AWS\": \"111122223333\" }", types_with_principal};
inline constexpr GrammarCheck invalid_principal_key{"invalid-principal-key", "INVALID_PRINCIPAL_KEY", Severity::error,
                                                    "use AWS, Service, Federated or CanonicalUser",
                                                    types_with_principal};
inline constexpr GrammarCheck empty_principal_list{"empty-principal-list", "EMPTY_ARRAY_PRINCIPAL",
                                                   Severity::suggestion, "name a principal: an empty list names nobody",
                                                   types_with_principal};
inline constexpr GrammarCheck empty_principal{"empty-principal", "EMPTY_OBJECT_PRINCIPAL", Severity::suggestion,
                                              "name a principal: an empty object names nobody", types_with_principal};
inline constexpr GrammarCheck wildcard_in_principal{
    "wildcard-in-principal", "UNSUPPORTED_WILDCARD_IN_PRINCIPAL", Severity::error,
    "principals take no wildcards but a lone *; name the account and add a condition on aws:PrincipalArn",
    types_with_principal};
inline constexpr GrammarCheck invalid_principal{"invalid-principal", "", Severity::error,
                                                "write an account id, or the ARN of a user, a role or a session",
                                                types_with_principal};
inline constexpr GrammarCheck deleted_user{"deleted-principal", "INVALID_USER_REFERENCE", Severity::warning,
                                           "this is what AWS shows once the user is deleted; it matches nobody",
                                           types_with_principal};
inline constexpr GrammarCheck deleted_role{"deleted-principal", "INVALID_ROLE_REFERENCE", Severity::warning,
                                           "this is what AWS shows once the role is deleted; it matches nobody",
                                           types_with_principal};
inline constexpr GrammarCheck invalid_service_principal{
    "invalid-service-principal", "INVALID_SERVICE_PRINCIPAL_FORMAT", Severity::warning,
    "service principals look like ec2.amazonaws.com", types_with_principal};
inline constexpr GrammarCheck unsupported_federated_principal{
    "unsupported-federated-principal", "FEDERATED_PRINCIPAL_NOT_SUPPORTED", Severity::warning,
    "federated principals belong in role trust policies",
    PolicyTypes{PolicyType::resource, PolicyType::rcp, PolicyType::endpoint}};
inline constexpr GrammarCheck invalid_canonical_user{"invalid-canonical-user", "", Severity::warning,
                                                     "a canonical user id has 64 hexadecimal digits",
                                                     types_with_principal};

// Action
inline constexpr GrammarCheck missing_action{"missing-action", "MISSING_ACTION", Severity::error,
                                             "add an Action or a NotAction"};
inline constexpr GrammarCheck exclusive_elements{"exclusive-elements", "UNSUPPORTED_ELEMENT_COMBINATION",
                                                 Severity::error, "keep one of the two, or make two statements"};
inline constexpr GrammarCheck empty_action_list{"empty-action-list", "EMPTY_ARRAY_ACTION", Severity::error,
                                                "name an action"};
inline constexpr GrammarCheck action_without_service{"action-without-service", "", Severity::error,
                                                     "write service:action, as in s3:GetObject"};
inline constexpr GrammarCheck action_with_two_colons{"action-with-two-colons", "", Severity::error,
                                                     "write service:action with one colon"};
inline constexpr GrammarCheck wildcard_in_action_service{
    "wildcard-in-action-service", "WILDCARD_IN_SERVICE_NAME", Severity::error,
    "spell the service out: only the part after the colon takes wildcards"};
inline constexpr GrammarCheck wildcard_service_and_action{"wildcard-service-and-action", "", Severity::warning,
                                                          "write * for every action of every service"};
inline constexpr GrammarCheck invalid_action_service{"invalid-action-service", "", Severity::error,
                                                     "a service prefix has letters, digits, - and . only"};
inline constexpr GrammarCheck action_without_name{"action-without-name", "", Severity::warning,
                                                  "write service:action, as in s3:GetObject"};
inline constexpr GrammarCheck space_in_action{"space-in-action", "", Severity::warning,
                                              "remove the blank: it is stored, and then no action has that name"};
inline constexpr GrammarCheck trust_action{
    "trust-action", "", Severity::error,
    "use sts:AssumeRole, its SAML and web identity forms, sts:TagSession, sts:SetSourceIdentity or sts:SetContext",
    PolicyTypes{PolicyType::trust}};
inline constexpr GrammarCheck rcp_not_action{"rcp-not-action", "RCP_SYNTAX_ERROR_NOTACTION", Severity::error,
                                             "list the actions in Action", PolicyTypes{PolicyType::rcp}};
inline constexpr GrammarCheck rcp_action{"rcp-action", "RCP_SYNTAX_ERROR_ACTION", Severity::error,
                                         "name the service, as in s3:*", PolicyTypes{PolicyType::rcp}};

// Resource
inline constexpr GrammarCheck missing_resource{"missing-resource", "MISSING_RESOURCE", Severity::error,
                                               "add a Resource or a NotResource", types_with_resource};
inline constexpr GrammarCheck trust_resource{
    "unsupported-resource", "ROLE_TRUST_POLICY_SYNTAX_ERROR_RESOURCE", Severity::error,
    "remove the element: a trust policy speaks of the role it belongs to", PolicyTypes{PolicyType::trust}};
inline constexpr GrammarCheck empty_resource_list{"empty-resource-list", "EMPTY_ARRAY_RESOURCE", Severity::error,
                                                  "name a resource", types_with_resource};
inline constexpr GrammarCheck resource_not_arn{"resource-not-arn", "INVALID_ARN_PREFIX", Severity::error,
                                               "write * or an ARN", types_with_resource};
inline constexpr GrammarCheck invalid_partition{"invalid-partition", "INVALID_PARTITION", Severity::error,
                                                "use aws, aws-cn, aws-us-gov or another partition of AWS",
                                                types_with_resource};
inline constexpr GrammarCheck wildcard_in_resource_service{
    "wildcard-in-resource-service", "WILDCARD_IN_SERVICE_NAME", Severity::error,
    "spell the service out, or write * for every resource", types_with_resource};
inline constexpr GrammarCheck missing_arn_field{"missing-arn-field", "MISSING_ARN_FIELD", Severity::error,
                                                "write all six parts: arn:partition:service:region:account:resource",
                                                types_with_resource};
inline constexpr GrammarCheck region_not_allowed{"region-not-allowed", "ARN_REGION_NOT_ALLOWED", Severity::error,
                                                 "leave the fourth part of the ARN empty", types_with_resource};
inline constexpr GrammarCheck invalid_iam_resource{"invalid-iam-resource", "INVALID_ARN_RESOURCE", Severity::error,
                                                   "begin with a whole resource type, as in user/ or role/, or write *",
                                                   types_with_resource};

// Policy variables
inline constexpr GrammarCheck missing_brace_in_variable{"missing-brace-in-variable", "MISSING_BRACE_IN_VARIABLE",
                                                        Severity::error, "close the variable with }"};
inline constexpr GrammarCheck empty_variable{"empty-variable", "EMPTY_VARIABLE", Severity::error,
                                             "name a context key, or write ${$} for a dollar sign"};
inline constexpr GrammarCheck space_in_variable{"space-in-variable", "UNSUPPORTED_SPACE_IN_VARIABLE", Severity::error,
                                                "remove the blank; a default is written ${key, 'default'}"};
inline constexpr GrammarCheck missing_quote_in_variable{"missing-quote-in-variable", "MISSING_QUOTE_IN_VARIABLE",
                                                        Severity::error,
                                                        "put the default in single quotes: ${key, 'default'}"};
inline constexpr GrammarCheck variable_without_version{
    "variable-without-version", "VARIABLE_UNSUPPORTED_IN_VERSION", Severity::warning,
    "add \"Version\": \"2012-10-17\": in older documents the variable is plain text"};
inline constexpr GrammarCheck unsupported_variable{"unsupported-variable", "VARIABLE_UNSUPPORTED_IN_ELEMENT",
                                                   Severity::error,
                                                   "variables work in Resource, NotResource and Condition only"};
inline constexpr GrammarCheck variable_for_operator{"variable-for-operator", "INVALID_VARIABLE_FOR_OPERATOR",
                                                    Severity::warning,
                                                    "variables work with the String and Arn operators only"};

// Condition
inline constexpr GrammarCheck empty_condition{"empty-condition", "EMPTY_OBJECT_CONDITION", Severity::suggestion,
                                              "remove it: it is always true"};
inline constexpr GrammarCheck empty_operator{"empty-operator", "EMPTY_OBJECT_CONDITION", Severity::suggestion,
                                             "remove it: it is ignored"};
inline constexpr GrammarCheck invalid_operator{"invalid-operator", "INVALID_CONDITION_OPERATOR", Severity::error,
                                               "operator names are case-sensitive"};
inline constexpr GrammarCheck null_with_if_exists{"null-with-if-exists", "NULL_WITH_IF_EXISTS", Severity::error,
                                                  "write Null"};
inline constexpr GrammarCheck invalid_condition_key{
    "invalid-condition-key", "INVALID_CONDITION_KEY_FORMAT", Severity::warning,
    "condition keys look like aws:SourceIp; no request has one without a prefix"};
inline constexpr GrammarCheck keys_differ_in_case{"condition-keys-differ-in-case", "DUPLICATE_KEYS_WITH_DIFFERENT_CASE",
                                                  Severity::error,
                                                  "condition keys ignore case; merge the two lists of values"};
inline constexpr GrammarCheck mixed_value_types{"mixed-value-types", "INVALID_CONDITION_DATA_TYPE", Severity::error,
                                                "write all values of a key as strings"};
inline constexpr GrammarCheck empty_value_list{"empty-value-list", "EMPTY_ARRAY_CONDITION", Severity::suggestion,
                                               "give a value, or test for absence with Null"};
inline constexpr GrammarCheck empty_value_list_for_all{"empty-value-list", "EMPTY_ARRAY_CONDITION_FORALLVALUES",
                                                       Severity::suggestion,
                                                       "give a value: this holds only when the key is absent"};
inline constexpr GrammarCheck empty_value_list_for_any{"empty-value-list", "EMPTY_ARRAY_CONDITION_FORANYVALUE",
                                                       Severity::suggestion, "give a value: this never holds"};
inline constexpr GrammarCheck empty_value_list_if_exists{"empty-value-list", "EMPTY_ARRAY_CONDITION_IFEXISTS",
                                                         Severity::suggestion,
                                                         "give a value: this holds only when the key is absent"};
inline constexpr GrammarCheck invalid_date{"invalid-date", "TYPE_MISMATCH_DATE", Severity::error,
                                           "write a date such as 2026-01-31 or 2026-01-31T12:00:00Z"};
inline constexpr GrammarCheck impossible_date{"impossible-date", "TYPE_MISMATCH_DATE", Severity::warning,
                                              "write a day that the calendar has"};
inline constexpr GrammarCheck epoch_date{
    "epoch-date", "INVALID_DATE_VALUE", Severity::warning,
    "this is read as seconds since 1970; write a date such as 2026-01-31T12:00:00Z"};
inline constexpr GrammarCheck invalid_number{"invalid-number", "TYPE_MISMATCH_NUMBER", Severity::warning,
                                             "write a whole or decimal number"};
inline constexpr GrammarCheck invalid_boolean{"invalid-boolean", "TYPE_MISMATCH_BOOLEAN", Severity::warning,
                                              "write true or false; nothing else ever matches"};
inline constexpr GrammarCheck invalid_ip_range{"invalid-ip-range", "TYPE_MISMATCH_IP_RANGE", Severity::warning,
                                               "write an address or a range such as 203.0.113.0/24 or 2001:db8::/32"};
inline constexpr GrammarCheck invalid_base64{"invalid-base64", "TYPE_MISMATCH_STRING", Severity::warning,
                                             "write base64 text"};

/// All of them, in the order above.
inline constexpr const GrammarCheck* all[] = {&json_syntax,
                                              &wrong_type,
                                              &unknown_element,
                                              &missing_version,
                                              &invalid_version,
                                              &rcp_version,
                                              &rcp_missing_version,
                                              &unsupported_id,
                                              &missing_statement,
                                              &empty_statement_list,
                                              &invalid_sid,
                                              &empty_sid,
                                              &duplicate_sid,
                                              &duplicate_sid_tolerated,
                                              &missing_effect,
                                              &invalid_effect,
                                              &rcp_allow,
                                              &missing_principal,
                                              &unsupported_principal,
                                              &scp_principal,
                                              &rcp_principal,
                                              &trust_not_principal,
                                              &allow_with_not_principal,
                                              &trust_wildcard_principal,
                                              &invalid_principal_format,
                                              &invalid_principal_key,
                                              &empty_principal_list,
                                              &empty_principal,
                                              &wildcard_in_principal,
                                              &invalid_principal,
                                              &deleted_user,
                                              &deleted_role,
                                              &invalid_service_principal,
                                              &unsupported_federated_principal,
                                              &invalid_canonical_user,
                                              &missing_action,
                                              &exclusive_elements,
                                              &empty_action_list,
                                              &action_without_service,
                                              &action_with_two_colons,
                                              &wildcard_in_action_service,
                                              &wildcard_service_and_action,
                                              &invalid_action_service,
                                              &action_without_name,
                                              &space_in_action,
                                              &trust_action,
                                              &rcp_not_action,
                                              &rcp_action,
                                              &missing_resource,
                                              &trust_resource,
                                              &empty_resource_list,
                                              &resource_not_arn,
                                              &invalid_partition,
                                              &wildcard_in_resource_service,
                                              &missing_arn_field,
                                              &region_not_allowed,
                                              &invalid_iam_resource,
                                              &missing_brace_in_variable,
                                              &empty_variable,
                                              &space_in_variable,
                                              &missing_quote_in_variable,
                                              &variable_without_version,
                                              &unsupported_variable,
                                              &variable_for_operator,
                                              &empty_condition,
                                              &empty_operator,
                                              &invalid_operator,
                                              &null_with_if_exists,
                                              &invalid_condition_key,
                                              &keys_differ_in_case,
                                              &mixed_value_types,
                                              &empty_value_list,
                                              &empty_value_list_for_all,
                                              &empty_value_list_for_any,
                                              &empty_value_list_if_exists,
                                              &invalid_date,
                                              &impossible_date,
                                              &epoch_date,
                                              &invalid_number,
                                              &invalid_boolean,
                                              &invalid_ip_range,
                                              &invalid_base64};

}  // namespace iamproof::grammar
