import { push } from "./multimap";
import type { Resource } from "./resource";

/** What lies within the components of a stack. The tree is numbered once, each resource before what is below it, so that what is below is a range. */
export class Components {
  /** By URN, the numbers from the resource itself up to the last one below it. */
  private readonly ranges = new Map<string, { readonly first: number; readonly last: number }>();
  private readonly numbered: Resource[] = [];
  /** By type, in rising order. */
  private readonly numbers = new Map<string, number[]>();

  constructor(resources: readonly Resource[]) {
    const children = new Map<string, Resource[]>();
    const urns = new Set(resources.map(({ urn }) => urn));
    for (const one of resources) if (one.parent !== undefined) push(children, one.parent, one);
    for (const one of resources)
      if (one.parent === undefined || !urns.has(one.parent)) this.number(one, children);
    // Parents that are below themselves, in what nobody has made by a program.
    for (const one of resources) if (!this.ranges.has(one.urn)) this.number(one, children);
  }

  /** Those below a resource that have one of the types. */
  within({ urn }: Resource, types: readonly string[]): Resource[] {
    const { first, last } = this.ranges.get(urn) ?? { first: 0, last: -1 };
    if (first >= last) return [];
    const found = types.flatMap((type) => {
      const all = this.numbers.get(type) ?? [];
      return all.slice(countBelow(all, first + 1), countBelow(all, last + 1));
    });
    return found.sort((a, b) => a - b).map((number) => this.numbered[number] as Resource);
  }

  /** Without recursion, since components may be nested deeper than calls. */
  private number(root: Resource, children: ReadonlyMap<string, readonly Resource[]>): void {
    const open: { readonly resource: Resource; first?: number }[] = [{ resource: root }];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      const { resource, first } = next;
      if (first !== undefined) this.ranges.set(resource.urn, { first, last: this.numbered.length - 1 });
      else if (!this.ranges.has(resource.urn)) {
        const own = this.numbered.push(resource) - 1;
        push(this.numbers, resource.type, own);
        this.ranges.set(resource.urn, { first: own, last: own });
        open.push({ resource, first: own });
        for (const child of children.get(resource.urn)?.toReversed() ?? []) open.push({ resource: child });
      }
    }
  }
}

/** How many of rising numbers are below a limit. */
function countBelow(numbers: readonly number[], limit: number): number {
  let [from, to] = [0, numbers.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((numbers[middle] as number) < limit) from = middle + 1;
    else to = middle;
  }
  return from;
}
