#include "oracle/policy_set.h"

#include <doctest/doctest.h>

#include "oracle/prover.h"

namespace {

using support::Json;
using support::read_json;

// Rows are written with names of a few letters. Longer ones come first, for they may hold shorter ones.
std::string spelt_out(std::string text) {
  const std::pair<std::string, std::string> names[] = {
      {"<U>", "arn:aws:iam::111122223333:user/alice"},
      {"<R>", "arn:aws:iam::111122223333:role/app"},
      {"<P>", "arn:aws:iam::111122223333:role/team/app"},
      {"<S>", "arn:aws:sts::111122223333:assumed-role/app/run1"},
      {"<F>", "arn:aws:sts::111122223333:federated-user/fred"},
      {"<rootA>", "arn:aws:iam::111122223333:root"},
      {"<V>", "arn:aws:iam::444455556666:user/bob"},
      {"<rootB>", "arn:aws:iam::444455556666:root"},
      {"<linked>", "arn:aws:sts::111122223333:assumed-role/AWSServiceRoleForAutoScaling/x"},
      {"<key>", "arn:aws:kms:us-east-1:111122223333:key/1234abcd"},
      {"<A>", "111122223333"},
      {"<B>", "444455556666"},
  };
  for (const auto& [name, meaning] : names)
    for (std::size_t at = text.find(name); at != std::string::npos; at = text.find(name))
      text.replace(at, name.size(), meaning);
  return text;
}

// "identity: allow * ; deny s3:* | resource: allow <U> s3:*": parts with their statements. A statement is an effect, in
// parts that have principals one of them (with ! a NotPrincipal; Service= and Federated= as said), an action, and
// sometimes a condition "key=value".
class Shorthand {
 public:
  static Json policies(const std::string& text) {
    Json policies = Json::object();
    for (const std::string& part : pieces(text, " | ")) {
      const std::size_t colon = part.find(": ");
      const std::string name = part.substr(0, colon);
      Json statements = Json::array();
      for (const std::string& one : pieces(part.substr(colon + 2), " ; "))
        statements.items.push_back(statement(name, one));
      Json document = Json::object();
      document.add("Version", Json::string("2012-10-17"));
      document.add("Statement", std::move(statements));
      add(policies, name, std::move(document));
    }
    return policies;
  }

 private:
  static std::vector<std::string> pieces(const std::string& text, const std::string& separator) {
    std::vector<std::string> out;
    if (text.empty()) return out;
    std::size_t begin = 0;
    for (std::size_t at = text.find(separator); at != std::string::npos; at = text.find(separator, begin)) {
      out.push_back(text.substr(begin, at - begin));
      begin = at + separator.size();
    }
    out.push_back(text.substr(begin));
    return out;
  }

  // Each "scp" and "rcp" is a level of its own.
  static void add(Json& policies, const std::string& name, Json document) {
    if (name != "scp" && name != "rcp") return static_cast<void>(policies.add(name, std::move(document)));
    for (support::Member& member : policies.members)
      if (member.name == name) return member.value.items.push_back(std::move(document));
    policies.add(name, Json::array({std::move(document)}));
  }

  static Json statement(const std::string& part, const std::string& text) {
    std::vector<std::string> words = pieces(text, " ");
    Json statement = Json::object();
    statement.add("Effect", Json::string(words[0] == "allow" ? "Allow" : "Deny"));
    words.erase(words.begin());
    if (part == "resource" || part == "endpoint") {
      add_principal(statement, words[0]);
      words.erase(words.begin());
    }
    statement.add("Action", Json::string(words[0]));
    if (part != "resource") statement.add("Resource", Json::string("*"));
    if (words.size() > 1) {
      const std::vector<std::string> key = pieces(words[1], "=");
      Json condition = Json::object();
      condition.add("StringEquals", Json::object().add(key[0], Json::string(key[1])));
      statement.add("Condition", std::move(condition));
    }
    return statement;
  }

  static void add_principal(Json& statement, std::string word) {
    const bool negated = word[0] == '!';
    if (negated) word.erase(0, 1);
    const std::size_t equals = word.find('=');
    const std::string kind = equals == std::string::npos ? "AWS" : word.substr(0, equals);
    if (equals != std::string::npos) word.erase(0, equals + 1);
    Json list = Json::array();
    for (const std::string& name : pieces(word, ",")) list.items.push_back(Json::string(spelt_out(name)));
    Json element = Json::object();
    element.add(kind, std::move(list));
    statement.add(negated ? "NotPrincipal" : "Principal", std::move(element));
  }
};

struct Row {
  const char* policies;
  const char* caller;
  const char* action;
  const char* resource;
  const char* expected;
  const char* more = "{}";  // of the request, and management_account
};

oracle::Decision decide(const Row& row) {
  const Json more = read_json(spelt_out(row.more));
  Json evaluation_case = Json::object();
  evaluation_case.add("policies", Shorthand::policies(row.policies));
  if (const Json* account = more.find("management_account")) evaluation_case.add("management_account", *account);
  Json request = more;
  request.add("principal", Json::string(spelt_out(row.caller)));
  request.add("action", Json::string(row.action));
  request.add("resource", Json::string(spelt_out(row.resource)));
  return oracle::decide(oracle::read_policy_set(evaluation_case), oracle::read_request(request));
}

template <std::size_t N>
void check(const Row (&rows)[N]) {
  for (const Row& row : rows) {
    CAPTURE(row.policies);
    CAPTURE(row.caller);
    CAPTURE(row.action);
    CAPTURE(row.resource);
    CAPTURE(row.more);
    const std::string decision = to_string(decide(row));
    CHECK(decision.find(row.expected) == 0);
  }
}

// Decisions are told by their beginnings.
constexpr const char* allowed = "Allowed";
constexpr const char* denied = "Explicitly";
constexpr const char* no = "Implicitly";

constexpr const char* object = "arn:aws:s3:::b/k";
constexpr const char* get = "s3:GetObject";

TEST_SUITE("oracle policy sets") {
  TEST_CASE("one account: a resource-based policy can grant alone") {
    const Row rows[] = {
        {"identity: allow * ; deny s3:* | resource: allow <U> s3:*", "<U>", get, object, denied},
        {"resource: allow <U> s3:*", "<U>", get, object, allowed},
        {"resource: allow <rootA> s3:*", "<U>", get, object, no},
        {"resource: allow <A> s3:*", "<U>", get, object, no},
        {"resource: allow <A> s3:* | identity: allow *", "<U>", get, object, allowed},
        {"resource: allow * s3:*", "<U>", get, object, allowed},
        {"resource: allow arn:aws:iam::111122223333:user/* s3:*", "<U>", get, object, no},
        {"resource: allow AIDAEXAMPLEEXAMPLE123 s3:*", "<U>", get, object, no},
        {"resource: allow CanonicalUser=aaaa s3:*", "<U>", get, object, no},
        {"resource: allow Service=<U> s3:*", "<U>", get, object, no},
        {"resource: allow arn:aws:iam::111122223333:user/Alice s3:*", "<U>", get, object, no},
        {"resource: allow <U> s3:* | boundary: allow ec2:*", "<U>", get, object, allowed},
        {"resource: allow <U> s3:* | boundary: allow * ; deny s3:*", "<U>", get, object, denied},
        {"identity: allow * | boundary: allow ec2:*", "<U>", get, object, no},
        {"boundary: allow *", "<U>", get, object, no},
    };
    check(rows);
  }

  TEST_CASE("one account: sessions, their roles, and the users behind federated users") {
    const char* path = R"({"session_issuer":"<P>"})";
    const char* arn = R"({"context":{"aws:PrincipalArn":"<P>"}})";
    const char* user = R"({"session_issuer":"<U>"})";
    const Row rows[] = {
        {"resource: allow <R> s3:*", "<S>", get, object, allowed},
        {"resource: allow <R> s3:* | boundary: allow ec2:*", "<S>", get, object, no},
        {"resource: allow <S> s3:* | boundary: allow ec2:*", "<S>", get, object, allowed},
        {"resource: allow <S> s3:* | session: allow ec2:*", "<S>", get, object, allowed},
        {"resource: allow <R> s3:* | session: allow ec2:*", "<S>", get, object, no},
        {"resource: allow * s3:* aws:PrincipalArn=r | boundary: allow ec2:*", "<S>", get, object, allowed,
         R"({"context":{"aws:PrincipalArn":"r"}})"},
        {"identity: allow s3:* | session: allow s3:GetObject", "<S>", "s3:PutObject", object, no},
        {"identity: allow s3:* | session: allow s3:GetObject", "<S>", get, object, allowed},
        {"resource: allow <P> s3:*", "<S>", get, object, no},
        {"resource: allow <P> s3:*", "<S>", get, object, allowed, path},
        {"resource: allow <P> s3:*", "<S>", get, object, allowed, arn},
        {"resource: allow <U> s3:*", "<S>", get, object, no, R"({"context":{"aws:PrincipalArn":"<U>"}})"},
        {"resource: allow <R> s3:*", "<R>", get, object, allowed},
        {"resource: allow <R> s3:* | boundary: allow ec2:*", "<R>", get, object, no},
        {"resource: allow <S> s3:*", "<R>", get, object, no},
        {"resource: allow <F> s3:* | session: allow ec2:*", "<F>", get, object, allowed},
        {"resource: allow <U> s3:*", "<F>", get, object, no},
        {"resource: allow <U> s3:*", "<F>", get, object, allowed, user},
        {"resource: allow <U> s3:* | session: allow ec2:*", "<F>", get, object, no, user},
        {"identity: allow *", "<F>", get, object, allowed},
    };
    check(rows);
  }

  TEST_CASE("two accounts: both sides must allow") {
    const char* of_a = R"({"context":{"aws:ResourceAccount":"<A>"}})";
    const Row rows[] = {
        {"resource: allow <V> s3:*", "<V>", get, object, no, of_a},
        {"identity: allow s3:* | resource: allow <B> s3:*", "<V>", get, object, allowed, of_a},
        {"identity: allow s3:* | resource: allow <V> s3:*", "<V>", get, object, allowed, of_a},
        {"identity: allow s3:* | resource: allow <A> s3:*", "<V>", get, object, no, of_a},
        {"identity: allow s3:* | resource: allow <V> s3:* | boundary: allow ec2:*", "<V>", get, object, no, of_a},
        {"identity: allow *", "<V>", get, object, no, of_a},
        {"resource: allow * s3:*", "<V>", get, object, no, of_a},
        {"resource: allow <rootB> s3:*", "<rootB>", get, object, allowed, of_a},
        {"identity: allow *", "<rootB>", get, object, no, of_a},
        // Whose resource it is: what the request says, then the ARN, then the context, then the caller's account.
        {"identity: allow *", "<V>", "sqs:SendMessage", "arn:aws:sqs:eu-west-1:<A>:q", no},
        {"identity: allow *", "<V>", "sqs:SendMessage", "arn:aws:sqs:eu-west-1:<A>:q", allowed,
         R"({"resource_account":"<B>"})"},
        {"identity: allow *", "<V>", "sqs:SendMessage", "arn:aws:sqs:eu-west-1:<B>:q", allowed, of_a},
        {"identity: allow *", "<V>", "iam:GetPolicy", "arn:aws:iam::aws:policy/p", allowed},
        {"identity: allow *", "<V>", get, object, allowed},
    };
    check(rows);
  }

  TEST_CASE("callers of no account, and root users") {
    const char* of_a = R"({"context":{"aws:ResourceAccount":"<A>"}})";
    const Row rows[] = {
        {"resource: allow * s3:*", "anonymous", get, object, allowed, of_a},
        {"identity: allow * | resource: allow <A> s3:*", "anonymous", get, object, no, of_a},
        {"identity: deny * | resource: allow * s3:*", "anonymous", get, object, allowed, of_a},
        {"resource: allow Service=ec2.amazonaws.com s3:*", "ec2.amazonaws.com", get, object, allowed},
        {"resource: allow Service=ec2.amazonaws.com s3:*", "s3.amazonaws.com", get, object, no},
        {"resource: allow * s3:*", "s3.amazonaws.com", get, object, allowed},
        {"identity: allow *", "s3.amazonaws.com", get, object, no},
        {"scp: deny * | resource: allow * s3:*", "s3.amazonaws.com", get, object, allowed},
        {"", "<rootA>", get, object, allowed},
        {"identity: deny * | boundary: deny *", "<rootA>", get, object, allowed},
        {"resource: deny <A> s3:*", "<rootA>", get, object, denied},
        {"scp: allow * | scp: allow * ; deny s3:*", "<rootA>", get, object, denied},
        {"scp: allow ec2:*", "<rootA>", get, object, no},
    };
    check(rows);
  }

  TEST_CASE("SCPs, RCPs and endpoint policies take away") {
    const char* management = R"({"management_account":"<A>"})";
    const char* other = R"({"management_account":"<B>"})";
    const char* key = "<key>";
    const Row rows[] = {
        {"identity: allow * | scp: allow * | scp: allow ec2:*", "<U>", get, object, no},
        {"identity: allow * | scp: allow * | scp: allow s3:*", "<U>", get, object, allowed},
        {"identity: allow * | scp: allow * | scp: allow * ; deny s3:*", "<U>", get, object, denied},
        {"identity: allow * | scp: allow ec2:*", "<U>", get, object, allowed, management},
        {"identity: allow * | scp: allow ec2:*", "<U>", get, object, no, other},
        {"scp: allow *", "<U>", get, object, no},
        {"resource: allow <U> s3:* | scp: allow ec2:*", "<U>", get, object, no},
        {"identity: allow * | scp: deny * ; allow *", "<linked>", get, object, allowed},
        {"identity: allow * | scp: deny *", "<S>", get, object, allowed,
         R"({"session_issuer":"arn:aws:iam::111122223333:role/aws-service-role/x/app"})"},
        {"identity: allow * | rcp: deny s3:*", "<U>", get, object, denied},
        {"identity: allow * | rcp: deny s3:*", "<linked>", get, object, allowed},
        {"identity: allow * | rcp: deny s3:*", "<U>", get, object, allowed, management},
        {"identity: allow * | rcp: deny s3:* | scp: allow *", "<U>", get, object, denied, other},
        {"resource: allow * s3:* | rcp: deny s3:*", "anonymous", get, object, denied},
        {"rcp: deny s3:*", "<rootA>", get, object, denied},
        {"identity: allow * | rcp: deny iam:*", "<U>", "iam:GetUser", "<U>", allowed},
        {"identity: allow * | resource: allow <U> kms:* | rcp: deny kms:*", "<U>", "kms:Decrypt", key, denied},
        {"identity: allow * | resource: allow <U> kms:* | rcp: deny kms:*", "<U>", "KMS:RetireGrant", key, allowed},
        {"identity: allow * | rcp: allow ec2:*", "<U>", get, object, allowed},
        {"identity: allow * | endpoint: allow * ec2:*", "<U>", get, object, no},
        {"identity: allow * | endpoint: allow <A> s3:*", "<U>", get, object, allowed},
        {"identity: allow * | endpoint: allow <B> s3:*", "<U>", get, object, no},
        {"identity: allow * | endpoint: allow * * ; deny * s3:*", "<U>", get, object, denied},
        {"endpoint: allow <U> s3:*", "<U>", get, object, no},
        {"resource: allow * s3:* | endpoint: allow <A> s3:*", "anonymous", get, object, no},
        {"endpoint: allow <B> s3:*", "<rootA>", get, object, no},
    };
    check(rows);
  }

  TEST_CASE("services whose resource-based policy must allow") {
    const char* with_saml = "sts:AssumeRoleWithSAML";
    const char* provider = "arn:aws:iam::111122223333:saml-provider/idp";
    const Row rows[] = {
        {"identity: allow kms:* | resource: allow <R> kms:*", "<U>", "kms:Decrypt", "<key>", no},
        {"identity: allow kms:* | resource: allow <rootA> kms:*", "<U>", "kms:Decrypt", "<key>", allowed},
        {"resource: allow <rootA> kms:*", "<U>", "kms:Decrypt", "<key>", no},
        {"resource: allow <U> kms:* | boundary: allow s3:*", "<U>", "kms:Decrypt", "<key>", allowed},
        {"identity: allow kms:*", "<U>", "kms:Decrypt", "<key>", no},
        {"identity: allow kms:*", "<U>", "kms:ListKeys", "*", allowed},
        {"identity: allow kms:*", "<U>", "kms:UpdateAlias", "arn:aws:kms:us-east-1:<A>:alias/a", allowed},
        {"", "<rootA>", "kms:Decrypt", "<key>", no},
        {"resource: allow <A> kms:*", "<rootA>", "kms:Decrypt", "<key>", allowed},
        {"resource: allow <R> kms:*", "<S>", "kms:Decrypt", "<key>", allowed},
        {"resource: allow <R> kms:* | session: allow s3:*", "<S>", "kms:Decrypt", "<key>", no},
        {"identity: allow * | resource: allow Service=ec2.amazonaws.com sts:AssumeRole", "<U>", "sts:AssumeRole", "<R>",
         no},
        {"resource: allow <rootA> sts:AssumeRole", "<U>", "sts:AssumeRole", "<R>", no},
        {"identity: allow * | resource: allow <rootA> sts:AssumeRole", "<U>", "sts:AssumeRole", "<R>", allowed},
        {"resource: allow <U> sts:AssumeRole", "<U>", "sts:AssumeRole", "<R>", allowed},
        {"resource: allow <V> sts:AssumeRole", "<V>", "sts:AssumeRole", "<R>", no},
        {"identity: allow *", "<U>", "sts:AssumeRole", "<R>", no},
        {"identity: allow *", "<U>", "sts:TagSession", "<R>", allowed},
        {"resource: allow Federated=accounts.google.com sts:*", "accounts.google.com", "sts:AssumeRoleWithWebIdentity",
         "<R>", allowed},
        {"resource: allow Federated=cognito-identity.amazonaws.com sts:*", "cognito-identity.amazonaws.com",
         "sts:AssumeRoleWithWebIdentity", "<R>", allowed},
        {"resource: allow Federated=arn:aws:iam::111122223333:saml-provider/idp sts:*", provider, with_saml, "<R>",
         allowed},
        {"resource: allow arn:aws:iam::111122223333:saml-provider/idp sts:*", provider, with_saml, "<R>", no},
        {"resource: allow Federated=accounts.google.com sts:*", provider, with_saml, "<R>", no},
        {"identity: allow * | resource: allow <U> sts:*", "<U>", with_saml, "<R>", no},
        {"resource: allow * sts:*", "<U>", with_saml, "<R>", allowed},
        {"identity: deny * | scp: deny * | resource: deny * *", "<U>", "sts:getcalleridentity", "*", allowed},
    };
    check(rows);
  }

  TEST_CASE("a Deny with principals") {
    const Row rows[] = {
        {"identity: allow * | resource: deny <A> s3:*", "<U>", get, object, denied},
        {"identity: allow * | resource: deny <R> s3:*", "<S>", get, object, denied},
        {"identity: allow * | resource: deny <B> s3:*", "<U>", get, object, allowed},
        {"identity: allow * | resource: deny !<V>,<rootA> s3:*", "<U>", get, object, denied},
        {"identity: allow * | resource: deny !<U>,<rootA> s3:*", "<U>", get, object, allowed},
        {"identity: allow * | resource: deny !<U>,<rootA> s3:* | boundary: allow *", "<U>", get, object, denied},
        {"identity: allow * | resource: deny !<U> ec2:* | boundary: allow *", "<U>", get, object, allowed},
        {"identity: allow * | resource: deny !<S> s3:*", "<S>", get, object, allowed},
        {"identity: allow * | resource: deny !<R> s3:*", "<S>", get, object, denied},
        {"identity: allow * | resource: deny !<R> s3:*", "<R>", get, object, denied},
        {"identity: allow * | resource: deny !* s3:*", "<U>", get, object, allowed},
        {"resource: deny !<rootA> s3:* | boundary: allow *", "<rootA>", get, object, allowed},
        {"resource: deny !<U> s3:*", "<rootA>", get, object, denied},
        {"resource: deny !<U> s3:* ; allow * s3:*", "anonymous", get, object, denied},
        {"resource: deny !Service=ec2.amazonaws.com s3:* ; allow * s3:*", "ec2.amazonaws.com", get, object, allowed},
    };
    check(rows);
  }

  TEST_CASE("the parts of a case may be written in several ways") {
    const char* allow = R"({"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}})";
    const std::string document = allow;
    struct {
      std::string scp;
      std::size_t levels;
    } rows[] = {
        {"null", 0},
        {"[]", 0},
        {document, 1},
        {"[" + document + "," + document + "]", 2},
        {"[[" + document + "],[]]", 2},
    };
    for (const auto& row : rows) {
      CAPTURE(row.scp);
      const auto set = oracle::read_policy_set(read_json(R"({"policies":{"session":null,"boundary":[],"scp":)" +
                                                         row.scp + R"(},"management_account":null})"));
      CHECK(set.scp.size() == row.levels);
      CHECK(!set.session);
      CHECK(!set.boundary);
      CHECK(set.management_account.empty());
    }
    CHECK_THROWS(oracle::read_policy_set(read_json(R"({"policies":{"boundary":"p.json"}})")));
    CHECK_THROWS(oracle::read_policy(
        read_json(R"({"Statement":{"Effect":"Allow","NotPrincipal":{"AWS":"*"},"Action":"*","Resource":"*"}})")));
    CHECK_THROWS(oracle::read_policy(read_json(R"({"Statement":{"Effect":"Allow","Principal":"*","Action":"*"}})")));
  }

  TEST_CASE("a claim over a policy set is refuted by some party") {
    Json evaluation_case = Json::object();
    evaluation_case.add("policies", Shorthand::policies("resource: allow <U> s3:* ; allow <B> s3:* k:a=x | identity: "
                                                        "allow s3:GetObject | scp: allow s3:*"));
    const oracle::PolicySet set = oracle::read_policy_set(evaluation_case);
    const oracle::Claim never =
        oracle::read_claim(read_json(R"({"claim":"never-allowed","region":[{"Action":"s3:*"}]})"));
    const auto any = [](const oracle::Request&) { return true; };
    oracle::World world;
    world.actions = {"iam:GetUser", "s3:PutObject", get};
    world.resources = {object};
    world.keys = {{"k:a", {std::nullopt, "x"}}};
    world.parties = {{"anonymous", {}, {}}, {spelt_out("<V>"), {}, spelt_out("<A>")}};
    const auto found = oracle::find_counterexample(set, never, world, any);
    REQUIRE(found);
    CHECK(oracle::refutes(set, never, *found));
    CHECK(found->principal == spelt_out("<V>"));
    CHECK(found->action == get);
    CHECK(found->find("k:a") != nullptr);
    CHECK(!oracle::find_counterexample(set, never, world,
                                       [](const oracle::Request& request) { return !request.find("k:a"); }));
    world.parties.push_back({spelt_out("<U>"), {}, {}});
    world.keys[0].states.resize(1);
    const auto by_user = oracle::find_counterexample(set, never, world, any);
    REQUIRE(by_user);
    CHECK(by_user->principal == spelt_out("<U>"));
    CHECK(by_user->action == "s3:PutObject");
  }

  TEST_CASE("tables and formulas say the same of every request of a world") {
    Json evaluation_case = Json::object();
    evaluation_case.add(
        "policies",
        Shorthand::policies("identity: allow * | boundary: allow * k:a=x | resource: allow <R> s3:* ; allow "
                            "<A> s3:* k:a=x | scp: allow * | endpoint: allow <A> s3:*"));
    const oracle::PolicySet set = oracle::read_policy_set(evaluation_case);
    const oracle::Claim claim = oracle::read_claim(read_json(R"({"claim":"never-allowed","region":[{}]})"));
    oracle::World world;
    world.actions = {get, "iam:GetUser"};
    world.resources = {object, "*"};
    world.keys = {{"k:a", {std::nullopt, "x"}},
                  {"aws:PrincipalArn", {std::nullopt, spelt_out("<R>"), spelt_out("<P>")}},
                  {"aws:ResourceAccount", {std::nullopt, spelt_out("<A>"), spelt_out("<B>")}}};
    for (const char* caller : {"<U>", "<S>", "<R>", "<V>", "<rootA>", "anonymous"})
      world.parties.push_back({spelt_out(caller), {}, {}});
    std::size_t by_tables = 0;  // every counterexample is seen, and none accepted
    const auto counted = oracle::find_counterexample(set, claim, world, [&](const oracle::Request& request) {
      CHECK(oracle::decide(set, request) == oracle::Decision::allow);
      ++by_tables;
      return false;
    });
    CHECK(!counted);
    std::size_t one_by_one = 0;
    for (const auto& parties : world.parties)
      for (const auto& a : world.keys[0].states)
        for (const auto& arn : world.keys[1].states)
          for (const auto& account : world.keys[2].states)
            for (const std::string& action : world.actions)
              for (const std::string& resource : world.resources) {
                oracle::Request request;
                request.principal = parties.principal;
                request.action = action;
                request.resource = resource;
                if (a) request.context.emplace_back("k:a", *a);
                if (arn) request.context.emplace_back("aws:PrincipalArn", *arn);
                if (account) request.context.emplace_back("aws:ResourceAccount", *account);
                if (oracle::refutes(set, claim, request)) ++one_by_one;
              }
    CHECK(by_tables == one_by_one);
    CHECK(one_by_one > 0);
  }
}

}  // namespace
