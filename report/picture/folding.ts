import type { Flow } from "../../network/exposures/flows";
import { groupBy, push } from "../../stack/multimap";
import type { Thing } from "./things";

/** How much is drawn as one box, from nearly nothing to most; the first that leaves few enough boxes and lines is taken. */
export const foldings = [
  "series",
  "alike",
  "shapes",
  "groups",
  "stems",
  "kinds",
  "exposures",
  "vpcs",
] as const;
export type Folding = (typeof foldings)[number];

const EXPOSURES =
  "Subnets of a VPC that are as near to the internet are one, and things of one kind in them one box; a line says what any of them sends or gets.";

/** What each folding draws together, in a sentence. */
export const FOLDED: Readonly<Record<Folding, string | undefined>> = {
  series: undefined,
  alike: "Things of one kind that are on the same groups and send and get the same are one box.",
  shapes:
    "Things of one kind that send and get the same, each to and from others that are alike, are one box: choose it to see them one by one.",
  groups:
    "Things of one kind on the same groups are one box; a line there says what any of them sends or gets.",
  stems:
    "Things whose names and groups differ in their numbers alone are one box; a line there says what any of them sends or gets.",
  kinds: "Things of one kind in like subnets are one box; a line there says what any of them sends or gets.",
  exposures: EXPOSURES,
  vpcs: `${EXPOSURES} VPCs that the internet does not get into, and in which nothing grave was found, are closed.`,
};

/** The fewest of a numbered series that are one box. */
const SERIES = 3;

/** What tells things apart that may be one box. */
export interface Traits {
  /** What begins and ends at a thing, the same for things with which the same goes on. */
  readonly flowsOf: (thing: Thing) => string;
  /** See `shapesOf`. */
  readonly shapeOf: (thing: Thing) => string;
  /** The policies that found something grave in a thing. */
  readonly gravesOf: (thing: Thing) => string;
  /** Whether packets of the internet get to it. */
  readonly isReached: (thing: Thing) => boolean;
}

/** What is drawn apart from others of its kind, however much is drawn together: what the internet gets to, what something grave was found in. */
function weightOf(thing: Thing, { gravesOf, isReached }: Traits): string {
  return `${thing.kind} ${thing.resource.isContext} ${isReached(thing)} ${gravesOf(thing) !== ""}`;
}

/** What two things have in common that may be one box. */
function likenessOf(thing: Thing, folding: Folding, traits: Traits): unknown[] {
  const { kind, groups, name, resource } = thing;
  const own = [kind, resource.isContext, traits.gravesOf(thing)];
  const keys = groups.map(({ key }) => key).sort();
  // Services alike are of one group and one use, such as the endpoints of Systems Manager.
  if (folding === "series") return [...own, keys, traits.flowsOf(thing), kind === "service" || stemOf(name)];
  if (folding === "alike") return [...own, keys, traits.flowsOf(thing)];
  if (folding === "shapes") return [...own, traits.shapeOf(thing)];
  if (folding === "groups") return [weightOf(thing, traits), keys];
  if (folding === "stems")
    return [weightOf(thing, traits), stemOf(name), groups.map((group) => stemOf(group.title)).sort()];
  return [weightOf(thing, traits)];
}

/** Whether things on the same groups lie in a box of these. */
export function showsGroups(folding: Folding): boolean {
  return ["series", "alike", "groups"].includes(folding);
}

/** What the things of subnets have in common that are one box; undefined where the subnets alone matter. */
export function tierShape(folding: Folding, { shapeOf }: Traits): ((thing: Thing) => string) | undefined {
  if (folding === "exposures" || folding === "vpcs") return undefined;
  if (folding === "shapes") return shapeOf;
  if (!showsGroups(folding)) return ({ kind }) => kind;
  return ({ kind, groups }) => [kind, ...groups.map(({ key }) => key)].join(" ");
}

/** The things of one place that are one box each. */
export function foldedThings(
  things: readonly Thing[],
  folding: Folding,
  traits: Traits,
): (readonly [Thing, ...Thing[]])[] {
  const folded = groupBy(things, (thing) => JSON.stringify(likenessOf(thing, folding, traits)));
  return [...folded.values()].flatMap((some) => {
    const isOne = folding !== "series" || some.length >= SERIES;
    return (isOne ? [some] : some.map((one) => [one])) as [Thing, ...Thing[]][];
  });
}

/** What things of a numbered series have in common. */
function stemOf(name: string): string {
  return name.replace(/\d+/g, "#");
}

/** What begins and ends at each name, as texts that are the same for things with which the same goes on. */
export function flowsByName(flows: readonly Flow[]): (name: string) => string {
  const byName = new Map<string, string[]>();
  for (const { from, to, services, isUncertain } of flows) {
    const [end, ...through] = to.split(" through ");
    push(byName, end as string, `from ${from} ${through} ${services} ${isUncertain}`);
    push(byName, from, `to ${to} ${services} ${isUncertain}`);
  }
  return (name) => (byName.get(name) ?? []).sort().join("\n");
}
