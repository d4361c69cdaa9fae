import { AddressSet, type Family } from "../../algebra/addresses";
import { Peers } from "../../algebra/peers";
import { ALL_PORTS } from "../../algebra/ports";
import { ALL_PROTOCOLS } from "../../algebra/protocols";
import { isSubset, unionAll } from "../../algebra/set";
import { Traffic, united } from "../../algebra/traffic";
import { UNKNOWN } from "../../stack/value";
import type { Direction } from "../groups/rule";
import type { SecurityGroup } from "../groups/security-group";
import { rulesOf } from "../groups/security-group";
import { allowed, EVERYTHING } from "../routing/network-acl";
import type { RouteTable } from "../routing/route-table";
import { routedAddresses } from "../routing/route-table";
import type { Subnet } from "../routing/subnet";
import { answersWithin } from "./answers";
import type { Packet } from "./packet";
import { entryText, type Hop, holds, keyOf, ruleText } from "./reachability";

/** One end of traffic inside a VPC: a placement, or whatever else has groups and a subnet. */
export interface End {
  readonly title: string;
  readonly subnet: Subnet | undefined;
  /** The groups it has for certain. */
  readonly groups: readonly SecurityGroup[];
  /** Where its own addresses in the VPC may lie: those of its subnet where it names none. */
  readonly addresses: AddressSet;
}

const FAMILIES: readonly Family[] = ["IPv4", "IPv6"];

/**
 * The packets that one end may send another inside their VPC and get an answer to, for certain: whatever addresses the ends get. Groups decide by
 * their rules alone, for the provider takes away the egress that AWS gives to a new group; between subnets both network ACLs decide, too.
 * Ways through peerings and gateways are not told.
 */
export class InsidePaths {
  private readonly admissions = new Map<string, Traffic<Peers>>();

  /** The traffic from one end to another, its peers the sender's addresses. */
  between(from: End, to: End): Traffic<Peers> {
    if (from.subnet?.vpc === undefined || from.subnet.vpc !== to.subnet?.vpc) return Traffic.empty();
    return unionAll(
      FAMILIES.map((family) => this.inFamily(family, from, to)),
      Traffic.empty<Peers>(),
    );
  }

  /** The hops of a packet that gets from one end to another, in the order in which it takes them. */
  hops(from: End, to: End, packet: Packet): Hop[] {
    const is = holds(packet);
    const sender = Peers.of(from.addresses);
    const admission = (end: End, direction: Direction, other: End): Hop[] => {
      const found = end.groups
        .flatMap((group) => rulesOf(group, direction).map((rule) => ({ group, rule })))
        .find(({ rule }) => is(covering(rule.traffic, other.addresses.of(familyOf(packet)), other, sender)));
      return found ? [{ through: found.group.title, by: ruleText(found.rule, found.group) }] : [];
    };
    const passage = (end: End, direction: Direction, other: End): Hop[] => {
      const acl = from.subnet === to.subnet ? undefined : end.subnet?.networkAcl;
      if (acl === undefined) return [];
      const decision = allowed(acl, direction).find(({ traffic }) =>
        is(covering(traffic, other.addresses.of(familyOf(packet)), undefined, sender)),
      );
      return [{ through: acl.title, by: decision ? entryText(decision.entry) : "" }];
    };
    return [
      { through: from.title, by: "" },
      ...admission(from, "egress", to),
      ...passage(from, "egress", to),
      ...passage(to, "ingress", from),
      ...admission(to, "ingress", from),
      { through: to.title, by: "" },
    ];
  }

  private inFamily(family: Family, from: End, to: End): Traffic<Peers> {
    const [source, target] = [from.addresses.of(family), to.addresses.of(family)];
    if (source.isEmpty || target.isEmpty) return Traffic.empty();
    const sender = Peers.of(source);
    const admitted = covering(this.admittedBy(from.groups, "egress"), target, to, sender).intersect(
      covering(this.admittedBy(to.groups, "ingress"), source, from, sender),
    );
    if (admitted.isEmpty || from.subnet === to.subnet) return admitted;
    const [here, there] = [from.subnet, to.subnet];
    if (!keepsLocal(here?.routeTable, target) || !keepsLocal(there?.routeTable, source))
      return Traffic.empty();
    const passing = (subnet: Subnet | undefined, direction: Direction, other: AddressSet) =>
      subnet?.networkAcl === undefined
        ? Traffic.empty<Peers>()
        : covering(united(allowed(subnet.networkAcl, direction)), other, undefined, sender);
    const answers = passing(there, "egress", source).intersect(passing(here, "ingress", target));
    return admitted
      .intersect(passing(here, "egress", target))
      .intersect(passing(there, "ingress", source))
      .intersect(answersWithin(answers));
  }

  private admittedBy(groups: readonly SecurityGroup[], direction: Direction): Traffic<Peers> {
    const key = `${direction} ${keyOf(groups)}`;
    let traffic = this.admissions.get(key);
    if (traffic === undefined) {
      traffic = unionAll(
        groups.flatMap((group) => [
          ...rulesOf(group, direction).map((rule) => rule.traffic),
          ...ownRules(group, direction),
        ]),
        Traffic.empty<Peers>(),
      );
      this.admissions.set(key, traffic);
    }
    return traffic;
  }
}

/** AWS makes a VPC's default group with rules by which its members talk to each other, and to all. */
function ownRules({ isDefault, resource, key }: SecurityGroup, direction: Direction): Traffic<Peers>[] {
  if (!isDefault || resource !== undefined) return [];
  return direction === "egress"
    ? [EVERYTHING]
    : [Traffic.of(ALL_PROTOCOLS, ALL_PORTS, Peers.of(AddressSet.empty, [key]))];
}

/** The part of traffic that holds every one of an end's addresses, or one of its groups; as coming from the sender. */
function covering(
  traffic: Traffic<Peers>,
  addresses: AddressSet,
  end: End | undefined,
  sender: Peers,
): Traffic<Peers> {
  const isCovered = (peers: Peers) =>
    end?.groups.some(({ key }) => peers.names.has(key)) || isSubset(addresses, peers.addresses);
  return traffic.mapPeers((peers) => (isCovered(peers) ? sender : Peers.none));
}

/** Whether a table leaves addresses of its own VPC to the local route. */
function keepsLocal(table: RouteTable | undefined, addresses: AddressSet): boolean {
  return (
    table !== undefined &&
    table.isComplete !== UNKNOWN &&
    table.routes.every(
      (route) =>
        route.addresses !== undefined ||
        route.isListed ||
        route.problems.length > 0 ||
        route.target.kind === "local",
    ) &&
    routedAddresses(table).every(
      (routed) => routed.route.target.kind === "local" || routed.addresses.intersect(addresses).isEmpty,
    )
  );
}

function familyOf({ source }: Packet): Family {
  return source.includes(":") ? "IPv6" : "IPv4";
}
