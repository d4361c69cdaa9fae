import type { Exposures } from "../../network/exposures/exposures";
import type { Flow } from "../../network/exposures/flows";
import { sitesOf } from "../../network/exposures/sites";
import type { SecurityGroup } from "../../network/groups/security-group";
import type { Subnet } from "../../network/routing/subnet";
import type { Vpc } from "../../network/routing/vpc";
import type { Resource } from "../../stack/resource";
import type { BoxKind } from "./diagram";

export type ThingKind = Extract<BoxKind, "machine" | "database" | "balancer" | "service">;

/** Something that packets come from or get to. */
export interface Thing {
  readonly resource: Resource;
  /** As flows name it. */
  readonly name: string;
  readonly kind: ThingKind;
  /** Where it is or may be, as far as that is known. */
  readonly subnets: readonly Subnet[];
  readonly groups: readonly SecurityGroup[];
  /** Whether it stands in its cloud's own network, and in no VPC. */
  readonly isOutside: boolean;
}

type Placed = Pick<Thing, "resource" | "subnets" | "groups">;

const NOWHERE = { subnets: [], groups: [] };

/** Whatever a network has that flows may begin or end at; of what has no kind here those alone that flows name. Sorted by name. */
export function thingsOf(
  { network, names }: Exposures,
  flows: readonly Pick<Flow, "from" | "to">[],
): Thing[] {
  const { placements, databases, loadBalancers, serviceEndpoints } = network;
  const things = new Map<Resource, Thing>();
  const add = ({ resource, subnets, groups }: Placed, kind: ThingKind, isOutside = false) => {
    const known = things.get(resource);
    things.set(resource, {
      ...{ resource, name: names.nameOf(resource), kind: known?.kind ?? kind },
      subnets: distinct([...(known?.subnets ?? []), ...subnets]),
      groups: distinct([...(known?.groups ?? []), ...groups.filter((group) => group.resource !== resource)]),
      isOutside,
    });
  };
  for (const { instance, subnet, groups } of placements)
    if (instance.kind !== "template")
      add({ resource: instance.resource, subnets: subnet === undefined ? [] : [subnet], groups }, "machine");
  for (const database of databases) add(database, "database");
  for (const balancer of loadBalancers) add(balancer, "balancer", balancer.standing !== undefined);
  const named = new Set(
    flows.flatMap(({ from, to }) => [from, names.isName(to) ? to : to.split(" through ")].flat()),
  );
  for (const { resource, kind } of serviceEndpoints)
    if (named.has(names.nameOf(resource)))
      add({ resource, ...NOWHERE }, kind === "database" ? "database" : "service");
  const places = new Set(
    [network.securityGroups, network.subnets, network.vpcs].flat().map(({ resource }) => resource),
  );
  const others = [...named].flatMap((name) => (names.isName(name) ? (names.find(name) ?? []) : []));
  const left = new Set(others.filter((resource) => !things.has(resource) && !places.has(resource)));
  for (const { things: those, end } of left.size === 0 ? [] : sitesOf(network))
    for (const resource of those)
      if (left.has(resource)) add({ resource, subnets: [end.subnet], groups: end.groups }, "service");
  for (const resource of left) add({ resource, ...NOWHERE }, "service");
  return [...things.values()].sort((one, other) => (one.name < other.name ? -1 : 1));
}

export function vpcOf({ subnets }: Thing): Vpc | undefined {
  return subnets.find(({ vpc }) => vpc !== undefined)?.vpc;
}

function distinct<Noun extends { readonly key: string }>(nouns: readonly Noun[]): Noun[] {
  return [...new Map(nouns.map((noun) => [noun.key, noun])).values()];
}
