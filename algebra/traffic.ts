import { IntervalMap } from "./interval-map";
import { IntervalSet } from "./interval-set";
import type { PortSet } from "./ports";
import { ALL_PORTS, portRange, portsText } from "./ports";
import type { ProtocolSet } from "./protocols";
import { ALL_PROTOCOLS, ICMP, ICMPV6, protocolName, TCP, UDP } from "./protocols";
import { type SetLike, unionAll } from "./set";

type PortMap<Peers extends SetLike<Peers>> = IntervalMap<number, Peers>;

/** One stretch of traffic: every combination of its protocols, ports and peers. */
export interface TrafficBox<Peers> {
  readonly protocols: { readonly start: number; readonly end: number };
  readonly ports: { readonly start: number; readonly end: number };
  readonly peers: Peers;
}

/** What rules, entries or decisions let through together. */
export function united<Peers extends SetLike<Peers>>(
  carriers: readonly { readonly traffic: Traffic<Peers> }[],
): Traffic<Peers> {
  return unionAll(
    carriers.map(({ traffic }) => traffic),
    Traffic.empty<Peers>(),
  );
}

/** A set of (protocol, port, peer), exact and canonical. What a peer is, the network says. */
export class Traffic<Peers extends SetLike<Peers>> implements SetLike<Traffic<Peers>> {
  private constructor(private readonly map: IntervalMap<number, PortMap<Peers>>) {}

  static empty<Peers extends SetLike<Peers>>(): Traffic<Peers> {
    return new Traffic<Peers>(IntervalMap.empty());
  }

  /** Every combination of the protocols, ports and peers. */
  static of<Peers extends SetLike<Peers>>(
    protocols: ProtocolSet,
    ports: PortSet,
    peers: Peers,
  ): Traffic<Peers> {
    const portMap = ports.map.mapValues(() => peers);
    return new Traffic(protocols.map.mapValues(() => portMap));
  }

  get isEmpty(): boolean {
    return this.map.isEmpty;
  }

  /** The set as disjoint boxes, by ascending protocol and port. */
  *boxes(): Iterable<TrafficBox<Peers>> {
    for (const { start, end, value } of this.map.entries) {
      for (const range of value.entries) {
        yield {
          protocols: { start, end },
          ports: { start: range.start, end: range.end },
          peers: range.value,
        };
      }
    }
  }

  /** The peers admitted on one protocol and port. */
  peersAt(protocol: number, port: number): Peers | undefined {
    return this.map.at(protocol)?.at(port);
  }

  /** Replaces the peers of every box; boxes left without peers go. */
  mapPeers<Changed extends SetLike<Changed>>(change: (peers: Peers) => Changed): Traffic<Changed> {
    const seen = new Map<Peers, Changed>();
    const once = (peers: Peers): Changed => {
      const known = seen.get(peers);
      if (known !== undefined) return known;
      const changed = change(peers);
      seen.set(peers, changed);
      return changed;
    };
    return new Traffic(this.map.mapValues((portMap) => portMap.mapValues(once)));
  }

  /** The part of this traffic on the given protocols and ports. */
  on(protocols: ProtocolSet, ports: PortSet = ALL_PORTS): Traffic<Peers> {
    return new Traffic(
      this.map.where(protocols.map, (portMap) => portMap.where(ports.map, (peers) => peers)),
    );
  }

  /** The part of this traffic on protocols and ports that `other` has no peers for. */
  beside<Others extends SetLike<Others>>(other: Traffic<Others>): Traffic<Peers> {
    return new Traffic(
      this.map.combine(other.map, (portMap, others) =>
        others ? portMap?.combine(others, (peers, taken) => (taken ? undefined : peers)) : portMap,
      ),
    );
  }

  union(other: Traffic<Peers>): Traffic<Peers> {
    return new Traffic(this.map.union(other.map));
  }

  intersect(other: Traffic<Peers>): Traffic<Peers> {
    return new Traffic(this.map.intersect(other.map));
  }

  subtract(other: Traffic<Peers>): Traffic<Peers> {
    return new Traffic(this.map.subtract(other.map));
  }

  equals(other: Traffic<Peers>): boolean {
    return this.map.equals(other.map);
  }

  /**
   * The protocols and ports of the set for people: `tcp 22, 3389; udp 3389`, `every protocol`.
   * @param messagesText of ICMP messages, numbered as in `icmpMessages`: their types alone, unless more is to be told
   */
  servicesText(messagesText: (messages: PortSet) => string = typesText): string {
    const texts = this.map.entries.map(({ start, end, value }) => {
      const ports = unionAll(
        value.entries.map((entry) => IntervalSet.of(entry.start, entry.end)),
        IntervalSet.empty<number>(),
      );
      return textOf(start, end, ports, messagesText);
    });
    return texts.join("; ");
  }
}

function textOf(
  start: number,
  end: number,
  ports: PortSet,
  messagesText: (messages: PortSet) => string,
): string {
  const isWhole = ports.equals(ALL_PORTS);
  const unit = end - start === 1 ? UNITS.get(start) : undefined;
  if (unit === undefined) {
    const protocols = protocolsText(start, end);
    return isWhole ? protocols : `${protocols} on ${portsText(ports)}`;
  }
  const name = protocolName(start);
  if (isWhole) return `every ${name} ${unit}`;
  return `${name} ${unit === "message" ? messagesText(ports) : portsText(ports)}`;
}

function protocolsText(start: number, end: number): string {
  if (end - start === 1) return protocolName(start);
  return ALL_PROTOCOLS.equals(IntervalSet.of(start, end))
    ? "every protocol"
    : `protocols ${start}-${end - 1}`;
}

/** What a protocol's numbers stand for. Others have none. */
const UNITS = new Map([
  [TCP, "port"],
  [UDP, "port"],
  [ICMP, "message"],
  [ICMPV6, "message"],
]);

/** Such as `type 3, 8`, of which some message of the set is. */
function typesText(messages: PortSet): string {
  const types = unionAll(
    messages.intervals.map(({ start, end }) => portRange(start >> 8, (end - 1) >> 8)),
    IntervalSet.empty<number>(),
  );
  return `type ${portsText(types)}`;
}
