import type { Peers } from "../../algebra/peers";
import { ICMP, ICMPV6, protocolName, TCP, UDP } from "../../algebra/protocols";
import type { Traffic, TrafficBox } from "../../algebra/traffic";

/** One concrete packet that a set of traffic holds: the witness that a finding shows. */
export interface Packet {
  /** An address, or the name of a group or list. */
  readonly source: string;
  readonly protocol: number;
  /** The destination port; for ICMP the type times 256 plus the code. */
  readonly port: number;
}

/** Services people know, to show before any other packet of the same set. */
const FAMILIAR_PORTS = [22, 3389, 3306, 5432, 6379, 443, 80];

/** A packet of the traffic, one of a familiar service where there is one; undefined when the traffic is empty. */
export function examplePacket(traffic: Traffic<Peers>): Packet | undefined {
  let best: { readonly packet: Packet; readonly rank: number } | undefined;
  for (const box of traffic.boxes()) {
    const candidate = exampleOf(box);
    if (candidate !== undefined && (best === undefined || candidate.rank < best.rank)) best = candidate;
  }
  return best?.packet;
}

function exampleOf({
  protocols,
  ports,
  peers,
}: TrafficBox<Peers>): { packet: Packet; rank: number } | undefined {
  const source = peers.addresses.example() ?? [...peers.names][0];
  if (source === undefined) return undefined;
  const protocol =
    [TCP, UDP].find((number) => protocols.start <= number && number < protocols.end) ?? protocols.start;
  const familiar = FAMILIAR_PORTS.findIndex((number) => ports.start <= number && number < ports.end);
  const port = FAMILIAR_PORTS[familiar] ?? ports.start;
  const rank = (protocol === TCP ? 0 : 100) + (familiar === -1 ? 50 : familiar);
  return { packet: { source, protocol, port }, rank };
}

/** Such as `tcp 22 from 198.51.100.7`. */
export function packetText({ source, protocol, port }: Packet): string {
  return `${serviceText(protocol, port)} from ${source}`;
}

/** Such as `tcp 443 to 198.51.100.7`, of a packet on a way out, whose peer is where it goes to. */
export function sentText({ source, protocol, port }: Packet): string {
  return `${serviceText(protocol, port)} to ${source}`;
}

/** What such a packet does that gets through: it `gets in`, or `gets out`. */
export function arrivalText(packet: string): string {
  return `${packet} gets ${/ to [\da-f.:]+$/.test(packet) ? "out" : "in"}`;
}

/** Such as `tcp 22`. */
export function serviceText(protocol: number, port: number): string {
  const name = protocolName(protocol);
  if (protocol === ICMP || protocol === ICMPV6) return `${name} type ${port >> 8}`;
  return protocol === TCP || protocol === UDP ? `${name} ${port}` : name;
}
