import { AddressSet } from "../../algebra/addresses";
import type { Peers } from "../../algebra/peers";
import type { Traffic } from "../../algebra/traffic";
import { push } from "../../stack/multimap";
import { rememberedOf } from "../../stack/remembered";
import type { Resource } from "../../stack/resource";
import type { Guest } from "../attachments/guest";
import { type Direction, mayDeny } from "../filters/entry";
import { rulesToward, type SecurityGroup } from "../groups/security-group";
import type { Placement } from "../machines/placement";
import type { Network } from "../network";
import { admission } from "../paths/gates";
import type { End } from "../paths/inside";
import type { Subnet } from "../routing/subnet";
import type { Vpc } from "../routing/vpc";
import type { Database } from "../services/database";
import type { LoadBalancer } from "../services/load-balancer";
import { type Heard, heardByBalancer, heardByDatabase, heardByGuest } from "./heard";

/** Interfaces in one subnet on the same groups, and the things that have them. */
export interface Site {
  readonly end: End & { readonly subnet: Subnet };
  readonly vpc: Vpc;
  readonly things: Set<Resource>;
  /** What their groups let in and out; one object where several sites let through the same. */
  readonly ingress: Traffic<Peers>;
  readonly egress: Traffic<Peers>;
  /** The groups that their rules name, by key. */
  readonly named: Named;
  /** The same for all that send alike, or get alike, as long as nobody names their groups. */
  readonly sender: object;
  readonly receiver: object;
  /** The same for all that get alike from whomever they name by the same groups. */
  readonly naming: object;
}

export type Named = Readonly<Record<Direction, ReadonlySet<string>>>;

/** An interface of a thing, as far as it is known where that is. */
export interface ThingEnd {
  readonly resource: Resource;
  readonly end: End;
  /** Of a machine or task. */
  readonly placement?: Placement | undefined;
  /** All that it may take of what gets there; everything where this is left out. */
  readonly heard?: Traffic<Peers> | undefined;
}

/** The interfaces of the things of a network, each in every subnet where it may be; one in none where that is not known. */
export const endsOf = rememberedOf(
  ({ placements, databases, loadBalancers, guests }: Network): readonly ThingEnd[] => [
    ...placements.map((placement) => {
      const { instance, title, subnet, groups, mayHaveMoreGroups, addresses } = placement;
      const end: End = { title, subnet, groups, mayHaveMoreGroups, addresses };
      return { resource: instance.resource, end, placement };
    }),
    ...databases.flatMap((database) => inEachSubnet(database, heardByDatabase(database))),
    ...loadBalancers
      .filter(({ standing, subnets }) => standing === undefined || subnets.length > 0)
      .flatMap((balancer) => inEachSubnet(balancer, heardByBalancer(balancer))),
    ...guests.flatMap((guest) => inEachSubnet(guest, heardByGuest(guest))),
  ],
);

function inEachSubnet(thing: Database | LoadBalancer | Guest, heard: Heard | undefined): ThingEnd[] {
  const { resource, title, groups, subnets } = thing;
  const mayHaveMoreGroups = "mayHaveMoreGroups" in thing ? thing.mayHaveMoreGroups : false;
  return (subnets.length > 0 ? subnets : [undefined]).map((subnet) => {
    const addresses = subnet?.addresses ?? AddressSet.empty;
    const end: End = { title, groups, mayHaveMoreGroups, subnet, addresses, heard: heard?.certain };
    return { resource, end, heard: heard?.possible };
  });
}

/** Where the things of a network are, as far as their VPC is known. */
export function sitesOf(network: Network): Site[] {
  const sites = new Map<string, Site>();
  const admitted = admissions();
  const one = distinct<object>();
  for (const { resource, end } of endsOf(network)) {
    const { subnet, groups, addresses } = end;
    if (subnet?.vpc === undefined) continue;
    const mayBeDenied = end.mayHaveMoreGroups === true && groups.some(({ order }) => order.hasDenials);
    const place = [subnet.key, ...addresses.blocks(), mayBeDenied].join(" ");
    const heard = end.heard === undefined ? "" : textOf(end.heard);
    const key = [place, heard, ...keysOf(groups)].join("\n");
    const known = sites.get(key);
    if (known !== undefined) known.things.add(resource);
    else {
      const admits = admitted(groups);
      const ingress = end.heard === undefined ? admits.ingress : both(admits.ingress)(end.heard);
      const sender = one(`${place} sends ${textOf(admits.egress)}`, () => ({}));
      const receiver = one(`${place} gets ${addressText(ingress)}`, () => ({}));
      const naming = one(`${place} gets all of ${textOf(ingress)}`, () => ({}));
      const things = new Set([resource]);
      sites.set(key, {
        end: { ...end, subnet },
        vpc: subnet.vpc,
        things,
        ...admits,
        ingress,
        sender,
        receiver,
        naming,
      });
    }
  }
  return [...sites.values()];
}

function keysOf(groups: readonly SecurityGroup[]): string[] {
  return groups.map(({ key }) => key).sort();
}

type Admitting = Pick<Site, "ingress" | "egress" | "named">;

/** What groups let through together, worked out once for each set of them. */
function admissions(): (groups: readonly SecurityGroup[]) => Admitting {
  const one = distinct<Traffic<Peers>>();
  const interned = (traffic: Traffic<Peers>) => one(textOf(traffic), () => traffic);
  const known = distinct<Admitting>();
  return (groups) =>
    known(keysOf(groups).join("\n"), () => {
      const of = (direction: Direction) => interned(admission(groups, direction).traffic);
      const [ingress, egress] = [of("ingress"), of("egress")];
      const named = {
        ingress: groupsNamedBy(groups, "ingress", ingress),
        egress: groupsNamedBy(groups, "egress", egress),
      };
      return { ingress, egress, named };
    });
}

/** What two sets have in common, worked out once for each two. */
export const both = rememberedOf((one: Traffic<Peers>) =>
  rememberedOf((other: Traffic<Peers>) => one.intersect(other)),
);

/** The first value that is made for each key. */
export function distinct<Value>(): (key: string, make: () => Value) => Value {
  const known = new Map<string, Value>();
  return (key, make) => {
    const value = known.get(key) ?? make();
    known.set(key, value);
    return value;
  };
}

/** One text for equal traffic. */
export const textOf = rememberedOf((traffic: Traffic<Peers>) =>
  textWith(traffic, ({ names }) => [...(names.isAllBut ? ["*"] : []), ...names].sort()),
);
const addressText = rememberedOf((traffic: Traffic<Peers>) => textWith(traffic, () => []));

function textWith(traffic: Traffic<Peers>, namesOf: (peers: Peers) => readonly string[]): string {
  return [...traffic.boxes()]
    .map(({ protocols, ports, peers }) => [
      ...[protocols.start, protocols.end, ports.start, ports.end],
      ...[...peers.addresses.blocks(), ...namesOf(peers)],
    ])
    .map((parts) => parts.join(" "))
    .join("\n");
}

/** The sites on each group, by its key. */
export function sitesByGroup(sites: readonly Site[]): ReadonlyMap<string, readonly Site[]> {
  const byGroup = new Map<string, Site[]>();
  for (const site of sites) for (const { key } of site.end.groups) push(byGroup, key, site);
  return byGroup;
}

/** The names of all groups that traffic comes from or goes to. */
const groupsNamedIn = rememberedOf(
  (traffic: Traffic<Peers>): ReadonlySet<string> =>
    new Set([...traffic.boxes()].flatMap(({ peers }) => [...peers.names])),
);

/** The names of all groups that rules name in what they admit or deny. */
export function groupsNamedBy(
  groups: readonly SecurityGroup[],
  direction: Direction,
  ...admits: readonly Traffic<Peers>[]
): ReadonlySet<string> {
  const denying = groups.flatMap((group) => rulesToward(group, direction).filter(mayDeny));
  const named = [...admits, ...denying.map(({ possible }) => possible)].flatMap((one) => [
    ...groupsNamedIn(one),
  ]);
  return new Set(named);
}

/** Whether it matters to either of two sites which groups the other has. */
export function namesOther(
  from: { readonly end: End; readonly egress: Traffic<Peers>; readonly named?: Named },
  to: { readonly end: End; readonly ingress: Traffic<Peers>; readonly named?: Named },
): boolean {
  const taken = to.named?.ingress ?? groupsNamedIn(to.ingress);
  const sent = from.named?.egress ?? groupsNamedIn(from.egress);
  return from.end.groups.some(({ key }) => taken.has(key)) || to.end.groups.some(({ key }) => sent.has(key));
}
