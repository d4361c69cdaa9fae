import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import policy from "../../../policies/reachability/no-shadowed-network-acl-entry";
import { configured } from "../../harness/configured";
import { verdict } from "../../harness/judge";
import { messages } from "../../harness/phases";
import { adopted, type Entry, entry, inline, rules, standalone } from "./acl";

const NAME = "no-shadowed-network-acl-entry";
const later = <T>(value: T) => new aws.ec2.Eip("address").publicIp.apply(() => value);

const allow = (ruleNo: number, more = {}) => entry(ruleNo, "allow", [1024, 65535], more);
const deny = (ruleNo: number, more = {}) => entry(ruleNo, "deny", [3389, 3389], more);

/** The logical names that each way of writing the entries has flagged. */
async function flagged(...entries: Entry[]): Promise<string[][]> {
  const result: string[][] = [];
  for (const write of [inline, adopted, standalone]) {
    const lines = await verdict([policy], () => void write([], entries));
    result.push(lines.map((line) => line.slice(NAME.length + 2)));
  }
  return result;
}

describe(NAME, () => {
  for (const [what, bad, good] of [
    ["a deny after an allow", [allow(100), deny(200)], [allow(100), deny(50)]],
    [
      "an allow after a deny",
      [deny(100), entry(200, "allow", [3389, 3389])],
      [deny(100), entry(200, "allow", [3389, 3390])],
    ],
    [
      "an allow after an allow",
      [allow(100), entry(200, "allow", [8080, 8080])],
      [allow(100), entry(200, "allow", [80, 80])],
    ],
    [
      "what halves cover together",
      [allow(10, { cidrBlock: "0.0.0.0/1" }), allow(20, { cidrBlock: "128.0.0.0/1" }), deny(200)],
      [allow(10, { cidrBlock: "0.0.0.0/1" }), allow(20, { cidrBlock: "128.0.0.0/2" }), deny(200)],
    ],
    [
      "everything after protocol -1",
      [allow(100, { protocol: "-1" }), deny(200, { protocol: "50" })],
      [allow(100, { protocol: "-1" }), deny(200, { cidrBlock: undefined, ipv6CidrBlock: "::/0" })],
    ],
  ] as [string, Entry[], Entry[]][]) {
    it(`flags ${what} in every spelling`, async () => {
      assert.deepEqual(await flagged(...bad), [["acl"], ["acl"], ["out-200"]]);
      assert.deepEqual(await flagged(...good), [[], [], []]);
    });
  }

  it("keeps the directions apart", async () => {
    assert.deepEqual(await verdict([policy], () => inline([allow(100)], [deny(200)])), []);
  });

  it("compares entries of an ACL outside the stack, and with those that AWS makes", async () => {
    const program = (first: number) => () => rules("acl-1", [allow(first), deny(200)]);
    assert.deepEqual(await verdict([policy], program(100)), [`${NAME}: in-200`]);
    assert.deepEqual(await verdict([policy], program(300)), []);
    const added = (ruleNo: number) => () => {
      const vpc = new aws.ec2.Vpc("main", { cidrBlock: "10.0.0.0/16" });
      rules(vpc.defaultNetworkAclId, [deny(ruleNo)]);
    };
    assert.deepEqual(await verdict([policy], added(101)), [`${NAME}: in-101`]);
    assert.deepEqual(await verdict([policy], added(99)), []);
  });

  it("counts what no unknown value can change", async () => {
    const program =
      (...entries: (() => Entry)[]) =>
      () =>
        inline(entries.map((make) => make()));
    const unknown =
      (of: (ruleNo: number, more: object) => Entry, ruleNo: number, name: string, value: unknown) => () =>
        of(ruleNo, { [name]: later(value) });
    assert.deepEqual(
      await verdict(
        [policy],
        program(unknown(allow, 100, "action", "deny"), () => deny(200)),
      ),
      [`${NAME}: acl`],
    );
    assert.deepEqual(
      await verdict(
        [policy],
        program(() => allow(100), unknown(deny, 200, "action", "allow")),
      ),
      [`${NAME}: acl`],
    );
    assert.deepEqual(
      await verdict(
        [policy],
        program(() => allow(100), unknown(deny, 200, "cidrBlock", "10.0.0.0/8")),
      ),
      [`${NAME}: acl`],
    );
    for (const [name, value] of [
      ["cidrBlock", "10.0.0.0/8"],
      ["ruleNo", 300],
    ]) {
      assert.deepEqual(
        await verdict(
          [policy],
          program(unknown(allow, 100, name as string, value), () => deny(200)),
        ),
        [],
      );
    }
  });

  it("passes malformed entries", async () => {
    const malformed = [null, { ...deny(200), cidrBlock: "10.0.0.0/33" }] as Entry[];
    assert.deepEqual(await verdict([policy], () => inline([allow(100), ...malformed])), []);
    assert.deepEqual(await verdict([policy], () => inline([allow(100), ...malformed, deny(300)])), [
      `${NAME}: acl`,
    ]);
  });

  it("exempts the entry that an exemption names", async () => {
    const exempting = configured(policy, {
      exemptions: [{ resource: "*::in-200", reason: "to be told apart" }],
    });
    assert.deepEqual(await verdict([exempting], () => standalone([allow(100), deny(200)])), []);
    assert.deepEqual(await verdict([exempting], () => standalone([allow(100), deny(300)])), [
      `${NAME}: in-300`,
    ]);
  });

  it("names the entries that decide instead", async () => {
    const entries = [
      deny(200),
      allow(10, { cidrBlock: "0.0.0.0/1" }),
      entry(15, "allow", [80, 80]),
      allow(20, { cidrBlock: "128.0.0.0/1" }),
    ];
    assert.deepEqual(await messages(policy, () => inline(entries)), [
      "ingress[0] (200) decides nothing: ingress[1] (10) and ingress[3] (20) decide all its packets first.",
    ]);
    assert.deepEqual(await messages(policy, () => inline([allow(10), deny(200)])), [
      "ingress[1] (200) decides nothing: ingress[0] (10) decides all its packets first.",
    ]);
  });
});
