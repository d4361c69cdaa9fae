import assert from "node:assert/strict";
import { policies } from "../../policies";
import { exampleProgram } from "../examples";
import { configured } from "../harness/configured";
import { judgeProgram, type Violation } from "../harness/judge";
import { OPTIONS, ROWS } from "./meanings";

/** Words for what one cloud alone has. */
const OF_AWS = anyOf(
  String.raw`\bAWS\b|\baws[.:]|\bS3\b|\bEBS\b|\bEC2\b|\bIAM\b|\bDLM\b|\bSSM\b`,
  "CloudTrail|CloudWatch|DynamoDB|Secrets Manager|Systems Manager|Security Hub|LifecyclePolicy",
  "EncryptionByDefault|defaultTags|associatePublicIpAddress|mapPublicIpOnLaunch|publiclyAccessible",
  "enableKeyRotation|isMultiRegionTrail|BucketReplicationConfig|REJECT",
  "instance profile|internet gateway|InternetGateway|[Ss]ubnet group",
);
const OF_ALIBABA_CLOUD = anyOf(
  String.raw`Alibaba|alicloud|\bOSS\b|\bRAM\b|\bACK\b|ActionTrail|vSwitch|IPv4 gateway|Ipv4Gateway`,
  "internetMaxBandwidthOut|innerAccessPolicy|httpTokens of Ecs|securityIps",
);

function anyOf(...patterns: readonly string[]): RegExp {
  return new RegExp(patterns.join("|"));
}

async function said(program: () => unknown, prefix: string, policyName?: string): Promise<Violation[]> {
  const judging = policies
    .filter(({ name }) => policyName === undefined || name === policyName)
    .map((policy) => configured(policy, OPTIONS[policy.name] ?? {}));
  const found = await judgeProgram(judging, program, "preview");
  return found.filter(({ urn }) => urn.split("::")[2]?.split("$").at(-1)?.startsWith(prefix));
}

const foreign = (violations: readonly Violation[], words: RegExp) =>
  violations.flatMap(({ policy, message }) => {
    const word = words.exec(message)?.[0];
    return word === undefined ? [] : [`${policy} says ${word}: ${message}`];
  });

describe("what findings say", () => {
  it("of Alibaba Cloud has no words of AWS", async () => {
    const found = await said(exampleProgram("ecs-leaky"), "alicloud:");
    for (const [name, [breaks]] of Object.entries(ROWS))
      found.push(...(await said(breaks, "alicloud:", name)));
    assert.ok(found.length > 110, String(found.length));
    assert.deepEqual([...new Set(foreign(found, OF_AWS))], []);
  });

  it("of AWS has no words of Alibaba Cloud", async () => {
    const found = await said(exampleProgram("leaky"), "aws:");
    assert.ok(found.length > 80, String(found.length));
    assert.deepEqual(foreign(found, OF_ALIBABA_CLOUD), []);
  });
});
