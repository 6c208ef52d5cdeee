#include "compile/full_access.h"

#include <algorithm>

namespace iamproof {

bool needs_full_access(const Policy& policy) {
  return policy.type == PolicyType::scp &&
         std::none_of(policy.statements.begin(), policy.statements.end(),
                      [](const Statement& statement) { return statement.effect == Effect::allow; });
}

const Policy& full_aws_access() {
  static const Source source("FullAWSAccess", R"({
  "Version": "2012-10-17",
  "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}
})");
  static const Result<Reading> reading = parse(source, {PolicyType::scp, {}});
  return reading->policy;
}

PolicySet as_attached(Policy policy) {
  const bool beside = needs_full_access(policy);
  PolicySet set = alone(std::move(policy));
  if (beside) set.identity.push_back(full_aws_access());
  return set;
}

}  // namespace iamproof
