import type { Family } from "../../algebra/addresses";
import { Unit } from "../../algebra/interval-set";
import type { Peers } from "../../algebra/peers";
import type { ServiceSet } from "../../algebra/services";
import { isSubset } from "../../algebra/set";
import { Traffic, united } from "../../algebra/traffic";
import { rememberedOf } from "../../stack/remembered";
import type { Resource } from "../../stack/resource";
import { UNKNOWN } from "../../stack/value";
import type { Direction } from "../filters/entry";
import { ANY_TRAFFIC } from "../filters/filter";
import type { Network } from "../network";
import { admission } from "../paths/gates";
import { type End, pathInside } from "../paths/inside";
import { allowed, type NetworkAcl, possiblyAllowed } from "../routing/network-acl";
import type { Subnet } from "../routing/subnet";
import { isOpenEnded, mayBeAdopted, openEnded, possiblyAdmitted } from "./possible-groups";
import {
  both,
  distinct,
  endsOf,
  groupsNamedBy,
  type Named,
  namesOther,
  type ThingEnd,
  textOf,
} from "./sites";

/** Told apart by what it is. */
export type Kind = object;

/** Interfaces that lie alike, as far as it is known, on groups of which not all may be known, and the things that have them. */
export interface PossibleSite {
  readonly end: End;
  readonly things: Set<Resource>;
  /** What makes the interfaces, where that is not the thing. */
  readonly interfaces: Set<Resource>;
  readonly mayHaveMoreGroups: boolean;
  /** What their groups let in and out once all is known, what they do for certain included. */
  readonly ingress: Traffic<Peers>;
  readonly egress: Traffic<Peers>;
  /** The groups that their rules name, by key. */
  readonly named: Named;
  /** Whether they may take, or send, what they do not for certain. */
  readonly mayTakeMore: boolean;
  readonly maySendMore: boolean;
  /** The same for all that send alike, and for all that take alike, as long as nobody names their groups. */
  readonly sendsAs: Kind;
  readonly takesAs: Kind;
}

const FAMILIES: readonly Family[] = ["IPv4", "IPv6"];
const NO_SERVICE: ServiceSet = Traffic.empty<Unit>();

/** Where the things of a network are or may be, and what they may do there. */
export const possibleSitesOf = rememberedOf((network: Network): readonly PossibleSite[] => {
  const mayHaveMoreGroups = openEnded(network);
  const admitted = admissions();
  const kinds = distinct<Kind>();
  const sites = new Map<string, PossibleSite>();
  for (const { resource, end, placement, heard = ANY_TRAFFIC } of endsOf(network)) {
    const isOpen = mayBeOnMore(network, { resource, end, placement }, mayHaveMoreGroups);
    const place = [end.subnet?.key ?? "", ...end.addresses.blocks(), isOpen, textOf(heard)].join(" ");
    const key = [place, ...end.groups.map((group) => group.key).sort()].join("\n");
    const known = sites.get(key);
    if (known !== undefined) {
      known.things.add(resource);
      known.interfaces.add(placement?.resource ?? resource);
    } else {
      const [taken, sent] = (["ingress", "egress"] as const).map((direction) =>
        admitted(end, direction, isOpen),
      ) as [Admitted, Admitted];
      const isSettled = isPlaceKnown(end.subnet);
      const nature = `${place} ${end.groups.length > 0}`;
      sites.set(key, {
        end,
        things: new Set([resource]),
        interfaces: new Set([placement?.resource ?? resource]),
        mayHaveMoreGroups: isOpen,
        ingress: heard === ANY_TRAFFIC ? taken.possible : both(taken.possible)(heard),
        egress: sent.possible,
        named: { ingress: taken.named, egress: sent.named },
        mayTakeMore: !isSettled || taken.isOpen,
        maySendMore: !isSettled || sent.isOpen,
        sendsAs: kinds([nature, sent.text].join("\n\n"), () => ({})),
        takesAs: kinds([nature, taken.text].join("\n\n"), () => ({})),
      });
    }
  }
  return [...sites.values()];
});

function mayBeOnMore(
  network: Network,
  { resource, end, placement }: Pick<ThingEnd, "resource" | "end" | "placement">,
  mayHaveMoreGroups: (resource: Resource) => boolean,
): boolean {
  if (end.mayHaveMoreGroups) return true;
  if (placement !== undefined) return isOpenEnded(network, placement, mayHaveMoreGroups);
  return mayHaveMoreGroups(resource) || mayBeAdopted(network, end);
}

interface Admitted {
  readonly possible: Traffic<Peers>;
  readonly named: ReadonlySet<string>;
  readonly isOpen: boolean;
  readonly text: string;
}

/** What the groups of an end let through, worked out once for each set of them. */
function admissions(): (end: End, direction: Direction, mayHaveMore: boolean) => Admitted {
  const known = distinct<Admitted>();
  const one = distinct<Traffic<Peers>>();
  return ({ groups }, direction, mayHaveMore) => {
    const keys = groups.map(({ key }) => key).sort();
    return known([direction, mayHaveMore, ...keys].join("\n"), () => {
      const certain = admission(groups, direction).traffic;
      const all = mayHaveMore ? ANY_TRAFFIC : possiblyAdmitted(groups, direction).union(certain);
      const possible = one(textOf(all), () => all);
      const isOpen = textOf(possible) !== textOf(certain);
      // What is possible may be everybody, of whom none is named.
      const named = groupsNamedBy(groups, direction, certain, possible);
      return { possible, named, isOpen, text: `${textOf(possible)} ${isOpen ? textOf(certain) : ""}` };
    });
  };
}

/** Whether all is known that a subnet does to packets inside its VPC. */
function isPlaceKnown(subnet: Subnet | undefined): boolean {
  if (subnet?.vpc === undefined || subnet.addresses.inFamily("IPv4").isEmpty) return false;
  if (subnet.isAnyOf === true) return false;
  const { addresses, givesIpv6, networkAcl, routeTable } = subnet;
  if (givesIpv6 === UNKNOWN || (givesIpv6 && addresses.inFamily("IPv6").isEmpty)) return false;
  const isTableKnown =
    routeTable !== undefined &&
    routeTable.isComplete !== UNKNOWN &&
    routeTable.routes.every(
      (route) => route.addresses !== undefined || route.isListed || route.problems.length > 0,
    );
  return isTableKnown && networkAcl !== undefined && isSettled(networkAcl);
}

const isSettled = rememberedOf((acl: NetworkAcl) =>
  (["ingress", "egress"] as const).every((direction) =>
    possiblyAllowed(acl, direction).equals(united(allowed(acl, direction))),
  ),
);

/** What one site may send another once all is known, and does not for certain. */
export function besides(from: PossibleSite, to: PossibleSite): ServiceSet {
  return namesOther(from, to) ? between(from, to) : byKinds(from.sendsAs)(to.takesAs).between(from, to);
}

const byKinds = rememberedOf((_: Kind) =>
  rememberedOf((_: Kind) => {
    let known: ServiceSet | undefined;
    return {
      between(from: PossibleSite, to: PossibleSite): ServiceSet {
        known ??= between(from, to);
        return known;
      },
    };
  }),
);

function between(from: PossibleSite, to: PossibleSite): ServiceSet {
  const possible = possibly(from, to);
  if (possible.isEmpty) return possible;
  const certain = pathInside(from.end, to.end).traffic.mapPeers(
    presence(({ addresses }) => !addresses.isEmpty),
  );
  return possible.subtract(certain);
}

/** All that one site may send another once all is known. */
export function possibly(from: PossibleSite, to: PossibleSite): ServiceSet {
  const [here, there] = [from.end.subnet, to.end.subnet];
  if (here?.vpc !== undefined && there?.vpc !== undefined && here.vpc !== there.vpc) return NO_SERVICE;
  const held = to.ingress
    .mapPeers(presence((peers) => mayBeAmong(from, peers)))
    .intersect(from.egress.mapPeers(presence((peers) => mayBeAmong(to, peers))));
  if (held.isEmpty || mayBeSame(here, there)) return held;
  return [
    { acl: here?.networkAcl, direction: "egress", other: to } as const,
    { acl: there?.networkAcl, direction: "ingress", other: from } as const,
  ].reduce(
    (rest, { acl, direction, other }) =>
      acl === undefined
        ? rest
        : rest.intersect(
            possiblyAllowed(acl, direction).mapPeers(presence((peers) => isAddressedBy(other, peers))),
          ),
    held,
  );
}

function mayBeSame(here: Subnet | undefined, there: Subnet | undefined): boolean {
  return here === there || [here, there].some((one) => one === undefined || one.isAnyOf === true);
}

function presence(isMeant: (peers: Peers) => boolean): (peers: Peers) => Unit {
  return (peers) => (isMeant(peers) ? Unit.present : Unit.absent);
}

/** Whether a site may be among peers, by its groups or its addresses. */
function mayBeAmong(site: PossibleSite, peers: Peers): boolean {
  return isNamedBy(site, peers) || isAddressedBy(site, peers);
}

function isNamedBy({ end, mayHaveMoreGroups }: PossibleSite, { names }: Peers): boolean {
  if (mayHaveMoreGroups || end.groups.length === 0) return !names.isEmpty;
  return end.groups.some(({ key }) => names.has(key));
}

/** Whether every address of a site may be among those of peers, in one family; of a site in one of several subnets, every one in that. */
function isAddressedBy({ end: { addresses, subnet } }: PossibleSite, peers: Peers): boolean {
  return FAMILIES.some((family) => {
    const [own, theirs] = [addresses.inFamily(family), peers.addresses.inFamily(family)];
    if (theirs.isEmpty) return false;
    if (own.isEmpty) return mayHave(family, subnet);
    return subnet?.isAnyOf === true ? !own.intersect(theirs).isEmpty : isSubset(own, theirs);
  });
}

/** Whether something may have addresses of a family in a subnet of which it is not known to have any. */
function mayHave(family: Family, subnet: Subnet | undefined): boolean {
  if (subnet?.vpc === undefined || subnet.addresses.isEmpty) return true;
  const known = family === "IPv6" ? subnet.givesIpv6 === false : !subnet.addresses.inFamily(family).isEmpty;
  return !known;
}
