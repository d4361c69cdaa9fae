import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import policy from "../../../policies/security-groups/no-wide-port-range";
import { configured } from "../../harness/configured";
import { judgeProgram, verdict } from "../../harness/judge";
import { EVERY_SPELLING, type Permission, permission, spellingsFlagged } from "./spellings";

const WEB = ["no-wide-port-range: web"];
const BLOCK = "10.0.0.0/16";

const group = (...ingress: unknown[]) => new aws.ec2.SecurityGroup("web", { ingress: ingress as never });
const range = (fromPort: unknown, toPort: unknown) => ({
  protocol: "tcp",
  fromPort,
  toPort,
  cidrBlocks: [BLOCK],
});

describe("no-wide-port-range", () => {
  const rows: [string, Permission, boolean][] = [
    ["101 ports", permission("tcp", 8000, 8100, BLOCK), true],
    ["100 ports", permission("tcp", 8000, 8099, BLOCK), false],
    ["101 UDP ports of IPv6, the protocol in capitals", permission("UDP", 0, 100, "fd00::/8"), true],
    ["100 of them", permission("UDP", 1, 100, "fd00::/8"), false],
    ["a range by the protocol's number", permission("6", 1024, 65535, BLOCK), true],
    ["every port but 65535", permission("tcp", 0, 65534, BLOCK), true],
    ["every port but 0, which is every port", permission("tcp", 1, 65535, BLOCK), false],
    ["every port", permission("udp", 0, 65535, BLOCK), false],
    ["every protocol, with a range beside it", permission("-1", 1024, 65535, BLOCK), false],
    ["ICMP, which has types in place of ports", permission("icmp", 0, 255, BLOCK), false],
    ["a protocol without ports", permission("50", 0, 1000, BLOCK), false],
  ];
  for (const [what, one, isFlagged] of rows) {
    it(`${isFlagged ? "flags" : "passes"} ${what}, in every spelling`, async () => {
      assert.deepEqual(await spellingsFlagged(policy, one), isFlagged ? EVERY_SPELLING : []);
    });
  }

  it("judges ingress alone, whatever the source is", async () => {
    const rule = (direction: string, source: object) => () =>
      new aws.ec2.SecurityGroup("web", {
        [direction]: [{ protocol: "tcp", fromPort: 1024, toPort: 2048, ...source }],
      });
    assert.deepEqual(await verdict([policy], rule("ingress", { self: true })), WEB);
    assert.deepEqual(
      await verdict([policy], rule("ingress", { securityGroups: ["sg-0123456789abcdef0"] })),
      WEB,
    );
    assert.deepEqual(await verdict([policy], rule("egress", { cidrBlocks: [BLOCK] })), []);
    assert.deepEqual(await verdict([policy], rule("ingress", {})), [], "a rule without sources is none");
  });

  it("takes another width", async () => {
    const program = () => void group(range(8000, 8002));
    assert.deepEqual(await verdict([configured(policy, { maxPorts: 2 })], program), WEB);
    assert.deepEqual(await verdict([configured(policy, { maxPorts: 3 })], program), []);
  });

  it("passes an unknown end until it is known, and flags what is known beside it", async () => {
    const program = (fromPort: number) => () => {
      const later = new aws.ec2.Eip("later", {}).id.apply(() => 9000);
      group(range(fromPort, later));
    };
    assert.deepEqual(await judgeProgram([policy], program(8000), "preview"), []);
    assert.equal((await judgeProgram([policy], program(8000), "update")).length, 1);
    assert.deepEqual(await verdict([policy], program(8990)), []);
    const both = () =>
      void group(
        range(
          8000,
          new aws.ec2.Eip("later", {}).id.apply(() => 8000),
        ),
        range(1, 999),
      );
    assert.deepEqual(await verdict([policy], both), WEB);
  });

  it("flags a block that is not known yet, and passes a list of blocks that may turn out empty", async () => {
    const program = (isWhole: boolean) => () => {
      const block = pulumi.interpolate`${new aws.ec2.Instance("host", {}).privateIp}/32`;
      group({ ...range(1, 999), cidrBlocks: isWhole ? block.apply(() => []) : [block] });
    };
    assert.deepEqual(await verdict([policy], program(false)), WEB);
    assert.deepEqual(await verdict([policy], program(true)), []);
  });

  it("leaves what is malformed to no-malformed-rule", async () => {
    const rows: [unknown, unknown][] = [
      [9000, 100],
      ["a", "z"],
      [Number.NaN, 9000],
      [-1, 70000],
      [undefined, {}],
    ];
    for (const [from, to] of rows)
      assert.deepEqual(await verdict([policy], () => void group(range(from, to))), []);
  });

  it("says how wide it is", async () => {
    const [violation] = await judgeProgram([policy], () => void group(range(1024, 65535)), "preview");
    assert.match(
      violation?.message ?? "",
      /ingress\[0\] admits tcp 1024-65535 from 10\.0\.0\.0\/16: 64512 ports, more than 100\.\n/,
    );
    const program = () => {
      const { id, privateIp } = new aws.ec2.Instance("host", {});
      const unknown = { cidrBlocks: [pulumi.interpolate`${privateIp}/32`], securityGroups: [id] };
      group({ ...range(1, 999), ...unknown, self: true });
    };
    const [unsettled] = await judgeProgram([policy], program, "preview");
    for (const source of ["its own group", "a block not known yet", "a security group not known yet"])
      assert.ok(unsettled?.message.includes(source), unsettled?.message);
  });
});
