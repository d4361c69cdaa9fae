import { AddressSet, type Family, PUBLIC_ADDRESSES } from "../algebra/addresses";
import { IntervalSet } from "../algebra/interval-set";
import { Peers } from "../algebra/peers";
import { ALL_PORTS, portRange } from "../algebra/ports";
import { ALL_PROTOCOLS, protocol, TCP, UDP } from "../algebra/protocols";
import { unionAll } from "../algebra/set";
import { Traffic } from "../algebra/traffic";
import type { Decision, NetworkAcl } from "./network-acl";
import { allowed } from "./network-acl";
import type { Packet } from "./packet";
import type { PublicAddress } from "./placement";
import type { RouteTable } from "./route-table";
import { routedAddresses } from "./route-table";
import type { Rule } from "./rule";
import { ruleTitle } from "./rule";
import type { SecurityGroup } from "./security-group";
import { rulesOf } from "./security-group";

/** Where a packet goes through on its way, and by what. */
export interface Hop {
  /** Such as `InternetGateway main` or `SecurityGroup web`. */
  readonly through: string;
  /** The route, entry or rule that lets it through, such as `ingress[0]`; empty where nothing decides. */
  readonly by: string;
}

/** Where an interface lies, as far as its packets are concerned. Undefined parts are not to be known. */
export interface Location {
  readonly title: string;
  readonly routeTable: RouteTable | undefined;
  readonly networkAcl: NetworkAcl | undefined;
}

/** What decides whether a packet from the internet gets to an interface. */
export interface Destination {
  readonly title: string;
  readonly subnet: Location | undefined;
  readonly groups: readonly SecurityGroup[];
  readonly publicAddresses: readonly PublicAddress[];
}

/** The ports to which answers go: those of clients. */
const EPHEMERAL_PORTS = portRange(1024, 65535);

/**
 * The packets from the internet that get to a destination for certain, and how each one does. A packet needs a public address to go to, a
 * route to an internet gateway for its answer, a network ACL that admits it and lets the answer out, and a group that admits it.
 */
export class InternetPaths {
  private readonly locations = new Map<Location, Traffic<Peers>>();
  private readonly groups = new Map<string, Traffic<Peers>>();
  private readonly results = new Map<string, Traffic<Peers>>();
  private readonly numbers = new Map<Location, number>();

  to({ subnet, groups, publicAddresses }: Destination): Traffic<Peers> {
    const families = [...new Set(publicAddresses.map(({ family }) => family))].sort();
    if (families.length === 0 || subnet === undefined) return Traffic.empty();
    const key = `${families.join()} ${this.numberOf(subnet)} ${keyOf(groups)}`;
    let traffic = this.results.get(key);
    if (traffic === undefined) {
      const addresses = unionAll(
        families.map((family) => (family === "IPv4" ? AddressSet.ipv4 : AddressSet.ipv6)),
        AddressSet.empty,
      );
      traffic = this.through(subnet)
        .intersect(this.admittedBy(groups))
        .mapPeers((peers) => Peers.of(peers.addresses.intersect(addresses)));
      this.results.set(key, traffic);
    }
    return traffic;
  }

  /** The hops of a packet that gets to the destination, in the order in which it takes them. */
  hops(destination: Destination, packet: Packet): Hop[] {
    const { routeTable, networkAcl } = destination.subnet ?? {};
    const is = holds(packet);
    const route =
      routeTable && internetRoutes(routeTable).find(({ addresses }) => addresses.has(packet.source));
    const inbound = networkAcl && allowed(networkAcl, "ingress").find(({ traffic }) => is(traffic));
    const outbound = networkAcl && allowed(networkAcl, "egress").find((decision) => is(answers([decision])));
    const rule = destination.groups
      .flatMap((group) => rulesOf(group, "ingress").map((one) => ({ group, rule: one })))
      .find((one) => is(one.rule.traffic));
    const family: Family = packet.source.includes(":") ? "IPv6" : "IPv4";
    const address = destination.publicAddresses.find((one) => one.family === family);
    return [
      ...(route ? [{ through: route.route.target.title, by: "" }] : []),
      ...(networkAcl ? [{ through: networkAcl.title, by: entryTitle(inbound) }] : []),
      ...(rule ? [{ through: rule.group.title, by: ruleText(rule.rule, rule.group) }] : []),
      { through: destination.title, by: address ? `public ${family} address by ${address.by}` : "" },
      ...(networkAcl ? [{ through: `answer: ${networkAcl.title}`, by: entryTitle(outbound) }] : []),
      ...(route && routeTable
        ? [{ through: routeTable.title, by: `${route.route.block} to ${route.route.target.title}` }]
        : []),
    ];
  }

  /** What gets from the internet through a subnet's network ACL, with a way back. */
  private through(location: Location): Traffic<Peers> {
    let traffic = this.locations.get(location);
    if (traffic === undefined) {
      traffic = throughLocation(location);
      this.locations.set(location, traffic);
    }
    return traffic;
  }

  private admittedBy(groups: readonly SecurityGroup[]): Traffic<Peers> {
    const key = keyOf(groups);
    let traffic = this.groups.get(key);
    if (traffic === undefined) {
      traffic = unionAll(
        groups.flatMap((group) => rulesOf(group, "ingress").map((rule) => rule.traffic)),
        Traffic.empty<Peers>(),
      ).mapPeers(({ addresses }) => Peers.of(addresses.intersect(PUBLIC_ADDRESSES)));
      this.groups.set(key, traffic);
    }
    return traffic;
  }

  private numberOf(location: Location): number {
    const number = this.numbers.get(location) ?? this.numbers.size;
    this.numbers.set(location, number);
    return number;
  }
}

function throughLocation({ routeTable, networkAcl }: Location): Traffic<Peers> {
  if (routeTable === undefined || networkAcl === undefined) return Traffic.empty();
  const routed = unionAll(
    internetRoutes(routeTable).map(({ addresses }) => addresses),
    AddressSet.empty,
  ).intersect(PUBLIC_ADDRESSES);
  if (routed.isEmpty) return Traffic.empty();
  const inbound = unionAll(
    allowed(networkAcl, "ingress").map(({ traffic }) => traffic),
    Traffic.empty<Peers>(),
  );
  return inbound
    .intersect(answers(allowed(networkAcl, "egress")))
    .mapPeers((peers) => Peers.of(peers.addresses.intersect(routed)));
}

function internetRoutes(table: RouteTable): ReturnType<typeof routedAddresses> {
  return routedAddresses(table).filter(({ route }) => route.target.kind === "internet-gateway");
}

/** The packets whose answers these decisions let out: to any client port, since one suffices. */
function answers(decisions: readonly Decision[]): Traffic<Peers> {
  const transports = protocol(TCP).union(protocol(UDP));
  const others = ALL_PROTOCOLS.subtract(transports);
  return unionAll(
    decisions.flatMap(({ traffic }) => {
      const answering = traffic.on(transports, EPHEMERAL_PORTS).union(traffic.on(others));
      return [...answering.boxes()].map((box) =>
        Traffic.of(IntervalSet.of(box.protocols.start, box.protocols.end), ALL_PORTS, box.peers),
      );
    }),
    Traffic.empty<Peers>(),
  );
}

function holds(packet: Packet): (traffic: Traffic<Peers>) => boolean {
  return (traffic) => traffic.peersAt(packet.protocol, packet.port)?.addresses.has(packet.source) ?? false;
}

function keyOf(groups: readonly SecurityGroup[]): string {
  return groups
    .map(({ key }) => key)
    .sort()
    .join(" ");
}

function entryTitle(decision: Decision | undefined): string {
  if (decision === undefined) return "";
  const { entry } = decision;
  return entry.resource === undefined || entry.path !== "" ? entry.path : entry.resource.title;
}

function ruleText(rule: Rule, group: SecurityGroup): string {
  return rule.resource === group.resource ? rule.path : ruleTitle(rule);
}

/** `InternetGateway main → SecurityGroup web (ingress[0]) → Instance web (…)`. */
export function hopsText(hops: readonly Hop[]): string {
  return hops.map(({ through, by }) => (by === "" ? through : `${through} (${by})`)).join(" → ");
}
