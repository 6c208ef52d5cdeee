// Why a request got its decision: the statements that settled it, and the first element that failed in each of the
// others.

#include "iamproof/evaluate.h"

#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <vector>

#include "support/rows.h"

using namespace iamproof;

namespace {

// `policy.statement`, then what matched: `0.1 "s3:Get*" on "*"`.
std::string show(const CompiledPolicies& policies, const Match& match) {
  const Source& source = *policies.policy(match.statement).source;
  return std::to_string(match.statement.policy) + "." + std::to_string(match.statement.statement) + " " +
         std::string(source.slice(match.action)) + " on " + std::string(source.slice(match.resource));
}

// `policy.statement`, then what failed: `0.1 condition "aws:SourceIp": ...`.
std::string show(const CompiledPolicies& policies, const Miss& miss) {
  const Source& source = *policies.policy(miss.statement).source;
  return std::to_string(miss.statement.policy) + "." + std::to_string(miss.statement.statement) + " " +
         std::string(to_string(miss.element)) + " " + std::string(source.slice(miss.span)) + ": " + miss.why;
}

struct Row {
  std::string_view says;
  std::string_view documents;  ///< the Statement arrays of some documents
  std::string_view context;
  std::string_view decision;
  std::vector<std::string> because;
  std::vector<std::string> misses;
};

// Every row is about s3:GetObject on arn:aws:s3:::reports/2026.csv.
const std::vector<Row>& rows() {
  static const std::vector<Row> all = {
      {"an Allow settles it, by the first of its strings that match",
       R"([[{"Effect":"Allow","Action":["s3:List*","s3:Get*","s3:*"],"Resource":["arn:aws:s3:::reports","arn:aws:s3:::reports/*"]}]])",
       "{}",
       "Allowed",
       {R"(0.0 "s3:Get*" on "arn:aws:s3:::reports/*")"},
       {}},
      {"all Allows that match are named, in document order",
       R"([[{"Effect":"Allow","Action":"*","Resource":"*"}],[{"Effect":"Allow","Action":"s3:Get*","Resource":"*"}]])",
       "{}",
       "Allowed",
       {R"(0.0 "*" on "*")", R"(1.0 "s3:Get*" on "*")"},
       {}},
      {"a Deny settles it, and no Allow is named",
       R"([[{"Effect":"Allow","Action":"*","Resource":"*"},{"Effect":"Deny","Action":"s3:GetObject","Resource":"*"}]])",
       "{}",
       "ExplicitlyDenied",
       {R"(0.1 "s3:GetObject" on "*")"},
       {}},
      {"a Deny of another document settles it",
       R"([[{"Effect":"Allow","Action":"*","Resource":"*"}],[{"Effect":"Deny","Action":"s3:*","Resource":"arn:aws:s3:::rep*"}]])",
       "{}",
       "ExplicitlyDenied",
       {R"(1.0 "s3:*" on "arn:aws:s3:::rep*")"},
       {}},
      {"where a Not element matched there is only its name to show",
       R"([[{"Effect":"Allow","NotAction":"iam:*","NotResource":"arn:aws:s3:::secret/*"}]])",
       "{}",
       "Allowed",
       {R"(0.0 "NotAction" on "NotResource")"},
       {}},
      {"the action fails first",
       R"([[{"Effect":"Allow","Action":"s3:Put*","Resource":"arn:aws:s3:::other/*","Condition":{"Null":{"aws:SourceIp":"true"}}}]])",
       R"({"aws:SourceIp":"198.51.100.7"})",
       "ImplicitlyDenied",
       {},
       {R"(0.0 action "Action": `s3:GetObject` is none of its actions)"}},
      {"the resource fails before the condition does",
       R"([[{"Effect":"Allow","Action":"s3:Get*","Resource":"arn:aws:s3:::other/*","Condition":{"Null":{"aws:SourceIp":"true"}}}]])",
       R"({"aws:SourceIp":"198.51.100.7"})",
       "ImplicitlyDenied",
       {},
       {R"(0.0 resource "Resource": `arn:aws:s3:::reports/2026.csv` is none of its resources)"}},
      {"the string of a NotAction that leaves it out",
       R"([[{"Effect":"Allow","NotAction":["iam:*","s3:Get*"],"Resource":"*"}]])",
       "{}",
       "ImplicitlyDenied",
       {},
       {R"(0.0 action "s3:Get*": NotAction leaves out `s3:GetObject`)"}},
      {"the string of a NotResource that leaves it out",
       R"([[{"Effect":"Allow","Action":"*","Resource":"*"},)"
       R"({"Effect":"Deny","Action":"*","NotResource":["arn:aws:s3:::logs/*","arn:aws:s3:::reports/*"]}]])",
       "{}",
       "Allowed",
       {R"(0.0 "*" on "*")"},
       {R"(0.1 resource "arn:aws:s3:::reports/*": NotResource leaves out `arn:aws:s3:::reports/2026.csv`)"}},
      {"the first condition that fails, with what the request carries",
       R"([[{"Effect":"Allow","Action":"s3:*","Resource":"*","Condition":{"Bool":{"aws:SecureTransport":"true"},)"
       R"("IpAddress":{"aws:SourceIp":"203.0.113.0/24"},"StringEquals":{"aws:username":"alice"}}}]])",
       R"({"aws:SecureTransport":"true","aws:SourceIp":"198.51.100.7"})",
       "ImplicitlyDenied",
       {},
       {"0.0 condition \"aws:SourceIp\": `IpAddress` on `aws:SourceIp` does not hold: the request carries "
        "`198.51.100.7`"}},
      {"a key that the request lacks",
       R"([[{"Effect":"Allow","Action":"*","Resource":"*"},)"
       R"({"Effect":"Deny","Action":"*","Resource":"*","Condition":{"Bool":{"aws:MultiFactorAuthPresent":"false"}}}]])",
       "{}",
       "Allowed",
       {R"(0.0 "*" on "*")"},
       {"0.1 condition \"aws:MultiFactorAuthPresent\": `Bool` on `aws:MultiFactorAuthPresent` does not hold: "
        "the request does not carry the key"}},
      {"a set of values",
       R"([[{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"ForAllValues:StringEquals":{"aws:TagKeys":"a"}}}]])",
       R"({"aws:TagKeys":["a","b"]})",
       "ImplicitlyDenied",
       {},
       {"0.0 condition \"aws:TagKeys\": `ForAllValues:StringEquals` on `aws:TagKeys` does not hold: "
        "the request carries [`a`, `b`]"}},
      {"a set without values",
       R"([[{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"ForAnyValue:StringEquals":{"aws:TagKeys":"a"}}}]])",
       R"({"aws:TagKeys":[]})",
       "ImplicitlyDenied",
       {},
       {"0.0 condition \"aws:TagKeys\": `ForAnyValue:StringEquals` on `aws:TagKeys` does not hold: "
        "the request carries an empty set"}},
      {"every statement that did not match is named, one reason each",
       R"([[{"Effect":"Deny","Action":"iam:*","Resource":"*"},{"Effect":"Allow","Action":"s3:*","Resource":"*"},)"
       R"({"Effect":"Allow","Action":"*","Resource":"arn:aws:s3:::logs/*"}]])",
       "{}",
       "Allowed",
       {R"(0.1 "s3:*" on "*")"},
       {R"(0.0 action "Action": `s3:GetObject` is none of its actions)",
        R"(0.2 resource "Resource": `arn:aws:s3:::reports/2026.csv` is none of its resources)"}},
  };
  return all;
}

support::Documents documents_of(std::string_view statements) {
  support::Json documents = support::Json::array();
  for (support::Json& statement : support::read_json(statements).items) {
    support::Json document = support::Json::object();
    document.add("Version", support::Json::string("2012-10-17"));
    document.add("Statement", std::move(statement));
    documents.items.push_back(std::move(document));
  }
  return support::compile_documents(documents);
}

template <class Reasons>
std::vector<std::string> show_all(const CompiledPolicies& policies, const Reasons& reasons) {
  std::vector<std::string> out;
  for (const auto& reason : reasons) out.push_back(show(policies, reason));
  return out;
}

}  // namespace

TEST_CASE("evaluate: the statements that settle a request, and why the others do not apply") {
  for (const Row& row : rows()) {
    CAPTURE(row.says);
    const support::Documents documents = documents_of(row.documents);
    REQUIRE_MESSAGE(documents.policies, documents.fault);
    support::Json request = support::Json::object();
    request.add("principal", support::Json::string("arn:aws:iam::111122223333:user/alice"));
    request.add("action", support::Json::string("s3:GetObject"));
    request.add("resource", support::Json::string("arn:aws:s3:::reports/2026.csv"));
    request.add("context", support::read_json(row.context));
    const Evaluation evaluation = evaluate(*documents.policies, support::read_request(request));
    CHECK(to_string(evaluation.decision) == row.decision);
    CHECK(show_all(*documents.policies, evaluation.because) == row.because);
    CHECK(show_all(*documents.policies, evaluation.misses) == row.misses);
  }
}
