// Whether the first of some statements is covered by the others, and what the answer rests on.

#include <doctest/doctest.h>

#include <string>

#include "iamproof/policy.h"
#include "prove/reach.h"

using namespace iamproof;

namespace {

std::string word(const ReachAnswer& answer) {
  if (answer.covered == Covered::unknown) return "unknown";
  if (answer.covered == Covered::no) return "no";
  return answer.resource_types ? "by types" : "yes";
}

class Statements {
 public:
  explicit Statements(const std::string& statements)
      : source_("policy", R"({"Version": "2012-10-17", "Statement": [)" + statements + "]}") {
    auto reading = parse(source_);
    REQUIRE(reading);
    REQUIRE(reading->is_valid());
    PolicySet set;
    set.identity.push_back(std::move(reading->policy));
    auto compiled = compile(std::move(set), Catalogue::built_in());
    REQUIRE(compiled);
    policies_.emplace(std::move(*compiled));
  }

  const CompiledPolicies& policies() const { return *policies_; }
  const CompiledStatement& at(std::size_t i) const { return policies_->impl().statements[i]; }

  /// Whether all but the first cover it.
  ReachAnswer first_is_covered(std::uint64_t steps = 100'000) const {
    Reach::Statements others;
    for (std::size_t i = 1; i < policies_->impl().statements.size(); ++i) others.push_back(&at(i));
    Budget budget{steps};
    return Reach(*policies_, {}).covers(others, {&at(0)}, budget);
  }

 private:
  Source source_;
  std::optional<CompiledPolicies> policies_;
};

std::string allow(const std::string& action, const std::string& resource, const std::string& condition = "") {
  return R"({"Effect": "Allow", "Action": )" + action + R"(, "Resource": )" + resource +
         (condition.empty() ? "}" : R"(, "Condition": )" + condition + "}");
}

}  // namespace

TEST_CASE("reach: a statement is covered by others together, for actions that AWS adds later too") {
  const std::string any = R"("*")";
  const struct {
    std::string statements, answer;
  } rows[] = {
      {allow(R"("s3:GetObject")", any), "no"},
      {allow(R"("s3:GetObject")", any) + "," + allow(R"("s3:Get*")", any), "yes"},
      {allow(R"(["s3:GetObject", "sqs:SendMessage"])", any) + "," + allow(R"("s3:Get*")", any) + "," +
           allow(R"("sqs:*")", any),
       "yes"},
      // Every action there is, and not every one there may be.
      {allow(R"("sqs:Get*")", any) + "," + allow(R"(["sqs:GetQueueAttributes", "sqs:GetQueueUrl"])", any), "no"},
      {allow(R"("sqs:Get*")", any) + "," + allow(R"(["sqs:GetQ*", "sqs:Ge?Queue*"])", any), "no"},
      {allow(R"("new:Action")", any) + "," + allow(R"("*")", any), "yes"},
      {allow(R"("*")", any) + "," + allow(R"("new:*")", any), "no"},
      // Resources that lie in one of two.
      {allow(R"("s3:GetObject")", R"("arn:aws:s3:::b/*")") + "," +
           allow(R"("s3:GetObject")", R"("arn:aws:s3:::b/a*")") + "," +
           R"({"Effect": "Allow", "Action": "s3:GetObject", "NotResource": "arn:aws:s3:::b/a*"})",
       "yes"},
      // Objects have a key: a pattern that leaves out the bucket itself covers all of them.
      {allow(R"("s3:GetObject")", R"("arn:aws:s3:::b*")") + "," + allow(R"("s3:GetObject")", R"("arn:aws:s3:::b*/*")"),
       "by types"},
      {allow(R"("s3:GetObject")", any, R"({"StringEquals": {"aws:SourceVpc": "vpc-1"}})") + "," +
           allow(R"("s3:GetObject")", any, R"({"StringLike": {"aws:SourceVpc": "vpc-*"}})"),
       "yes"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.statements);
    CHECK(word(Statements(row.statements).first_is_covered()) == row.answer);
  }
}

TEST_CASE("reach: without steps nothing is known") {
  const Statements statements(allow(R"("s3:GetObject")", R"("*")") + "," + allow(R"("s3:*")", R"("*")"));
  const ReachAnswer answer = statements.first_is_covered(0);
  CHECK(answer.covered == Covered::unknown);
  CHECK(answer.reason == "the search ran out of its step budget");
}

TEST_CASE("reach: statements that never apply together") {
  const struct {
    const char *first, *second, *together;
  } rows[] = {
      {R"("s3:Get*")", R"("s3:Put*")", "no"}, {R"("s3:Get*")", R"("s3:*Object")", "yes"},
      {R"("*")", R"("new:*")", "yes"},        {R"("new:A*")", R"("new:B*")", "no"},
      {R"("new:A*")", R"("other:A*")", "no"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.first);
    CAPTURE(row.second);
    const Statements statements(allow(row.first, R"("*")") + "," + allow(row.second, R"("*")"));
    Budget budget{100'000};
    const ReachAnswer answer =
        Reach(statements.policies(), {}).covers({}, {&statements.at(0), &statements.at(1)}, budget);
    CHECK((answer.covered == Covered::no) == (std::string(row.together) == "yes"));
  }
}

TEST_CASE("reach: conditions that never or always hold") {
  const std::string test = R"({"Bool": {"aws:SecureTransport": "true"}, "Null": {"aws:SourceVpc": "true"},
                               "StringLikeIfExists": {"aws:SourceVpc": "vpc-*"}})";
  const Statements statements(allow(R"("s3:*")", R"("*")", test));
  const Reach reach(statements.policies(), {});
  const CompiledStatement& statement = statements.at(0);
  Budget budget{100'000};
  CHECK(reach.never_applies(StatementPart::whole(statement), budget).covered == Covered::no);
  CHECK(reach.always_holds(2, {&statement, true, {1}}, budget).covered == Covered::yes);  // a missing key
  CHECK(reach.always_holds(2, {&statement, true, {0}}, budget).covered == Covered::no);
  CHECK(reach.always_holds(1, {&statement, true, {0, 2}}, budget).covered == Covered::no);
}
