import assert from "node:assert/strict";
import fc from "fast-check";
import { AddressSet } from "../../algebra/addresses";
import { Names } from "../../algebra/names";
import { Peers } from "../../algebra/peers";
import { ALL_PORTS } from "../../algebra/ports";
import { ALL_PROTOCOLS, protocol, TCP, UDP } from "../../algebra/protocols";
import { isSubset, unionAll } from "../../algebra/set";
import { Traffic } from "../../algebra/traffic";
import { type Class, Facing } from "../../network/exposures/facing";
import type { Site } from "../../network/exposures/sites";
import { trials } from "../trials";

/** An interface on groups, in plain data: blocks and names of groups. */
interface Described {
  readonly at: readonly string[];
  readonly groups?: readonly string[];
  readonly to?: readonly string[];
  readonly toGroups?: readonly string[] | "all but some";
  readonly from?: readonly string[];
  readonly fromGroups?: readonly string[] | "all but some";
  /** Whom it hears, where not everyone. */
  readonly hears?: readonly string[];
}

const setOf = (blocks: readonly string[]) =>
  unionAll(
    blocks.map((block) => AddressSet.of(block)),
    AddressSet.empty,
  );
const traffic = (blocks: readonly string[], groups: Described["toGroups"] = []) =>
  Traffic.of(
    ALL_PROTOCOLS,
    ALL_PORTS,
    Peers.of(setOf(blocks), groups === "all but some" ? Names.all.subtract(Names.of(["x"])) : groups),
  );

function siteOf({ at, groups = [], to = [], toGroups, from = [], fromGroups, hears }: Described): Site {
  const keys = groups.map((key) => ({ key }));
  const named = new Set(toGroups === "all but some" ? [] : toGroups);
  return {
    end: { addresses: setOf(at), groups: keys, ...(hears && { heard: traffic(hears) }) },
    ...{ egress: traffic(to, toGroups), ingress: traffic(from, fromGroups) },
    named: { ingress: new Set(), egress: named },
  } as unknown as Site;
}

const classOf = (one: Described): Class => [siteOf(one)];

/** Where the senders are in their list that a site admits and that send to it. */
function facing(senders: readonly Described[], receivers: readonly Described[]): number[] {
  const classes = senders.map(classOf);
  return new Facing(classes).classesTo(receivers.map(siteOf)).map((one) => classes.indexOf(one));
}

const A = "10.0.0.0/24";
const B = "10.0.1.0/24";
const C = "10.0.2.0/24";
const V6 = "2001:db8::/64";
const ANY = ["0.0.0.0/0", "::/0"];

describe("who may send to whom by addresses", () => {
  const rows: [string, Described[], Described[], number[]][] = [
    ["is who is admitted and sends there", [{ at: [A], to: [B] }], [{ at: [B], from: [A] }], [0]],
    ["is nobody who is not admitted", [{ at: [A], to: [B] }], [{ at: [B], from: [C] }], []],
    ["is nobody who sends elsewhere", [{ at: [A], to: [C] }], [{ at: [B], from: [A] }], []],
    ["is nobody where nobody is admitted", [{ at: [A], to: ANY }], [{ at: [B] }], []],
    ["is who sends to all of it", [{ at: [A], to: ["10.0.1.0/25"] }], [{ at: [B], from: ANY }], []],
    ["is who lies in what is admitted", [{ at: [A], to: ANY }], [{ at: [B], from: ["10.0.0.0/25"] }], []],
    [
      "is who has some address that is admitted, where groups are as well",
      [
        { at: [A], to: ANY },
        { at: [C], to: ANY },
      ],
      [{ at: [B], from: ["10.0.0.0/25"], fromGroups: "all but some" }],
      [0],
    ],
    [
      "is who has some address that is admitted, where some clients are heard alone",
      [
        { at: [A], to: ANY },
        { at: [C], to: ANY },
      ],
      [{ at: [B], from: ["10.0.0.0/25"], hears: [A] }],
      [0],
    ],
    [
      "is who has all addresses admitted, where everyone is heard",
      [
        { at: [A], to: ANY },
        { at: ["10.0.0.0/26"], to: ANY },
      ],
      [{ at: [B], from: ["10.0.0.0/25"], hears: ANY }],
      [1],
    ],
    [
      "is who names its groups",
      [
        { at: [A], toGroups: ["web"] },
        { at: [A], toGroups: ["db"] },
        { at: [A], toGroups: "all but some" },
      ],
      [{ at: [B], groups: ["web"], from: [A] }],
      [0, 2],
    ],
    [
      "is told by family",
      [
        { at: [V6, A], to: [V6] },
        { at: [A], to: [B] },
      ],
      [{ at: [B, V6], from: ["::/0"] }],
      [0],
    ],
    [
      "is told by family, however few send there",
      [{ at: [V6, A], to: [V6] }, ...["1", "2", "3"].map((i) => ({ at: [`2001:db8:0:${i}::/64`], to: [C] }))],
      [{ at: [V6], from: ["::/0"] }],
      [0],
    ],
    [
      "is told in the order of the list, once, for all that receive",
      [
        { at: [C], to: ANY },
        { at: [B], to: ANY },
        { at: [A], to: ANY },
      ],
      [
        { at: [B], from: [A] },
        { at: [B], from: [C, A] },
      ],
      [0, 2],
    ],
    [
      "is found among many that are elsewhere",
      [...Array.from({ length: 8 }, (_, i) => ({ at: [`10.1.${i}.0/24`], to: ANY })), { at: [A], to: ANY }],
      [{ at: [B], from: [A] }],
      [8],
    ],
  ];
  for (const [what, senders, receivers, expected] of rows)
    it(what, () => assert.deepEqual(facing(senders, receivers), expected));

  it("is who has some address that is admitted, where everyone is heard by one protocol alone", () => {
    const { end, ...rest } = siteOf({ at: [B], from: ["10.0.0.0/25"] });
    const peersOf = (blocks: readonly string[]) => Peers.of(setOf(blocks));
    const heard = Traffic.of(protocol(TCP), ALL_PORTS, peersOf(ANY)).union(
      Traffic.of(protocol(UDP), ALL_PORTS, peersOf([A])),
    );
    const senders = [classOf({ at: [A], to: ANY })];
    assert.equal(new Facing(senders).classesTo([{ ...rest, end: { ...end, heard } }]).length, 1);
  });

  const block = fc.constantFrom(A, B, C, "10.0.0.0/23", "10.0.0.0/22", "10.0.1.0/25", "10.0.0.0/8");
  const groups = fc.oneof(
    { weight: 4, arbitrary: fc.subarray(["web", "db", "log"]) },
    { weight: 1, arbitrary: fc.constant("all but some" as const) },
  );
  const described: fc.Arbitrary<Described> = fc.record({
    at: block.map((one) => [one]),
    groups: fc.subarray(["web", "db", "log"]),
    to: fc.array(block, { maxLength: 2 }),
    toGroups: groups,
    from: fc.array(block, { maxLength: 2 }),
    fromGroups: groups,
  });

  it("is what a look at each of them finds", () => {
    fc.assert(
      fc.property(
        fc.array(described, { maxLength: 12 }),
        fc.array(described, { maxLength: 3 }),
        (senders, receivers) => {
          const isFacing = (
            sender: Described,
            { at, groups: own = [], from = [], fromGroups }: Described,
          ) => {
            const { to = [], toGroups = [] } = sender;
            const sends =
              toGroups === "all but some" ||
              isSubset(setOf(at), setOf(to)) ||
              own.some((group) => toGroups.includes(group));
            const [its, admitted] = [setOf(sender.at), setOf(from)];
            const isAdmitted =
              fromGroups === "all but some" ? !its.intersect(admitted).isEmpty : isSubset(its, admitted);
            return sends && isAdmitted;
          };
          const expected = [...senders.keys()].filter((i) =>
            receivers.some((receiver) => isFacing(senders[i] as Described, receiver)),
          );
          assert.deepEqual(facing(senders, receivers), expected);
        },
      ),
      trials(300),
    );
  });
});
