// First every Deny, then what must allow beside the grant itself (SCPs, the endpoint), then the grant: one formula for
// each kind of caller, in the words of the guide. `id`, `pb` and `ss` say that the identity-based policies, the
// permissions boundary and the session policies let the request through, `rbp(form)` that the resource-based policy
// allows it to a name that means the caller in that form.
#include "oracle/policy_set.h"

#include <algorithm>
#include <set>
#include <stdexcept>

#include "oracle/text.h"

namespace oracle {

using support::Json;

// ---- Reading ----

static bool is_given(const Json* part) {
  return part && !part->is(Json::Kind::null) && !(part->is(Json::Kind::array) && part->items.empty());
}

// A document, or a list of them.
static Statements read_documents(const Json& json, Resources resources) {
  if (json.is(Json::Kind::object)) return read_policy(json, resources);
  if (!json.is(Json::Kind::array)) throw std::runtime_error("not a policy document: " + write_json(json));
  Statements all;
  for (const Json& document : json.items)
    for (Statement& statement : read_policy(document, resources)) all.push_back(std::move(statement));
  return all;
}

static std::optional<Statements> read_part(const Json& policies, const char* name, Resources resources) {
  const Json* part = policies.find(name);
  if (!is_given(part)) return std::nullopt;
  return read_documents(*part, resources);
}

static std::vector<Statements> read_levels(const Json& policies, const char* name) {
  std::vector<Statements> levels;
  const Json* part = policies.find(name);
  if (!is_given(part)) return levels;
  if (!part->is(Json::Kind::array)) return {read_documents(*part, Resources::required)};
  for (const Json& level : part->items) levels.push_back(read_documents(level, Resources::required));
  return levels;
}

PolicySet read_policy_set(const Json& evaluation_case) {
  const Json& policies = evaluation_case.at("policies");
  PolicySet set;
  set.identity = read_part(policies, "identity", Resources::required).value_or(Statements());
  set.resource = read_part(policies, "resource", Resources::optional);
  set.boundary = read_part(policies, "boundary", Resources::required);
  set.session = read_part(policies, "session", Resources::required);
  set.endpoint = read_part(policies, "endpoint", Resources::required);
  set.scp = read_levels(policies, "scp");
  set.rcp = read_levels(policies, "rcp");
  const Json* management = evaluation_case.find("management_account");
  if (management && !management->is(Json::Kind::null)) set.management_account = management->text;
  return set;
}

// ---- What is known of a request before any policy is read ----

std::string owner_of_resource(const Request& request) {
  if (request.resource_account && is_account(*request.resource_account)) return *request.resource_account;
  if (const std::string account = account_of(request.resource); !account.empty()) return account;
  const ContextValue* carried = request.find("aws:ResourceAccount");
  if (const auto* account = carried ? std::get_if<std::string>(carried) : nullptr)
    if (is_account(*account)) return *account;
  return read_caller(request).account;
}

static bool is_action(const Request& request, std::string_view name) {
  return same_but_for_case(request.action, name);
}

static std::string service_of(const Request& request) {
  return fold(request.action.substr(0, request.action.find(':')));
}

// AWS Organizations User Guide, "List of AWS services that support RCPs".
static bool service_has_rcps(const std::string& service) {
  static const std::set<std::string> services = {
      "appstream",
      "dsql",
      "clouddirectory",
      "cloudfront",
      "cloudsearch",
      "logs",
      "networkmonitor",
      "cognito-identity",
      "cognito-idp",
      "comprehend",
      "comprehendmedical",
      "firehose",
      "dynamodb",
      "dax",
      "autoscaling",
      "ecr",
      "ecr-public",
      "gamelift",
      "inspector-scan",
      "kendra",
      "kinesisvideo",
      "memorydb",
      "aoss",
      "personalize",
      "polly",
      "s3",
      "swf",
      "sqs",
      "textract",
      "timestream-influxdb",
      "transcribe",
      "translate",
      "workspaces",
      "appconfig",
      "autoscaling-plans",
      "budgets",
      "servicediscovery",
      "cloudtrail-data",
      "codeartifact",
      "codebuild",
      "codecommit",
      "codepipeline",
      "compute-optimizer",
      "cost-optimization-hub",
      "events",
      "fms",
      "fis",
      "health",
      "rolesanywhere",
      "kms",
      "opensearch",
      "pricing",
      "pca-connector-ad",
      "resource-groups",
      "secretsmanager",
      "sts",
      "signin",
      "support",
      "transfer",
      "notifications",
      "wafv2",
      "xray",
  };
  return services.count(service) > 0;
}

// ---- One request under all of the policies ----

namespace {

class Question {
 public:
  Question(const PolicySet& policies, const Request& request, const Applies& applies)
      : policies_(policies),
        request_(request),
        applies_(applies),
        caller_(read_caller(request)),
        owner_(owner_of_resource(request)) {}

  // The policies of an identity are in force for identities: not for root users, whom they cannot be attached to, nor
  // for those who are in no account.
  bool denied() const {
    if (is_identity() && (denies(policies_.identity) || denies(policies_.boundary))) return true;
    if (is_session() && denies(policies_.session)) return true;
    if (scps_are_in_force() && some_level_denies(policies_.scp)) return true;
    if (rcps_are_in_force() && some_level_denies(policies_.rcp)) return true;
    return denies_caller(policies_.resource) || denies_caller(policies_.endpoint);
  }

  bool scps_allow() const {
    return !scps_are_in_force() || std::all_of(policies_.scp.begin(), policies_.scp.end(),
                                               [this](const Statements& level) { return allows(level); });
  }

  bool endpoint_allows() const { return !policies_.endpoint || allows_caller(policies_.endpoint, every_form); }

  bool is_granted() const {
    if (is_action(request_, "sts:AssumeRoleWithSAML") || is_action(request_, "sts:AssumeRoleWithWebIdentity"))
      return rbp({Form::provider, Form::everyone});  // the caller signs nothing; its provider speaks for it
    switch (caller_.kind) {
      case Caller::Kind::anonymous:
        return rbp({Form::everyone});
      case Caller::Kind::service:
      case Caller::Kind::provider:
        return rbp({Form::itself, Form::everyone});
      case Caller::Kind::root:
        return is_granted_to_root();
      case Caller::Kind::user:
        return is_foreign() ? both_sides_allow() : is_granted_to_user();
      case Caller::Kind::session:
      case Caller::Kind::federated_user:
        return is_foreign() ? both_sides_allow() : is_granted_to_session();
    }
    return false;
  }

 private:
  using Forms = std::vector<Form>;
  inline static const Forms every_form = {Form::itself, Form::issuer, Form::provider, Form::account, Form::everyone};

  // ---- Grants ----

  bool is_granted_to_user() const {
    if (rbp({Form::itself, Form::everyone})) return true;
    if (resource_policy_must_allow()) return rbp(every_form) && id() && pb();
    return id() && pb();
  }

  // A grant to the session itself is bounded by nothing; one to its role is as good as one by an identity-based policy.
  bool is_granted_to_session() const {
    if (rbp({Form::itself, Form::everyone})) return true;
    if (rbp({Form::issuer})) return pb() && ss();
    if (resource_policy_must_allow() && !rbp({Form::account})) return false;
    return id() && pb() && ss();
  }

  bool is_granted_to_root() const { return !(is_foreign() || resource_policy_must_allow()) || rbp(every_form); }

  bool both_sides_allow() const { return rbp(every_form) && id() && pb() && ss(); }

  bool id() const { return allows(policies_.identity); }
  bool pb() const { return !policies_.boundary || allows(*policies_.boundary); }
  bool ss() const { return !is_session() || !policies_.session || allows(*policies_.session); }
  bool rbp(const Forms& forms) const { return allows_caller(policies_.resource, forms); }

  // ---- Situation ----

  bool is_identity() const {
    return caller_.kind == Caller::Kind::user || caller_.kind == Caller::Kind::session ||
           caller_.kind == Caller::Kind::federated_user;
  }

  bool is_session() const { return is_identity() && caller_.kind != Caller::Kind::user; }

  bool is_foreign() const { return caller_.account != owner_; }

  bool is_managements(const std::string& account) const {
    return !policies_.management_account.empty() && account == policies_.management_account;
  }

  bool scps_are_in_force() const {
    const bool in_organization = is_identity() || caller_.kind == Caller::Kind::root;
    return in_organization && !is_managements(caller_.account) && !caller_.service_linked;
  }

  bool rcps_are_in_force() const {
    return !is_managements(owner_) && !caller_.service_linked && !is_action(request_, "kms:RetireGrant") &&
           service_has_rcps(service_of(request_));
  }

  // STS asks the trust policy of the role, KMS the key policy, in the same account too.
  bool resource_policy_must_allow() const {
    const bool is_key = resource_part(request_.resource).compare(0, 4, "key/") == 0;
    return is_action(request_, "sts:AssumeRole") || (service_of(request_) == "kms" && is_key);
  }

  // ---- Statements ----

  bool some(const Statements& statements, bool allow) const {
    return std::any_of(statements.begin(), statements.end(),
                       [&](const Statement& statement) { return statement.allow == allow && applies_(statement); });
  }

  bool allows(const Statements& statements) const { return some(statements, true); }
  bool denies(const Statements& statements) const { return some(statements, false); }
  bool denies(const std::optional<Statements>& part) const { return part && denies(*part); }

  bool some_level_denies(const std::vector<Statements>& levels) const {
    return std::any_of(levels.begin(), levels.end(), [this](const Statements& level) { return denies(level); });
  }

  bool is_named(const std::vector<PrincipalName>& list, const Forms& forms) const {
    for (const PrincipalName& name : list)
      for (const Form form : forms)
        if (names(name, form, caller_)) return true;
    return false;
  }

  bool allows_caller(const std::optional<Statements>& part, const Forms& forms) const {
    return part && std::any_of(part->begin(), part->end(), [&](const Statement& statement) {
             return statement.allow && is_named(statement.principal, forms) && applies_(statement);
           });
  }

  bool denies_caller(const std::optional<Statements>& part) const {
    return part && std::any_of(part->begin(), part->end(), [&](const Statement& statement) {
             return !statement.allow && deny_is_about_caller(statement) && applies_(statement);
           });
  }

  // IAM User Guide, "AWS JSON policy elements: NotPrincipal": only who is itself listed escapes, and nobody who has a
  // permissions boundary. The root user is what the name of its account says.
  bool deny_is_about_caller(const Statement& statement) const {
    if (statement.not_principal.empty()) return is_named(statement.principal, every_form);
    if (is_identity() && policies_.boundary) return true;
    Forms exempt = {Form::itself, Form::provider, Form::everyone};
    if (caller_.kind == Caller::Kind::root) exempt.push_back(Form::account);
    return !is_named(statement.not_principal, exempt);
  }

  const PolicySet& policies_;
  const Request& request_;
  const Applies& applies_;
  Caller caller_;
  std::string owner_;
};

}  // namespace

Decision decide(const PolicySet& policies, const Request& request, const Applies& applies) {
  if (is_action(request, "sts:GetCallerIdentity")) return Decision::allow;
  const Question question(policies, request, applies);
  if (question.denied()) return Decision::explicit_deny;
  if (!question.scps_allow() || !question.endpoint_allows()) return Decision::implicit_deny;
  return question.is_granted() ? Decision::allow : Decision::implicit_deny;
}

Decision decide(const PolicySet& policies, const Request& request) {
  return decide(policies, request, [&](const Statement& statement) { return applies(statement, request); });
}

}  // namespace oracle
