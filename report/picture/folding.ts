import type { Flow } from "../../network/exposures/flows";
import { groupBy, push } from "../../stack/multimap";
import type { Thing } from "./things";

/** How much is drawn as one box, from nearly nothing to most; the first that leaves few enough boxes and lines is taken. */
export const foldings = ["series", "alike", "groups", "stems", "kinds", "exposures"] as const;
export type Folding = (typeof foldings)[number];

/** What each folding draws together, in a sentence. */
export const FOLDED: Readonly<Record<Folding, string | undefined>> = {
  series: undefined,
  alike: "Things of one kind that are on the same groups and send and get the same are one box.",
  groups:
    "Things of one kind on the same groups are one box; a line there says what any of them sends or gets.",
  stems:
    "Things whose names and groups differ in their numbers alone are one box; a line there says what any of them sends or gets.",
  kinds: "Things of one kind in like subnets are one box; a line there says what any of them sends or gets.",
  exposures:
    "Subnets of a VPC that are as near to the internet are one, and things of one kind in them one box; a line says what any of them sends or gets.",
};

/** The fewest of a numbered series that are one box. */
const SERIES = 3;

/** The things of one place that are one box each. */
export function foldedThings(
  things: readonly Thing[],
  folding: Folding,
  flowsOf: (name: string) => string,
): (readonly [Thing, ...Thing[]])[] {
  const keyOf = ({ kind, groups, name }: Thing): unknown[] => {
    if (folding === "kinds" || folding === "exposures") return [kind];
    if (folding === "stems") return [kind, stemOf(name), groups.map((group) => stemOf(group.title)).sort()];
    const key = [kind, groups.map((group) => group.key).sort()];
    if (folding === "groups") return key;
    return [...key, flowsOf(name), ...(folding === "alike" ? [] : [stemOf(name)])];
  };
  const folded = [...groupBy(things, (thing) => JSON.stringify(keyOf(thing))).values()];
  return folded.flatMap((some) => {
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
