import type { Exposures } from "../../network/exposures/exposures";
import type { SecurityGroup } from "../../network/groups/security-group";
import type { Vpc } from "../../network/routing/vpc";
import { groupBy, push } from "../../stack/multimap";
import type { Resource } from "../../stack/resource";
import type { Box, Member } from "./diagram";
import { type Folding, foldedThings, showsGroups, type Traits, tierShape } from "./folding";
import { type Thing, vpcOf } from "./things";
import { type Tier, tiersOf } from "./tiers";
import { countsOf, titleOfThings, titleOfTier, typesOf, wordsOf } from "./titles";

/** A box that is still being made. */
export interface Draft extends Box {
  readonly names: string[];
  readonly notes: string[];
  isReached: boolean;
  members?: readonly Member[];
  readonly children: Draft[];
  readonly parent: Draft | undefined;
}

type Facts = Pick<Draft, "kind" | "title"> & Partial<Draft>;

/** The boxes of a network, and which of them shows what. */
export class Boxes {
  readonly roots: Draft[] = [];
  readonly ofThings = new Map<Resource, Draft>();
  /** By the resource of a group, subnet or VPC, if it has one; of a group those of what is on it. */
  readonly ofPlaces = new Map<Resource | undefined, Draft[]>();
  private readonly groupNames: ReadonlyMap<string, string>;
  private count = 0;

  constructor(
    { network, names }: Exposures,
    things: readonly Thing[],
    private readonly folding: Folding,
    private readonly traits: Traits,
  ) {
    this.groupNames = new Map(
      network.securityGroups.flatMap(({ resource, key }) =>
        resource ? [[key, names.nameOf(resource)]] : [],
      ),
    );
    const nameOf = (resource: Resource | undefined, title: string) =>
      resource === undefined ? title : names.nameOf(resource);
    const tiers = tiersOf(network, things, tierShape(folding, traits));
    const byVpc = groupBy(tiers, ({ vpc }) => vpc?.key);
    const vpcs = [...network.vpcs, ...tiers.flatMap(({ vpc }) => vpc ?? [])];
    for (const [key, vpc] of new Map(vpcs.map((vpc) => [vpc.key, vpc]))) {
      const box = this.addVpc(vpc, nameOf(vpc.resource, vpc.title));
      if (folding === "vpcs" && this.isQuiet(vpc, things)) this.close(box, byVpc.get(key) ?? []);
      else this.addTiers(byVpc.get(key) ?? [], box, nameOf);
    }
    const stray = byVpc.get(undefined) ?? [];
    if (stray.length > 0) this.addTiers(stray, this.addElsewhere("In a VPC that is not known"), nameOf);
    this.addHomeless(things.filter(({ subnets }) => subnets.length === 0));
  }

  add({ kind, title, names = [], notes = [], ...facts }: Facts, parent?: Draft): Draft {
    const id = `b${++this.count}`;
    const own = { names: [...names], notes: [...notes], children: [], isReached: false };
    const box: Draft = { id, kind, title, parent, ...own, ...facts };
    (parent?.children ?? this.roots).push(box);
    return box;
  }

  private isQuiet(vpc: Vpc, things: readonly Thing[]): boolean {
    const { isReached, gravesOf } = this.traits;
    return things.every(
      (thing) => vpcOf(thing)?.key !== vpc.key || (!isReached(thing) && gravesOf(thing) === ""),
    );
  }

  /** Lets a VPC's box stand for all that is in it. */
  private close(box: Draft, tiers: readonly Tier[]): void {
    const things = tiers.flatMap((tier) => tier.things);
    box.notes.push(...countsOf(things));
    this.stand(box, things);
    for (const { resource } of tiers.flatMap(({ subnets }) => subnets)) push(this.ofPlaces, resource, box);
  }

  /** Makes a box stand for things and, unless one around it does, for the groups that these are on. */
  private stand(box: Draft, things: readonly Thing[], isInGroups = false): void {
    if (things.length > 1) box.members = things.map((thing) => this.memberOf(thing));
    for (const { resource } of things) this.ofThings.set(resource, box);
    if (isInGroups) return;
    for (const resource of new Set(things.flatMap(({ groups }) => groups.map((group) => group.resource))))
      push(this.ofPlaces, resource, box);
  }

  private memberOf({ name, groups }: Thing): Member {
    return { name, groups: groups.flatMap(({ key }) => this.groupNames.get(key) ?? []) };
  }

  private addVpc({ resource, blocks }: Vpc, name: string): Draft {
    const isContext = resource?.isContext === true;
    const box = this.add({
      kind: "vpc",
      title: wordsOf(name).title,
      names: [name],
      notes: [...ofOther(isContext), ...blocks],
      isContext,
    });
    push(this.ofPlaces, resource, box);
    return box;
  }

  private addElsewhere(title: string): Draft {
    return this.add({ kind: "elsewhere", title });
  }

  private addTiers(
    tiers: readonly Tier[],
    parent: Draft,
    nameOf: (resource: Resource | undefined, title: string) => string,
  ): void {
    for (const tier of tiers) {
      const { exposure, waysOut, subnets } = tier;
      const names = subnets.map(({ resource, title }) => nameOf(resource, title));
      const out = waysOut.length === 0 ? [] : [`out by ${waysOut.join(", ")}`];
      const isContext = subnets.every(({ resource }) => resource?.isContext === true);
      const notes = parent.isContext ? out : [...ofOther(isContext), ...out];
      const facts = {
        kind: "subnets",
        title: titleOfTier(names),
        names,
        exposure,
        notes,
        isContext,
      } as const;
      const box = this.add(facts, parent);
      for (const { resource } of subnets) push(this.ofPlaces, resource, box);
      this.addThings(tier.things, box);
    }
  }

  /** What has no subnet, or none that is known. */
  private addHomeless(things: readonly Thing[]): void {
    const isService = ({ groups, kind, isOutside }: Thing) =>
      isOutside || (groups.length === 0 && kind !== "machine" && kind !== "balancer");
    const services = things.filter(isService);
    const others = things.filter((thing) => !isService(thing));
    if (services.length > 0) this.addThings(services, this.addElsewhere("Outside the VPCs"));
    if (others.length > 0) this.addThings(others, this.addElsewhere("In subnets that are not known"));
  }

  /** Things on the same groups lie in a box of these, where they are several boxes. */
  private addThings(things: readonly Thing[], parent: Draft): void {
    const hasGroups = showsGroups(this.folding);
    const keyOf = ({ groups }: Thing) => hasGroups && keysOf(groups);
    for (const alike of groupBy(this.byWeight(things), keyOf).values()) {
      const folded = foldedThings(alike, this.folding, this.traits);
      const [{ groups }] = alike;
      const isBox = hasGroups && groups.length > 0 && folded.length > 1;
      const place = isBox ? this.addGroups(groups, parent) : parent;
      for (const own of folded) this.addBox(own, place, isBox);
    }
  }

  /** What matters first: what the internet gets to, then what something grave was found in. */
  private byWeight(things: readonly Thing[]): Thing[] {
    const { isReached, gravesOf } = this.traits;
    const weights = new Map(
      things.map((thing) => [thing, Number(isReached(thing)) * 2 + Number(gravesOf(thing) !== "")]),
    );
    return [...things].sort((one, other) => (weights.get(other) ?? 0) - (weights.get(one) ?? 0));
  }

  private addGroups(groups: readonly SecurityGroup[], parent: Draft): Draft {
    const names = groups.map(({ title }) => title);
    const box = this.add({ kind: "group", title: titleOfGroups(groups), names }, parent);
    for (const { resource } of groups) push(this.ofPlaces, resource, box);
    return box;
  }

  /** @param isInGroups whether it lies in a box of its groups, which then stands for them */
  private addBox(own: readonly [Thing, ...Thing[]], parent: Draft, isInGroups: boolean): void {
    const [{ kind, groups, resource }] = own;
    const isAlike = own.every((thing) => keysOf(thing.groups) === keysOf(groups));
    const on = isInGroups || groups.length === 0 || !isAlike ? [] : [titleOfGroups(groups)];
    const names = own.map(({ name }) => name);
    const { isContext } = resource;
    const notes = [[typesOf(own), ...on].join(" · "), ...ofOther(isContext)];
    this.stand(
      this.add({ kind, title: titleOfThings(own), names, notes, isContext }, parent),
      own,
      isInGroups,
    );
  }
}

function ofOther(isContext: boolean): string[] {
  return isContext ? ["of another stack"] : [];
}

function keysOf(groups: readonly SecurityGroup[]): string {
  return JSON.stringify(groups.map(({ key }) => key).sort());
}

function titleOfGroups(groups: readonly SecurityGroup[]): string {
  return groups.map(({ title }) => wordsOf(title).title).join(", ");
}
