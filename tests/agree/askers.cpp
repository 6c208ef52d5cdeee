// Of a caller follows what its requests carry of it: a session of the role team/deep has aws:PrincipalArn of that role
// and no aws:username, whatever else it sends. So each caller has a world of its own. A set without principals does not
// tell callers apart; there one caller stands for all, with those keys in any state.
#include "agree/askers.h"

#include <algorithm>

#include "oracle/caller.h"
#include "oracle/text.h"

namespace agree {

namespace {

using oracle::Caller;
using oracle::KeyStates;
using oracle::Request;

const std::string here = "111122223333";
const std::string there = "444455556666";
const std::string elsewhere = "777788889999";

const char* const principal_arn = "aws:PrincipalArn";

// Neighbours of those whom policies name, and strangers.
const std::vector<Principal>& others() {
  const std::string iam = "arn:aws:iam::";
  const std::string sts = "arn:aws:sts::";
  static const std::vector<Principal> all = {
      {iam + here + ":user/zoe", "user", ""},
      {iam + here + ":user/team/alice", "user", ""},
      {iam + there + ":user/alice", "user", ""},
      {iam + elsewhere + ":user/k", "user", ""},
      {"arn:aws-cn:iam::" + here + ":user/alice", "user", ""},
      {sts + here + ":assumed-role/other/run1", "session", iam + here + ":role/other"},
      {sts + here + ":assumed-role/app/run1", "session", iam + here + ":role/team/app"},
      {sts + here + ":assumed-role/app/run3", "session", iam + here + ":role/app"},
      {sts + here + ":assumed-role/deep/run1", "session", iam + here + ":role/deep"},
      {sts + elsewhere + ":assumed-role/app/run1", "session", iam + elsewhere + ":role/app"},
      {iam + there + ":role/other", "role", ""},
      {sts + here + ":federated-user/fred", "federated-user", ""},
      {sts + here + ":federated-user/nora", "federated-user", iam + here + ":user/alice"},
      {sts + elsewhere + ":federated-user/fred", "federated-user", ""},
      {iam + elsewhere + ":root", "root", ""},
      {"lambda.amazonaws.com", "service", ""},
      {"login.example.com", "provider", ""},
  };
  return all;
}

// ---- Keys about the caller ----

bool is_session(const Caller& caller) {
  return caller.kind == Caller::Kind::session || caller.kind == Caller::Kind::federated_user;
}

bool is_identity(const Caller& caller) {
  return caller.kind == Caller::Kind::user || is_session(caller);
}

// IAM User Guide, "AWS global condition context keys". Nothing where AWS does not say whether such a caller has the
// key; a state of nothing where it has not.
using Settled = std::optional<std::optional<std::string>>;
Settled settled(const Caller& caller, const std::string& key) {
  using Kind = Caller::Kind;
  if (caller.kind == Kind::service || caller.kind == Kind::provider) return std::nullopt;
  const bool anonymous = caller.kind == Kind::anonymous;
  const auto value = [](std::optional<std::string> text) { return Settled(std::in_place, std::move(text)); };
  if (oracle::same_but_for_case(key, principal_arn)) {
    if (anonymous) return value(std::nullopt);
    return value(caller.kind == Kind::session ? caller.issuer : caller.text);
  }
  if (oracle::same_but_for_case(key, "aws:PrincipalAccount")) return value(anonymous ? "anonymous" : caller.account);
  if (oracle::same_but_for_case(key, "aws:PrincipalType")) {
    if (anonymous) return value("Anonymous");
    if (caller.kind == Kind::root) return value("Account");
    if (caller.kind == Kind::user) return value("User");
    return value(caller.kind == Kind::session ? "AssumedRole" : "FederatedUser");
  }
  if (oracle::same_but_for_case(key, "aws:username")) {
    if (caller.kind != Kind::user) return value(std::nullopt);
    return value(caller.text.substr(caller.text.rfind('/') + 1));
  }
  return std::nullopt;
}

bool says(const std::string& text, const std::string& key) {
  return oracle::fold(text).find(oracle::fold(key)) != std::string::npos;
}

std::vector<KeyStates> keys_of(const Scope& scope, const Caller& caller, const std::string& owner,
                               const std::string& text) {
  std::vector<KeyStates> out;
  for (const std::string key :
       {principal_arn, "aws:PrincipalAccount", "aws:PrincipalType", "aws:username", "aws:MultiFactorAuthPresent"}) {
    const auto known = scope.principals ? settled(caller, key) : Settled();
    // A session's role may be known by this key alone.
    if (!says(text, key) && !(known && key == principal_arn)) continue;
    States states = any_states(key);
    if (known) states = {*known ? std::optional<oracle::ContextValue>(**known) : std::nullopt};
    out.push_back({key, std::move(states)});
  }
  if (says(text, "aws:ResourceAccount")) out.push_back({"aws:ResourceAccount", {std::nullopt, owner}});
  return out;
}

// ---- Actions and resources ----

const Deed* find_deed(const std::string& action) {
  for (const Deed& deed : all_deeds())
    if (oracle::same_but_for_case(deed.action, action)) return &deed;
  return nullptr;
}

// "s3 object", "kms key", "iam role": what two resources of one type share.
std::string type_of(const std::string& resource) {
  if (resource == "*") return resource;
  const std::string part = oracle::resource_part(resource);
  const std::string service = resource.substr(0, resource.find(':', resource.find(':', 4) + 1));
  const std::size_t slash = part.find('/');
  if (service.substr(service.rfind(':') + 1) == "s3") return slash == std::string::npos ? "s3 bucket" : "s3 object";
  return service.substr(service.rfind(':') + 1) + " " +
         (slash == std::string::npos ? part.substr(0, part.find(':')) : part.substr(0, slash));
}

const std::vector<std::string>& neighbouring_resources() {
  static const std::vector<std::string> all = {"*",
                                               "arn:aws:s3:::b/alice",
                                               "arn:aws:s3:::b/" + there,
                                               "arn:aws:s3:::b/" + elsewhere,
                                               "arn:aws:s3:::c/k",
                                               "arn:aws:s3:::b",
                                               "arn:aws:kms:us-east-1:" + here + ":key/a",
                                               "arn:aws:kms:us-east-1:" + there + ":key/a",
                                               "arn:aws:kms:us-east-1:" + here + ":alias/key/a",
                                               "arn:aws:kms:us-east-1:" + there + ":alias/a",
                                               "arn:aws:iam::" + here + ":role/other",
                                               "arn:aws:sqs:us-east-1:" + here + ":q2",
                                               "arn:aws:ec2:us-east-1:" + here + ":instance/i-1"};
  return all;
}

const std::vector<std::string>& coming_actions() {
  static const std::vector<std::string> all = {"s3:GetSoon",     "kms:DecryptSoon", "kms:RetireSoon", "sts:AssumeSoon",
                                               "sqs:SendSoon",   "ec2:StartSoon",   "iam:GetSoon",    "newsvc:Do",
                                               "kms:ListKeysX0", "sts:GetSoon"};
  return all;
}

void add_once(std::vector<std::string>& list, const std::string& text) {
  if (std::find(list.begin(), list.end(), text) == list.end()) list.push_back(text);
}

// ---- Callers ----

std::vector<Principal> candidates(Random& random, const Sets& sets, const Scope& scope) {
  if (!scope.principals) {
    if (scope.session) return {{"arn:aws:sts::" + here + ":assumed-role/app/run1", "session", ""}};
    return {{"arn:aws:iam::" + here + ":user/zoe", "user", ""}};
  }
  std::vector<Principal> all = sets.principals();
  for (const Principal& principal : random.some_of(others(), others().size())) all.push_back(principal);
  for (const Principal& principal : random.some_of(all_principals(), 6)) all.push_back(principal);
  return all;
}

Request request_of(const Principal& principal, Random& random) {
  Request request;
  request.principal = principal.name;
  if (principal.issuer.empty()) return request;
  if (principal.kind == "federated-user" || random.percent(60))
    request.session_issuer = principal.issuer;
  else
    request.context.emplace_back(principal_arn, principal.issuer);
  return request;
}

std::string outside(const Scope& scope, const Caller& caller, const std::string& owner) {
  if (scope.identity && !is_identity(caller)) return "the caller has no policies";
  if (scope.session && caller.kind == Caller::Kind::user) return "a user has no session policies";
  if (!scope.service_linked_roles && caller.service_linked) return "the caller is a service-linked role";
  const bool at_home = caller.account == owner;
  if (caller.kind == Caller::Kind::root && at_home && !scope.root_of_owner) return "the root user of the owner";
  if (!scope.foreign_resources && !at_home) return "the resource is another account's";
  return {};
}

}  // namespace

// What the key may be of a caller who is not told apart, or of whom AWS does not say.
States any_states(const std::string& key) {
  using V = oracle::ContextValue;
  const std::string iam = "arn:aws:iam::" + here;
  if (key == principal_arn)
    return {std::nullopt, V(iam + ":user/alice"), V(iam + ":role/app"), V(iam + ":role/team/deep"),
            V("arn:aws:iam::" + there + ":user/bob")};
  if (key == "aws:PrincipalAccount") return {V(here), V(there)};
  if (key == "aws:PrincipalType") return {V("User"), V("AssumedRole")};
  if (key == "aws:username") return {std::nullopt, V("alice"), V("k"), V("k2")};
  return {std::nullopt, V("true"), V("false")};
}

oracle::World deeds_of(Random& random, const Sets& sets, bool existing_actions_only) {
  oracle::World world;
  std::vector<Deed> deeds = sets.deeds();
  deeds.push_back(random.one_of(all_deeds()));
  for (const Deed& deed : deeds) {
    add_once(world.actions, deed.action);
    for (const std::string& resource : deed.resources) add_once(world.resources, resource);
  }
  if (!existing_actions_only)
    for (const std::string& action : random.some_of(coming_actions(), 3)) add_once(world.actions, action);
  for (const std::string& resource : random.some_of(neighbouring_resources(), 3)) add_once(world.resources, resource);
  return world;
}

bool deed_fits(const std::string& action, const std::string& resource) {
  const Deed* deed = find_deed(action);
  return !deed || std::any_of(deed->resources.begin(), deed->resources.end(),
                              [&](const std::string& other) { return type_of(other) == type_of(resource); });
}

bool contradicts_owner(const Request& request) {
  const std::string owner = oracle::owner_of_resource(request);
  const std::string of_arn = oracle::account_of(request.resource);
  if (!of_arn.empty() && of_arn != owner) return true;
  const oracle::ContextValue* carried = request.find("aws:ResourceAccount");
  const auto* text = carried ? std::get_if<std::string>(carried) : nullptr;
  return text && *text != owner;
}

std::string outside(const Scope& scope, const Request& request) {
  const Caller caller = oracle::read_caller(request);
  const std::string why = outside(scope, caller, oracle::owner_of_resource(request));
  if (!why.empty()) return why;
  const auto* arn = request.find(principal_arn);
  if (scope.session && is_identity(caller) && arn && std::get<std::string>(*arn).find(":user/") != std::string::npos)
    return "a session whose aws:PrincipalArn is a user's";
  if (oracle::same_but_for_case(request.action, "sts:GetCallerIdentity")) return "AWS allows it everybody";
  const bool federation = oracle::same_but_for_case(request.action, "sts:AssumeRoleWithSAML") ||
                          oracle::same_but_for_case(request.action, "sts:AssumeRoleWithWebIdentity");
  if (federation && !scope.resource) return "only a trust policy decides on it";
  if (!federation && caller.kind == Caller::Kind::provider) return "providers vouch for who asks for a session";
  if (scope.resource_types && !deed_fits(request.action, request.resource))
    return request.action + " does not work on " + request.resource;
  if (!scope.principals) return {};
  for (const auto& [key, value] : request.context) {
    const auto known = settled(caller, key);
    if (!known) continue;
    if (!*known) return "such a caller has no " + key;
    if (value != oracle::ContextValue(**known)) return key + " is " + **known;
  }
  return {};
}

std::vector<Asker> some_askers(Random& random, const Sets& sets, const Scope& scope, const std::string& text,
                               std::size_t count) {
  std::vector<Asker> askers;
  const oracle::World deeds = deeds_of(random, sets, scope.existing_actions_only);
  for (const Principal& principal : candidates(random, sets, scope)) {
    const Request request = request_of(principal, random);
    const Caller caller = oracle::read_caller(request);
    for (const std::string& owner : random.some_of(std::vector<std::string>{here, there, elsewhere}, 3)) {
      if (askers.size() == count) return askers;
      if (!outside(scope, caller, owner).empty()) continue;
      if (scope.foreign_resources && random.percent(caller.account == owner ? 20 : 50)) continue;
      Asker asker{deeds, caller.account, owner};
      oracle::Parties parties{request.principal, request.session_issuer, owner};
      if (random.percent(30)) parties.resource_account.reset();
      asker.world.parties.push_back(std::move(parties));
      asker.world.keys = keys_of(scope, caller, owner, text);
      askers.push_back(std::move(asker));
    }
  }
  return askers;
}

oracle::PolicySet completed(oracle::PolicySet policies, const std::string& caller_account, const std::string& owner,
                            bool in_management_account) {
  oracle::Statement anything;
  anything.allow = true;
  anything.actions = {"*"};
  anything.resources = {"*"};
  // A set that says nothing of either side grants nothing.
  const bool without_identity = policies.identity.empty();
  if (without_identity && policies.resource && caller_account != owner) policies.identity = {anything};
  if (!policies.resource && !without_identity) {
    if (!caller_account.empty()) anything.principal = {{"AWS", caller_account}};
    policies.resource = oracle::Statements();
    if (!caller_account.empty()) policies.resource->push_back(anything);
  }
  if (in_management_account) {
    policies.scp.clear();
    policies.rcp.clear();
  }
  return policies;
}

}  // namespace agree
