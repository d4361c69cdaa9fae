import { AddressSet, type Family, PUBLIC_ADDRESSES } from "../../algebra/addresses";
import { Peers } from "../../algebra/peers";
import { unionAll } from "../../algebra/set";
import { Traffic, united } from "../../algebra/traffic";
import type { Rule } from "../groups/rule";
import { ruleTitle } from "../groups/rule";
import type { SecurityGroup } from "../groups/security-group";
import { rulesOf } from "../groups/security-group";
import type { PublicAddress } from "../machines/placement";
import type { Decision, NetworkAcl, NetworkAclEntry } from "../routing/network-acl";
import { allowed } from "../routing/network-acl";
import type { RoutedAddresses, RouteTable } from "../routing/route-table";
import { internetRoutes } from "../routing/route-table";
import { answersWithin } from "./answers";
import type { Packet } from "./packet";

/** Where a packet goes through on its way, and by what. */
export interface Hop {
  /** Such as `InternetGateway main` or `SecurityGroup web`. */
  readonly through: string;
  /** The route, entry or rule that lets it through, such as `ingress[0]`; empty where nothing decides. */
  readonly by: string;
}

/** Where an interface lies, as far as its packets are concerned. Undefined parts cannot be known. */
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

/**
 * The packets from the internet that get to a destination for certain, and how each one does. A packet needs a public address to go to, a
 * route to an internet gateway for its answer, a network ACL that admits it and lets the answer out, and a group that admits it.
 */
export class InternetPaths {
  private readonly passages = new Map<Location, Passage>();
  private readonly groups = new Map<string, Traffic<Peers>>();
  private readonly results = new Map<string, Traffic<Peers>>();
  private readonly numbers = new Map<Location, number>();

  /** @param closed the subnets that nothing from the internet reaches, whatever their routes, or may not reach */
  constructor(private readonly closed: () => ReadonlySet<Location> = () => new Set()) {}

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
      traffic = this.passageThrough(subnet)
        .traffic.intersect(this.admittedBy(groups))
        .mapPeers((peers) => Peers.of(peers.addresses.intersect(addresses)));
      this.results.set(key, traffic);
    }
    return traffic;
  }

  /** The hops of a packet that gets to the destination, in the order in which it takes them. */
  hops({ title, subnet, groups, publicAddresses }: Destination, packet: Packet): Hop[] {
    const is = holds(packet);
    const family: Family = packet.source.includes(":") ? "IPv6" : "IPv4";
    const address = publicAddresses.find((one) => one.family === family);
    const rule = groups
      .flatMap((group) => rulesOf(group, "ingress").map((one) => ({ group, rule: one })))
      .find((one) => is(one.rule.traffic));
    const admission = [
      ...(rule ? [{ through: rule.group.title, by: ruleText(rule.rule, rule.group) }] : []),
      { through: title, by: address ? `public ${family} address by ${address.by}` : "" },
    ];
    const { routeTable, networkAcl } = subnet ?? {};
    if (subnet === undefined || routeTable === undefined || networkAcl === undefined) return admission;
    const { routes, inbound, outbound } = this.passageThrough(subnet);
    const route = routes.find(({ addresses }) => addresses.has(packet.source))?.route;
    const entry = inbound.find(({ traffic }) => is(traffic))?.entry;
    const answer = outbound.find((decision) => is(answersWithin(decision.traffic)))?.entry;
    return [
      ...(route ? [{ through: route.target.title, by: "" }] : []),
      { through: networkAcl.title, by: entry ? entryText(entry) : "" },
      ...admission,
      { through: `answer: ${networkAcl.title}`, by: answer ? entryText(answer) : "" },
      ...(route ? [{ through: routeTable.title, by: `${route.block} to ${route.target.title}` }] : []),
    ];
  }

  /** What gets from the internet into a subnet, with a way back. */
  private passageThrough(location: Location): Passage {
    let passage = this.passages.get(location);
    if (passage === undefined) {
      passage = this.closed().has(location) ? NO_PASSAGE : passageThrough(location);
      this.passages.set(location, passage);
    }
    return passage;
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

/** What a subnet's network ACL lets in from where its routes lead to an internet gateway, and lets answer. */
interface Passage {
  readonly routes: readonly RoutedAddresses[];
  readonly inbound: readonly Decision[];
  readonly outbound: readonly Decision[];
  readonly traffic: Traffic<Peers>;
}

const NO_PASSAGE: Passage = { routes: [], inbound: [], outbound: [], traffic: Traffic.empty() };

function passageThrough({ routeTable, networkAcl }: Location): Passage {
  const routes = routeTable === undefined ? [] : certainInternetRoutes(routeTable);
  const routed = unionAll(
    routes.map(({ addresses }) => addresses),
    AddressSet.empty,
  ).intersect(PUBLIC_ADDRESSES);
  if (networkAcl === undefined || routed.isEmpty) {
    return NO_PASSAGE;
  }
  const inbound = allowed(networkAcl, "ingress");
  const outbound = allowed(networkAcl, "egress");
  const traffic = united(inbound)
    .intersect(answersWithin(united(outbound)))
    .mapPeers((peers) => Peers.of(peers.addresses.intersect(routed)));
  return { routes, inbound, outbound, traffic };
}

/** A route of unknown block could take any of the addresses, though hardly all of them: which ones are left cannot be known. */
function certainInternetRoutes(table: RouteTable): RoutedAddresses[] {
  const mayTakeSome = table.routes.some(
    ({ addresses, problems, isListed, target }) =>
      addresses === undefined && problems.length === 0 && !isListed && target.kind !== "internet-gateway",
  );
  return mayTakeSome ? [] : internetRoutes(table);
}

export function holds(packet: Packet): (traffic: Traffic<Peers>) => boolean {
  return (traffic) => traffic.peersAt(packet.protocol, packet.port)?.addresses.has(packet.source) ?? false;
}

export function keyOf(groups: readonly SecurityGroup[]): string {
  return groups
    .map(({ key }) => key)
    .sort()
    .join(" ");
}

export function entryText({ resource, path }: NetworkAclEntry): string {
  return resource === undefined || path !== "" ? path : resource.title;
}

export function ruleText(rule: Rule, group: SecurityGroup): string {
  return rule.resource === group.resource ? rule.path : ruleTitle(rule);
}

/** `InternetGateway main → SecurityGroup web (ingress[0]) → Instance web (…)`. */
export function hopsText(hops: readonly Hop[]): string {
  return hops.map(({ through, by }) => (by === "" ? through : `${through} (${by})`)).join(" → ");
}
