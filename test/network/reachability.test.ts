import assert from "node:assert/strict";
import fc from "fast-check";
import type { Peers } from "../../algebra/peers";
import type { Traffic } from "../../algebra/traffic";
import type { Placement } from "../../network/machines/placement";
import { pathFromInternet as pathFound } from "../../network/paths/from-internet";
import type { Hop } from "../../network/paths/gate";
import { pathInside } from "../../network/paths/inside";
import { examplePacket } from "../../network/paths/packet";
import noInternetPath from "../../policies/reachability/no-internet-path-to-private-instance";
import { judge, summary } from "../harness/judge";
import type { Phase } from "../harness/program";
import { trials } from "../trials";
import type { Description, Group, Machine } from "./description";
import { type Packet, type Path, type Place, pathFromInternet, reachesInside } from "./oracle";
import { numbers, packets } from "./packets";
import { networkOf } from "./rendered-network";
import { INLINE, isPlain, render, STANDALONE, STYLES, type Style } from "./renderings";
import { descriptions, halved } from "./stacks";
import { withUnknowns } from "./unknowns";

const PHASES = ["preview", "update"] as const;
const STYLE_ENTRIES = Object.entries(STYLES);

interface Placed {
  readonly placement: Placement;
  readonly machine: number;
  readonly subnet: number;
}

const numberIn = (name: string | undefined) => Number(/-(\d+)/.exec(name ?? "")?.[1]);

function placed(placements: readonly Placement[]): Placed[] {
  return placements.map((placement) => ({
    placement,
    machine: numberIn(placement.instance.resource.name),
    subnet: numberIn(placement.subnet?.resource?.name),
  }));
}

/** An adopted default group has its rules inline, where a preview cannot always tell which of them names which list. */
function isUncertain(
  { machines, defaultGroup }: Description,
  machine: number,
  phase: Phase,
  direction: "ingress" | "egress" = "ingress",
): boolean {
  return (
    phase === "preview" &&
    machines[machine]?.groups.length === 0 &&
    defaultGroup !== undefined &&
    !isPlain(defaultGroup[direction], 0)
  );
}

/** Every machine in every subnet where it may be, as the description and the network see it. */
function reads(description: Description, style: Style, phase: Phase) {
  const network = networkOf(render(description, style, phase));
  const found = placed(network.placements);
  assert.deepEqual(
    found.map(({ machine, subnet }) => `${machine} in ${subnet}`).sort(),
    description.machines.flatMap(({ subnets }, i) => subnets.map((subnet) => `${i} in ${subnet}`)).sort(),
  );
  return found;
}

const machineAt = ({ machines }: Description, machine: number) => machines[machine] as Machine;

function gets(description: Description, machine: number, subnet: number, packet: Packet): boolean {
  return pathFromInternet(description, machineAt(description, machine), subnet, packet) !== undefined;
}

function holds(traffic: Traffic<Peers>, { protocol, port, source }: Packet): boolean {
  return traffic.peersAt(protocol, port)?.addresses.has(source) ?? false;
}

/** Asserts that each hop names what the oracle says lets the packet through. */
function checkHops(description: Description, path: Path, subnet: number, hops: readonly Hop[]): void {
  const acl = description.subnets[subnet]?.acl ?? description.defaultAcl;
  const entries = acl === undefined ? [] : (description.acls[acl] ?? []);
  const entryTexts = (positions: readonly number[] | undefined) =>
    positions === undefined
      ? ["entry 100"]
      : positions.flatMap((i) => {
          const entry = entries[i];
          const position = entries.filter(({ egress }) => egress === entry?.egress).indexOf(entry as never);
          return [`${entry?.egress ? "egress" : "ingress"}[${position}]`, `NetworkAclRule entry-${acl}-${i}`];
        });
  const ruleTexts = path.rules.map(({ group, rule }) => {
    const i = description.groups.indexOf(group);
    const name = i === -1 ? "default" : i;
    return new RegExp(
      `^SecurityGroup group-${name} \\((ingress\\[${rule}\\]|.* group-${name}-ingress-${rule}(-.*)?)\\)$`,
    );
  });
  const route = description.tables[path.table]?.[path.route];
  const blocks =
    route === undefined
      ? []
      : "block" in route.destination
        ? [route.destination.block]
        : (description.lists[route.destination.list] ?? []);
  const [gateway, inbound, group, , answer, table] = hops;
  assert.equal(hops.length, 6);
  assert.equal(gateway?.through, "InternetGateway internet");
  assert.ok(
    entryTexts(path.inbound === undefined ? undefined : [path.inbound]).includes(inbound?.by ?? ""),
    inbound?.by,
  );
  const groupText = `${group?.through.replace("DefaultSecurityGroup", "SecurityGroup")} (${group?.by})`;
  assert.ok(
    ruleTexts.some((text) => text.test(groupText)),
    groupText,
  );
  assert.ok(entryTexts(path.outbound).includes(answer?.by ?? ""), answer?.by);
  assert.match(table?.through ?? "", new RegExp(`RouteTable table-${path.table}$`));
  assert.ok(
    blocks.map((block) => `${block} to InternetGateway internet`).includes(table?.by ?? ""),
    table?.by,
  );
}

/** The same with machines that have somebody to talk to, and something to say. */
function talkative(description: Description): Description {
  const all = {
    services: { protocol: -1, from: 0, to: 0 },
    sources: [{ block: "0.0.0.0/0" }, { block: "::/0" }],
  };
  const [first] = description.machines as [Machine, ...Machine[]];
  return {
    ...description,
    groups: description.groups.map(
      (group, i): Group => (i % 2 === 0 ? { ...group, egress: [...group.egress, all] } : group),
    ),
    machines: [
      ...description.machines,
      { ...first, form: "instance", subnets: [description.subnets.length - 1], groups: [0] },
    ],
  };
}

describe("reachability from the internet", () => {
  for (const [title, style] of STYLE_ENTRIES) {
    for (const phase of PHASES) {
      it(`agrees with the oracle on every packet: ${title}, ${phase}`, () => {
        fc.assert(
          fc.property(descriptions, fc.nat(), (description, seed) => {
            const found = reads(description, style, phase);
            for (const { placement, machine, subnet } of found) {
              const traffic = pathFound(placement).traffic;
              const uncertain = isUncertain(description, machine, phase);
              for (const packet of packets(description, seed, 40)) {
                const actual = holds(traffic, packet);
                const expected = gets(description, machine, subnet, packet);
                if (!actual && uncertain) continue;
                assert.equal(
                  actual,
                  expected,
                  `${JSON.stringify(packet)} to machine ${machine} in subnet ${subnet}`,
                );
              }
            }
          }),
          trials(100),
        );
      });
    }
  }

  it("shows a packet that the oracle lets through, by hops that let it through", () => {
    let shown = 0;
    fc.assert(
      fc.property(
        descriptions,
        fc.constantFrom(INLINE, STANDALONE),
        fc.constantFrom(...PHASES),
        (description, style, phase) => {
          const found = reads(description, style, phase);
          for (const { placement, machine, subnet } of found) {
            const packet = examplePacket(pathFound(placement).traffic);
            if (packet === undefined) continue;
            shown++;
            const path = pathFromInternet(description, machineAt(description, machine), subnet, packet);
            assert.ok(path !== undefined, JSON.stringify(packet));
            checkHops(description, path, subnet, pathFound(placement).hops(packet));
          }
        },
      ),
      trials(200),
    );
    assert.ok(shown > 0, "no packet was shown");
  });

  it("finds the same however blocks are cut, rules are written and resources are ordered, with ids or without", async () => {
    await fc.assert(
      fc.asyncProperty(descriptions, async (description) => {
        const machines = description.machines.filter((_, i) => !isUncertain(description, i, "preview"));
        const certain = { ...description, machines };
        const verdicts = new Map<string, string>();
        for (const variant of [certain, halved(certain)]) {
          for (const [title, style] of STYLE_ENTRIES) {
            for (const phase of PHASES) {
              const found = summary(await judge([noInternetPath], render(variant, style, phase)));
              verdicts.set(`${title}, ${phase}${variant === certain ? "" : ", halved"}`, found.join("; "));
            }
          }
        }
        assert.equal(new Set(verdicts.values()).size, 1, JSON.stringify([...verdicts]));
      }),
      { numRuns: 6 },
    );
  });

  it("says nothing that an unknown value could still refute", () => {
    let said = 0;
    fc.assert(
      fc.property(descriptions, fc.nat(), fc.constantFrom(INLINE, STANDALONE), (description, seed, style) => {
        const network = networkOf(withUnknowns(render(description, style, "preview"), numbers(seed)));
        for (const { placement, machine, subnet } of placed(network.placements)) {
          const traffic = pathFound(placement).traffic;
          for (const packet of packets(description, seed, 40)) {
            if (!holds(traffic, packet)) continue;
            said++;
            assert.ok(
              gets(description, machine, subnet, packet),
              `${JSON.stringify(packet)} to machine ${machine} in subnet ${subnet}`,
            );
          }
        }
      }),
      trials(200),
    );
    assert.ok(said > 0, "no packet was said to get through");
  });
});

describe("reachability inside a VPC", () => {
  for (const [style, phase] of [
    [INLINE, "update"],
    [STANDALONE, "preview"],
    [STANDALONE, "update"],
  ] as const) {
    it(`agrees with the oracle on every packet: ${style.routes}, ${phase}`, () => {
      let reached = 0;
      fc.assert(
        fc.property(descriptions.map(talkative), fc.nat(), (description, seed) => {
          const found = reads(description, style, phase);
          for (const from of found) {
            for (const to of found) {
              if (from === to) continue;
              if (
                isUncertain(description, from.machine, phase, "egress") ||
                isUncertain(description, to.machine, phase)
              )
                continue;
              const traffic = pathInside(from.placement, to.placement).traffic;
              for (const { protocol, port } of packets(description, seed, 10)) {
                for (const [family, width] of [
                  ["IPv4", 32],
                  ["IPv6", 128],
                ] as const) {
                  const actual = !(
                    traffic.peersAt(protocol, port)?.addresses.inFamily(family).isEmpty ?? true
                  );
                  const [here, there] = [from, to].map(({ machine, subnet }) => ({
                    machine: machineAt(description, machine),
                    subnet,
                  })) as [Place, Place];
                  const expected = reachesInside(description, here, there, width, { protocol, port });
                  if (expected) reached++;
                  assert.equal(
                    actual,
                    expected,
                    `${family} ${protocol} ${port} from machine ${from.machine} to machine ${to.machine}`,
                  );
                }
              }
            }
          }
        }),
        trials(50),
      );
      assert.ok(reached > 0, "no packet got through");
    });
  }
});
