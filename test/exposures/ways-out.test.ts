import assert from "node:assert/strict";
import fc from "fast-check";
import { AddressSet } from "../../algebra/addresses";
import { Exposures } from "../../network/exposures/exposures";
import type { Description, Machine } from "../network/description";
import { type Packet, reachesOutside } from "../network/oracle";
import { numbers, packets } from "../network/packets";
import { networkOf } from "../network/rendered-network";
import { INLINE, isPlain, render, STANDALONE } from "../network/renderings";
import { descriptions } from "../network/stacks";
import { withUnknowns } from "../network/unknowns";

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

/** An adopted default group has its rules inline, where a preview cannot always tell which of them names which list. */
function hasDoubt({ machines, defaultGroup }: Description, machine: number, phase: string): boolean {
  if (phase !== "preview" || machines[machine]?.groups.length !== 0 || defaultGroup === undefined)
    return false;
  return !isPlain(defaultGroup.ingress, 0) || !isPlain(defaultGroup.egress, 0);
}

function namesOf({ names, network }: Exposures): ReadonlyMap<number, string> {
  return new Map(
    network.placements
      .filter(({ instance }) => instance.resource.name.startsWith("machine-"))
      .map(({ instance: { resource } }) => [Number(resource.name.split("-").at(-1)), names.nameOf(resource)]),
  );
}

function told(exposures: Exposures, name: string, { protocol, port, source }: Packet) {
  const sent = exposures.flowsOut.get(name);
  const holds = (part: "certain" | "perhaps") => sent?.[part].peersAt(protocol, port)?.addresses.has(source);
  return holds("certain") ? "certain" : holds("perhaps") ? "perhaps" : "none";
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
        fc.assert(
          fc.property(leaving, fc.nat(), (description, seed) => {
            const exposures = new Exposures(networkOf(render(description, style, phase)));
            const own = AddressSet.of(...description.blocks);
            for (const [machine, name] of namesOf(exposures)) {
              if (hasDoubt(description, machine, phase)) continue;
              for (const packet of packets(description, seed, 20)) {
                if (own.has(packet.source)) continue;
                const gets = leaves(description, machine, packet);
                assert.equal(
                  told(exposures, name, packet) === "certain",
                  gets,
                  `${JSON.stringify(packet)} from ${name}`,
                );
                tally[gets ? "certain" : "none"]++;
              }
            }
          }),
          { numRuns: 60 },
        );
        for (const [kind, count] of Object.entries(tally)) assert.ok(count > 10, `${kind}: ${count}`);
      });
    }
  }

  it("that hang on what is not known leave out nothing, and claim nothing that could still be refuted", () => {
    const tally = { certain: 0, perhaps: 0, none: 0 };
    fc.assert(
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
            const kind = told(exposures, name, packet);
            tally[kind]++;
            if (kind === "certain") assert.ok(gets, `${JSON.stringify(packet)} from ${name}`);
            if (kind === "none" && !hangsOnAddress)
              assert.ok(!gets, `${JSON.stringify(packet)} from ${name}`);
          }
        }
      }),
      { numRuns: 100 },
    );
    for (const [kind, count] of Object.entries(tally)) assert.ok(count > 0, `${kind}: ${count}`);
  });
});
