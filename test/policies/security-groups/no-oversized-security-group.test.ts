import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import policy from "../../../policies/security-groups/no-oversized-security-group";
import { configured } from "../../harness/configured";
import { judgeProgram, verdict } from "../../harness/judge";
import { messages } from "../../harness/phases";

const NAME = "no-oversized-security-group";
const WEB = [`${NAME}: web`];

const many = <T>(count: number, one: (i: number) => T): T[] =>
  Array.from({ length: count }, (_, i) => one(i));
const blocks = (count: number) => many(count, (i) => `203.0.${i}.0/24`);
const blocks6 = (count: number) => many(count, (i) => `2001:db8:${i}::/48`);
const HTTPS = { protocol: "tcp", fromPort: 443, toPort: 443 };

const group =
  (args: object, ...more: (() => unknown)[]) =>
  () => {
    new aws.ec2.SecurityGroup("web", args as never);
    for (const one of more) one();
  };
const ingress = (...rules: object[]) => group({ ingress: rules.map((rule) => ({ ...HTTPS, ...rule })) });
const lists = (count: number, weight: number, addressFamily: string) => () => {
  const ids = many(
    count,
    (i) => new aws.ec2.ManagedPrefixList(`list-${i}`, { addressFamily, maxEntries: weight }).id,
  );
  ingress({ prefixListIds: ids })();
};

describe(NAME, () => {
  const rows: [string, () => unknown, boolean][] = [
    ["21 blocks of one rule", ingress({ cidrBlocks: blocks(21) }), true],
    ["20 blocks of one rule", ingress({ cidrBlocks: blocks(20) }), false],
    ["21 rules", ingress(...blocks(21).map((block) => ({ cidrBlocks: [block] }))), true],
    ["20 rules", ingress(...blocks(20).map((block) => ({ cidrBlocks: [block] }))), false],
    ["20 of each family", ingress({ cidrBlocks: blocks(20), ipv6CidrBlocks: blocks6(20) }), false],
    ["20 and the group itself, which counts for both", ingress({ cidrBlocks: blocks(20), self: true }), true],
    ["20 and another group", ingress({ cidrBlocks: blocks(20), securityGroups: ["sg-1"] }), true],
    ["20 and a prefix list of AWS", ingress({ cidrBlocks: blocks(20), prefixListIds: ["pl-1"] }), true],
    ["a list that may hold 21", lists(1, 21, "IPv4"), true],
    ["two lists that may hold 10 each", lists(2, 10, "IPv4"), false],
    ["three lists that may hold 7 each, of IPv6", lists(3, 7, "IPv6"), true],
    [
      "20 in each direction",
      group({
        ingress: [{ ...HTTPS, cidrBlocks: blocks(20) }],
        egress: [{ ...HTTPS, cidrBlocks: blocks(20) }],
      }),
      false,
    ],
    ["21 outward", group({ egress: [{ ...HTTPS, cidrBlocks: blocks(21) }] }), true],
  ];
  for (const [what, program, isFlagged] of rows) {
    it(`${isFlagged ? "flags" : "passes"} ${what}`, async () => {
      assert.deepEqual(await verdict([policy], program), isFlagged ? WEB : []);
    });
  }

  it("counts a group's inline and standalone rules together, and those of a group outside the stack", async () => {
    const standalone = (count: number, isInside: boolean) => () => {
      const web = new aws.ec2.SecurityGroup("web", { ingress: [{ ...HTTPS, cidrBlocks: blocks(10) }] });
      for (const i of many(count, (one) => one)) {
        const args = { ipProtocol: "tcp", fromPort: 443, toPort: 443, cidrIpv4: `198.51.${i}.0/24` };
        const securityGroupId = isInside ? web.id : "sg-0123456789abcdef0";
        new aws.vpc.SecurityGroupIngressRule(`rule-${String(i).padStart(2, "0")}`, {
          ...args,
          securityGroupId,
        });
      }
    };
    assert.deepEqual(await verdict([policy], standalone(11, true)), WEB);
    assert.deepEqual(await verdict([policy], standalone(10, true)), []);
    assert.deepEqual(await verdict([policy], standalone(21, false)), [`${NAME}: rule-00`]);
    assert.deepEqual(await verdict([policy], standalone(20, false)), []);
  });

  it("passes more rules where they are allowed, and never more than the quota", async () => {
    const judging = [configured(policy, { maxRules: 100 })];
    assert.deepEqual(await verdict(judging, ingress({ cidrBlocks: blocks(60) })), []);
    assert.deepEqual(await verdict(judging, ingress({ cidrBlocks: blocks(61) })), WEB);
    const raised = [configured(policy, { maxRules: 100, quota: 100 })];
    assert.deepEqual(await verdict(raised, ingress({ cidrBlocks: blocks(61) })), []);
  });

  it("counts what is known, and the rest once it is", async () => {
    const program = (known: number) => () => {
      const later = many(
        2,
        (i) => pulumi.interpolate`${new aws.ec2.Instance(`later-${i}`, {}).privateIp}/32`,
      );
      group({ ingress: [{ ...HTTPS, cidrBlocks: [...blocks(known), ...later] }] })();
    };
    assert.deepEqual(await verdict([policy], program(21)), WEB);
    assert.deepEqual(await judgeProgram([policy], program(19), "preview"), []);
    assert.equal((await judgeProgram([policy], program(19), "update")).length, 1);
    assert.deepEqual(await verdict([policy], program(18)), []);
  });

  it("does not count what is malformed", async () => {
    const odd = { cidrBlocks: [...blocks(20), "203.0.113.0/33", 7, null] };
    assert.deepEqual(await verdict([policy], ingress(odd)), []);
    assert.deepEqual(await verdict([policy], ingress(odd, { self: true })), WEB);
  });

  it("speaks of the first rule by its URN where the group lies outside the stack", async () => {
    const outside = (count: number) => () => {
      for (const [i, block] of blocks(count).entries()) {
        const one = { protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: [block] };
        const rule = { ...one, type: "ingress", securityGroupId: "sg-0123456789abcdef0" };
        new aws.ec2.SecurityGroupRule(`rule-${99 - i}`, rule as never);
      }
    };
    assert.deepEqual(await verdict([policy], outside(21)), ["no-oversized-security-group: rule-79"]);
    assert.deepEqual(await messages(policy, outside(21)), [
      "sg-0123456789abcdef0 has 21 ingress rules for IPv4, more than 20.",
    ]);
    assert.deepEqual(await verdict([policy], outside(20)), []);
  });

  it("says how many, and which limit they exceed", async () => {
    const message = async (count: number) =>
      (await judgeProgram([policy], ingress({ cidrBlocks: blocks(count) }), "preview"))[0]?.message ?? "";
    assert.match(await message(21), /it has 21 ingress rules for IPv4, more than 20\.\n/);
    assert.match(await message(61), /it has 61 ingress rules for IPv4, more than AWS's quota of 60\.\n/);
  });
});
