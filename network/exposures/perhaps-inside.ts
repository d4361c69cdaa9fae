import { AddressSet } from "../../algebra/addresses";
import { Unit } from "../../algebra/interval-set";
import { Names } from "../../algebra/names";
import { Peers } from "../../algebra/peers";
import type { ServiceSet } from "../../algebra/services";
import { unionAll } from "../../algebra/set";
import { Traffic } from "../../algebra/traffic";
import { groupBy, push } from "../../stack/multimap";
import type { Resource } from "../../stack/resource";
import type { SecurityGroup } from "../groups/security-group";
import type { Network } from "../network";
import { Path } from "../paths/gate";
import { isAnonymous } from "./inside";
import type { Names as ThingNames } from "./names";
import { besides, type PossibleSite, possibleSitesOf } from "./possible-sites";
import { INSIDE } from "./senders";
import { distinct } from "./sites";
import type { Way } from "./way";

/**
 * What things may get from others in their VPC once all is known, beside what they get for certain. Senders are told by the group that a rule names them
 * by; where it is open who sends, as whatever lies in the VPC.
 */
export function* perhapsInside(network: Network, names: ThingNames): Iterable<Way> {
  const sites = possibleSitesOf(network);
  const own = sites.filter(({ things }) => [...things].some(({ isContext }) => !isContext));
  const [all, ours] = [new Senders(sites), new Senders(own)];
  const byThing = new Map<Resource, PossibleSite[]>();
  for (const site of sites) for (const thing of site.things) push(byThing, thing, site);
  for (const [thing, places] of byThing) {
    const senders = thing.isContext ? ours : all;
    const sent = new Map<string, ServiceSet[]>();
    for (const place of places)
      for (const [from, some] of senders.sendingTo(place, thing, names)) push(sent, from, some);
    for (const [from, some] of sent) yield wayFrom(from, names.nameOf(thing), unionAll(some, NO_SERVICE));
  }
}

const NO_SERVICE: ServiceSet = Traffic.empty<Unit>();

function wayFrom(from: string, to: string, services: ServiceSet): Way {
  const peers = Peers.of(AddressSet.empty, from === INSIDE ? Names.all : [from]);
  return { from, to, traffic: services.mapPeers(() => peers), isCertain: false, path: () => new Path([]) };
}

/** Those who may send. */
class Senders {
  private readonly every: Alike;
  /** Those of whom that is not wholly known. */
  private readonly open: Alike;

  constructor(sites: readonly PossibleSite[]) {
    const senders = sites.filter(({ egress }) => !egress.isEmpty);
    this.every = new Alike(senders);
    this.open = new Alike(senders.filter(({ maySendMore }) => maySendMore));
  }

  /** What a thing may get at one place, by who may send it. */
  *sendingTo(to: PossibleSite, thing: Resource, names: ThingNames): Iterable<[string, ServiceSet]> {
    const isOther = ({ things }: PossibleSite) => things.size > (things.has(thing) ? 1 : 0);
    const senders = to.mayTakeMore ? this.every : this.open;
    const { named, among } = senders.namedBy(to);
    // Whom nobody names is told by no name: once all that is taken is sent, no other adds to it.
    let rest: ServiceSet = to.ingress.mapPeers((peers) => (peers.isEmpty ? Unit.absent : Unit.present));
    for (const sites of senders.kinds) {
      if (rest.isEmpty) break;
      for (const [from, some] of sentBy(
        sites.find((site) => !named.has(site) && isOther(site)),
        to,
        names,
      )) {
        yield [from, some];
        if (from === INSIDE) rest = rest.subtract(some);
      }
    }
    for (const sites of among) yield* sentBy(sites.find(isOther), to, names);
  }
}

function* sentBy(
  from: PossibleSite | undefined,
  to: PossibleSite,
  names: ThingNames,
): Iterable<[string, ServiceSet]> {
  const services = from === undefined ? NO_SERVICE : besides(from, to);
  if (from !== undefined && !services.isEmpty) yield* byWhom(from, to, services, names);
}

/** Those whose groups something names, and the same by what they send and by which groups are named. */
interface NamedSites {
  readonly named: ReadonlySet<PossibleSite>;
  readonly among: readonly (readonly PossibleSite[])[];
}

/** Sites by kinds, of which each sends alike as long as nobody names their groups. */
class Alike {
  readonly kinds: readonly (readonly PossibleSite[])[];
  private readonly byGroup = new Map<string, PossibleSite[]>();
  private readonly known = distinct<NamedSites>();

  constructor(sites: readonly PossibleSite[]) {
    this.kinds = [...groupBy(sites, ({ sendsAs }) => sendsAs).values()];
    for (const site of sites) for (const { key } of site.end.groups) push(this.byGroup, key, site);
  }

  namedBy({ named: { ingress } }: PossibleSite): NamedSites {
    const keys = new Set([...ingress].filter((key) => this.byGroup.has(key)).sort());
    return this.known([...keys].join("\n"), () => {
      const named = new Set([...keys].flatMap((key) => this.byGroup.get(key) ?? []));
      const namedOf = ({ end: { groups } }: PossibleSite) =>
        groups
          .map(({ key }) => key)
          .filter((key) => keys.has(key))
          .sort()
          .join("\n");
      const byKind = groupBy(named, ({ sendsAs }) => sendsAs).values();
      return { named, among: [...byKind].flatMap((sites) => [...groupBy(sites, namedOf).values()]) };
    });
  }
}

/** Services that a site may send to another, by the groups of the sender that its rules name, the rest by nobody's name. */
function* byWhom(
  from: PossibleSite,
  to: PossibleSite,
  services: ServiceSet,
  names: ThingNames,
): Iterable<[string, ServiceSet]> {
  let rest = services;
  for (const group of from.mayHaveMoreGroups ? [] : from.end.groups) {
    const named = namedBy(group, to, services);
    if (named.isEmpty || isAnonymous(group)) continue;
    yield [group.resource === undefined ? group.title : names.nameOf(group.resource), named];
    rest = rest.subtract(named);
  }
  if (!rest.isEmpty) yield [INSIDE, rest];
}

function namedBy({ key }: SecurityGroup, { ingress }: PossibleSite, services: ServiceSet): ServiceSet {
  return ingress
    .mapPeers(({ names }) => (names.has(key) && !names.isAllBut ? Unit.present : Unit.absent))
    .intersect(services);
}
