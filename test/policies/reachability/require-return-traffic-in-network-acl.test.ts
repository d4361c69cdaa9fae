import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import policy from "../../../policies/reachability/require-return-traffic-in-network-acl";
import { judgeProgram, told, verdict } from "../../harness/judge";
import { adopted, type Entry, entry, inline, standalone } from "./acl";

const NAME = "require-return-traffic-in-network-acl";
const later = <T>(value: T) => new aws.ec2.Eip("address").publicIp.apply(() => value);

const web = entry(100, "allow", [443, 443]);
const answers = entry(200, "allow", [1024, 65535]);
const everything = entry(100, "allow", [0, 0], { protocol: "-1" });

/** The logical names that each way of writing the entries has flagged. */
async function flagged(ingress: Entry[], egress: Entry[]): Promise<string[][]> {
  const result: string[][] = [];
  for (const write of [inline, adopted, standalone]) {
    const lines = await verdict([policy], () => void write(ingress, egress));
    result.push(lines.map((line) => line.slice(NAME.length + 2)));
  }
  return result;
}

describe(NAME, () => {
  for (const [what, bad, good, where] of [
    ["an inbound flow without answers", [[web], []], [[web], [answers]], "in-100"],
    ["an outbound flow without answers", [[], [web]], [[answers], [web]], "out-100"],
    [
      "an outbound flow to everything",
      [[], [everything]],
      [[answers, entry(300, "allow", [1024, 65535], { protocol: "udp" })], [everything]],
      "out-100",
    ],
    [
      "answers over another protocol",
      [[web], [{ ...answers, protocol: "udp" }]],
      [
        [web],
        [
          { ...answers, protocol: "-1" },
          { ...answers, ruleNo: 1 },
        ],
      ],
      "in-100",
    ],
    [
      "answers to other peers",
      [[web], [{ ...answers, cidrBlock: "10.0.0.0/8" }]],
      [[{ ...web, cidrBlock: "10.1.0.0/16" }], [{ ...answers, cidrBlock: "10.0.0.0/8" }]],
      "in-100",
    ],
    [
      "answers of the other family",
      [[{ ...web, cidrBlock: undefined, ipv6CidrBlock: "::/0" }], [answers]],
      [
        [{ ...web, cidrBlock: undefined, ipv6CidrBlock: "::/0" }],
        [{ ...answers, cidrBlock: undefined, ipv6CidrBlock: "::/0" }],
      ],
      "in-100",
    ],
    [
      "answers that a lower number denies",
      [[web], [{ ...answers, ruleNo: 10, action: "deny" }, answers]],
      [[web], [{ ...answers, ruleNo: 300, action: "deny" }, answers]],
      "in-100",
    ],
    [
      "a service on a high port",
      [[entry(100, "allow", [8080, 8080])], []],
      [[entry(100, "allow", [8080, 8080])], [answers]],
      "in-100",
    ],
    [
      "a service on a range of high ports",
      [[entry(100, "allow", [8000, 9000])], []],
      [[entry(100, "allow", [1024, 65535])], []],
      "in-100",
    ],
  ] as [string, [Entry[], Entry[]], [Entry[], Entry[]], string][]) {
    it(`flags ${what} in every spelling`, async () => {
      assert.deepEqual(await flagged(...bad), [["acl"], ["acl"], [where]]);
      const [, , passed] = await flagged(...good);
      assert.ok(!passed?.includes(where));
    });
  }

  it("passes the ports that clients of one system use", async () => {
    for (const range of [
      [32768, 60999],
      [49152, 65535],
    ] as const) {
      assert.deepEqual(
        await verdict([policy], () =>
          inline([web, entry(200, "allow", range)], [web, entry(200, "allow", range)]),
        ),
        [],
      );
    }
    assert.deepEqual(await verdict([policy], () => inline([web], [entry(200, "allow", [443, 1023])])), [
      `${NAME}: acl`,
    ]);
  });

  it("passes client ports split among entries toward the same peers, and flags them where a part is missing", async () => {
    const split = (last: number, cidrBlock = "0.0.0.0/0") => [
      entry(200, "allow", [1024, 32767]),
      entry(210, "allow", [32768, 55000]),
      entry(220, "allow", [55001, last], { cidrBlock }),
    ];
    assert.deepEqual(await verdict([policy], () => inline([web], split(65535))), []);
    assert.notDeepEqual(await verdict([policy], () => inline([web], split(60000))), []);
    assert.notDeepEqual(await verdict([policy], () => inline([web], split(65535, "10.0.0.0/8"))), []);
  });

  it("passes UDP that is answered on its own port, and flags TCP that is", async () => {
    const time = (port: number, protocol: string) => entry(100, "allow", [port, port], { protocol });
    assert.deepEqual(await flagged([time(123, "udp")], [time(123, "udp")]), [[], [], []]);
    assert.deepEqual((await flagged([time(123, "udp")], [time(124, "udp")]))[2], ["in-100", "out-100"]);
    assert.deepEqual((await flagged([time(123, "tcp")], [time(123, "tcp")]))[2], ["in-100", "out-100"]);
  });

  it("passes ICMP, denies and an ACL without entries", async () => {
    const icmp = entry(100, "allow", [0, 0], { protocol: "icmp", icmpType: 8, icmpCode: -1 });
    assert.deepEqual(await flagged([icmp, { ...web, action: "deny", ruleNo: 200 }], []), [[], [], []]);
    assert.deepEqual(await flagged([], []), [[], [], []]);
  });

  it("is silent while an answer could still get through", async () => {
    const program = (egress: () => unknown) => () => inline([web], [egress() as Entry]);
    const port = () => ({ ...answers, fromPort: later(1024), toPort: later(65535) });
    const block = () => ({ ...answers, cidrBlock: later("10.0.0.0/8") });
    assert.deepEqual(await verdict([policy], program(port)), []);
    assert.deepEqual(await judgeProgram([policy], program(block), "preview"), []);
    assert.equal((await judgeProgram([policy], program(block), "update")).length, 1);
    const whole = () => later(answers);
    assert.deepEqual(await verdict([policy], program(whole)), []);
    const denied = () => ({ ...answers, action: "deny", cidrBlock: later("10.0.0.0/8") });
    assert.deepEqual(await verdict([policy], program(denied)), [`${NAME}: acl`]);
  });

  it("is silent about a range that may be for answers", async () => {
    const program = (last: number) => () => inline([{ ...answers, toPort: later(last) } as Entry]);
    assert.deepEqual(await verdict([policy], program(65535)), []);
    assert.deepEqual(await judgeProgram([policy], program(1100), "preview"), []);
    assert.equal((await judgeProgram([policy], program(1100), "update")).length, 1);
  });

  it("says which entry, which peers, which packet and which answer", async () => {
    const program = () =>
      inline([web], [{ ...answers, ruleNo: 1, action: "deny", cidrBlock: "198.51.100.0/24" }, answers]);
    const [violation, ...others] = await judgeProgram([policy], program, "preview");
    assert.deepEqual(others, []);
    assert.equal(
      told(violation),
      "ingress[0] (100) lets in tcp 443 from 198.51.100.0/24, such as tcp 443 from 198.51.100.7, " +
        `and egress denies the answer on tcp 1024-65535.`,
    );
    const [outbound] = await judgeProgram([policy], () => inline([], [web]), "preview");
    assert.match(
      outbound?.message ?? "",
      /egress\[0\] \(100\) lets out tcp 443 to 0\.0\.0\.0\/0, such as tcp 443 to 198\.51\.100\.7, and ingress denies/,
    );
  });
});
