import { AddressSet, type Family } from "../../algebra/addresses";
import type { Peers } from "../../algebra/peers";
import { isSubset, unionAll } from "../../algebra/set";
import type { Traffic } from "../../algebra/traffic";
import type { SecurityGroup } from "../groups/security-group";
import { keepsLocal } from "../routing/route-table";
import type { Subnet } from "../routing/subnet";
import { answersWithin } from "./answers";
import { type Gate, Path, packetsFrom, passed, shut } from "./gate";
import { admissionOf, passage, type View } from "./gates";

/** One end of traffic inside a VPC: a placement, or whatever else has groups and a subnet. */
export interface End {
  readonly title: string;
  readonly subnet: Subnet | undefined;
  /** The groups it has for certain. */
  readonly groups: readonly SecurityGroup[];
  /** Where its own addresses in the VPC may lie: those of its subnet where it names none. */
  readonly addresses: AddressSet;
  /** Whether it may be on further groups, which are not known. */
  readonly mayHaveMoreGroups?: boolean | undefined;
  /**
   * Set where it sends packets on under these addresses of its clients, each of which counts, in place of its own, which may be any of them:
   * whether naming its groups lets in all of them.
   */
  readonly sendsOn?: { readonly byGroup: boolean };
  /** What it takes of all that gets there; everything where that is left out. */
  readonly heard?: Traffic<Peers> | undefined;
  /** Set where it stands in a network of its cloud's own, from which packets get into every VPC: what lets them in beside the groups of who gets them. */
  readonly letInBy?: SecurityGroup | undefined;
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
    ...(to.heard === undefined ? [] : [portsOf(to.title, to.heard)]),
    passed(to.title),
  ]);
}

/** What something takes of all that gets to it, such as what is for the port of a database. */
function portsOf(title: string, heard: Traffic<Peers>): Gate {
  return { title: `the port of ${title}`, traffic: heard, hop: () => undefined };
}

/**
 * The gates between two ends. Groups decide by their rules alone, for the provider takes away the egress that AWS gives to a new group; between subnets
 * both network ACLs decide, too, each way, and both tables must leave the way to the VPC.
 */
export function gatesInside(from: End, to: End): { readonly between: readonly Gate[]; readonly into: Gate } {
  const [here, there] = [from.subnet, to.subnet];
  const { letInBy } = from;
  const isApart = letInBy === undefined && (here?.vpc === undefined || here.vpc !== there?.vpc);
  if (isApart || here === undefined || there === undefined) {
    const apart = shut("a VPC that both ends are in");
    return { between: [apart], into: apart };
  }
  const asSource = from.sendsOn ? eachOf(from, from.sendsOn.byGroup) : allOf(from, from.addresses);
  const asTarget = allOf(to, from.addresses);
  const out = admissionOf(asTarget, from.groups, "egress", !from.mayHaveMoreGroups);
  const takers = letInBy === undefined ? to.groups : [...to.groups, letInBy];
  const into = admissionOf(asSource, takers, "ingress", !to.mayHaveMoreGroups);
  if (here === there && here.isAnyOf !== true) return { between: [out], into };

  const answers = passage(there.networkAcl, "egress")
    .seen(asSource.all)
    .traffic.intersect(passage(here.networkAcl, "ingress").seen(asTarget.all).traffic);
  return {
    between: [
      localRoutes(from, here, to, there),
      {
        title: "network ACLs of both subnets, for the answer",
        traffic: answersWithin(answers),
        hop: () => undefined,
      },
      out,
      passage(here.networkAcl, "egress").seen(asTarget.all),
      passage(there.networkAcl, "ingress").seen(asSource.all),
    ],
    into,
  };
}

/** What the tables of two subnets leave to the way between them, where no network of the cloud's own is that. */
function localRoutes(from: End, here: Subnet, to: End, there: Subnet): Gate {
  const isLocal = (family: Family) =>
    from.letInBy !== undefined ||
    (keepsLocal(here.routeTable, to.addresses.inFamily(family)) &&
      (from.sendsOn !== undefined || keepsLocal(there.routeTable, from.addresses.inFamily(family))));
  const local = unionAll(
    FAMILIES.filter(isLocal).map((family) => from.addresses.inFamily(family)),
    AddressSet.empty,
  );
  return {
    title: `local routes of ${there.vpc?.title ?? "the VPC"}`,
    traffic: packetsFrom(local),
    hop: () => undefined,
  };
}

/** One end among some peers: by a family of which every address of it is named, or any. */
function allOf(end: End, senders: AddressSet): View {
  const isNamed = naming(end);
  const by = (isAmong: (own: AddressSet, named: AddressSet) => boolean) => (peers: Peers) =>
    unionAll(
      FAMILIES.filter((family) => {
        const own = end.addresses.inFamily(family);
        return !own.isEmpty && (isNamed(peers) || isAmong(own, peers.addresses));
      }).map((family) => senders.inFamily(family)),
      AddressSet.empty,
    );
  return { all: by(isSubset), any: by((own, named) => !own.intersect(named).isEmpty) };
}

/** The same where every sender counts by itself. Naming the group of who sends packets on may let in all of them. */
function eachOf(end: End, byGroup: boolean): View {
  const isNamed = byGroup ? naming(end) : () => false;
  const each = (peers: Peers) => (isNamed(peers) ? end.addresses : end.addresses.intersect(peers.addresses));
  return { all: each, any: each };
}

function naming({ groups }: End): (peers: Peers) => boolean {
  return ({ names }) => groups.some(({ key }) => names.has(key));
}
