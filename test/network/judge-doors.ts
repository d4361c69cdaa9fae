import assert from "node:assert/strict";
import type { Peers } from "../../algebra/peers";
import type { Traffic } from "../../algebra/traffic";
import type { Placement } from "../../network/machines/placement";
import { pathFromInternet } from "../../network/paths/from-internet";
import type { Path } from "../../network/paths/gate";
import type { Phase } from "../harness/program";
import { getsHome, getsIn, type WithDoors } from "./doors";
import type { Packet } from "./oracle";
import { numbers, packets, pick } from "./packets";
import { networkOf } from "./rendered-network";
import { isPlain, render, type Style } from "./renderings";

const numberIn = (name: string | undefined) => Number(/-(\d+)/.exec(name ?? "")?.[1]);

/** Packets of which many are for the doors. */
export function* packetsForDoors(description: WithDoors, seed: number, count: number): Iterable<Packet> {
  const random = numbers(seed);
  const ports = [
    ...description.balancers.flatMap(({ port, targetPort }) => [port, targetPort]),
    ...description.accelerators.flatMap(({ from, to, mappedTo = from }) => [from, from + 1, to, mappedTo]),
  ];
  for (const packet of packets(description, seed, count)) {
    yield packet;
    if (ports.length === 0) continue;
    yield { ...packet, protocol: pick([6, 6, 6, 17], random), port: pick(ports, random) };
    const source = pick(["198.51.100.7", "198.51.100.7", "2a00:1450::8"], random);
    yield { source, protocol: pick([6, 6, 6, 17], random), port: pick(ports, random) };
  }
}

function holds(traffic: Traffic<Peers>, { protocol, port, source }: Packet): boolean {
  return traffic.peersAt(protocol, port)?.addresses.has(source) ?? false;
}

/** How many packets got in, by door. */
export interface Tally {
  directly: number;
  accelerated: number;
  balanced: number;
  /** Of these, those over IPv6. */
  balancedIpv6: number;
  home: number;
  denied: number;
}

export const NOTHING_YET: Readonly<Tally> = {
  directly: 0,
  accelerated: 0,
  balanced: 0,
  balancedIpv6: 0,
  home: 0,
  denied: 0,
};

/** Asserts that the network and the oracle agree which packets get to each machine in each of its subnets, and by which kind of door. */
export function judgeDoors(
  description: WithDoors,
  { style, phase, seed, count }: { style: Style; phase: Phase; seed: number; count: number },
  tally: Tally,
): void {
  const network = networkOf(render(description, style, phase));
  const isOf =
    (machine: number, subnet: number) =>
    ({ instance, subnet: place }: Pick<Placement, "instance" | "subnet">) =>
      instance.resource.name === `machine-${machine}` && numberIn(place?.resource?.name) === subnet;
  const sent = [...packetsForDoors(description, seed, count)];
  const agree = (
    paths: readonly Path[],
    expected: (packet: Packet) => boolean,
    door: keyof Tally,
    what: string,
  ) => {
    const traffics = paths.map(({ traffic }) => traffic);
    for (const packet of sent) {
      const gets = expected(packet);
      assert.equal(
        traffics.some((traffic) => holds(traffic, packet)),
        gets,
        `${JSON.stringify(packet)} ${door} to ${what}`,
      );
      tally[gets ? door : "denied"]++;
      if (gets && door === "balanced" && packet.source.includes(":")) tally.balancedIpv6++;
    }
  };
  for (const [machine, { subnets, groups }] of description.machines.entries()) {
    const { defaultGroup } = description;
    // An adopted default group has its rules inline, where a preview cannot always tell which of them names which list.
    const isUncertain =
      phase === "preview" && groups.length === 0 && defaultGroup && !isPlain(defaultGroup.ingress, 0);
    for (const subnet of isUncertain ? [] : subnets) {
      const what = `machine ${machine} in subnet ${subnet}`;
      const isHere = isOf(machine, subnet);
      const gets = (door: "directly" | "accelerated" | "balanced") => (packet: Packet) =>
        getsIn(description, machine, subnet, packet)[door]();
      agree(
        network.placements.filter(isHere).map((one) => pathFromInternet(one)),
        gets("directly"),
        "directly",
        what,
      );
      agree(
        network.acceleratedPaths.filter(({ placement }) => isHere(placement)).map(({ path }) => path),
        gets("accelerated"),
        "accelerated",
        what,
      );
      agree(
        network.balancedPaths
          .filter(({ destination }) => network.placements.some((one) => one === destination && isHere(one)))
          .map(({ path }) => path),
        gets("balanced"),
        "balanced",
        what,
      );
    }
  }
  for (const [i, homeless] of description.homeless.entries()) {
    const there = network.placements.filter(({ instance }) => instance.resource.name === `homeless-${i}`);
    agree(
      there.map((one) => pathFromInternet(one)),
      (packet) => getsHome(description, homeless, packet),
      "home",
      `homeless ${i}`,
    );
  }
}
