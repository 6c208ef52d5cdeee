// Of findings about one grant the graver one is shown, and says how many others follow from it.

#include <doctest/doctest.h>

#include <memory>
#include <string>
#include <vector>

#include "iamproof/lint.h"
#include "lint/implied.h"

using namespace iamproof;

namespace {

Finding finding(std::string check, std::string pointer, Severity severity = Severity::security_warning) {
  Finding out;
  out.check = std::move(check);
  out.pointer = std::move(pointer);
  out.severity = severity;
  out.path = "policy.json";
  return out;
}

/// "check pointer +count" for each.
std::vector<std::string> in_words(const std::vector<Finding>& findings) {
  std::vector<std::string> out;
  for (const Finding& finding : findings) {
    std::string& words = out.emplace_back(finding.check + ' ' + finding.pointer);
    for (const ImpliedFindings& implied : finding.implied) {
      words += " +" + std::to_string(implied.count) + ' ' + implied.check;
    }
  }
  return out;
}

}  // namespace

TEST_CASE("implied: what follows from a graver finding is counted there") {
  std::vector<Finding> findings = {
      finding("data-exfiltration", "/Statement/0/Action/1"),    finding("admin-access", "/Statement/0/Action/0"),
      finding("data-exfiltration", "/Statement/10/Action"),     finding("data-exfiltration", "/Statement/0/Action/2"),
      finding("privilege-escalation", "/Statement/0/Action/0"), finding("resource-exposure", "/Statement/0/Action/0")};
  fold_implied(findings);
  CHECK(in_words(findings) == std::vector<std::string>{"admin-access /Statement/0/Action/0 +2 data-exfiltration "
                                                       "+1 privilege-escalation +1 resource-exposure",
                                                       "data-exfiltration /Statement/10/Action"});
}

TEST_CASE("implied: of one condition only what is about that condition follows") {
  const std::string key = "/Statement/0/Condition/StringLike/aws:PrincipalTag~1team";
  std::vector<Finding> findings = {
      finding("lone-wildcard-condition", key), finding("condition-always-true", key),
      finding("condition-always-true", key + "s"),
      finding("malformed-key-value", "/Statement/1/Condition/StringEquals/aws:SourceVpc/1"),
      finding("condition-always-true", "/Statement/1/Condition/StringEquals/aws:SourceVpc")};
  fold_implied(findings);
  CHECK(in_words(findings) ==
        std::vector<std::string>{"lone-wildcard-condition " + key + " +1 condition-always-true",
                                 "condition-always-true " + key + "s",
                                 "malformed-key-value /Statement/1/Condition/StringEquals/aws:SourceVpc/1 "
                                 "+1 condition-always-true"});
}

TEST_CASE("implied: a lone statement is one statement") {
  std::vector<Finding> findings = {finding("admin-access", "/Statement/Action"),
                                   finding("credentials-exposure", "/Statement/Action/3")};
  fold_implied(findings);
  CHECK(in_words(findings) == std::vector<std::string>{"admin-access /Statement/Action +1 credentials-exposure"});
}

TEST_CASE("implied: neither codes of AWS, nor what is graver, nor another document is left out") {
  std::vector<Finding> findings = {
      finding("admin-access", "/Statement/0/Action"), finding("resource-exposure", "/Statement/0/Action"),
      finding("credentials-exposure", "/Statement/0/Action", Severity::error),
      finding("data-exfiltration", "/Statement/0/Action"), finding("mergeable-statements", "/Statement/0")};
  findings[1].aws_code = "SOME_CODE";
  findings[3].path = "other.json";
  std::vector<Finding> folded = findings;
  fold_implied(folded);
  CHECK(in_words(folded) == in_words(findings));
}
