import { AddressSet, type Family } from "../../algebra/addresses";
import { Unit } from "../../algebra/interval-set";
import { Peers } from "../../algebra/peers";
import type { ServiceSet } from "../../algebra/services";
import { isSubset, unionAll } from "../../algebra/set";
import { Traffic } from "../../algebra/traffic";
import { groupBy, push } from "../../stack/multimap";
import { rememberedOf } from "../../stack/remembered";
import type { Resource } from "../../stack/resource";
import type { SecurityGroup } from "../groups/security-group";
import type { Network } from "../network";
import type { Path } from "../paths/gate";
import { pathInside } from "../paths/inside";
import type { Subnet } from "../routing/subnet";
import type { Vpc } from "../routing/vpc";
import { type Class, Facing } from "./facing";
import type { Names } from "./names";
import { distinct, namesOther, type Site, sitesByGroup, sitesOf } from "./sites";
import type { Way } from "./way";

/**
 * The ways between the machines, databases and balancers of each VPC. Senders are told together where that says the same: a VPC or subnet that is
 * admitted by its addresses, a group that rules name. What is said of these holds for all in them that send anything at all.
 */
export function* waysInside(network: Network, names: Names): Iterable<Way> {
  for (const [vpc, sites] of groupBy(sitesOf(network), (site) => site.vpc)) {
    const inside = new Inside(vpc, sites, names);
    const insideOwn = lazyInside(vpc, sites, names);
    const byThing = new Map<Resource, Site[]>();
    for (const site of sites) for (const thing of site.things) push(byThing, thing, site);
    for (const [thing, own] of byThing) yield* (thing.isContext ? insideOwn() : inside).waysTo(thing, own);
  }
}

/** The same with this stack's own senders alone: what other stacks send each other is theirs. */
function lazyInside(vpc: Vpc, sites: readonly Site[], names: Names): () => Inside {
  let inside: Inside | undefined;
  return () => {
    inside ??= new Inside(
      vpc,
      sites.flatMap((site) => {
        const things = new Set([...site.things].filter(({ isContext }) => !isContext));
        return things.size === 0 ? [] : { ...site, things };
      }),
      names,
    );
    return inside;
  };
}

/** What some sites of one subnet each send to a thing. */
interface Sending {
  readonly sites: readonly Site[];
  readonly subnet: Subnet;
  readonly services: ServiceSet;
}

/** Who several senders are together, and what all of them send. */
interface Cover {
  readonly name: string;
  readonly services: ServiceSet;
  readonly example: Site;
}

class Inside {
  private readonly classes: readonly Class[];
  private readonly bySubnet: ReadonlyMap<Subnet, readonly Class[]>;
  private readonly byGroup: ReadonlyMap<string, readonly Site[]>;
  private readonly groups: ReadonlyMap<string, SecurityGroup>;
  /** The sites on groups that something names, by the groups. */
  private readonly apartFrom = distinct<{ readonly all: ReadonlySet<Site>; readonly alike: Site[][] }>();
  private readonly facing: Facing;

  constructor(
    private readonly vpc: Vpc,
    sites: readonly Site[],
    private readonly names: Names,
  ) {
    const senders = sites.filter(({ egress }) => !egress.isEmpty);
    this.classes = [...groupBy(senders, ({ sender }) => sender).values()] as [Site, ...Site[]][];
    this.bySubnet = groupBy(this.classes, ([{ end }]) => end.subnet);
    this.byGroup = sitesByGroup(senders);
    this.groups = new Map(
      senders.flatMap(({ end }) => end.groups.map((group) => [group.key, group] as const)),
    );
    this.facing = new Facing(this.classes);
  }

  *waysTo(thing: Resource, own: readonly Site[]): Iterable<Way> {
    const to = this.names.nameOf(thing);
    const sendings = this.sendingsTo(thing, own);
    if (sendings.every(({ services }) => services.isEmpty)) return;
    const coverOf = this.coverer(thing, sendings, own);
    const whole = coverOf(this.vpc, this.classes, sendings);
    const bySubnet = groupBy(sendings, ({ subnet }) => subnet);
    const subnets = new Map(
      [...bySubnet]
        .filter(([{ isAnyOf }]) => isAnyOf !== true)
        .map(([subnet, some]) => [subnet, coverOf(subnet, this.bySubnet.get(subnet) ?? [], some)]),
    );
    const groups = this.groupCovers(sendings, own);
    const all = servicesOf(whole);
    const covers = [...subnets.values(), ...groups.values()].flatMap((cover) => cover ?? []);
    const partial = covers.map((cover) => ({ ...cover, services: cover.services.subtract(all) }));
    const single = sendings.flatMap((sending) =>
      this.leftOf(thing, sending, all.union(servicesOf(subnets.get(sending.subnet))), groups),
    );
    for (const { name, services, example } of [...(whole ? [whole] : []), ...partial, ...single]) {
      if (services.isEmpty) continue;
      yield {
        from: name,
        to,
        traffic: services.mapPeers(() => Peers.of(AddressSet.empty, [name])),
        isCertain: true,
        path: () => pathBetween({ ...example.end, title: name }, example, own, services, to),
      };
    }
  }

  /** What is left of what some sites send to a thing when others have been told, by who sends it. */
  private leftOf(
    thing: Resource,
    { sites, services }: Sending,
    told: ServiceSet,
    groups: ReadonlyMap<string, Cover>,
  ): Cover[] {
    const rest = services.subtract(told);
    if (rest.isEmpty) return [];
    const [first] = sites;
    // What is told of groups is told of all these alike: they have the same of those that are named.
    const left = (first?.end.groups ?? []).reduce(
      (some, { key }) => some.subtract(servicesOf(groups.get(key))),
      rest,
    );
    if (left.isEmpty) return [];
    return sites.flatMap((site) =>
      [...site.things].flatMap((sender) =>
        sender === thing ? [] : { name: this.names.nameOf(sender), services: left, example: site },
      ),
    );
  }

  /** What the sites that may send something to a thing do send; those that are alike to it together. */
  private sendingsTo(thing: Resource, own: readonly Site[]): Sending[] {
    const named = new Set(own.flatMap(({ named: its }) => [...its.ingress]));
    const apart = this.apartFrom([...named].sort().join("\n"), () => {
      const all = new Set([...named].flatMap((key) => this.byGroup.get(key) ?? []));
      return { all, alike: alike([...all], named) };
    });
    const classes = this.facing.classesTo(own);
    const isOther = ({ things }: Site) => things.size > (things.has(thing) ? 1 : 0);
    return [...[...classes].map((sites) => sites.filter((site) => !apart.all.has(site))), ...apart.alike]
      .map((sites) => sites.filter(isOther))
      .flatMap((sites) => {
        const [first] = sites;
        if (first === undefined) return [];
        return { sites, subnet: first.end.subnet, services: servicesTo(first, own) };
      });
  }

  /** What all senders of a VPC or subnet, apart from a thing itself, send to it where it admits them by their addresses. */
  private coverer(thing: Resource, sendings: readonly Sending[], own: readonly Site[]) {
    // Of sites that send alike some may be told and others not: those whose groups the receiver names.
    const told = new Map<object, number>();
    const count = ({ sender }: Site) => told.set(sender, (told.get(sender) ?? 0) + 1);
    for (const { sites } of sendings) for (const site of sites) count(site);
    // Nobody sends to himself.
    for (const site of thing.isContext ? [] : own) if (site.things.size === 1) count(site);
    const isTold = (one: Class) => (told.get(one[0].sender) ?? 0) >= one.length;
    return (place: Vpc | Subnet, classes: readonly Class[], some: readonly Sending[]): Cover | undefined => {
      const [first] = some;
      const mayBeAll = told.size + own.length >= classes.length;
      if (first === undefined || !mayBeAll) return undefined;
      if (!classes.every(isTold)) return undefined;
      const services = some.reduce(
        (common, sending) => common.intersect(sending.services),
        admittedByAddress(own, place),
      );
      if (services.isEmpty) return undefined;
      const name = place.resource === undefined ? place.title : this.names.nameOf(place.resource);
      return { name, services, example: first.sites[0] as Site };
    };
  }

  /** What all senders on a group send, for each group that rules of the receiver name. */
  private groupCovers(sendings: readonly Sending[], own: readonly Site[]): Map<string, Cover> {
    const sent = new Map<Site, ServiceSet>();
    for (const { sites, services } of sendings) for (const site of sites) sent.set(site, services);
    const covers = new Map<string, Cover>();
    for (const key of new Set(own.flatMap(({ named }) => [...named.ingress]))) {
      const group = this.groups.get(key);
      const members = (this.byGroup.get(key) ?? []).filter((site) => sent.has(site));
      const [example] = members;
      if (group === undefined || example === undefined || isAnonymous(group)) continue;
      const services = [...new Set(members.map((site) => sent.get(site) ?? NO_SERVICE))].reduce(
        (common, some) => common.intersect(some),
        admittedBy(own, ({ names }) => names.has(key)),
      );
      const name = group.resource === undefined ? group.title : this.names.nameOf(group.resource);
      if (!services.isEmpty) covers.set(key, { name, services, example });
    }
    return covers;
  }
}

const NO_SERVICE: ServiceSet = Traffic.empty<Unit>();
const FAMILIES: readonly Family[] = ["IPv4", "IPv6"];

function servicesOf(cover: Cover | undefined): ServiceSet {
  return cover?.services ?? NO_SERVICE;
}

/** Whether nothing but an id tells a group, or it stands for having none. */
export function isAnonymous({ resource, title, key, isIdentified }: SecurityGroup): boolean {
  return !isIdentified || title === key || (resource !== undefined && key !== resource.urn);
}

function servicesTo(from: Site, own: readonly Site[]): ServiceSet {
  return unionAll(
    own.map((to) =>
      namesOther(from, to)
        ? servicesByNames(from, to)
        : byClasses(from.sender)(to.receiver).between(from, to),
    ),
    NO_SERVICE,
  );
}

const bySites = rememberedOf((from: Site) => rememberedOf((to: Site) => servicesBetween(from, to)));

/** Sites of which some groups are named, those together that send alike and have the same of these; each by itself where groups may deny. */
function alike(sites: readonly Site[], named: ReadonlySet<string>): Site[][] {
  const ids = new Map<object, number>();
  return [
    ...groupBy(sites, (site) => {
      if (mayDeny(site)) return site;
      ids.set(site.sender, ids.get(site.sender) ?? ids.size);
      return [ids.get(site.sender), ...namedOf(site, named)].join(" ");
    }).values(),
  ];
}

function namedOf({ end }: Site, named: ReadonlySet<string>): string[] {
  return end.groups.flatMap(({ key }) => (named.has(key) ? key : [])).sort();
}

function mayDeny({ end }: Site): boolean {
  return end.groups.some(({ order }) => order.hasDenials);
}

/** What one site sends another that names its groups, or whose groups it names: worked out once for those of which that is all the same. */
function servicesByNames(from: Site, to: Site): ServiceSet {
  if (mayDeny(from) || mayDeny(to)) return bySites(from)(to);
  const key = [...namedOf(from, to.named.ingress), "", ...namedOf(to, from.named.egress)].join("\n");
  return byNaming(from.sender)(to.naming)(key, () => servicesBetween(from, to));
}

const byNaming = rememberedOf((_: object) => rememberedOf((_: object) => distinct<ServiceSet>()));

/** What senders of one class send to receivers of another, worked out for the first two. */
const byClasses = rememberedOf((_: object) =>
  rememberedOf((_: object) => {
    let known: ServiceSet | undefined;
    return {
      between(from: Site, to: Site): ServiceSet {
        known ??= servicesBetween(from, to);
        return known;
      },
    };
  }),
);

function servicesBetween(from: Site, to: Site): ServiceSet {
  return pathInside(from.end, to.end).traffic.mapPeers(({ addresses }) =>
    addresses.isEmpty ? Unit.absent : Unit.present,
  );
}

/** What some interfaces let in from a whole VPC or subnet: from every one of its addresses of a family. */
function admittedByAddress(own: readonly Site[], place: Vpc | Subnet): ServiceSet {
  return unionAll(
    own.map(({ ingress }) => admittedFrom(ingress)(place)),
    NO_SERVICE,
  );
}

const admittedFrom = rememberedOf((ingress: Traffic<Peers>) =>
  rememberedOf(({ addresses }: Vpc | Subnet): ServiceSet => {
    const families = FAMILIES.map((family) => addresses.inFamily(family)).filter(({ isEmpty }) => !isEmpty);
    return ingress.mapPeers((peers) =>
      families.some((some) => isSubset(some, peers.addresses)) ? Unit.present : Unit.absent,
    );
  }),
);

function admittedBy(own: readonly Site[], isAdmitted: (peers: Peers) => boolean): ServiceSet {
  return unionAll(
    own.map(({ ingress }) => ingress.mapPeers((peers) => (isAdmitted(peers) ? Unit.present : Unit.absent))),
    NO_SERVICE,
  );
}

/** The way of some services from a site to the first of several that takes any of them. */
function pathBetween(
  from: Site["end"],
  site: Site,
  own: readonly Site[],
  services: ServiceSet,
  receiver: string,
): Path {
  const taking = own.find((to) => !servicesTo(site, [to]).intersect(services).isEmpty);
  const { end } = taking ?? (own[0] as Site);
  return pathInside(from, { ...end, title: receiver });
}
