// Checks that depend on how long a document is, and on what it is attached to.

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "iamproof/lint.h"

using namespace iamproof;

namespace {

/// What the checks of what is written find, and what they leave open.
LintReport report_on(const std::string& text, PolicyType type, const std::string& service = {}) {
  const Source source("p", text);
  ReadOptions options{type, {}};
  options.service = service;
  auto reading = parse(source, options);
  REQUIRE(reading);
  LintOptions lint_options;
  lint_options.pack = LintPack::strict;
  return lint(reading->policy, Catalogue::built_in(), lint_options);
}

const Finding* find(const LintReport& report, std::string_view check) {
  const auto at = std::find_if(report.findings.begin(), report.findings.end(),
                               [&](const Finding& finding) { return finding.check == check; });
  return at == report.findings.end() ? nullptr : &*at;
}

bool leaves_open(const LintReport& report, std::string_view check) {
  return std::any_of(report.undecided.begin(), report.undecided.end(),
                     [&](const Undecided& open) { return open.check == check && !open.reason.empty(); });
}

/// A policy of so many characters without white space, with `spaces` blanks besides; `fill` is repeated in its Sid.
std::string of_size(std::size_t size, std::size_t spaces, const std::string& fill = "a") {
  const std::string before = R"({"Version":"2012-10-17","Statement":{)" + std::string(spaces, ' ') + R"("Sid":")";
  const std::string after =
      R"(","Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":"sqs:SendMessage","Resource":"*"}})";
  std::string text = before;
  for (std::size_t n = size - (before.size() - spaces) - after.size(); n > 0; --n) text += fill;
  return text + after;
}

}  // namespace

TEST_CASE("lint: a document of just the size that its quota allows is not too long") {
  const struct {
    PolicyType type;
    std::string service;
    std::size_t limit;
    bool white_space_counts;
    std::string check, code;
  } rows[] = {
      {PolicyType::identity, "", 10240, false, "policy-too-long", "POLICY_SIZE_EXCEEDS_IDENTITY_POLICY_QUOTA"},
      {PolicyType::identity, "", 6144, false, "too-long-for-managed-policy", ""},
      {PolicyType::trust, "", 2048, false, "policy-too-long", "POLICY_SIZE_EXCEEDS_ROLE_TRUST_POLICY_QUOTA"},
      {PolicyType::scp, "", 10240, true, "policy-too-long", "POLICY_SIZE_EXCEEDS_SCP_QUOTA"},
      {PolicyType::rcp, "", 5120, true, "policy-too-long", "POLICY_SIZE_EXCEEDS_RCP_QUOTA"},
      {PolicyType::resource, "s3", 20480, false, "policy-too-long", "POLICY_SIZE_EXCEEDS_RESOURCE_POLICY_QUOTA"},
      {PolicyType::resource, "kms", 32768, false, "policy-too-long", "POLICY_SIZE_EXCEEDS_RESOURCE_POLICY_QUOTA"},
      {PolicyType::resource, "sqs", 8192, false, "policy-too-long", "POLICY_SIZE_EXCEEDS_RESOURCE_POLICY_QUOTA"},
      {PolicyType::boundary, "", 6144, false, "policy-over-quota", ""},
      {PolicyType::session, "", 2048, false, "policy-over-quota", ""},
      {PolicyType::endpoint, "", 20480, true, "policy-over-quota", ""},
  };
  for (const auto& row : rows) {
    CAPTURE(to_string(row.type));
    CAPTURE(row.service);
    CAPTURE(row.limit);
    const auto found = [&](const std::string& text) {
      return find(report_on(text, row.type, row.service), row.check) != nullptr;
    };
    CHECK_FALSE(found(of_size(row.limit, 0)));
    CHECK_FALSE(found(of_size(row.limit - 100, 100)));
    CHECK(found(of_size(row.limit + 1, 0)));
    CHECK(found(of_size(row.limit, 1)) == row.white_space_counts);
    const LintReport report = report_on(of_size(row.limit + 1, 0), row.type, row.service);
    CHECK(find(report, row.check)->aws_code.value_or("") == row.code);
    CHECK(find(report, row.check)->pointer.empty());
  }
}

TEST_CASE("lint: the size of a document is counted in characters or in bytes, and what minifying gains is said") {
  const auto scp = [](const std::string& text) { return report_on(text, PolicyType::scp); };
  CHECK(find(scp(of_size(10'000, 300)), "policy-too-long")->help ==
        "minify it: that saves 300 characters and brings it to 10000");
  CHECK(find(scp(of_size(10'250, 300)), "policy-too-long")->help ==
        "shorten or split it; minifying saves 300 characters, which is not enough");
  CHECK(find(scp(of_size(10'250, 0)), "policy-too-long")->help ==
        "shorten or split it; it has no white space that minifying could take out");
  CHECK(find(scp(of_size(10'241, 0, "\xC3\xA9")), "policy-too-long")->message ==
        "the policy has 10241 characters, white space included, 1 more than the quota of 10240 for a service control "
        "policy");
  CHECK(find(scp(of_size(10'240, 0, "\xC3\xA9")), "policy-too-long") == nullptr);
  CHECK(find(report_on(of_size(8000, 0, "\xC3\xA9"), PolicyType::resource, "sqs"), "policy-too-long") != nullptr);
  // White space inside a string counts, and a quotation mark that is escaped does not end it.
  const std::string in_string = of_size(10'000, 0, R"(\" )");
  CHECK(find(report_on(in_string, PolicyType::identity), "policy-too-long") != nullptr);
}

TEST_CASE("lint: a check that depends on what a policy is attached to says so where that is not known") {
  const std::string mixed =
      R"({"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Principal": {"AWS": "111122223333"},
          "Action": ["sns:Publish", "sqs:SendMessage"],
          "Resource": ["arn:aws:sns:eu-west-1:111122223333:a", "arn:aws:sqs:eu-west-1:111122223333:b"],
          "Condition": {"StringEquals": {"s3:ResourceAccount": "111122223333"}}}})";
  const LintReport unknown = report_on(mixed, PolicyType::resource);
  for (const std::string_view check :
       {"action-of-other-resource", "resource-of-other-service", "irrelevant-key-in-resource-policy"}) {
    CAPTURE(check);
    CHECK(find(unknown, check) == nullptr);
    CHECK(leaves_open(unknown, check));
  }
  const LintReport queue = report_on(mixed, PolicyType::resource, "sqs");
  CHECK(queue.undecided.empty());
  REQUIRE(find(queue, "action-of-other-resource") != nullptr);
  CHECK(find(queue, "action-of-other-resource")->pointer == "/Statement/Action/0");
  REQUIRE(find(queue, "resource-of-other-service") != nullptr);
  CHECK(find(queue, "resource-of-other-service")->pointer == "/Statement/Resource/0");
  CHECK(find(queue, "irrelevant-key-in-resource-policy") == nullptr);
  CHECK(leaves_open(report_on(of_size(4000, 0), PolicyType::resource, ""), "policy-too-long") == false);
  // Long, and of a service that is not known.
  const LintReport longer =
      report_on(of_size(4000, 0).replace(of_size(4000, 0).find("sqs:SendMessage"), 15, "*"), PolicyType::resource);
  CHECK(leaves_open(longer, "policy-too-long"));
  // A service whose policies are not known to take its own actions only.
  CHECK(find(report_on(mixed, PolicyType::resource, "glue"), "action-of-other-resource") == nullptr);
}
