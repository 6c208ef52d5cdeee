#include "iamproof/policy.h"

#include <doctest/doctest.h>

#include <string>

#include "policy/operators.h"
#include "policy/suggest.h"
#include "policy/typed_values.h"

using namespace iamproof;

static std::string texts(const std::optional<TextList>& list) {
  std::string out = list ? (list->is_array ? "[" : "(") : "none";
  if (list) {
    for (const Text& text : list->values) out += std::string(text.text) + ",";
  }
  return out;
}

TEST_CASE("policy: a document is kept as written") {
  const Source source("x", R"({
    "Version": "2012-10-17", "Id": "i", "Statement": [
      {"Sid": "A", "Effect": "Allow", "Action": "s3:\u0047et*", "NotResource": ["a", "b"], "Extra": 1},
      {"Effect": "deny", "NotAction": [], "Principal": {"AWS": "*", "Service": ["x", "y"]},
       "Condition": {"StringLike": {"a:b": "c", "d:e": ["f", 1.50, true]}, "Null": {}}}
    ], "extra": 2})");
  const auto reading = parse(source);
  REQUIRE(reading);
  const Policy& policy = reading->policy;
  CHECK(policy.source == &source);
  CHECK(policy.version->text == "2012-10-17");
  CHECK(policy.id->text == "i");
  CHECK(policy.statement_is_array);
  CHECK(policy.has_variables());
  REQUIRE(policy.unknown_elements.size() == 1);
  CHECK(policy.unknown_elements[0].text == "extra");
  REQUIRE(policy.statements.size() == 2);

  const Statement& first = policy.statements[0];
  CHECK(first.pointer == "/Statement/0");
  CHECK(first.sid->text == "A");
  CHECK(first.effect == Effect::allow);
  CHECK(texts(first.actions) == "(s3:Get*,");
  CHECK(source.slice(first.actions->values[0].span) == R"("s3:\u0047et*")");
  CHECK(source.slice(first.actions->key) == R"("Action")");
  CHECK(texts(first.not_resources) == "[a,b,");
  CHECK(source.slice(first.not_resources->span) == R"(["a", "b"])");
  CHECK(texts(first.resources) == "none");
  REQUIRE(first.unknown_elements.size() == 1);
  CHECK(first.unknown_elements[0].text == "Extra");

  const Statement& second = policy.statements[1];
  CHECK_FALSE(second.effect);
  CHECK(second.effect_text->text == "deny");
  CHECK(texts(second.not_actions) == "[");
  REQUIRE(second.principal);
  REQUIRE(second.principal->groups.size() == 2);
  CHECK(second.principal->groups[1].kind.text == "Service");
  CHECK(texts(second.principal->groups[1].values) == "[x,y,");
  REQUIRE(second.conditions.size() == 2);
  CHECK(second.conditions[0].op.text == "StringLike");
  CHECK(second.conditions[0].key.text == "a:b");
  CHECK_FALSE(second.conditions[0].is_array);
  REQUIRE(second.conditions[1].values.size() == 3);
  CHECK(second.conditions[1].values[1].text.text == "1.50");
  CHECK(second.conditions[1].values[1].type == ValueType::number);
  CHECK(second.conditions[1].values[2].type == ValueType::boolean);
  CHECK(source.slice(*second.condition_key) == R"("Condition")");
  REQUIRE(second.empty_operators.size() == 1);
  CHECK(second.empty_operators[0].text == "Null");
}

TEST_CASE("policy: decoded texts live as long as a copy of the policy") {
  const Source source(
      "x", R"({"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "s3:\u0047et", "Resource": "*"}})");
  Policy copy;
  {
    auto reading = parse(source);
    REQUIRE(reading);
    CHECK_FALSE(reading->policy.statement_is_array);
    copy = reading->policy;
  }
  CHECK(copy.statements[0].pointer == "/Statement");
  CHECK(copy.statements[0].actions->values[0].text == "s3:Get");
}

TEST_CASE("policy: where a fault is") {
  const Source source("p.json", R"({"Version": "2012-10-17", "Statement": [
    {"Effect": "Allow", "Action": "s3:*", "Resource": "*"},
    {"Resource": "*", "Effect": "Allow", "Action": ["s3:*", "GetObject"], "Sid": "Last",
     "Condition": {"StringEquals": {"a:~b/c": ["x", null]}}}]})");
  const auto reading = parse(source);
  REQUIRE(reading);
  CHECK_FALSE(reading->is_valid());
  REQUIRE(reading->faults.size() == 2);
  const Finding& action = reading->faults[0];
  CHECK(action.check == "action-without-service");
  CHECK_FALSE(action.aws_code);
  CHECK(action.path == "p.json");
  CHECK(action.pointer == "/Statement/1/Action/1");
  CHECK(action.sid == "Last");
  CHECK(source.slice(action.span) == "\"GetObject\"");
  const Finding& value = reading->faults[1];
  CHECK(value.pointer == "/Statement/1/Condition/StringEquals/a:~0b~1c/1");
  CHECK(value.aws_code == "DATA_TYPE_MISMATCH");
  CHECK(value.sid == "Last");
}

TEST_CASE("policy: limits") {
  const std::string statement = R"({"Effect":"Allow","Action":"s3:*","Resource":"*"})";
  const Source three(
      "x", R"({"Version":"2012-10-17","Statement":[)" + statement + ",\n" + statement + "," + statement + "]}");
  ReadOptions options;
  options.limits.statements = 3;
  CHECK(parse(three, options));
  options.limits.statements = 1;
  const auto refused = parse(three, options);
  REQUIRE_FALSE(refused);
  CHECK(refused.errors()[0].message == "the policy has more statements than the limit of 1");
  CHECK(refused.errors()[0].position == Position{2, 1});

  const Source faulty(
      "x", R"({"Version":"2012-10-17","Statement":{"Sid":"","Effect":"x","Action":[1,2,3],"Resource":"*"}})");
  options = {};
  options.limits.faults = 1;
  const auto reading = parse(faulty, options);
  REQUIRE(reading);
  REQUIRE(reading->faults.size() == 2);
  CHECK(reading->faults[1].message == "4 more faults are not listed");
  CHECK(reading->faults[1].severity == Severity::error);
  CHECK_FALSE(reading->is_valid());
}

TEST_CASE("policy: types by name") {
  for (const char* name : {"identity", "resource", "trust", "boundary", "session", "scp", "rcp", "endpoint"}) {
    CAPTURE(name);
    REQUIRE(policy_type_from(name));
    CHECK(to_string(*policy_type_from(name)) == name);
  }
  CHECK_FALSE(policy_type_from("SCP"));
  CHECK_FALSE(policy_type_from(""));
}

TEST_CASE("policy: names of condition operators") {
  struct {
    std::string_view name;
    bool known;
    std::string_view base;
    SetOperator set;
    bool if_exists;
  } rows[] = {
      {"StringEquals", true, "StringEquals", SetOperator::none, false},
      {"ForAllValues:StringNotLikeIfExists", true, "StringNotLike", SetOperator::for_all_values, true},
      {"ForAnyValue:Null", true, "Null", SetOperator::for_any_value, false},
      {"NotIpAddressIfExists", true, "NotIpAddress", SetOperator::none, true},
      {"stringEquals", false, "", SetOperator::none, false},
      {"ForAnyValue::StringEquals", false, "", SetOperator::none, false},
      {"ForAllValues:ForAnyValue:Bool", false, "", SetOperator::none, false},
      {"BoolIfExistsIfExists", false, "", SetOperator::none, false},
      {"NotBool", false, "", SetOperator::none, false},
      {"IfExists", false, "", SetOperator::none, false},
      {"", false, "", SetOperator::none, false},
  };
  for (const auto& row : rows) {
    CAPTURE(row.name);
    const auto op = split_operator(row.name);
    REQUIRE(op.has_value() == row.known);
    if (!op) continue;
    CHECK(op->base == row.base);
    CHECK(op->set == row.set);
    CHECK(op->if_exists == row.if_exists);
  }
}

TEST_CASE("policy: texts that can be dates") {
  struct {
    std::string_view text;
    DateShape shape;
  } rows[] = {
      {"2026-01-31", DateShape::good},
      {"2026-01", DateShape::good},
      {"2026T12Z", DateShape::good},
      {"2026-07-01T00:00:00+02:00", DateShape::good},
      {"2026-07-01t9:05:00.123456789z", DateShape::good},
      {"2026-07-01T09:05-07", DateShape::good},
      {"-0044-03-15", DateShape::good},
      {"292278993-12-31", DateShape::good},
      {"2028-02-29", DateShape::good},
      {"2027-02-29", DateShape::impossible},
      {"1900-02-29", DateShape::impossible},
      {"2026-04-31T00:00Z", DateShape::impossible},
      {"2025", DateShape::epoch},
      {"1767225600", DateShape::epoch},
      {"9223372036854775807", DateShape::epoch},
      {"9223372036854775808", DateShape::wrong},
      {"soon", DateShape::wrong},
      {"", DateShape::wrong},
      {"2026-13-01", DateShape::wrong},
      {"2026-01-32", DateShape::wrong},
      {"2026-01-00", DateShape::wrong},
      {"2026-01-01T25:00", DateShape::wrong},
      {"2026-01-01T10:00:00X", DateShape::wrong},
      {"2026-01-01 10:00", DateShape::wrong},
      {"31.01.2026", DateShape::wrong},
  };
  for (const auto& row : rows) {
    CAPTURE(row.text);
    CHECK(date_shape(row.text) == row.shape);
  }
}

TEST_CASE("policy: texts that can be numbers, booleans, addresses, base64") {
  struct {
    std::string_view text;
    bool decimal, boolean, ip, base64;
  } rows[] = {
      {"10", true, false, false, false},
      {"-1.5", true, false, false, false},
      {"+0.25", true, false, false, false},
      {"1e3", false, false, false, false},
      {"12abc", false, false, false, false},
      {"1.2.3", false, false, false, false},
      {".", false, false, false, false},
      {"TRUE", false, true, false, true},
      {"false", false, true, false, false},
      {"203.0.113.5", false, false, true, false},
      {"203.0.113.5/24", false, false, true, false},
      {"0.0.0.0/0", false, false, true, false},
      {"203.0.113.5/33", false, false, false, false},
      {"203.0.113/24", false, false, false, false},
      {"2001:DB8::1", false, false, true, false},
      {"2001:db8::/32", false, false, true, false},
      {"2001:db8::/129", false, false, false, false},
      {"1.2.3.4/", false, false, false, false},
      {"QUI=", false, false, false, true},
      {"QQ==", false, false, false, true},
      {"QQ=", false, false, false, false},
      {"", false, false, false, true},
  };
  for (const auto& row : rows) {
    CAPTURE(row.text);
    CHECK(is_decimal(row.text) == row.decimal);
    CHECK(is_boolean(row.text) == row.boolean);
    CHECK(is_ip_range(row.text) == row.ip);
    CHECK(is_base64(row.text) == row.base64);
  }
}

TEST_CASE("policy: the word that was meant") {
  constexpr std::string_view words[] = {"Action", "NotAction", "Effect"};
  struct {
    std::string_view word, meant;
  } rows[] = {{"action", "Action"},
              {"Acton", "Action"},
              {"Efect", "Effect"},
              {"notaction", "NotAction"},
              {"Comment", ""},
              {"", ""},
              {"x", ""}};
  for (const auto& row : rows) {
    CAPTURE(row.word);
    CHECK(closest(row.word, words).value_or("") == row.meant);
  }
}
