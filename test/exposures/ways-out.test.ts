import assert from "node:assert/strict";
import fc from "fast-check";
import { AddressSet } from "../../algebra/addresses";
import { Exposures } from "../../network/exposures/exposures";
import type { Description, Machine } from "../network/description";
import { type Packet, reachesOutside } from "../network/oracle";
import { numbers, packets } from "../network/packets";
import { networkOf } from "../network/rendered-network";
import { INLINE, render, STANDALONE } from "../network/renderings";
import { descriptions } from "../network/stacks";
import { withUnknowns } from "../network/unknowns";
import { assertMeetingAll } from "../trials";
import { isUncertain, told } from "./told";

/** The same with a NAT gateway in one of the subnets, and groups that mostly let everything out. */
const leaving: fc.Arbitrary<Description> = fc
  .tuple(descriptions, fc.nat(), fc.boolean())
  .map(([description, seed, isTalkative]) => ({
    ...description,
    ...(seed % 4 > 0 && { nat: seed % description.subnets.length }),
    groups: description.groups.map((group) =>
      isTalkative ? { ...group, egress: [...group.egress, EVERYTHING] } : group,
    ),
  }));

const EVERYTHING = {
  services: { protocol: -1, from: 0, to: 0 },
  sources: [{ block: "0.0.0.0/0" }, { block: "::/0" }],
};

function namesOf({ names, network }: Exposures): ReadonlyMap<number, string> {
  return new Map(
    network.placements
      .filter(({ instance }) => instance.resource.name.startsWith("machine-"))
      .map(({ instance: { resource } }) => [Number(resource.name.split("-").at(-1)), names.nameOf(resource)]),
  );
}

const leaves = (description: Description, machine: number, packet: Packet) => {
  const one = description.machines[machine] as Machine;
  return one.subnets.some((subnet) => reachesOutside(description, { machine: one, subnet }, packet));
};

describe("ways out", () => {
  for (const [title, style] of [
    ["inline", INLINE],
    ["standalone", STANDALONE],
  ] as const) {
    for (const phase of ["preview", "update"] as const) {
      it(`are those of the oracle: ${title}, ${phase}`, () => {
        const tally = { certain: 0, none: 0 };
        assertMeetingAll(
          fc.property(leaving, fc.nat(), (description, seed) => {
            const exposures = new Exposures(networkOf(render(description, style, phase)));
            const own = AddressSet.of(...description.blocks);
            for (const [machine, name] of namesOf(exposures)) {
              if (isUncertain(description, machine, phase)) continue;
              for (const packet of packets(description, seed, 20)) {
                if (own.has(packet.source)) continue;
                const gets = leaves(description, machine, packet);
                assert.equal(
                  told(exposures.flowsOut.get(name), packet) === "certain",
                  gets,
                  `${JSON.stringify(packet)} from ${name}`,
                );
                tally[gets ? "certain" : "none"]++;
              }
            }
          }),
          60,
          tally,
        );
      });
    }
  }

  it("that hang on what is not known leave out nothing, and claim nothing that could still be refuted", () => {
    const tally = { certain: 0, perhaps: 0, none: 0 };
    assertMeetingAll(
      fc.property(leaving, fc.nat(), fc.constantFrom(INLINE, STANDALONE), (description, seed, style) => {
        const rendered = withUnknowns(render(description, style, "preview"), numbers(seed));
        const exposures = new Exposures(networkOf(rendered));
        const own = AddressSet.of(...description.blocks);
        for (const [machine, name] of namesOf(exposures)) {
          const { elasticIp, form, ipv6 } = description.machines[machine] as Machine;
          const hangsOnAddress = elasticIp || form !== "instance" || ipv6 !== undefined;
          for (const packet of packets(description, seed, 20)) {
            if (own.has(packet.source)) continue;
            const gets = leaves(description, machine, packet);
            const kind = told(exposures.flowsOut.get(name), packet);
            tally[kind]++;
            if (kind === "certain") assert.ok(gets, `${JSON.stringify(packet)} from ${name}`);
            if (kind === "none" && !hangsOnAddress)
              assert.ok(!gets, `${JSON.stringify(packet)} from ${name}`);
          }
        }
      }),
      100,
      tally,
    );
  });
});

describe("a way out through a NAT gateway", () => {
  const subnet = { mapsPublicAddress: false, assignsIpv6: false, ipv6Block: "2600:1f00::/64" };
  const entry = (number: number, egress: boolean, allows: boolean, block: string) => ({
    ...{ number, egress, allows, block },
    services: EVERYTHING.services,
  });
  const open = [entry(300, false, true, "0.0.0.0/0"), entry(300, true, true, "0.0.0.0/0")];
  /** A machine in the first subnet, whose way out is a gateway in the second. */
  const site = (
    entries: Description["acls"][number],
    target: "internet" | "nat" = "internet",
  ): Description => ({
    blocks: ["10.0.0.0/16"],
    lists: [],
    tables: [
      [{ destination: { block: "0.0.0.0/0" }, target: "nat" }],
      [{ destination: { block: "0.0.0.0/0" }, target }],
    ],
    acls: [[...entries, ...open]],
    groups: [{ ingress: [], egress: [EVERYTHING] }],
    defaultGroup: undefined,
    mainTable: undefined,
    defaultAcl: undefined,
    subnets: [
      { ...subnet, block: "10.0.0.0/28", table: 0, acl: undefined },
      { ...subnet, block: "10.0.1.0/28", table: 1, acl: 0 },
    ],
    machines: [
      {
        ...{ form: "instance", subnets: [0], groups: [0] },
        ...{ publicAddress: false, ipv6: false, elasticIp: false },
      },
    ],
    nat: 1,
  });
  const packet: Packet = { source: "203.0.113.7", protocol: 6, port: 443 };

  for (const [title, description, gets] of [
    ["is open where its subnet lets all through", site([]), true],
    [
      "is shut where its subnet's ACL lets the machine not in",
      site([entry(1, false, false, "10.0.0.0/28")]),
      false,
    ],
    [
      "is shut where that lets only some of its addresses in",
      site([entry(1, false, false, "10.0.0.8/29")]),
      false,
    ],
    ["is shut where that lets the answer not back", site([entry(1, true, false, "10.0.0.0/28")]), false],
    ["is shut where that lets nothing out", site([entry(1, true, false, "203.0.113.0/24")]), false],
    ["is open where another subnet is shut out", site([entry(1, false, false, "10.0.2.0/28")]), true],
    ["is shut where its subnet has no route to the internet", site([], "nat"), false],
  ] as const) {
    it(title, () => {
      const exposures = new Exposures(networkOf(render(description, STANDALONE, "preview")));
      const [name = ""] = namesOf(exposures).values();
      assert.equal(leaves(description, 0, packet), gets, "the simulator");
      assert.equal(told(exposures.flowsOut.get(name), packet) === "certain", gets);
    });
  }
});
