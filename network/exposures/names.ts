import { groupBy } from "../../stack/multimap";
import { type Resource, titleOf } from "../../stack/resource";
import { readUrn, STACK_TYPE } from "../../stack/urn";
import type { Network } from "../network";

/** What may stand at either end of a flow, and what kind of thing it is called. */
interface Party {
  readonly resource: Resource;
  readonly title: string;
}

/**
 * What things are called where flows are recorded: type and logical name, with as many of their parent components as tell two of one name apart.
 * Free of ids, so that a name is the same before and after a thing exists.
 */
export class Names {
  private readonly names = new Map<Resource, string>();
  private known: ReadonlyMap<string, Resource> | undefined;

  constructor(private readonly network: Network) {
    const byResource = new Map(partiesOf(network).map((party) => [party.resource, party]));
    const stacks = groupBy([...byResource.values()], ({ resource }) => stackOf(resource));
    for (const parties of stacks.values())
      for (const alike of groupBy(parties, ({ title }) => title).values()) this.tellApart(alike);
    this.tellStacksApart();
  }

  /** @returns the title of what the network does not know as an end of flows */
  nameOf(resource: Resource): string {
    return this.names.get(resource) ?? asText(resource.title);
  }

  /** Every name there is. */
  get all(): readonly string[] {
    return [...this.names.values()];
  }

  /** Whether something is called exactly that. */
  isName(name: string): boolean {
    return this.byName.has(name);
  }

  /** Whether a name, or the two of a way through a balancer, are those of other stacks. */
  readonly ofContext = (name: string): boolean =>
    name.split(" through ").every((one) => this.find(one)?.isContext === true);

  /** What a name, or the end of a way through a balancer, is that of. */
  find(name: string): Resource | undefined {
    return this.byName.get(name) ?? this.byName.get(name.split(" through ")[0] as string);
  }

  private get byName(): ReadonlyMap<string, Resource> {
    this.known ??= new Map([...this.names].map(([resource, its]) => [its, resource]));
    return this.known;
  }

  private tellApart(alike: readonly Party[]): void {
    const chains = alike.map(({ resource }) => this.parentsOf(resource));
    const longest = Math.max(...chains.map(({ length }) => length));
    const called = (length: number, ending: (party: Party) => string) =>
      alike.map((party, i) =>
        asText([party.title, ...(chains[i] ?? []).slice(0, length)].join(" of ") + ending(party)),
      );
    const ways = [
      ...Array.from({ length: longest + 1 }, (_, length) => called(length, () => "")),
      called(longest, ({ resource }) => ` (${resource.type})`),
      alike.map(({ resource }) => asText(resource.urn)),
    ];
    const distinct = ways.find((names) => new Set(names).size === names.length) ?? [];
    for (const [i, { resource }] of alike.entries()) this.names.set(resource, distinct[i] as string);
  }

  /** What is of another stack says so where something else has its name. */
  private tellStacksApart(): void {
    for (const alike of groupBy(this.names, ([, name]) => name).values()) {
      if (alike.length === 1) continue;
      for (const [resource, name] of alike)
        if (resource.isContext) this.names.set(resource, `${name} of ${stackOf(resource)}`);
    }
  }

  /** The titles of the components around a resource, the nearest first. */
  private parentsOf(resource: Resource): string[] {
    const titles: string[] = [];
    const seen = new Set<string>();
    for (let urn = resource.parent; urn && !seen.has(urn); urn = this.network.stack.get(urn)?.parent) {
      seen.add(urn);
      const { type, name } = readUrn(urn);
      if (type !== STACK_TYPE) titles.push(titleOf(type, name));
    }
    return titles;
  }
}

/** Such as `network/prod`. */
function stackOf({ urn }: Resource): string {
  const { project, stack } = readUrn(urn);
  return `${project}/${stack}`;
}

function partiesOf(network: Network): Party[] {
  const { databases, guests, placements, loadBalancers, serviceEndpoints, securityGroups, subnets, vpcs } =
    network;
  const others = [
    ...placements.map(({ instance }) => instance),
    ...[guests, loadBalancers, serviceEndpoints, securityGroups, subnets, vpcs].flat(),
  ];
  return [
    ...others.flatMap(({ resource }) => (resource === undefined ? [] : { resource, title: resource.title })),
    // A database's type may be called like a machine's.
    ...databases.map(({ resource }) => ({ resource, title: titleOf("Database", resource.name) })),
  ];
}

/** The name without what separates it from others in a line. */
function asText(name: string): string {
  return name.replace(/[→\p{Cc}]/gu, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`).trim();
}
