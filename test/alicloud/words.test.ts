import assert from "node:assert/strict";
import { policies } from "../../policies";
import { exampleProgram } from "../examples";
import { configured } from "../harness/configured";
import { judgeProgram, type Violation } from "../harness/judge";
import { OPTIONS, ROWS } from "./meanings";

/** Words for what one cloud alone has. */
const OF_AWS =
  /\bAWS\b|\baws[.:]|\bS3\b|\bEBS\b|\bEC2\b|\bIAM\b|\bDLM\b|CloudTrail|CloudWatch|DynamoDB|Secrets Manager|\bSSM\b|Systems Manager|Security Hub|LifecyclePolicy|EncryptionByDefault|defaultTags|associatePublicIpAddress|mapPublicIpOnLaunch|publiclyAccessible|instance profile|internet gateway|InternetGateway|enableKeyRotation|isMultiRegionTrail|BucketReplicationConfig|REJECT|[Ss]ubnet group/;
const OF_ALIBABA_CLOUD =
  /Alibaba|alicloud|\bOSS\b|\bRAM\b|ActionTrail|vSwitch|IPv4 gateway|Ipv4Gateway|internetMaxBandwidthOut|innerAccessPolicy|httpTokens of Ecs|securityIps|\bACK\b/;

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
