import { type Box, boxOf, overlap } from "../../algebra/box";
import type { Peers } from "../../algebra/peers";
import { isSubset, unionAll } from "../../algebra/set";
import { Traffic } from "../../algebra/traffic";
import { groupBy } from "../../stack/multimap";
import { type Entry, isRanked, mayDeny, type Order } from "./entry";
import { levelsOf } from "./filter";

/** An entry, or what it says of one of its sources. */
export interface Part<E extends Entry = Entry> {
  readonly entry: E;
  readonly certain: Traffic<Peers>;
  readonly possible: Traffic<Peers>;
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
  const unranked = deniableBy(parts.filter(({ entry }) => !isRanked(entry) && mayDeny(entry)));
  const idle = new Map<P, Step<P>>();
  let later = Traffic.empty<Peers>();
  for (const step of steps.toReversed()) {
    if (by === "before") {
      for (const part of step.parts) {
        if (!part.possible.isEmpty && isSubset(part.possible, step.before)) idle.set(part, step);
      }
    } else if (step.action === "allow") {
      const { redundant, kept } = reduce(treeOf(step.parts), step.before.union(later.subtract(unranked)));
      for (const part of redundant) idle.set(part, step);
      later = later.union(kept);
    } else {
      later = later.subtract(deniableBy(step.parts));
      if (step.action !== "deny") continue;
      for (const part of reduce(treeOf(step.parts), step.deniedBefore).redundant) idle.set(part, step);
    }
  }
  if (idle.size === 0) return [];
  const candidatesOf = by === "before" ? coversBefore(steps, order) : coversAmong(steps, idle);
  const covers = new Map<Step<P>, readonly Cover<P>[]>();
  return parts.flatMap((part) => {
    const step = idle.get(part);
    if (step === undefined) return [];
    const candidates = covers.get(step) ?? candidatesOf(step);
    covers.set(step, candidates);
    return [{ ...part, covers: coversOf(part, candidates) }];
  });
}

/** Parts of one rank and action, and what those decide that are asked before them. */
interface Step<P extends Part> {
  readonly parts: readonly P[];
  readonly action: Entry["action"];
  readonly before: Traffic<Peers>;
  readonly deniedBefore: Traffic<Peers>;
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
  let passed: readonly P[] = [];
  let before = Traffic.empty<Peers>();
  let deniedBefore = Traffic.empty<Peers>();
  const pass = (some: readonly P[]) => {
    before = before.union(certainOf(some));
    deniedBefore = deniedBefore.union(certainOf(some.filter(({ entry }) => entry.action === "deny")));
    passed = [];
  };
  for (const level of levelsOf([...byEntry.keys()].filter(isRanked), () => 0)) {
    if (passed.length > 0) pass(passed);
    for (const isOf of ACTIONS) {
      const some = level.filter(({ action }) => isOf(action)).flatMap((entry) => byEntry.get(entry) ?? []);
      if (some.length === 0) continue;
      if (tie === "deny" && passed.length > 0) pass(passed);
      steps.push({ parts: some, action: some[0]?.entry.action, before, deniedBefore });
      passed = [...passed, ...some];
    }
  }
  return steps;
}

function certainOf(parts: readonly Part[]): Traffic<Peers> {
  return unionAll(
    parts.map(({ certain }) => certain),
    Traffic.empty<Peers>(),
  );
}

function deniableBy(denials: readonly Part[]): Traffic<Peers> {
  return unionAll(
    denials.map(({ possible, deniable = possible }) => deniable),
    Traffic.empty<Peers>(),
  );
}

/** Parts in halves of halves, each with what all of it decides and could. */
type Tree<P extends Part> = { readonly certain: Traffic<Peers>; readonly possible: Traffic<Peers> } & (
  | { readonly part: P }
  | { readonly first: Tree<P>; readonly second: Tree<P> }
);

function treeOf<P extends Part>(parts: readonly P[]): Tree<P> {
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
function reduce<P extends Part>(
  tree: Tree<P>,
  outside: Traffic<Peers>,
): { readonly redundant: readonly P[]; readonly kept: Traffic<Peers> } {
  if (tree.possible.isEmpty) return { redundant: [], kept: tree.certain };
  if ("part" in tree) {
    return isSubset(tree.possible, outside)
      ? { redundant: [tree.part], kept: Traffic.empty() }
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

/** A part that stays, what it decides in the place of an idle one, and around that its box. */
interface Cover<P extends Part> {
  readonly part: P;
  readonly traffic: Traffic<Peers>;
  readonly box: Box | undefined;
}

function coverBy<P extends Part>(part: P, traffic: Traffic<Peers>): Cover<P> {
  return { part, traffic, box: boxOf(traffic) };
}

/** What can cover the idle parts of a step, where only what is asked before counts. */
function coversBefore<P extends Part>(
  steps: readonly Step<P>[],
  { tie }: Order,
): (step: Step<P>) => readonly Cover<P>[] {
  // What a part decides in its own place is the same for all that come after it.
  const decided = steps.map(({ parts, before }) =>
    parts.map((part) => coverBy(part, part.certain.subtract(before))),
  );
  return (step) =>
    decided
      .slice(0, steps.indexOf(step))
      .flatMap((covers, i) =>
        tie === "deny" || steps[i]?.parts[0]?.entry.rank !== step.parts[0]?.entry.rank ? covers : [],
      );
}

/** What can cover the idle parts of a step, where all that stays counts. */
function coversAmong<P extends Part>(
  steps: readonly Step<P>[],
  idle: ReadonlyMap<P, unknown>,
): (step: Step<P>) => readonly Cover<P>[] {
  return (step) => {
    const position = steps.indexOf(step);
    let denied = Traffic.empty<Peers>();
    return steps.flatMap((other, i) => {
      if (step.action === "deny" && (other.action !== "deny" || i > position)) return [];
      if (i > position && other.action !== "allow") denied = denied.union(deniableBy(other.parts));
      if (i > position && other.action !== "allow") return [];
      return other.parts
        .filter((part) => !idle.has(part))
        .map((part) => coverBy(part, part.certain.subtract(denied)));
    });
  };
}

/** Parts that together hold another one, none of which could be left out; one alone if any does. */
function coversOf<P extends Part>(part: P, candidates: readonly Cover<P>[]): readonly P[] {
  const own = boxOf(part.possible);
  const near = candidates.filter(({ box }) => overlap(box, own));
  const whole = near.find(({ traffic }) => isSubset(part.possible, traffic));
  if (whole !== undefined) return [whole.part];
  const chosen: Cover<P>[] = [];
  let rest = part.possible;
  for (const one of near) {
    if (rest.isEmpty) break;
    const left = rest.subtract(one.traffic);
    if (!left.equals(rest)) chosen.push(one);
    rest = left;
  }
  for (const one of [...chosen].reverse()) {
    const others = chosen.filter((other) => other !== one);
    const together = unionAll(
      others.map(({ traffic }) => traffic),
      Traffic.empty<Peers>(),
    );
    if (isSubset(part.possible, together)) chosen.splice(chosen.indexOf(one), 1);
  }
  return chosen.map(({ part: chosenPart }) => chosenPart);
}
