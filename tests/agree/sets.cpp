#include "agree/sets.h"

#include "agree/documents.h"

namespace agree {

using support::Json;

namespace {

const std::string here = "111122223333";
const std::string there = "444455556666";

std::string iam(const std::string& account, const std::string& name) {
  return "arn:aws:iam::" + account + ":" + name;
}

std::string sts(const std::string& account, const std::string& name) {
  return "arn:aws:sts::" + account + ":" + name;
}

// What trust policies are about.
bool is_about_role(const std::string& action) {
  return action.substr(0, 10) == "sts:Assume" || action == "sts:TagSession";
}

// In percent of the statements.
unsigned chance_of_deny(const std::string& part) {
  if (part == "rcp") return 100;
  return part == "resource" ? 18 : 12;
}

bool has_principals(const std::string& part) {
  return part == "resource" || part == "rcp" || part == "endpoint";
}

}  // namespace

const std::vector<Principal>& all_principals() {
  const std::string linked = "role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling";
  static const std::vector<Principal> all = {
      {iam(here, "user/alice"), "user", ""},
      {iam(here, "user/team/k"), "user", ""},
      {iam(there, "user/bob"), "user", ""},
      {iam(here, "root"), "root", ""},
      {iam(there, "root"), "root", ""},
      {sts(here, "assumed-role/app/run1"), "session", iam(here, "role/app")},
      {sts(here, "assumed-role/app/run2"), "session", iam(here, "role/app")},
      {sts(here, "assumed-role/deep/run1"), "session", iam(here, "role/team/deep")},
      {sts(there, "assumed-role/app/run1"), "session", iam(there, "role/app")},
      {iam(here, "role/app"), "role", ""},
      {iam(here, "role/team/deep"), "role", ""},
      {iam(there, "role/app"), "role", ""},
      {sts(here, "assumed-role/AWSServiceRoleForAutoScaling/AutoScaling"), "service-linked", iam(here, linked)},
      {sts(here, "assumed-role/Linked/x"), "service-linked by path",
       iam(here, "role/aws-service-role/ops.amazonaws.com/Linked")},
      {iam(here, linked), "service-linked", ""},
      {sts(here, "federated-user/fred"), "federated-user", iam(here, "user/alice")},
      {sts(there, "federated-user/fred"), "federated-user", iam(there, "user/bob")},
      {"s3.amazonaws.com", "service", ""},
      {"ec2.amazonaws.com", "service", ""},
      {"accounts.google.com", "provider", ""},
      {"cognito-identity.amazonaws.com", "provider named like a service", ""},
      {iam(here, "saml-provider/idp"), "provider", ""},
      {iam(here, "oidc-provider/token.example.com"), "provider", ""},
      {"anonymous", "anonymous", ""},
  };
  return all;
}

const std::vector<Deed>& all_deeds() {
  const std::vector<std::string> roles = {iam(here, "role/app"), iam(there, "role/app"), iam(here, "role/team/deep")};
  const std::string key = ":key/1234abcd-12ab-34cd-56ef-1234567890ab";
  const std::vector<std::string> keys = {"arn:aws:kms:us-east-1:" + here + key, "arn:aws:kms:us-east-1:" + there + key};
  const std::vector<std::string> queues = {"arn:aws:sqs:us-east-1:" + here + ":q",
                                           "arn:aws:sqs:us-east-1:" + there + ":q"};
  static const std::vector<Deed> all = {
      {"s3:GetObject", {"arn:aws:s3:::b/k", "arn:aws:s3:::b/k2"}, {"s3:*", "s3:Get*", "s3:GetObject", "s3:Put*"}},
      {"s3:ListAllMyBuckets", {"*"}, {"s3:*", "s3:List*", "s3:Get*"}},
      {"kms:Decrypt", keys, {"kms:*", "kms:Decrypt", "kms:De*", "kms:Encrypt"}},
      {"kms:RetireGrant", keys, {"kms:*", "kms:RetireGrant", "kms:?etire*", "kms:Decrypt"}},
      {"kms:UpdateAlias", {"arn:aws:kms:us-east-1:" + here + ":alias/a", keys[0]}, {"kms:*", "kms:*Alias"}},
      {"kms:ListKeys", {"*"}, {"kms:*", "kms:List*"}},
      {"sts:AssumeRole", roles, {"sts:*", "sts:AssumeRole", "sts:Assume*", "sts:TagSession"}},
      {"sts:AssumeRoleWithWebIdentity", roles, {"sts:*", "sts:AssumeRole*", "sts:AssumeRole", "sts:*Identity"}},
      {"sts:AssumeRoleWithSAML", roles, {"sts:*", "sts:AssumeRoleWithSAML", "sts:Assume*"}},
      {"sts:TagSession", roles, {"sts:*", "sts:TagSession", "sts:AssumeRole"}},
      {"sts:GetCallerIdentity", {"*"}, {"sts:*", "sts:Get*", "sts:AssumeRole"}},
      {"sqs:SendMessage", queues, {"sqs:*", "sqs:SendMessage", "sqs:Send*"}},
      {"ec2:StartInstances", {"arn:aws:ec2:us-east-1:" + there + ":instance/i-1"}, {"ec2:*", "ec2:Start*"}},
      {"iam:GetPolicy", {"arn:aws:iam::aws:policy/ReadOnlyAccess", iam(here, "policy/p")}, {"iam:*", "iam:Get*"}},
  };
  return all;
}

std::string kind_of_principal(const std::string& name) {
  for (const Principal& principal : all_principals())
    if (principal.name == name) return principal.kind;
  return "other";
}

Sets::Sets(Random& random, const Shape& shape) : random_(random), shape_(shape) {
  deeds_.push_back(random.one_of(all_deeds()));
  if (random.percent(25)) deeds_.push_back(random.one_of(all_deeds()));
  trust_ = is_about_role(deeds_[0].action) && random.percent(80);
  principals_ = random.some_of(all_principals(), random.between(2, 4));
  for (const Deed& deed : deeds_)
    for (const std::string& resource : deed.resources) resources_.push_back(resource);
}

// ---- Policies ----

Json Sets::policies() {
  Json policies = Json::object();
  if (random_.percent(shape_.identity)) policies.add("identity", documents("identity", 2));
  if (random_.percent(shape_.resource)) policies.add("resource", document("resource"));
  if (random_.percent(shape_.boundary)) policies.add("boundary", document("boundary"));
  if (random_.percent(shape_.session)) policies.add("session", documents("session", 2));
  if (random_.percent(shape_.scp)) policies.add("scp", levels("scp"));
  if (random_.percent(shape_.rcp)) policies.add("rcp", levels("rcp"));
  if (random_.percent(shape_.endpoint)) policies.add("endpoint", document("endpoint"));
  Json out = Json::object();
  out.add("policies", std::move(policies));
  if (random_.percent(shape_.management_account))
    out.add("management_account", Json::string(random_.percent(60) ? here : there));
  return out;
}

Json Sets::documents(const std::string& part, std::size_t most) {
  Json list = Json::array();
  for (std::size_t i = random_.between(1, most); i > 0; --i) list.items.push_back(document(part));
  return list;
}

Json Sets::levels(const std::string& part) {
  Json list = Json::array();
  for (std::size_t i = random_.between(1, 3); i > 0; --i) list.items.push_back(documents(part, 2));
  if (random_.percent(2)) list.items.push_back(Json::array());  // a level without policies allows nothing
  return list;
}

Json Sets::document(const std::string& part) {
  Json list = Json::array();
  for (std::size_t i = random_.percent(55) ? 1 : random_.between(2, 3); i > 0; --i)
    list.items.push_back(statement(part));
  Json document = Json::object();
  document.add("Version", Json::string("2012-10-17"));
  document.add("Statement", std::move(list));
  return document;
}

// A Deny is narrow, or it would be all that ever decides; an Allow is wide as often as not.
Json Sets::statement(const std::string& part) {
  const bool deny = random_.percent(chance_of_deny(part));
  Json statement = Json::object();
  statement.add("Effect", Json::string(deny ? "Deny" : "Allow"));
  if (part == "rcp") {
    statement.add("Principal", Json::string("*"));
  } else if (has_principals(part)) {
    const bool trust = part == "resource" && trust_;
    const bool negated = deny && !trust && random_.percent(50);
    statement.add(negated ? "NotPrincipal" : "Principal", principals(deny));
  }
  const bool wide = !deny && random_.percent(60);
  add_action(statement, part, wide);
  if (!(part == "resource" && (trust_ || random_.percent(15)))) add_resource(statement, wide);
  if (random_.percent(deny ? 50 : 15)) statement.add("Condition", random_condition(random_));
  return statement;
}

void Sets::add_action(Json& statement, const std::string& part, bool wide) {
  const Deed& deed = random_.percent(88) ? random_.one_of(deeds_) : random_.one_of(all_deeds());
  if (part == "resource" && trust_) {
    const std::vector<std::string> patterns = {"sts:*", "sts:Assume*", "sts:AssumeRole", "sts:TagSession"};
    const bool exact = is_about_role(deed.action) && random_.percent(50);
    statement.add("Action", Json::string(exact ? deed.action : random_.one_of(patterns)));
    return;
  }
  const bool named_service = part == "rcp";
  if (wide && !named_service)
    statement.add("Action", Json::string("*"));
  else if (!named_service && random_.percent(10))
    statement.add("NotAction", Json::string(random_.one_of(all_deeds()).patterns[0]));
  else
    statement.add("Action", Json::string(case_variant(random_, random_.one_of(deed.patterns))));
}

void Sets::add_resource(Json& statement, bool wide) {
  const std::vector<std::string> patterns = {"*",
                                             "arn:aws:s3:::b/*",
                                             "arn:aws:kms:*:*:key/*",
                                             "arn:aws:kms:*:" + here + ":*",
                                             "arn:aws:kms:us-east-1:*:?*/*a*",
                                             "arn:aws:iam::" + here + ":role/*",
                                             "arn:aws:sqs:*:*:q",
                                             "arn:aws:s3:::b/${aws:username}",
                                             "arn:aws:s3:::b/${aws:PrincipalAccount}"};
  if (wide || random_.percent(40))
    statement.add("Resource", Json::string("*"));
  else if (random_.percent(10))
    statement.add("NotResource", Json::string(random_.one_of(patterns)));
  else
    statement.add("Resource",
                  Json::string(random_.percent(70) ? random_.one_of(resources_) : random_.one_of(patterns)));
}

Json random_condition(Random& random) {
  struct Form {
    const char* op;
    const char* key;
    std::vector<std::string> values;
  };
  const std::vector<Form> forms = {
      {"ArnEquals", "aws:PrincipalArn", {iam(here, "role/app"), iam(here, "user/alice"), iam(here, "role/*")}},
      {"ArnNotLike", "aws:PrincipalArn", {iam(here, "*"), iam(there, "*"), iam(here, "role/team/*")}},
      {"StringNotEquals", "aws:ResourceAccount", {here, there}},
      {"StringEquals", "aws:ResourceAccount", {here, there}},
      {"Bool", "aws:MultiFactorAuthPresent", {"true", "false"}},
      {"BoolIfExists", "aws:MultiFactorAuthPresent", {"true", "false"}},
      {"StringEqualsIfExists", "aws:username", {"alice", "k"}},
      {"Null", "aws:PrincipalArn", {"true", "false"}},
      {"StringEquals", "aws:PrincipalAccount", {here, there}},
      {"StringNotEquals", "aws:PrincipalAccount", {here, there}},
      {"StringLike", "aws:PrincipalAccount", {"4444*", "7777*", "*1"}},
      {"ArnLike", "aws:PrincipalArn", {"arn:aws:iam::*:role/app", "arn:aws:iam::7777*:*", "arn:aws:sts::*:*"}},
      {"StringLike", "aws:PrincipalType", {"User", "AssumedRole", "*User"}},
  };
  const Form& form = random.one_of(forms);
  Json key = Json::object();
  key.add(form.key, Json::string(random.one_of(form.values)));
  Json condition = Json::object();
  condition.add(form.op, std::move(key));
  return condition;
}

// ---- Principals ----

std::string Sets::aws_name() {
  const Principal& principal = random_.percent(85) ? random_.one_of(principals_) : random_.one_of(all_principals());
  const std::string account = principal.name.substr(0, 4) == "arn:" ? principal.name.substr(13, 12) : here;
  const unsigned choice = static_cast<unsigned>(random_.below(100));
  if (choice < 12) return account;
  if (choice < 24) return iam(account, "root");
  if (choice < 25) return "arn:aws-cn:iam::" + account + ":root";
  if (choice < 32) return "*";
  if (choice < 34) return "AROAEXAMPLEEXAMPLE123";
  if (choice < 36) return "AIDAEXAMPLEEXAMPLE123";
  if (choice < 38) return iam(here, "role/deep");  // without the path that the role has
  if (choice < 65 && !principal.issuer.empty()) return principal.issuer;
  return principal.name.substr(0, 4) == "arn:" ? principal.name : iam(account, "root");
}

void Sets::add_name(Json& element, const std::string& kind, const std::string& text) {
  for (support::Member& member : element.members) {
    if (member.name != kind) continue;
    if (!member.value.is(Json::Kind::array)) member.value = Json::array({member.value});
    member.value.items.push_back(Json::string(text));
    return;
  }
  element.add(kind, Json::string(text));
}

Json Sets::principals(bool for_deny) {
  if (random_.percent(for_deny ? 6 : 12)) return Json::string("*");
  Json element = Json::object();
  for (std::size_t i = random_.percent(60) ? 1 : random_.between(2, 3); i > 0; --i) {
    const Principal& principal = random_.percent(85) ? random_.one_of(principals_) : random_.one_of(all_principals());
    if (principal.kind == "service")
      add_name(element, "Service", principal.name);
    else if (principal.kind.substr(0, 8) == "provider")
      add_name(element, "Federated", principal.name);
    else if (random_.percent(2))
      add_name(element, "CanonicalUser", std::string(64, 'a'));
    else
      add_name(element, "AWS", aws_name());
  }
  return element;
}

// ---- Requests ----

oracle::Request Sets::request() {
  const Deed& deed = random_.percent(92) ? random_.one_of(deeds_) : random_.one_of(all_deeds());
  const Principal& principal = random_.percent(92) ? random_.one_of(principals_) : random_.one_of(all_principals());
  oracle::Request request;
  request.principal = principal.name;
  request.action = random_.percent(15) ? case_variant(random_, deed.action) : deed.action;
  request.resource = resource_of(deed);
  if (random_.percent(20)) request.resource_account = random_.percent(70) ? here : there;
  if (!principal.issuer.empty() && random_.percent(45)) request.session_issuer = principal.issuer;
  if (random_.percent(3)) request.session_issuer = iam(here, "role/app");  // says nothing of who is no session
  add_context(request, principal);
  return request;
}

std::string Sets::resource_of(const Deed& deed) {
  return random_.percent(90) ? random_.one_of(deed.resources) : random_.one_of(resources_);
}

// AWS sets aws:PrincipalArn for those who have an ARN: of a role session it is the role's.
void Sets::add_context(oracle::Request& request, const Principal& principal) {
  const bool of_role = !principal.issuer.empty() && principal.kind != "federated-user";
  const std::string arn = random_.percent(3) ? iam(here, "role/app") : of_role ? principal.issuer : principal.name;
  if (arn.substr(0, 4) == "arn:" && random_.percent(55)) {
    if (random_.percent(4))
      request.context.emplace_back("aws:PrincipalArn", std::vector<std::string>{arn});
    else
      request.context.emplace_back(random_.percent(30) ? "aws:principalarn" : "aws:PrincipalArn", arn);
  }
  if (random_.percent(35)) request.context.emplace_back("aws:ResourceAccount", random_.percent(60) ? here : there);
  if (random_.percent(40))
    request.context.emplace_back("aws:MultiFactorAuthPresent", random_.percent(50) ? "true" : "false");
  if (random_.percent(40)) request.context.emplace_back("aws:username", random_.percent(50) ? "alice" : "k");
}

}  // namespace agree
