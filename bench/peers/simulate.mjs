// simulate.mjs PACKAGE < LINES: times iam-simulate on the cases that iamproof_decisions prints, and puts both figures
// side by side. Both decide on a policy that is in memory. iam-simulate checks the policy anew with each request; it
// also has an entry without that check, which is timed too. The first policies are run twice, so that its code is warm.

import { createInterface } from 'node:readline'
import { pathToFileURL } from 'node:url'
import { resolve } from 'node:path'

const peer = await import(pathToFileURL(resolve(process.argv[2], 'dist/esm/index.js')))

const cases = []
for await (const line of createInterface({ input: process.stdin })) cases.push(JSON.parse(line))
if (cases.length < 1000) throw new Error(`only ${cases.length} policies`)

function simulationOf(one, request) {
  return {
    request: {
      principal: request.principal,
      action: request.action,
      resource: { resource: request.resource, accountId: request.resource_account },
      contextVariables: request.context,
    },
    identityPolicies: [{ name: one.name, policy: one.policy }],
    serviceControlPolicies: [],
    resourceControlPolicies: [],
  }
}

const entries = {
  'iam-simulate': async (simulation) => {
    const answer = await peer.runSimulation(simulation, { simulationMode: 'Strict' })
    return answer.resultType === 'error' ? `error: ${answer.errors.message}` : answer.overallResult
  },
  'iam-simulate, unchecked': (simulation) => peer.runUnsafeSimulation(simulation, { simulationMode: 'Strict' }),
}

// The mean time of one request of the policy, in nanoseconds, and the answers.
async function run(entry, one) {
  const simulations = one.requests.map((request) => simulationOf(one, request))
  const start = process.hrtime.bigint()
  const answers = []
  for (const simulation of simulations) answers.push(await entry(simulation))
  return { ns: Number(process.hrtime.bigint() - start) / simulations.length, answers }
}

function quantile(values, share) {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(share * (sorted.length - 1))]
}

function show(name, times, note) {
  const us = (share) => (quantile(times, share) / 1000).toFixed(2).padStart(10)
  console.log(`${name.padEnd(26)}${us(0.5)}${us(0.9)}${us(0.99)}  ${note}`)
}

const requests = cases.reduce((sum, one) => sum + one.requests.length, 0)
console.log(`\none decision, microseconds, over ${cases.length} policies with ${requests} requests`)
console.log(`${''.padEnd(26)}${'p50'.padStart(10)}${'p90'.padStart(10)}${'p99'.padStart(10)}`)
const ours = cases.map((one) => one.ns)
show('iamproof', ours, '')
for (const [name, entry] of Object.entries(entries)) {
  for (const one of cases.slice(0, 100)) await run(entry, one)
  const times = []
  let same = 0
  let errors = 0
  for (const one of cases) {
    const { ns, answers } = await run(entry, one)
    times.push(ns)
    answers.forEach((answer, i) => {
      if (answer === one.decisions[i]) same += 1
      else if (!['Allowed', 'ExplicitlyDenied', 'ImplicitlyDenied'].includes(answer)) errors += 1
      else if (process.env.SHOW) console.log(one.name, JSON.stringify(one.requests[i]), one.decisions[i], answer)
    })
  }
  const ratio = Math.round(quantile(times, 0.5) / quantile(ours, 0.5))
  show(name, times, `${ratio}x; the same decision on ${same}, refused ${errors}`)
}
