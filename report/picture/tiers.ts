import type { Network } from "../../network/network";
import type { Subnet } from "../../network/routing/subnet";
import type { Vpc } from "../../network/routing/vpc";
import { groupBy } from "../../stack/multimap";
import { type Exposure, exposureKinds } from "./diagram";
import { exposureIn, type SubnetExposure } from "./exposure";
import type { Thing } from "./things";

/** Subnets that are drawn as one: those that a thing is in together, and those alike, such as one for each zone. */
export interface Tier {
  readonly vpc: Vpc | undefined;
  readonly exposure: Exposure;
  readonly subnets: readonly Subnet[];
  readonly waysOut: readonly string[];
  readonly things: readonly Thing[];
}

/**
 * The tiers of a network, those with things in them and those without.
 * @param shapeOf what subnets have in common that are one; undefined where all of a VPC are that are as near to the internet
 */
export function tiersOf(
  network: Network,
  things: readonly Thing[],
  shapeOf: ((thing: Thing) => string) | undefined,
): Tier[] {
  const exposureOf = exposureIn(network);
  const declared = [...network.subnets, ...things.flatMap((thing) => thing.subnets)];
  const subnets = [...new Map(declared.map((subnet) => [subnet.key, subnet])).values()];
  const known = new Map(subnets.map((subnet) => [subnet.key, exposureOf(subnet)]));
  const factsOf = ({ key }: Subnet) => known.get(key) as SubnetExposure;
  const exposure = (subnet: Subnet) => factsOf(subnet).exposure;
  const sets = new Sets(subnets.map(({ key }) => key));
  const homes = new Map(things.map((thing) => [thing, homesOf(thing, exposure)]));
  for (const [first, ...rest] of homes.values())
    for (const other of rest) if (first?.vpc === other.vpc) sets.join((first as Subnet).key, other.key);
  const thingsIn = groupBy(
    [...homes].filter(([, [home]]) => home !== undefined),
    ([, [home]]) => sets.of((home as Subnet).key),
  );
  const parts = groupBy(subnets, ({ key }) => sets.of(key));
  const alike = groupBy(parts, ([set, [first]]) =>
    JSON.stringify([
      first.vpc?.key,
      exposure(first),
      shapeOf && factsOf(first).waysOut.length === 0,
      shapeOf && shapesIn(thingsIn.get(set) ?? [], shapeOf),
    ]),
  );
  return [...alike.values()].map((some) => {
    const own = some.flatMap(([, those]) => those);
    return {
      vpc: own[0]?.vpc,
      exposure: exposure(own[0] as Subnet),
      subnets: own,
      waysOut: [...new Set(own.flatMap((subnet) => factsOf(subnet).waysOut))],
      things: some.flatMap(([set]) => (thingsIn.get(set) ?? []).map(([thing]) => thing)),
    };
  });
}

function shapesIn(
  things: readonly (readonly [Thing, unknown])[],
  shapeOf: (thing: Thing) => string,
): string[] {
  return [...new Set(things.map(([thing]) => shapeOf(thing)))].sort();
}

/** The subnets where a thing is drawn: of all that it is in those nearest to the internet. */
function homesOf({ subnets }: Thing, exposure: (subnet: Subnet) => Exposure): Subnet[] {
  const nearest = exposureKinds.find((kind) => subnets.some((subnet) => exposure(subnet) === kind));
  return subnets.filter((subnet) => exposure(subnet) === nearest);
}

/** Disjoint sets of texts. */
class Sets {
  private readonly parents: Map<string, string>;

  constructor(items: readonly string[]) {
    this.parents = new Map(items.map((item) => [item, item]));
  }

  /** The item that stands for the set of another. */
  of(item: string): string {
    let root = item;
    for (let up = this.parents.get(root); up !== undefined && up !== root; up = this.parents.get(root))
      root = up;
    this.parents.set(item, root);
    return root;
  }

  join(one: string, other: string): void {
    this.parents.set(this.of(other), this.of(one));
  }
}
