import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import policy from "../../../policies/reachability/no-public-ssh-rdp-in-network-acl";
import { configured } from "../../harness/configured";
import { judgeProgram, told, verdict } from "../../harness/judge";
import { messages } from "../../harness/phases";
import { adopted, type Entry, entry, inline, rules, standalone } from "./acl";

const NAME = "no-public-ssh-rdp-in-network-acl";
const ssh = (ruleNo: number, action: "allow" | "deny", cidrBlock?: string): Entry =>
  entry(ruleNo, action, [22, 22], cidrBlock === undefined ? {} : { cidrBlock });
const later = <T>(value: T) => new aws.ec2.Eip("address").publicIp.apply(() => value);

/** The logical names that each way of writing the entries has flagged. */
async function flagged(...ingress: Entry[]): Promise<string[][]> {
  const result: string[][] = [];
  for (const write of [inline, adopted, standalone]) {
    result.push(
      (await verdict([policy], () => void write(ingress))).map((line) => line.slice(NAME.length + 2)),
    );
  }
  return result;
}

describe(NAME, () => {
  for (const [what, bad, good] of [
    ["SSH from everywhere", [ssh(100, "allow")], [ssh(100, "allow", "10.0.0.0/8")]],
    [
      "SSH over IPv6",
      [entry(100, "allow", [22, 22], { cidrBlock: undefined, ipv6CidrBlock: "::/0" })],
      [entry(100, "allow", [22, 22], { cidrBlock: undefined, ipv6CidrBlock: "2001:db8::/56" })],
    ],
    ["protocol -1", [entry(100, "allow", [0, 0], { protocol: "-1" })], [entry(100, "allow", [0, 0])]],
    [
      "RDP over UDP",
      [entry(100, "allow", [3389, 3389], { protocol: "17" })],
      [entry(100, "allow", [22, 22], { protocol: "17" })],
    ],
    ["a range for answers", [entry(100, "allow", [1024, 65535])], [entry(100, "allow", [32768, 65535])]],
    [
      "a deny that comes too late",
      [ssh(100, "allow"), ssh(200, "deny")],
      [ssh(100, "allow"), ssh(50, "deny")],
    ],
    [
      "a deny of half of them",
      [ssh(50, "deny", "0.0.0.0/1"), ssh(100, "allow")],
      [ssh(50, "deny", "0.0.0.0/1"), ssh(51, "deny", "128.0.0.0/1"), ssh(100, "allow")],
    ],
    [
      "a deny of UDP alone",
      [entry(50, "deny", [3389, 3389], { protocol: "udp" }), entry(100, "allow", [3389, 3389])],
      [entry(50, "deny", [3389, 3389], { protocol: "-1" }), entry(100, "allow", [3389, 3389])],
    ],
  ] as [string, Entry[], Entry[]][]) {
    it(`flags ${what} in every spelling`, async () => {
      assert.deepEqual(await flagged(...bad), [["acl"], ["acl"], ["in-100"]]);
      assert.deepEqual(await flagged(...good), [[], [], []]);
    });
  }

  it("counts addresses over all entries", async () => {
    assert.deepEqual(await flagged(ssh(100, "allow", "8.8.8.0/24")), [[], [], []]);
    assert.deepEqual(await flagged(ssh(100, "allow", "8.8.8.0/24"), ssh(200, "allow", "8.8.9.0/24")), [
      ["acl"],
      ["acl"],
      ["acl"],
    ]);
  });

  it("passes egress", async () => {
    assert.deepEqual(await verdict([policy], () => inline([], [ssh(100, "allow")])), []);
  });

  it("passes the default ACL until the stack adopts it or adds to it", async () => {
    const program = (action?: "allow" | "deny") => () => {
      const vpc = new aws.ec2.Vpc("main", { cidrBlock: "10.0.0.0/16" });
      if (action) rules(vpc.defaultNetworkAclId, [ssh(50, action)]);
    };
    assert.deepEqual(await verdict([policy], program()), []);
    assert.deepEqual(await verdict([policy], program("deny")), []);
    assert.deepEqual(await verdict([policy], program("allow")), [`${NAME}: in-50`]);
  });

  it("passes entries of an ACL outside the stack, which others may come before", async () => {
    assert.deepEqual(await verdict([policy], () => rules("acl-1", [ssh(100, "allow")])), []);
  });

  it("says each thing once, by the resource where that settles it", async () => {
    const program = () => rules(inline([ssh(100, "allow")]).id, [entry(200, "allow", [3389, 3389])]);
    for (const phase of ["preview", "update"] as const) {
      const violations = await judgeProgram([policy], program, phase);
      assert.deepEqual(
        violations.map(({ resource, by, message }) => [resource, by, /tcp \d+/.exec(message)?.[0]]),
        [
          ["acl", "resource", "tcp 22"],
          ["in-200", "stack", "tcp 3389"],
        ],
      );
    }
  });

  it("decides what no unknown value can change", async () => {
    const program =
      (...entries: (() => Entry)[]) =>
      () =>
        inline(entries.map((make) => make()));
    const open = () => ssh(100, "allow");
    const deny = (ruleNo: unknown) => () => entry(1, "deny", [22, 22], { ruleNo: later(ruleNo) });
    const action = (ruleNo: number) => () => entry(ruleNo, "deny", [22, 22], { action: later("deny") });
    assert.deepEqual(await judgeProgram([policy], program(deny(200), open), "preview"), []);
    assert.equal((await judgeProgram([policy], program(deny(200), open), "update")).length, 1);
    assert.deepEqual(await verdict([policy], program(action(200), open)), [`${NAME}: acl`]);
    assert.deepEqual(await verdict([policy], program(action(50), open)), []);
  });

  it("takes options", async () => {
    const office = configured(policy, { allowedCidrs: ["8.8.0.0/16"] });
    assert.deepEqual(await verdict([office], () => inline([ssh(100, "allow", "8.8.0.0/17")])), []);
    assert.deepEqual(await verdict([office], () => inline([ssh(100, "allow", "8.8.0.0/15")])), [
      `${NAME}: acl`,
    ]);
    const moved = configured(policy, { ports: [2222] });
    assert.deepEqual(await verdict([moved], () => inline([ssh(100, "allow")])), []);
    assert.deepEqual(await verdict([moved], () => inline([entry(100, "allow", [2222, 2222])])), [
      `${NAME}: acl`,
    ]);
    const none = configured(policy, { maxPublicAddresses: 0 });
    assert.deepEqual(await verdict([none], () => inline([ssh(100, "allow", "8.8.8.8/32")])), [
      `${NAME}: acl`,
    ]);
  });

  it("judges what malformed entries leave", async () => {
    const malformed = [null, { ...ssh(1, "deny"), cidrBlock: "0.0.0.0/33" }] as Entry[];
    assert.deepEqual(await verdict([policy], () => inline([...malformed, ssh(100, "allow")])), [
      `${NAME}: acl`,
    ]);
    assert.deepEqual(await verdict([policy], () => inline(malformed)), []);
  });

  it("says which entry, from where and by which packet", async () => {
    const [violation] = await judgeProgram(
      [policy],
      () => inline([entry(100, "allow", [1024, 65535])]),
      "preview",
    );
    assert.equal(
      told(violation),
      "ingress[0] (100) lets in tcp 3389 from 0.0.0.0/0, such as tcp 3389 from 198.51.100.7.",
    );
    assert.equal(violation?.level, "advisory");
    const halves = () => void inline([ssh(100, "allow", "0.0.0.0/1"), ssh(200, "allow", "128.0.0.0/1")]);
    assert.deepEqual(await messages(policy, halves), [
      "ingress[0] (100) and ingress[1] (200) together let in tcp 22 from 0.0.0.0/1 and 128.0.0.0/1, such as tcp 22 from 198.51.100.7.",
    ]);
  });
});
