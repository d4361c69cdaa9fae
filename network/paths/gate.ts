import { AddressSet } from "../../algebra/addresses";
import { Peers } from "../../algebra/peers";
import { ALL_PORTS } from "../../algebra/ports";
import { ALL_PROTOCOLS } from "../../algebra/protocols";
import { Traffic, united } from "../../algebra/traffic";
import { rememberedOf } from "../../stack/remembered";
import type { Packet } from "./packet";

/** Where a packet goes through on its way, and by what. */
export interface Hop {
  /** Such as `InternetGateway main` or `SecurityGroup web`. */
  readonly through: string;
  /** The route, entry or rule that lets it through, such as `ingress[0]`; empty where nothing decides. */
  readonly by: string;
}

/** One thing that a packet has to get through: an interface, a route, a network ACL, groups, a listener. */
export interface Gate {
  /** What it is, such as `SecurityGroup web (ingress)`. */
  readonly title: string;
  /** The packets that it lets through for certain, each as it sets out: its peers are where packets come from. */
  readonly traffic: Traffic<Peers>;
  /** By what it lets one of them through; undefined where there is nothing to tell. */
  hop(packet: Packet): Hop | undefined;
}

/** The gates of one way, in the order in which a packet meets them. */
export class Path {
  constructor(readonly gates: readonly Gate[]) {}

  /** What every gate lets through. */
  get traffic(): Traffic<Peers> {
    return this.gates.reduce((rest, gate) => (rest.isEmpty ? rest : both(rest, gate.traffic)), EVERY_PACKET);
  }

  hops(packet: Packet): Hop[] {
    return this.gates.flatMap((gate) => gate.hop(packet) ?? []);
  }
}

/** One of several things that let packets through a gate, such as a rule of a group. */
export interface Opening {
  readonly traffic: Traffic<Peers>;
  readonly hop?: Hop | undefined;
}

/** A gate with several openings: what goes through any of them, told by the first that takes the packet. */
export class Openings implements Gate {
  private sum: Traffic<Peers> | undefined;

  /** @param unite what all of them let through together */
  constructor(
    readonly title: string,
    private readonly openings: readonly Opening[],
    private readonly unite = () => united(openings),
  ) {}

  /** Gates of which one suffices. */
  static ofAny(title: string, gates: readonly Openings[]): Openings {
    return new Openings(
      title,
      gates.flatMap(({ openings }) => openings),
      () => gates.reduce((sum, { traffic }) => (sum.isEmpty ? traffic : either(sum, traffic)), NO_PACKET),
    );
  }

  get traffic(): Traffic<Peers> {
    this.sum ??= this.unite();
    return this.sum;
  }

  hop(packet: Packet): Hop | undefined {
    return this.openings.find(({ traffic }) => holds(traffic, packet))?.hop;
  }

  /** The gate where what it names are not who packets come from: `senders` says whose packets go through where it names some peers. */
  seen(senders: (peers: Peers) => AddressSet): Gate {
    const see = (traffic: Traffic<Peers>) => traffic.mapPeers((peers) => Peers.of(senders(peers)));
    return {
      title: this.title,
      traffic: see(this.traffic),
      hop: (packet) => this.openings.find(({ traffic }) => holds(see(traffic), packet))?.hop,
    };
  }
}

/** Every packet, from every address. */
export const EVERY_PACKET: Traffic<Peers> = packetsFrom(AddressSet.all);

const NO_PACKET = Traffic.empty<Peers>();

/** What nothing gets through, and why. */
export function shut(title: string): Gate {
  return { title, traffic: NO_PACKET, hop: () => undefined };
}

/** What every packet comes through, and is told of. */
export function passed(through: string, by = ""): Gate {
  return { title: through, traffic: EVERY_PACKET, hop: () => ({ through, by }) };
}

export function packetsFrom(addresses: AddressSet): Traffic<Peers> {
  return Traffic.of(ALL_PROTOCOLS, ALL_PORTS, Peers.of(addresses));
}

function holds(traffic: Traffic<Peers>, { protocol, port, source }: Packet): boolean {
  return traffic.peersAt(protocol, port)?.addresses.has(source) ?? false;
}

type Pair = (one: Traffic<Peers>, other: Traffic<Peers>) => Traffic<Peers>;

/** Many paths share most of their gates, so that the same sets meet again and again. */
const both = oncePerPair((one, other) => one.intersect(other));
const either = oncePerPair((one, other) => one.union(other));

function oncePerPair(combine: Pair): Pair {
  const withOne = rememberedOf((one: Traffic<Peers>) =>
    rememberedOf((other: Traffic<Peers>) => combine(one, other)),
  );
  return (one, other) => withOne(one)(other);
}

/** Such as `SecurityGroup web (ingress[0])`. */
export function hopText({ through, by }: Hop): string {
  return by === "" ? through : `${through} (${by})`;
}
