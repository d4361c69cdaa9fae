import assert from "node:assert/strict";
import fc from "fast-check";
import type { Placement } from "../../network/placement";
import type { Phase } from "../harness/program";
import type { Description } from "./description";
import { boundaries, type Packet, pathFromInternet } from "./oracle";
import { networkOf } from "./rendered-network";
import { isPlain, render, STYLES, type Style } from "./renderings";
import { descriptions } from "./stacks";

const PHASES = ["preview", "update"] as const;
const STYLE_ENTRIES = Object.entries(STYLES);

/** A fixed sequence of numbers from a seed: which packets to try (xorshift32). */
function* numbers(seed: number): Generator<number, never> {
  for (let state = seed | 1; ; ) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    yield state >>> 0;
  }
}

function pick<T>(from: readonly T[], random: Generator<number, never>): T {
  return from[random.next().value % from.length] as T;
}

const around = (number: number) => [number - 1, number, number + 1];
const isPort = (port: number) => port >= 0 && port <= 65535;

/** Packets at and beside the bounds of every block and port range of a stack. */
function* packets(description: Description, seed: number, count: number): Iterable<Packet> {
  const random = numbers(seed);
  const sources = [...boundaries(description), "8.8.8.8", "2a00:1450::8"];
  const services = [
    ...description.acls.flat().map((entry) => entry.services),
    ...description.groups
      .flatMap(({ ingress, egress }) => [...ingress, ...egress])
      .map((rule) => rule.services),
  ];
  const messages = services.map(({ from, to }) => (Math.max(from, 0) << 8) + Math.max(to, 0));
  const ports = [...services.flatMap(({ from, to }) => [from, to]), ...messages]
    .flatMap(around)
    .filter(isPort);
  for (let i = 0; i < count; i++) {
    const protocol = pick([6, 6, 17, 1, 58, 50, ...services.map((one) => Math.max(one.protocol, 0))], random);
    const port = pick([...ports, random.next().value & 65535], random);
    yield { source: pick(sources, random), protocol, port };
  }
}

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
    subnet: numberIn(placement.subnet?.resource.name),
  }));
}

/** An adopted default group has its rules inline, where a preview cannot always tell which of them names which list. */
function isUncertain({ machines, defaultGroup }: Description, machine: number, phase: Phase): boolean {
  return (
    phase === "preview" &&
    machines[machine]?.groups.length === 0 &&
    defaultGroup !== undefined &&
    !isPlain(defaultGroup.ingress, 0)
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
  return { network, found };
}

describe("reachability from the internet", () => {
  for (const [title, style] of STYLE_ENTRIES) {
    for (const phase of PHASES) {
      it(`agrees with the oracle on every packet: ${title}, ${phase}`, () => {
        fc.assert(
          fc.property(descriptions, fc.nat(), (description, seed) => {
            const { network, found } = reads(description, style, phase);
            for (const { placement, machine, subnet } of found) {
              const traffic = network.internetPaths.to(placement);
              for (const packet of packets(description, seed, 100)) {
                const expected =
                  pathFromInternet(description, description.machines[machine] as never, subnet, packet) !==
                  undefined;
                const actual =
                  traffic.peersAt(packet.protocol, packet.port)?.addresses.has(packet.source) ?? false;
                tried++;
                if (expected) reached++;
                assert.equal(
                  actual,
                  expected,
                  `${JSON.stringify(packet)} to machine ${machine} in subnet ${subnet}`,
                );
              }
            }
          }),
          { numRuns: 200 },
        );
      });
    }
  }
});
