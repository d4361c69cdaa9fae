import assert from "node:assert/strict";
import fc from "fast-check";
import { redundantParts } from "../../network/groups/redundancy";
import { Network } from "../../network/network";
import { Resource } from "../../stack/resource";
import type { Values } from "../../stack/value";
import { trials } from "../trials";

const GROUP = "aws:ec2/securityGroup:SecurityGroup";

/** Ports `from` to `to` of TCP, or of every protocol, from the addresses 10.0.0.`start` on: 16, 8, 4, 2 or 1 of them. */
interface Box {
  readonly every: boolean;
  readonly from: number;
  readonly to: number;
  readonly start: number;
  readonly length: number;
}

const boxes = fc.array(
  fc
    .record({
      every: fc.boolean(),
      from: fc.integer({ min: 1, max: 5 }),
      more: fc.integer({ min: 0, max: 4 }),
      start: fc.integer({ min: 0, max: 15 }),
      length: fc.integer({ min: 28, max: 32 }),
    })
    .map(({ every, from, more, start, length }): Box => {
      const size = 2 ** (32 - length);
      return { every, from, to: from + more, start: start - (start % size), length };
    }),
  { minLength: 1, maxLength: 9 },
);

function redundant(ingress: readonly Values[]) {
  const urn = "urn:pulumi:dev::shop::group::web";
  const group = new Resource({ urn, type: GROUP, name: "web", declared: { ingress } });
  const [read] = Network.ofStack([group]).securityGroups;
  assert.ok(read);
  return redundantParts(read, "ingress");
}

const ruleOf = ({ every, from, to, start, length }: Box): Values => ({
  protocol: every ? "-1" : "tcp",
  fromPort: from,
  toPort: to,
  cidrBlocks: [`10.0.0.${start}/${length}`],
});

/** Every packet of a small world that a box admits: a protocol, a port and an address. */
function packetsOf({ every, from, to, start, length }: Box): Set<string> {
  const packets = new Set<string>();
  for (let address = start; address < start + 2 ** (32 - length); address++) {
    for (let port = 0; port <= 10; port++) {
      if (every || (port >= from && port <= to)) packets.add(`tcp ${port} ${address}`);
      if (every) packets.add(`udp ${port} ${address}`);
    }
  }
  return packets;
}

/** What a rule after the other, the last first, could go. */
function redundantByPackets(rules: readonly Box[]): number[] {
  const kept = new Set(rules.keys());
  for (const i of [...rules.keys()].reverse()) {
    kept.delete(i);
    const others = new Set([...kept].flatMap((j) => [...packetsOf(rules[j] as Box)]));
    if ([...packetsOf(rules[i] as Box)].some((packet) => !others.has(packet))) kept.add(i);
  }
  return [...rules.keys()].filter((i) => !kept.has(i));
}

const indexOf = (path: string) => Number(/\[(\d+)\]/.exec(path)?.[1]);

describe("redundant rules", () => {
  it("are those that could go by a count of single packets", () => {
    fc.assert(
      fc.property(boxes, (rules) => {
        const found = redundant(rules.map(ruleOf)).map(({ entry }) => indexOf(entry.path));
        assert.deepEqual(found.sort(), redundantByPackets(rules));
      }),
      trials(1000),
    );
  });

  it("lie inside their covers, which stay, and none of which could be left out", () => {
    fc.assert(
      fc.property(boxes, (rules) => {
        const found = redundant(rules.map(ruleOf));
        const gone = new Set(found.map(({ entry }) => entry.path));
        for (const { entry, covers } of found) {
          const own = [...packetsOf(rules[indexOf(entry.path)] as Box)];
          const admitted = covers.map((cover) => packetsOf(rules[indexOf(cover.entry.path)] as Box));
          assert.ok(covers.every((cover) => !gone.has(cover.entry.path)));
          assert.ok(own.every((packet) => admitted.some((packets) => packets.has(packet))));
          for (const left of admitted) {
            const others = admitted.filter((packets) => packets !== left);
            assert.ok(own.some((packet) => !others.some((packets) => packets.has(packet))));
          }
        }
      }),
      trials(500),
    );
  });

  it("are found in a group of thousands", () => {
    const rule = (i: number): Values => ({
      protocol: "tcp",
      fromPort: 1 + (i % 1500),
      toPort: 1 + (i % 1500),
      cidrBlocks: [`10.${i % 200}.0.0/16`],
    });
    const rules = Array.from({ length: 3000 }, (_, i) => rule(i));
    assert.equal(redundant([...rules, rule(0)]).length, 1);
    const every: Values = { protocol: "-1", cidrBlocks: ["10.0.0.0/8"] };
    assert.equal(redundant([every, ...rules]).length, rules.length);
  });
});
