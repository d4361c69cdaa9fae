import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import policy from "../../../policies/security-groups/no-unrestricted-egress";
import { judgeProgram, verdict } from "../../harness/judge";
import { messages } from "../../harness/phases";

const NAME = "no-unrestricted-egress";
const WEB = [`${NAME}: web`];

const group = (...egress: unknown[]) => new aws.ec2.SecurityGroup("web", { egress: egress as never });
const every = (...cidrBlocks: unknown[]) => ({ protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks });
const every6 = (...ipv6CidrBlocks: string[]) => ({ protocol: "-1", fromPort: 0, toPort: 0, ipv6CidrBlocks });

describe(NAME, () => {
  const rows: [string, unknown[], boolean][] = [
    ["everything to every IPv4 address", [every("0.0.0.0/0")], true],
    ["everything to half of them", [every("0.0.0.0/1")], false],
    ["everything to both halves, in two rules", [every("0.0.0.0/1"), every("128.0.0.0/1")], true],
    ["everything to every IPv6 address", [every6("::/0")], true],
    [
      "everything to every IPv6 address that is public",
      [every6("2000::/3"), every6("::/3", "4000::/2", "8000::/1")],
      true,
    ],
    ["everything to a site of IPv6", [every6("2001:db8::/32")], false],
    ["the protocol by its word", [{ ...every("0.0.0.0/0"), protocol: "all" }], true],
    ["every port of TCP alone", [{ ...every("0.0.0.0/0"), protocol: "tcp", toPort: 65535 }], false],
    ["everything to private addresses", [every("10.0.0.0/8")], false],
    ["nothing, as an empty list", [], false],
  ];
  for (const [what, egress, isFlagged] of rows) {
    it(`${isFlagged ? "flags" : "passes"} ${what}`, async () => {
      assert.deepEqual(await verdict([policy], () => void group(...egress)), isFlagged ? WEB : []);
    });
  }

  it("passes a group that says nothing of egress, from which the provider takes AWS's own rule away", async () => {
    assert.deepEqual(await verdict([policy], () => void new aws.ec2.SecurityGroup("web", {})), []);
    assert.deepEqual(await verdict([policy], () => void new aws.ec2.DefaultSecurityGroup("web", {})), []);
  });

  it("sees each spelling, and halves in two resources together", async () => {
    const legacy = (blocks: string[], type: string) => () => {
      const securityGroupId = new aws.ec2.SecurityGroup("web", {}).id;
      for (const [i, block] of blocks.entries())
        new aws.ec2.SecurityGroupRule(`rule-${i}`, { ...every(block), type, securityGroupId } as never);
    };
    assert.deepEqual(await verdict([policy], legacy(["0.0.0.0/0"], "egress")), [`${NAME}: rule-0`]);
    assert.deepEqual(await verdict([policy], legacy(["0.0.0.0/0"], "ingress")), []);
    assert.deepEqual(await verdict([policy], legacy(["0.0.0.0/1", "128.0.0.0/1"], "egress")), WEB);
    assert.deepEqual(await verdict([policy], legacy(["0.0.0.0/1", "128.0.0.0/2"], "egress")), []);
    const vpcRule = (target: object) => () =>
      new aws.vpc.SecurityGroupEgressRule("rule", { securityGroupId: "sg-1", ipProtocol: "-1", ...target });
    assert.deepEqual(await verdict([policy], vpcRule({ cidrIpv6: "::/0" })), [`${NAME}: rule`]);
    assert.deepEqual(await verdict([policy], vpcRule({ referencedSecurityGroupId: "sg-2" })), []);
    const adopted = () => new aws.ec2.DefaultSecurityGroup("web", { egress: [every("0.0.0.0/0") as never] });
    assert.deepEqual(await verdict([policy], adopted), WEB);
  });

  it("passes an unknown block until it is known, and flags a known one beside it", async () => {
    const program =
      (...beside: string[]) =>
      () =>
        group(
          every(pulumi.interpolate`0.0.0.0/${new aws.ec2.Eip("later", {}).id.apply(() => 0)}`, ...beside),
        );
    assert.deepEqual(await judgeProgram([policy], program(), "preview"), []);
    assert.equal((await judgeProgram([policy], program(), "update")).length, 1);
    assert.deepEqual(await verdict([policy], program("0.0.0.0/0")), WEB);
  });

  it("judges the rest of what is malformed", async () => {
    assert.deepEqual(await verdict([policy], () => void group(every("0.0.0.0/0/0"))), []);
    assert.deepEqual(await verdict([policy], () => void group(every("everywhere", "0.0.0.0/0"))), WEB);
  });

  it("says to whom", async () => {
    assert.deepEqual(await messages(policy, () => group(every("0.0.0.0/0"), every6("::/0"))), [
      "egress[0] and egress[1] together let every protocol out to every IPv4 and IPv6 address.",
    ]);
    assert.deepEqual(await messages(policy, () => group(every6("::/0"))), [
      "egress[0] lets every protocol out to every IPv6 address.",
    ]);
    const apart =
      (...blocks: string[]) =>
      () => {
        const securityGroupId = new aws.ec2.SecurityGroup("web", {}).id;
        for (const [i, block] of blocks.entries()) {
          const rule = { ...every(block), type: "egress", securityGroupId };
          new aws.ec2.SecurityGroupRule(`rule-${i}`, rule as never);
        }
      };
    assert.deepEqual(await messages(policy, apart("0.0.0.0/0")), [
      "it lets every protocol out to every IPv4 address.",
    ]);
    assert.deepEqual(await messages(policy, apart("0.0.0.0/1", "128.0.0.0/1")), [
      "SecurityGroupRule rule-0 and SecurityGroupRule rule-1 together let every protocol out to every IPv4 address.",
    ]);
  });
});
