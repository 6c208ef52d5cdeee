// A policy is asked about actions that it names (the first, the last and some between of what its patterns match), and
// about two that it most likely does not. Each request is about a resource as the catalogue describes those of the
// action, and carries what requests usually do, so that conditions have something to look at.
#include "decide_cases.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>

#include "corpus.h"

namespace iamproof::bench {

namespace {

[[noreturn]] void give_up(const std::string& why) {
  std::fprintf(stderr, "there is nothing to decide on: %s\n", why.c_str());
  std::exit(1);
}

/// An ARN of a format: "arn:${Partition}:s3:::${BucketName}" becomes "arn:aws:s3:::example".
std::string arn_of(std::string_view format) {
  format = format.substr(0, format.find(", "));
  std::string out;
  while (!format.empty()) {
    const std::size_t close = format.find('}');
    if (!format.starts_with("${") || close == std::string_view::npos) {
      out += format.front() == '*' ? "example" : std::string(1, format.front());
      format.remove_prefix(1);
      continue;
    }
    const std::string_view name = format.substr(2, close - 2);
    out += name == "Partition" ? "aws"
           : name == "Region"  ? "us-east-1"
           : name == "Account" ? "111122223333"
                               : "example";
    format.remove_prefix(close + 1);
  }
  return out;
}

Request request_for(ActionId action, const Catalogue& catalogue) {
  const auto types = catalogue.resources(action);
  Request request;
  request.principal = "arn:aws:iam::111122223333:user/alice";
  request.action = catalogue.action_name(action);
  request.resource = types.empty() ? "*" : arn_of(catalogue.resource_type(types.front().type).arn);
  request.resource_account = "111122223333";
  request.context = {{"aws:SourceIp", "203.0.113.9"},
                     {"aws:SecureTransport", "true"},
                     {"aws:RequestedRegion", "us-east-1"},
                     {"aws:ViaAWSService", "false"}};
  derive_context(request);
  return request;
}

std::vector<ActionId> named_actions(const Policy& policy, const Catalogue& catalogue) {
  std::vector<ActionId> actions;
  for (const Statement& statement : policy.statements) {
    if (!statement.actions) continue;
    for (const Text& pattern : statement.actions->values) {
      const auto matched = catalogue.expand(pattern.text);
      actions.insert(actions.end(), matched.begin(), matched.end());
    }
  }
  return actions;
}

std::vector<Request> requests_for(const Policy& policy, const Catalogue& catalogue) {
  constexpr std::array<std::string_view, 2> others = {"organizations:DescribeOrganization", "sqs:PurgeQueue"};
  constexpr std::size_t own = 4;
  std::vector<Request> requests;
  const std::vector<ActionId> named = named_actions(policy, catalogue);
  for (std::size_t i = 0; i < own && !named.empty(); ++i) {
    requests.push_back(request_for(named[i * (named.size() - 1) / (own - 1)], catalogue));
  }
  for (const std::string_view other : others) {
    const auto id = catalogue.find_action(other);
    if (!id) give_up("no action " + std::string(other));
    requests.push_back(request_for(*id, catalogue));
  }
  return requests;
}

CompiledPolicies compiled(const Source& source, const Catalogue& catalogue) {
  auto reading = parse(source);
  if (!reading || !reading->is_valid()) give_up(source.name());
  PolicySet set;
  set.identity.push_back(std::move(reading->policy));
  auto result = compile(std::move(set), catalogue);
  if (!result) give_up(source.name());
  return std::move(*result);
}

void check_answers(const std::vector<DecideCase>& cases) {
  std::array<std::size_t, 3> count{};
  for (const DecideCase& one : cases) {
    for (const Request& request : one.requests) ++count[static_cast<std::size_t>(decide(one.policies, request))];
  }
  if (std::find(count.begin(), count.end(), 0U) != count.end())
    give_up("the requests do not bring about every decision");
}

}  // namespace

std::vector<DecideCase> decide_cases() {
  const Catalogue catalogue = Catalogue::built_in();
  std::vector<DecideCase> cases;
  for (const Source* source : corpus().latest) {
    CompiledPolicies policies = compiled(*source, catalogue);
    auto requests = requests_for(policies.policies().identity.front(), catalogue);
    cases.push_back({source, std::move(policies), std::move(requests)});
  }
  check_answers(cases);
  return cases;
}

double time_of_decision(const DecideCase& decide_case, int rounds) {
  using Clock = std::chrono::steady_clock;
  constexpr int passes = 32;  // so that a round is far longer than a tick of the clock
  std::vector<double> times;
  unsigned sum = 0;
  for (int round = 0; round < rounds; ++round) {
    const auto start = Clock::now();
    for (int pass = 0; pass < passes; ++pass) {
      for (const Request& request : decide_case.requests) {
        sum += static_cast<unsigned>(decide(decide_case.policies, request));
      }
    }
    const std::chrono::duration<double, std::nano> spent = Clock::now() - start;
    times.push_back(spent.count() / static_cast<double>(passes * decide_case.requests.size()));
  }
  volatile unsigned sink = sum;  // the decisions are not to be left out
  static_cast<void>(sink);
  return quantile(times, 0.5);
}

double quantile(std::vector<double>& values, double share) {
  std::sort(values.begin(), values.end());
  return values[static_cast<std::size_t>(share * static_cast<double>(values.size() - 1))];
}

}  // namespace iamproof::bench
