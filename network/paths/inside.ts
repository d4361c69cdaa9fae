import { AddressSet, type Family } from "../../algebra/addresses";
import type { Peers } from "../../algebra/peers";
import { isSubset, unionAll } from "../../algebra/set";
import { UNKNOWN } from "../../stack/value";
import type { SecurityGroup } from "../groups/security-group";
import type { RouteTable } from "../routing/route-table";
import { routedAddresses } from "../routing/route-table";
import type { Subnet } from "../routing/subnet";
import { answersWithin } from "./answers";
import { type Gate, Path, packetsFrom, passed, shut } from "./gate";
import { admission, passage } from "./gates";

/** One end of traffic inside a VPC: a placement, or whatever else has groups and a subnet. */
export interface End {
  readonly title: string;
  readonly subnet: Subnet | undefined;
  /** The groups it has for certain. */
  readonly groups: readonly SecurityGroup[];
  /** Where its own addresses in the VPC may lie: those of its subnet where it names none. */
  readonly addresses: AddressSet;
  /** Whether it sends packets on under these addresses of its clients, each of which counts, in place of its own, which may be any of them. */
  readonly sendsOn?: boolean;
}

const FAMILIES: readonly Family[] = ["IPv4", "IPv6"];

/**
 * The way of the packets that one end may send another inside their VPC and get an answer to, for certain: whatever addresses the ends get. Ways
 * through peerings and gateways are not told.
 */
export function pathInside(from: End, to: End): Path {
  const { between, into } = gatesInside(from, to);
  return new Path([
    {
      title: `an address of ${from.title}`,
      traffic: packetsFrom(from.addresses),
      hop: () => ({ through: from.title, by: "" }),
    },
    ...between,
    into,
    passed(to.title),
  ]);
}

/**
 * The gates between two ends. Groups decide by their rules alone, for the provider takes away the egress that AWS gives to a new group; between subnets
 * both network ACLs decide, too, each way, and both tables must leave the way to the VPC.
 */
export function gatesInside(from: End, to: End): { readonly between: readonly Gate[]; readonly into: Gate } {
  const [here, there] = [from.subnet, to.subnet];
  if (here?.vpc === undefined || here.vpc !== there?.vpc) {
    const apart = shut("a VPC that both ends are in");
    return { between: [apart], into: apart };
  }
  const asSource = from.sendsOn ? eachOf(from) : allOf(from, from.addresses);
  const asTarget = allOf(to, from.addresses);
  const out = admission(from.groups, "egress").seen(asTarget);
  const into = admission(to.groups, "ingress").seen(asSource);
  if (here === there) return { between: [out], into };

  const answers = passage(there.networkAcl, "egress")
    .seen(asSource)
    .traffic.intersect(passage(here.networkAcl, "ingress").seen(asTarget).traffic);
  const isLocal = (family: Family) =>
    keepsLocal(here.routeTable, to.addresses.inFamily(family)) &&
    (from.sendsOn || keepsLocal(there.routeTable, from.addresses.inFamily(family)));
  const local = unionAll(
    FAMILIES.filter(isLocal).map((family) => from.addresses.inFamily(family)),
    AddressSet.empty,
  );
  return {
    between: [
      { title: `local routes of ${here.vpc.title}`, traffic: packetsFrom(local), hop: () => undefined },
      {
        title: "network ACLs of both subnets, for the answer",
        traffic: answersWithin(answers),
        hop: () => undefined,
      },
      out,
      passage(here.networkAcl, "egress").seen(asTarget),
      passage(there.networkAcl, "ingress").seen(asSource),
    ],
    into,
  };
}

/** Who sends through what names some peers, where these are one end: all who send, by a family of which every address of that end is named. */
function allOf(end: End, senders: AddressSet): (peers: Peers) => AddressSet {
  const isNamed = naming(end);
  return (peers) =>
    unionAll(
      FAMILIES.filter((family) => {
        const own = end.addresses.inFamily(family);
        return !own.isEmpty && (isNamed(peers) || isSubset(own, peers.addresses));
      }).map((family) => senders.inFamily(family)),
      AddressSet.empty,
    );
}

/** The same where every sender counts by itself. Naming the group of who sends packets on admits all of them. */
function eachOf(end: End): (peers: Peers) => AddressSet {
  const isNamed = naming(end);
  return (peers) => (isNamed(peers) ? end.addresses : end.addresses.intersect(peers.addresses));
}

function naming({ groups }: End): (peers: Peers) => boolean {
  return ({ names }) => groups.some(({ key }) => names.has(key));
}

/** Whether a table leaves addresses of its own VPC to the local route. */
export function keepsLocal(table: RouteTable | undefined, addresses: AddressSet): boolean {
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
