// Decides cases with iam-simulate: cases as NDJSON on stdin, {"id", "decision"} or {"id", "error"} as NDJSON on stdout.
//
//   node simulate.mjs FOLDER_WITH_NODE_MODULES
//
// iam-simulate takes the account that owns the resource as given; it is worked out here as a case says it. Which SCPs
// and RCPs are in force it leaves to its caller too: they are passed as they are, and what follows is a class of
// differences.
import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import path from "node:path";

const { runSimulation } = createRequire(path.resolve(process.argv[2], "package.json"))("@cloud-copilot/iam-simulate");

const isAccount = (text) => /^[0-9]{12}$/.test(text ?? "");

function ownerOf(request) {
  const candidates = [request.resource_account, request.resource.split(":")[4]];
  for (const [key, value] of Object.entries(request.context)) {
    if (key.toLowerCase() === "aws:resourceaccount") candidates.push(value);
  }
  candidates.push(request.principal.split(":")[4]);
  return candidates.find(isAccount) ?? "";
}

const named = (policies, name) => policies.map((policy, i) => ({ name: `${name}-${i}`, policy }));
const levels = (all, name) =>
  (all ?? []).map((policies, i) => ({ orgIdentifier: `level-${i}`, policies: named(policies, `${name}-${i}`) }));

function simulationOf({ policies, request }) {
  return {
    request: {
      principal: request.principal === "anonymous" ? { type: "Anonymous" } : request.principal,
      action: request.action,
      resource: { resource: request.resource, accountId: ownerOf(request) },
      contextVariables: request.context,
    },
    identityPolicies: named(policies.identity ?? [], "identity"),
    resourcePolicy: policies.resource ?? undefined,
    permissionBoundaryPolicies: policies.boundary ? named([policies.boundary], "boundary") : undefined,
    sessionPolicy: policies.session?.[0],
    serviceControlPolicies: levels(policies.scp, "scp"),
    resourceControlPolicies: levels(policies.rcp, "rcp"),
    vpcEndpointPolicies: policies.endpoint ? named([policies.endpoint], "endpoint") : undefined,
    additionalSettings: { s3: { bucketAbacEnabled: true } },
  };
}

async function decide(aCase) {
  if ((aCase.policies.session ?? []).length > 1) return { error: "more than one session policy" };
  const outcome = await runSimulation(simulationOf(aCase), { simulationMode: "Strict" });
  if (outcome.resultType === "error") return { error: JSON.stringify(outcome.errors) };
  if (outcome.resultType !== "single") return { error: "taken as a pattern of resources" };
  const ignored = outcome.result.ignoredContextKeys;
  if (ignored.length > 0) return { error: `context keys ignored: ${ignored.join(", ")}` };
  return { decision: outcome.overallResult };
}

for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
  const aCase = JSON.parse(line);
  let answer;
  try {
    answer = await decide(aCase);
  } catch (error) {
    answer = { error: `${error}` };
  }
  process.stdout.write(JSON.stringify({ id: aCase.id, ...answer }) + "\n");
}
