import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import policy from "../../../policies/security-groups/no-cidr-source-inside-vpc";
import { configured } from "../../harness/configured";
import { judgeProgram, told, verdict } from "../../harness/judge";
import { messages } from "../../harness/phases";
import { EVERY_SPELLING, permission, spellingsFlagged } from "./spellings";

const WEB = ["no-cidr-source-inside-vpc: web"];

const group = (...ingress: unknown[]) => new aws.ec2.SecurityGroup("web", { ingress: ingress as never });
const from = (...cidrBlocks: unknown[]) => ({ protocol: "tcp", fromPort: 8080, toPort: 8080, cidrBlocks });

describe("no-cidr-source-inside-vpc", () => {
  const rows: [block: string, isFlagged: boolean][] = [
    ["10.0.0.0/8", true],
    ["10.1.2.3/16", true],
    ["172.16.0.0/12", true],
    ["172.0.0.0/8", false],
    ["192.168.0.1/32", true],
    ["192.169.0.1/32", false],
    ["100.64.0.0/10", true],
    ["fd00::/8", true],
    ["2001:db8::/32", false],
    ["0.0.0.0/0", false],
    ["::/0", false],
  ];
  for (const [block, isFlagged] of rows) {
    it(`${isFlagged ? "flags" : "passes"} ${block}, in every spelling`, async () => {
      assert.deepEqual(
        await spellingsFlagged(policy, permission("tcp", 443, 443, block)),
        isFlagged ? EVERY_SPELLING : [],
      );
    });
  }

  it("says which rule it is, or that it is one itself", async () => {
    const rule = { type: "ingress", securityGroupId: "sg-1", ...from("10.0.0.0/8") };
    const apart = () => new aws.ec2.SecurityGroupRule("rule", rule as never);
    assert.deepEqual(await messages(policy, apart), ["it admits 10.0.0.0/8, and not a security group."]);
    assert.deepEqual(await messages(policy, () => group(from("10.0.0.0/8", "172.16.0.0/12"))), [
      "ingress[0] admits 10.0.0.0/8 and 172.16.0.0/12, and not a security group.",
    ]);
  });

  it("passes groups, the group itself, and everything outward", async () => {
    const program = () => {
      const other = new aws.ec2.SecurityGroup("other", {});
      new aws.ec2.SecurityGroup("web", {
        ingress: [{ protocol: "tcp", fromPort: 1, toPort: 1, securityGroups: [other.id], self: true }],
        egress: [{ protocol: "tcp", fromPort: 1, toPort: 1, cidrBlocks: ["10.0.0.0/8"] }],
      });
    };
    assert.deepEqual(await verdict([policy], program), []);
  });

  it("passes what lies inside a block that is allowed, and flags what reaches beyond", async () => {
    const judging = [configured(policy, { allowedCidrs: ["10.8.0.0/16"] })];
    assert.deepEqual(await verdict(judging, () => void group(from("10.8.0.0/24"))), []);
    assert.deepEqual(await verdict(judging, () => void group(from("10.8.0.0/15"))), WEB);
  });

  it("names the blocks of a prefix list that are private, and passes a list outside the stack", async () => {
    const program =
      (...cidrs: string[]) =>
      () => {
        const entries = cidrs.map((cidr) => ({ cidr }));
        const list = new aws.ec2.ManagedPrefixList("peers", {
          addressFamily: "IPv4",
          maxEntries: 5,
          entries,
        });
        group({ ...from(), prefixListIds: [list.id] });
      };
    assert.deepEqual(await verdict([policy], program("203.0.113.0/24", "10.0.0.0/8")), WEB);
    assert.deepEqual(await verdict([policy], program("203.0.113.0/24")), []);
    const later = () => {
      const { privateIp } = new aws.ec2.Instance("host", {});
      program(pulumi.interpolate`${privateIp}/32` as never, "10.0.0.0/8")();
    };
    assert.deepEqual((await judgeProgram([policy], later, "preview")).map(told), [
      "ingress[0] admits prefix list peers (10.0.0.0/8), and not a security group.",
    ]);
    assert.deepEqual(
      await verdict([policy], () => void group({ ...from(), prefixListIds: ["pl-0123456789abcdef0"] })),
      [],
    );
  });

  it("passes what a service opens, which takes no groups", async () => {
    const program = () => {
      const portInfos = [{ protocol: "tcp", fromPort: 22, toPort: 22, cidrs: ["10.0.0.0/8"] }];
      new aws.lightsail.InstancePublicPorts("web", { instanceName: "web", portInfos });
    };
    assert.deepEqual(await verdict([policy], program), []);
  });

  it("passes an unknown block until it is known, and flags a known one beside it", async () => {
    const program =
      (...beside: string[]) =>
      () =>
        group(from(pulumi.interpolate`${new aws.ec2.Instance("host", {}).privateIp}/32`, ...beside));
    assert.deepEqual(await judgeProgram([policy], program(), "preview"), []);
    assert.equal((await judgeProgram([policy], program(), "update")).length, 1);
    assert.deepEqual(await verdict([policy], program("10.0.0.0/8")), WEB);
  });

  it("judges the rest of what is malformed", async () => {
    assert.deepEqual(await verdict([policy], () => void group(from("10.0.0.0"))), []);
    assert.deepEqual(await verdict([policy], () => void group(from("10.0.0.0", "10.0.0.0/8"))), WEB);
  });
});
