#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>
#include <set>
#include <string>

#include "catalogue/plain_expand.h"
#include "catalogue/records.h"
#include "iamproof/catalogue.h"

using namespace iamproof;

// Names that policies still carry though the catalogue has them no more; each with the reason to keep it in a family.
static constexpr struct {
  std::string_view name, reason;
} knowingly_absent[] = {
    {"codestar:CreateProjectFromTemplate", "was never in the reference, and write-ups of the escalation name it"},
};

static std::set<std::string> names_matched(const Catalogue& catalogue, std::string_view family) {
  std::set<std::string> names;
  for (const FamilyEntry& entry : catalogue.family(family)) {
    for (const ActionId id : catalogue.expand(entry.pattern)) names.emplace(catalogue.action_name(id));
  }
  return names;
}

TEST_CASE("families: every entry is an action, a pattern that matches some, or knowingly absent") {
  const Catalogue catalogue = Catalogue::built_in();
  for (const std::string_view family : catalogue.families()) {
    CAPTURE(family);
    CHECK(!catalogue.family_description(family).empty());
    CHECK(catalogue.family_version(family) >= 1);
    CHECK(!catalogue.family(family).empty());
    for (const FamilyEntry& entry : catalogue.family(family)) {
      CAPTURE(entry.pattern);
      CHECK(!entry.reason.empty());
      const bool absent = std::any_of(std::begin(knowingly_absent), std::end(knowingly_absent),
                                      [&](const auto& known) { return known.name == entry.pattern; });
      CHECK(catalogue.expand(entry.pattern).empty() == absent);
      if (const auto id = catalogue.find_action(entry.pattern)) CHECK(catalogue.action_name(*id) == entry.pattern);
    }
  }
}

TEST_CASE("families: the files are sorted and have no line twice") {
  for (const std::string name : {"families.txt", "families-workload.txt", "operations.txt", "globals.txt",
                                 "actions.txt", "keys.txt", "resources.txt", "services.txt"}) {
    CAPTURE(name);
    std::ifstream file(std::string(IAMPROOF_ROOT "/lib/catalogue/data/").append(name));
    REQUIRE(file);
    std::string last;
    for (std::string line; std::getline(file, line);) {
      if (line.starts_with('#')) continue;
      // A service sorts as "acm:", the others by tag and name; a family's own line comes before its entries.
      const std::size_t tab = line.find('\t');
      std::string key = test::lower(line.substr(tab + 1));
      if (line.starts_with("service\t") || line.starts_with("resource\t")) key[key.find('\t')] = ':';
      if (line.starts_with("family\t")) key = key.substr(0, key.find('\t'));
      CAPTURE(line);
      REQUIRE(last < key);
      last = key;
    }
    CHECK(!last.empty());
  }
}

TEST_CASE("families: those that must agree do") {
  const Catalogue catalogue = Catalogue::built_in();
  const auto billing = names_matched(catalogue, "billing");
  for (const std::string_view part : {"billing-view", "billing-modify", "billing-pay"}) {
    CAPTURE(part);
    for (const FamilyEntry& entry : catalogue.family(part)) {
      CAPTURE(entry.pattern);
      CHECK(billing.count(std::string(entry.pattern)) == 1);
      CHECK(entry.pattern.find('*') == std::string_view::npos);
    }
  }
  // Each billing action of a whole-service entry is in exactly one of the three classes.
  std::set<std::string> classed;
  for (const std::string_view part : {"billing-view", "billing-modify", "billing-pay"}) {
    for (const std::string& name : names_matched(catalogue, part)) {
      CAPTURE(name);
      CHECK(classed.insert(name).second);
    }
  }
  CHECK(classed == billing);
}

TEST_CASE("families: what is in and what is out") {
  const Catalogue catalogue = Catalogue::built_in();
  struct {
    std::string_view family, action;
    bool in;
  } rows[] = {
      {"billing", "billing:GetBillingData", true},
      {"billing", "aws-portal:ModifyPaymentMethods", true},
      {"billing", "organizations:InviteOrganizationToTransferResponsibility", true},
      {"billing", "organizations:AcceptHandshake", true},
      {"billing", "organizations:CloseAccount", false},
      {"billing", "organizations:RegisterDelegatedAdministrator", false},
      {"billing", "account:PutAlternateContact", false},
      {"billing", "pricing:GetProducts", false},
      {"billing", "support:CreateCase", false},
      {"billing", "payment-cryptography:CreateKey", false},
      {"billing", "trustedadvisor:ListRecommendations", false},
      {"cost-insight", "trustedadvisor:ListRecommendations", true},
      {"billing-pay", "savingsplans:CreateSavingsPlan", true},
      {"billing-view", "ce:GetCostAndUsage", true},
      {"members-leave", "organizations:LeaveOrganization", true},
      {"members-leave", "account:CloseAccount", true},
      {"organizations", "organizations:CreatePolicy", true},
      {"org-services", "organizations:CreatePolicy", true},
      {"org-services", "sso:CreatePermissionSet", true},
      {"org-services", "identitystore:CreateUser", true},
      {"org-services", "cloudformation:CreateStackSet", true},
      {"org-services", "cloudformation:CreateStack", false},
      {"org-services", "iam:CreateUser", false},
      {"org-services", "iam:CreateServiceLinkedRole", false},
      {"org-services", "iam:DeleteServiceLinkedRole", true},
      {"org-services", "security-ir:CreateMembership", false},
      {"billing-pay", "security-ir:CreateMembership", true},
      {"org-services", "iam:EnableOrganizationsRootSessions", true},
      {"org-services", "s3:CreateBucket", false},
      {"org-services", "events:PutRule", false},
      {"org-services", "eks:ListClusters", true},
      {"org-services", "eks:AccessKubernetesApi", false},
      {"org-services", "compute-optimizer:UpdateEnrollmentStatus", false},
      {"org-services", "aws-marketplace:Subscribe", false},
      {"blinds-audit", "cloudtrail:StopLogging", true},
      {"blinds-audit", "guardduty:DeleteDetector", true},
      {"creates-identity", "iam:CreateUser", true},
      {"creates-identity", "iam:CreateRole", true},
      {"creates-identity", "iam:CreateAccessKey", false},
      {"creates-identity", "sso:CreatePermissionSet", false},
      {"org-identities", "sso:CreatePermissionSet", true},
      {"privilege-escalation", "iam:PutUserPolicy", true},
      {"privilege-escalation", "iam:PassRole", false},
      {"privilege-escalation", "iam:EnableMFADevice", false},
      {"privilege-escalation", "iam:DeactivateMFADevice", false},
      {"privilege-escalation", "iam:DeleteVirtualMFADevice", false},
      {"privilege-escalation", "iam:CreateAccessKey", false},
      {"privilege-escalation", "lambda:UpdateFunctionCode", true},
      {"workload", "ec2:RunInstances", true},
      {"workload", "lambda:CreateFunction", true},
      {"workload", "cloudformation:CreateStack", true},
      {"workload", "cloudformation:CreateStackSet", false},
      {"workload", "s3express:CreateSession", false},
      {"workload", "apigateway:POST", true},
      {"workload", "ec2:DescribeInstances", false},
      {"workload", "ec2:TerminateInstances", false},
      {"workload", "servicecatalog:ProvisionProduct", false},
      {"workload-minor", "gamelift:CreateFleet", true},
      {"mfa-self-service", "iam:EnableMFADevice", true},
      {"mfa-self-service", "iam:DeactivateMFADevice", false},
  };
  for (const auto& row : rows) {
    CAPTURE(row.family);
    CAPTURE(row.action);
    REQUIRE(catalogue.find_action(row.action));
    CHECK(names_matched(catalogue, row.family).count(std::string(row.action)) == (row.in ? 1 : 0));
  }
  CHECK(catalogue.family("mfa-self-service").size() == 8);
  CHECK(catalogue.family("no-such-family").empty());
  CHECK(catalogue.family_description("no-such-family").empty());
  CHECK(catalogue.family_version("no-such-family") == 0);
}

TEST_CASE("families: every API operation is no action, and is authorised by one") {
  const auto text = read_file(IAMPROOF_ROOT "/lib/catalogue/data/operations.txt");
  REQUIRE(text);
  const Source source("operations.txt", *text);
  const auto records = parse_records(source);
  REQUIRE(records);
  CHECK(records->operations.size() >= 40);
  const Catalogue catalogue = Catalogue::built_in();
  for (const auto& placed : records->operations) {
    const OperationRecord& operation = placed.second.record;
    CAPTURE(operation.name);
    CHECK(!catalogue.find_action(operation.name));
    CHECK(catalogue.action_for_operation(operation.name) == operation.action);
  }
}
