#include "oracle/evaluator.h"

#include <doctest/doctest.h>

#include "oracle/prover.h"

namespace {

using support::read_json;

// IAM User Guide, "Conditions with multiple context keys or values", "Variables and tags", "Condition operators".
TEST_SUITE("oracle evaluator") {
  TEST_CASE("conditions") {
    struct Row {
      const char* condition;
      const char* context;
      bool holds;
    };
    const Row rows[] = {
        // An absent key.
        {R"({"StringEquals":{"k:a":"x"}})", R"({})", false},
        {R"({"StringNotEquals":{"k:a":"x"}})", R"({})", true},
        {R"({"StringEqualsIfExists":{"k:a":"x"}})", R"({})", true},
        {R"({"ForAllValues:StringEquals":{"k:a":"x"}})", R"({})", true},
        {R"({"ForAnyValue:StringNotEquals":{"k:a":"x"}})", R"({})", false},
        {R"({"ForAnyValue:StringEqualsIfExists":{"k:a":"x"}})", R"({})", true},
        {R"({"Null":{"k:a":true}})", R"({})", true},
        {R"({"ForAnyValue:Null":{"k:a":true}})", R"({})", false},
        // Several values of the policy: any for a positive operator, none for a negated one.
        {R"({"StringEquals":{"k:a":["x","y"]}})", R"({"K:A":"y"})", true},
        {R"({"StringNotEquals":{"k:a":["x","y"]}})", R"({"k:a":"y"})", false},
        {R"({"StringEquals":{"k:a":[]}})", R"({"k:a":"y"})", false},
        // Sets.
        {R"({"ForAllValues:StringEquals":{"k:a":["x","y"]}})", R"({"k:a":["x","z"]})", false},
        {R"({"ForAnyValue:StringNotEquals":{"k:a":["x"]}})", R"({"k:a":["x","z"]})", true},
        {R"({"ForAllValues:StringEquals":{"k:a":"x"}})", R"({"k:a":[]})", true},
        {R"({"ForAnyValue:StringNotEquals":{"k:a":"x"}})", R"({"k:a":[]})", false},
        {R"({"Null":{"k:a":"true"}})", R"({"k:a":[]})", true},
        {R"({"Null":{"k:a":"true"}})", R"({"k:a":""})", false},
        {R"({"StringNotEquals":{"k:a":"x"}})", R"({"k:a":["z"]})", false},
        // Variables.
        {R"({"StringEquals":{"k:a":"${k:b}"}})", R"({"k:a":"x","k:b":"x"})", true},
        {R"({"StringNotEquals":{"k:a":"${k:b}"}})", R"({"k:a":"x"})", true},
        {R"({"StringEquals":{"k:a":"${k:b, 'x'}"}})", R"({"k:a":"x"})", true},
        {R"({"StringEquals":{"k:a":"${k:b, 'x'}"}})", R"({"k:a":"x","k:b":["x"]})", true},
        {R"({"StringLike":{"k:a":"${k:b}"}})", R"({"k:a":"xy","k:b":"x*"})", false},
        {R"({"StringLike":{"k:a":"x${*}*"}})", R"({"k:a":"x*y"})", true},
        {R"({"StringLike":{"k:a":"x${*}*"}})", R"({"k:a":"xxy"})", false},
        // Types.
        {R"({"NumericLessThan":{"k:a":["5","100"]}})", R"({"k:a":"99"})", true},
        {R"({"NumericNotEquals":{"k:a":"5"}})", R"({"k:a":"abc"})", true},
        {R"({"Bool":{"k:a":true}})", R"({"k:a":"TRUE"})", true},
        {R"({"Bool":{"k:a":"${k:b}"}})", R"({"k:a":"true","k:b":"true"})", false},
        {R"({"StringEqualsIgnoreCase":{"k:a":"Ab"}})", R"({"k:a":"aB"})", true},
        {R"({"BinaryEquals":{"k:a":"YQ=="}})", R"({"k:a":"YQ=="})", true},
        {R"({"ArnLike":{"k:a":"arn:aws:svc:*:111122223333:finance/*"}})",
         R"({"k:a":"arn:aws:svc:us-east-2:999999999999:store/abc:111122223333:finance/doc"})", false},
        {R"({"StringLike":{"k:a":"arn:aws:svc:*:111122223333:finance/*"}})",
         R"({"k:a":"arn:aws:svc:us-east-2:999999999999:store/abc:111122223333:finance/doc"})", true},
        {R"({"ArnNotLike":{"k:a":"*"}})", R"({"k:a":"arn:aws:s3:::b"})", true},
    };
    for (const Row& row : rows) {
      CAPTURE(row.condition);
      CAPTURE(row.context);
      oracle::Statement statement;
      support::Json region = support::Json::object();
      region.add("Condition", read_json(row.condition));
      statement = oracle::read_region(region);
      const auto request = oracle::read_request(
          read_json(R"({"action":"s:A","resource":"*","context":)" + std::string(row.context) + "}"));
      CHECK(oracle::conditions_hold(statement, request) == row.holds);
    }
  }

  TEST_CASE("actions and resources") {
    struct Row {
      const char* statement;
      const char* request;
      bool applies;
    };
    const Row rows[] = {
        {R"({"Action":"S3:get*","Resource":"*"})", R"({"action":"s3:GetObject","resource":"*"})", true},
        {R"({"Action":"s3:Get?","Resource":"*"})", R"({"action":"s3:GetObject","resource":"*"})", false},
        {R"({"NotAction":["iam:*","s3:Put*"],"Resource":"*"})", R"({"action":"s3:GetObject","resource":"*"})", true},
        {R"({"Action":"*","Resource":"arn:aws:s3:::*"})", R"({"action":"s3:ListAllMyBuckets","resource":"*"})", false},
        {R"({"Action":"*","Resource":"arn:aws:s3:::b/*"})", R"({"action":"s3:X","resource":"arn:aws:s3:::B/k"})",
         false},
        {R"({"Action":"*","Resource":"arn:aws:s3:::b/*k"})", R"({"action":"s3:X","resource":"arn:aws:s3:::b/a:/k"})",
         true},
        {R"({"Action":"*","NotResource":"arn:aws:s3:::b/${k:b}"})",
         R"({"action":"s3:X","resource":"arn:aws:s3:::b/k"})", true},
        {R"({"Action":"*","Resource":"arn:aws:s3:::b/${k:b}"})",
         R"({"action":"s3:X","resource":"arn:aws:s3:::b/a*","context":{"K:b":"a*"}})", true},
    };
    for (const Row& row : rows) {
      CAPTURE(row.statement);
      CAPTURE(row.request);
      CHECK(oracle::applies(oracle::read_region(read_json(row.statement)),
                            oracle::read_request(read_json(row.request))) == row.applies);
    }
  }

  TEST_CASE("before version 2012-10-17 a variable is plain text") {
    const auto statements = oracle::read_policy(read_json(
        R"({"Statement":{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"StringLike":{"k:a":"${*}"}}}})"));
    const auto decide = [&](const char* value) {
      return oracle::decide(statements,
                            oracle::read_request(read_json(R"({"action":"s3:X","resource":"*","context":{"k:a":")" +
                                                           std::string(value) + R"("}})")));
    };
    CHECK(decide("${anything}") == oracle::Decision::allow);
    CHECK(decide("*") == oracle::Decision::implicit_deny);
  }

  TEST_CASE("a Deny outranks an Allow") {
    const auto statements = oracle::read_policy(read_json(
        R"({"Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"},{"Effect":"Deny","Action":"s3:Get*","Resource":"*"}]})"));
    const auto decide = [&](const char* action) {
      oracle::Request request;
      request.action = action;
      request.resource = "*";
      return oracle::decide(statements, request);
    };
    CHECK(decide("s3:GetObject") == oracle::Decision::explicit_deny);
    CHECK(decide("s3:PutObject") == oracle::Decision::allow);
    CHECK(decide("iam:GetUser") == oracle::Decision::implicit_deny);
  }
}

TEST_SUITE("oracle prover") {
  TEST_CASE("finds the request that refutes a claim") {
    struct Row {
      const char* claim;
      bool refuted;
    };
    const Row rows[] = {
        {R"({"claim":"never-allowed","region":[{"Action":"iam:*"}]})", false},
        {R"({"claim":"never-allowed","region":[{"Action":"s3:*"}]})", true},
        {R"({"claim":"never-allowed","region":[{"Action":"s3:*","Condition":{"Bool":{"k:mfa":"false"}}}]})", false},
        {R"({"claim":"never-allowed","region":[{"Action":"s3:*","Condition":{"Null":{"k:mfa":"true"}}}]})", true},
        {R"({"claim":"always-denied","region":[{"Action":"*","Condition":{"Bool":{"k:mfa":"false"}}}]})", false},
        {R"({"claim":"always-denied","region":[{"Action":"*","Condition":{"BoolIfExists":{"k:mfa":"false"}}}]})", true},
        {R"({"claim":"always-allowed","region":[{"Action":"s3:*","Condition":{"Bool":{"k:mfa":"true"}}}]})", false},
        {R"({"claim":"always-allowed","region":[{"Action":"*","Condition":{"Bool":{"k:mfa":"true"}}}]})", true},
        {R"({"claim":"only-within","region":[{"Action":"s3:*","Condition":{"BoolIfExists":{"k:mfa":"true"}}}]})",
         false},
        {R"({"claim":"only-within","region":[{"Action":"s3:*","Condition":{"Bool":{"k:mfa":"true"}}}]})", true},
    };
    const auto policies = oracle::read_policy(read_json(
        R"({"Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"},
                         {"Effect":"Deny","Action":"*","Resource":"*","Condition":{"Bool":{"k:mfa":"false"}}}]})"));
    oracle::World world;
    world.actions = {"s3:GetObject", "iam:GetUser"};
    world.resources = {"*", "arn:aws:s3:::b/k"};
    world.keys = {{"k:mfa", {std::nullopt, "true", "false"}}};
    for (const Row& row : rows) {
      CAPTURE(row.claim);
      const oracle::Claim claim = oracle::read_claim(read_json(row.claim));
      const auto found = oracle::find_counterexample(
          policies, claim, world, [](const auto&, const auto&) { return true; },
          [](const oracle::Request&) { return true; });
      CHECK(found.has_value() == row.refuted);
      if (found) CHECK(oracle::refutes(policies, claim, *found));
    }
  }
}

}  // namespace
