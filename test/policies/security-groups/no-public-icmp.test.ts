import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import policy from "../../../policies/security-groups/no-public-icmp";
import { configured } from "../../harness/configured";
import { judgeProgram, verdict } from "../../harness/judge";
import { EVERY_SPELLING, type Permission, permission, spellingsFlagged } from "./spellings";

const WEB = ["no-public-icmp: web"];

const group = (...ingress: unknown[]) => new aws.ec2.SecurityGroup("web", { ingress: ingress as never });
const ping = (...cidrBlocks: unknown[]) => ({ protocol: "icmp", fromPort: 8, toPort: 0, cidrBlocks });

describe("no-public-icmp", () => {
  const rows: [string, Permission[], boolean][] = [
    ["every message", [permission("icmp", -1, -1, "0.0.0.0/0")], true],
    ["every message from private addresses", [permission("icmp", -1, -1, "10.0.0.0/8")], false],
    ["one type", [permission("ICMP", 8, 0, "0.0.0.0/0")], true],
    ["one type from 256 addresses", [permission("ICMP", 8, 0, "203.0.113.0/24")], false],
    ["one type from 512 addresses", [permission("1", 8, -1, "198.51.100.0/23")], true],
    ["ICMPv6", [permission("icmpv6", -1, -1, "::/0")], true],
    ["ICMPv6 from a site", [permission("58", -1, -1, "2001:db8::/56")], false],
    ["two halves of the world", [permission("icmp", 8, 0, "0.0.0.0/1", "128.0.0.0/1")], true],
    [
      "two messages, each from 256 addresses",
      [permission("icmp", 8, 0, "203.0.113.0/24"), permission("icmp", 3, 4, "198.51.100.0/24")],
      false,
    ],
    [
      "one message from 256 addresses, twice",
      [permission("icmp", 8, 0, "203.0.113.0/24"), permission("icmp", 8, 0, "198.51.100.0/24")],
      true,
    ],
    ["every protocol, which is for another policy", [permission("-1", 0, 0, "0.0.0.0/0")], false],
    ["TCP 1", [permission("tcp", 1, 1, "0.0.0.0/0")], false],
  ];
  for (const [what, permissions, isFlagged] of rows) {
    it(`${isFlagged ? "flags" : "passes"} ${what}, in every spelling`, async () => {
      assert.deepEqual(await spellingsFlagged(policy, ...permissions), isFlagged ? EVERY_SPELLING : []);
    });
  }

  it("judges ICMP by itself beside a rule of every protocol", async () => {
    const every = { protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] };
    assert.deepEqual(await verdict([policy], () => void group(every, ping("0.0.0.0/0"))), WEB);
    assert.deepEqual(await verdict([policy], () => void group(every, ping("10.0.0.0/8"))), []);
  });

  it("does not count what is allowed, and counts to another limit", async () => {
    const program = () => void group(ping("203.0.113.0/24", "198.51.100.0/24"));
    assert.deepEqual(await verdict([policy], program), WEB);
    assert.deepEqual(await verdict([configured(policy, { allowedCidrs: ["203.0.113.0/24"] })], program), []);
    assert.deepEqual(await verdict([configured(policy, { maxPublicAddresses: 512 })], program), []);
  });

  it("flags messages not known yet by the sources of their own rule, whichever they are", async () => {
    const later = (value: number) => new aws.ec2.Eip("later", {}).id.apply(() => value);
    const unknown = (toPort: number, ...cidrBlocks: string[]) => ({
      ...ping(...cidrBlocks),
      fromPort: later(8),
      toPort,
    });
    assert.deepEqual(await verdict([policy], () => void group(unknown(-1, "0.0.0.0/0"))), WEB);
    assert.deepEqual(await verdict([policy], () => void group(unknown(-1, "10.0.0.0/8"))), []);
    const apart = () => void group(unknown(0, "203.0.113.0/24"), ping("198.51.100.0/24"));
    assert.deepEqual(await judgeProgram([policy], apart, "preview"), []);
    const [open] = await judgeProgram([policy], () => void group(unknown(0, "0.0.0.0/0")), "preview");
    assert.match(
      open?.message ?? "",
      /ingress\[0\] admits ICMP messages of a type or code not known yet from 0\.0\.0\.0\/0\./,
    );
  });

  it("passes an unknown block until it is known, and flags a known one beside it", async () => {
    const program =
      (...beside: string[]) =>
      () => {
        const block = pulumi.interpolate`0.0.0.0/${new aws.ec2.Eip("later", {}).id.apply(() => 0)}`;
        group(ping(block, ...beside));
      };
    assert.deepEqual(await judgeProgram([policy], program(), "preview"), []);
    assert.equal((await judgeProgram([policy], program(), "update")).length, 1);
    assert.deepEqual(await verdict([policy], program("0.0.0.0/0")), WEB);
  });

  it("judges the rest of what is malformed", async () => {
    assert.deepEqual(await verdict([policy], () => void group(ping("0.0.0.0/33"))), []);
    assert.deepEqual(await verdict([policy], () => void group(ping("0.0.0.0/33", "0.0.0.0/0"))), WEB);
    assert.deepEqual(await verdict([policy], () => void group({ ...ping("0.0.0.0/0"), fromPort: 256 })), []);
  });
});
