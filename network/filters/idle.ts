import { boxOf } from "../../algebra/box";
import { Boxes } from "../../algebra/boxes";
import type { Peers } from "../../algebra/peers";
import { heldBefore, isSubset, unionAll } from "../../algebra/set";
import type { Traffic } from "../../algebra/traffic";
import { groupBy } from "../../stack/multimap";
import { rememberedOf } from "../../stack/remembered";
import { type Entry, isRanked, mayDeny, type Order } from "./entry";
import { type Deciding, levelsOf, NO_TRAFFIC, together } from "./filter";

/** An entry, or what it says of one of its sources. */
export interface Part<E extends Entry = Entry> extends Deciding {
  readonly entry: E;
  /** What a denial could take from those who are named otherwise than it names them, and all of `possible`. */
  readonly deniable?: Traffic<Peers> | undefined;
}

/** A part that decides nothing which others do not, and those of the others that it takes to show it. */
export type Idle<P extends Part> = P & { readonly covers: readonly P[] };

/**
 * The parts of a filter that decide nothing, whatever unknown values turn out to be.
 * `before`: those of lower rank decide all their packets. `others`: also those that could all go together, and the same would be let through and
 * the same denied; of equal ones the first stays. A denial is idle among denials alone there, as it bears on other filters too.
 */
export function idleParts<P extends Part>(
  parts: readonly P[],
  order: Order,
  by: "before" | "others",
): Idle<P>[] {
  if (parts.length < 2) return [];
  const steps = stepsOf(parts, order);
  const before = decidedBefore(steps);
  const idle = by === "before" ? idleBefore(steps, before) : idleAmong(steps, before, parts);
  if (idle.size === 0) return [];
  const nearOf = by === "before" ? nearBefore(steps, before) : nearAmong(steps, idle);
  return parts.flatMap((part) => {
    const step = idle.get(part);
    return step === undefined ? [] : [{ ...part, covers: coversOf(part, nearOf(part, step)) }];
  });
}

/** Parts of one rank and action. */
interface Step<P extends Part> {
  readonly parts: readonly P[];
  readonly action: Entry["action"];
  /** Its place among the steps, and how many of these are asked before it. */
  readonly place: number;
  readonly after: number;
}

/** Of equal rank, where denials come first, so do parts that may be some. */
const ACTIONS: readonly ((action: Entry["action"]) => boolean)[] = [
  (action) => action === "deny",
  (action) => action !== "deny" && action !== "allow",
  (action) => action === "allow",
];

function stepsOf<P extends Part>(parts: readonly P[], { tie }: Order): Step<P>[] {
  const byEntry = groupBy(parts, ({ entry }) => entry);
  const steps: Step<P>[] = [];
  for (const level of levelsOf([...byEntry.keys()].filter(isRanked), () => 0)) {
    const first = steps.length;
    for (const isOf of ACTIONS) {
      const some = level.filter(({ action }) => isOf(action)).flatMap((entry) => byEntry.get(entry) ?? []);
      if (some.length === 0) continue;
      const place = steps.length;
      steps.push({
        parts: some,
        action: some[0]?.entry.action,
        place,
        after: tie === "deny" ? place : first,
      });
    }
  }
  return steps;
}

/** For each step, what those parts before it decide of its own packets. */
function decidedBefore<P extends Part>(
  steps: readonly Step<P>[],
  counts: (step: Step<P>) => boolean = () => true,
): Traffic<Peers>[] {
  if (steps.length === 1) return [NO_TRAFFIC];
  const turns = steps.map(({ parts, place, after }) => {
    const isLast = steps[place + 1]?.after !== after;
    const alike = isLast ? steps.slice(after, place + 1).filter(counts) : [];
    return {
      wanted: together(parts, "possible"),
      held: together(
        alike.flatMap((step) => step.parts),
        "certain",
      ),
    };
  });
  return heldBefore(turns, NO_TRAFFIC);
}

function idleBefore<P extends Part>(
  steps: readonly Step<P>[],
  before: readonly Traffic<Peers>[],
): Map<P, Step<P>> {
  const idle = new Map<P, Step<P>>();
  for (const step of steps)
    for (const part of step.parts)
      if (!part.possible.isEmpty && isSubset(part.possible, before[step.place] ?? NO_TRAFFIC))
        idle.set(part, step);
  return idle;
}

function idleAmong<P extends Part>(
  steps: readonly Step<P>[],
  before: readonly Traffic<Peers>[],
  parts: readonly P[],
): Map<P, Step<P>> {
  const deniedBefore = decidedBefore(steps, ({ action }) => action === "deny");
  const unranked = deniableBy(parts.filter(({ entry }) => !isRanked(entry) && mayDeny(entry)));
  const idle = new Map<P, Step<P>>();
  let later = NO_TRAFFIC;
  for (const step of steps.toReversed()) {
    if (step.action !== "allow") later = later.subtract(deniableBy(step.parts));
    if (step.action !== "allow" && step.action !== "deny") continue;
    const outside =
      step.action === "deny" ? deniedBefore[step.place] : before[step.place]?.union(later.subtract(unranked));
    const { redundant, kept } = reduce(treeOf(step.parts), outside ?? NO_TRAFFIC);
    for (const part of redundant) idle.set(part, step);
    if (step.action === "allow") later = later.union(kept);
  }
  return idle;
}

function deniableBy(denials: readonly Part[]): Traffic<Peers> {
  return unionAll(
    denials.map(({ possible, deniable = possible }) => deniable),
    NO_TRAFFIC,
  );
}

/** Parts in halves of halves, each with what all of it decides and could. */
type Tree<P> = Deciding & ({ readonly part: P } | { readonly first: Tree<P>; readonly second: Tree<P> });

function treeOf<P extends Deciding>(parts: readonly P[]): Tree<P> {
  const [part] = parts;
  if (part !== undefined && parts.length === 1) {
    return { part, certain: part.certain, possible: part.possible };
  }
  const middle = parts.length >> 1;
  const first = treeOf(parts.slice(0, middle));
  const second = treeOf(parts.slice(middle));
  return {
    first,
    second,
    certain: first.certain.union(second.certain),
    possible: first.possible.union(second.possible),
  };
}

/**
 * Takes out of a tree, from the last part to the first, whatever lies inside all that is still there and `outside`.
 * @param outside what the parts that are not in the tree decide alike, at least where the tree's could
 */
function reduce<P extends Deciding>(
  tree: Tree<P>,
  outside: Traffic<Peers>,
): { readonly redundant: readonly P[]; readonly kept: Traffic<Peers> } {
  if (tree.possible.isEmpty) return { redundant: [], kept: tree.certain };
  if ("part" in tree) {
    return isSubset(tree.possible, outside)
      ? { redundant: [tree.part], kept: NO_TRAFFIC }
      : { redundant: [], kept: tree.certain };
  }
  const { first, second } = tree;
  const later = reduce(second, outside.union(first.certain).intersect(second.possible));
  const earlier = reduce(first, outside.union(later.kept).intersect(first.possible));
  return {
    redundant: [...earlier.redundant, ...later.redundant],
    kept: earlier.kept.union(later.kept),
  };
}

/** A part that stays, and what it decides in the place of an idle one. */
interface Cover<P extends Part> {
  readonly part: P;
  readonly traffic: Traffic<Peers>;
}

/** Finds what has something in common with an idle part of a step. */
type Near<P extends Part> = (part: P, step: Step<P>) => readonly Cover<P>[];

function near<C extends Cover<Part>>(covers: readonly C[]): (part: Part) => readonly C[] {
  const boxes = new Boxes(
    covers.flatMap((cover) => {
      const box = boxOf(cover.traffic);
      return box === undefined ? [] : [[box, cover] as const];
    }),
  );
  return ({ possible }) => {
    const box = boxOf(possible);
    return box === undefined ? [] : boxes.overlapping(box);
  };
}

/** Where only what is asked before counts: what a part decides in its own place is the same for all that come after it. */
function nearBefore<P extends Part>(steps: readonly Step<P>[], before: readonly Traffic<Peers>[]): Near<P> {
  const nearOf = near(
    steps.flatMap(({ parts, place }) =>
      parts.map((part) => ({ part, place, traffic: part.certain.subtract(before[place] ?? NO_TRAFFIC) })),
    ),
  );
  return (part, { after }) => nearOf(part).filter(({ place }) => place < after);
}

/** Where all that stays counts. */
function nearAmong<P extends Part>(steps: readonly Step<P>[], idle: ReadonlyMap<P, unknown>): Near<P> {
  const nearOf = rememberedOf((step: Step<P>) => {
    let denied = NO_TRAFFIC;
    return near(
      steps.flatMap(({ action, parts, place }) => {
        const isLater = place > step.place;
        if (step.action === "deny" && (action !== "deny" || isLater)) return [];
        if (isLater && action !== "allow") {
          denied = denied.union(deniableBy(parts));
          return [];
        }
        return parts
          .filter((part) => !idle.has(part))
          .map((part) => ({ part, traffic: part.certain.subtract(denied) }));
      }),
    );
  });
  return (part, step) => nearOf(step)(part);
}

/** Parts that together hold another one, none of which could be left out; one alone if any does. */
function coversOf<P extends Part>({ possible }: P, covers: readonly Cover<P>[]): readonly P[] {
  const whole = covers.find(({ traffic }) => isSubset(possible, traffic));
  if (whole !== undefined) return [whole.part];
  const shares = covers.flatMap(({ part, traffic }) => {
    const own = traffic.intersect(possible);
    return own.isEmpty ? [] : [{ part, certain: own, possible: own }];
  });
  const redundant = new Set(reduce(treeOf(shares), NO_TRAFFIC).redundant);
  return shares.filter((share) => !redundant.has(share)).map(({ part }) => part);
}
