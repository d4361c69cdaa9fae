import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import policy from "../../../policies/security-groups/no-mixed-purpose-security-group";
import { configured } from "../../harness/configured";
import { judgeProgram, verdict } from "../../harness/judge";
import { messages } from "../../harness/phases";
import { EVERY_SPELLING, type Permission, permission, spellingsFlagged } from "./spellings";

const NAME = "no-mixed-purpose-security-group";
const WEB = [`${NAME}: web`];
const BLOCK = "203.0.113.0/24";

const tcp = (...ports: number[]) => ports.map((port) => permission("tcp", port, port, BLOCK));
const group = (...ingress: unknown[]) => new aws.ec2.SecurityGroup("web", { ingress: ingress as never });
const rule = (fromPort: unknown, toPort = fromPort) => ({
  protocol: "tcp",
  fromPort,
  toPort,
  cidrBlocks: [BLOCK],
});

describe(NAME, () => {
  const rows: [string, Permission[], boolean][] = [
    ["SSH and RDP", tcp(22, 3389), true],
    ["SSH and RDP over UDP", [...tcp(22), permission("udp", 3389, 3389, BLOCK)], true],
    ["SSH and another port", tcp(22, 3390), false],
    ["HTTPS and PostgreSQL", tcp(443, 5432), true],
    ["HTTPS and UDP on the database's port", [...tcp(443), permission("udp", 5432, 5432, BLOCK)], false],
    ["HTTP, HTTPS and SSH", tcp(80, 443, 22), false],
    ["two databases", tcp(3306, 5432), false],
    ["one range over both", [permission("tcp", 400, 4000, "::/0")], true],
    ["one range over one of them", [permission("tcp", 400, 1400, "::/0"), ...tcp(22)], false],
    ["every port, which says nothing of a purpose", [permission("tcp", 0, 65535, BLOCK), ...tcp(22)], false],
    ["every port but 0", [permission("tcp", 1, 65535, BLOCK), ...tcp(443)], false],
    ["every protocol", [permission("-1", 0, 0, BLOCK), ...tcp(5432)], false],
  ];
  for (const [what, permissions, isFlagged] of rows) {
    it(`${isFlagged ? "flags" : "passes"} ${what}, in every spelling`, async () => {
      assert.deepEqual(await spellingsFlagged(policy, ...permissions), isFlagged ? EVERY_SPELLING : []);
    });
  }

  it("judges ingress alone, each group by itself", async () => {
    const outward = () => new aws.ec2.SecurityGroup("web", { egress: [rule(22), rule(3389)] as never });
    assert.deepEqual(await verdict([policy], outward), []);
    const two = () => {
      group(rule(22));
      new aws.ec2.SecurityGroup("windows", { ingress: [rule(3389)] as never });
    };
    assert.deepEqual(await verdict([policy], two), []);
  });

  it("takes other ports", async () => {
    const program = () => void group(rule(8080), rule(27017));
    const options = { webPorts: [8080], databasePorts: [27017] };
    assert.deepEqual(await verdict([policy], program), []);
    assert.deepEqual(await verdict([configured(policy, options)], program), WEB);
  });

  it("passes an unknown port until it is known, and flags what is known beside it", async () => {
    const program =
      (...ports: number[]) =>
      () => {
        const later = new aws.ec2.Eip("later", {}).id.apply(() => 3389);
        group(...ports.map((port) => rule(port)), { ...rule(0), fromPort: later, toPort: later });
      };
    assert.deepEqual(await judgeProgram([policy], program(22), "preview"), []);
    assert.equal((await judgeProgram([policy], program(22), "update")).length, 1);
    assert.deepEqual(await verdict([policy], program(80, 5432)), WEB);
  });

  it("judges the rest of what is malformed", async () => {
    assert.deepEqual(await verdict([policy], () => void group(rule("22"), rule("rdp"))), []);
    assert.deepEqual(await verdict([policy], () => void group(rule("22"), rule("rdp"), rule(3389))), WEB);
  });

  it("names the rules of each purpose", async () => {
    assert.deepEqual(await messages(policy, () => group(rule(80), rule(443), rule(6379))), [
      "it is for the web by ingress[0] and ingress[1] and databases by ingress[2].",
    ]);
  });

  it("speaks of a rule where the group lies outside the stack", async () => {
    const rules =
      (...ports: number[]) =>
      () => {
        for (const port of ports) {
          const one = { ...rule(port), type: "ingress", securityGroupId: "sg-0123456789abcdef0" };
          new aws.ec2.SecurityGroupRule(`port-${port}`, one as never);
        }
      };
    assert.deepEqual(await verdict([policy], rules(22, 3389)), [`${NAME}: port-3389`]);
    assert.deepEqual(await verdict([policy], rules(22, 23)), []);
  });
});
