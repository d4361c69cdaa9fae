import { AddressSet } from "../../algebra/addresses";
import type { Interval } from "../../algebra/interval-set";
import { Peers } from "../../algebra/peers";
import { isSubset, unionAll } from "../../algebra/set";
import { Traffic } from "../../algebra/traffic";
import type { Direction, Rule, Services, Source } from "./rule";
import { rulesOf, type SecurityGroup } from "./security-group";

/** A rule from one of its sources, which AWS counts as a rule. */
export interface RulePart {
  readonly rule: Rule;
  readonly source: Source;
  /** All that it could come to admit. */
  readonly traffic: Traffic<Peers>;
}

/** A part of a rule that admits nothing which others do not, and those of the others that it takes to show it. */
export interface RedundantPart extends RulePart {
  readonly covers: readonly RulePart[];
}

/**
 * The parts of a group's rules of one direction that could all go together with nothing lost: of equal ones the first by URN and place stays.
 * Whatever unknown values turn out to be, each lies inside its covers.
 */
export function redundantParts(group: SecurityGroup, direction: Direction): RedundantPart[] {
  const parts = partsOf(group, direction);
  if (parts.length < 2) return [];
  const redundant = new Set(reduce(treeOf(parts), Traffic.empty()).redundant);
  const kept = parts.filter((part) => !redundant.has(part));
  return parts
    .filter((part) => redundant.has(part))
    .map((part) => ({ ...part, covers: coversOf(part, kept) }));
}

interface Part extends RulePart {
  /** What it admits whatever its unknown values turn out to be. */
  readonly certain: Traffic<Peers>;
  /** Around what it admits for certain, and around all it could. */
  readonly certainBox: Box;
  readonly box: Box;
}

function partsOf(group: SecurityGroup, direction: Direction): Part[] {
  const rules = rulesOf(group, direction).filter(({ problems }) => problems.length === 0);
  const ordered = rules
    .map((rule, i) => ({ rule, i }))
    .sort((one, other) => compare(one.rule.resource.urn, other.rule.resource.urn) || one.i - other.i);
  return ordered.flatMap(({ rule }) =>
    rule.sources.flatMap((source): Part[] => {
      const peers = peersOf(source, group);
      if (peers === undefined) return [];
      const { certain, possible } = peers;
      return [
        {
          rule,
          source,
          traffic: trafficOf(rule.possibleServices, possible),
          certain: trafficOf(rule.services, certain),
          certainBox: boxOf(rule.services, certain),
          box: boxOf(rule.possibleServices, possible),
        },
      ];
    }),
  );
}

function trafficOf({ protocols, ports }: Services, peers: Peers): Traffic<Peers> {
  return Traffic.of(protocols, ports, peers);
}

/** Whom a source stands for at least and at most; undefined where nothing of it is certain. A list counts as its entries and as itself. */
function peersOf(
  source: Source,
  own: SecurityGroup,
): { readonly certain: Peers; readonly possible: Peers } | undefined {
  switch (source.kind) {
    case "block": {
      const peers = Peers.of(source.addresses);
      return { certain: peers, possible: peers };
    }
    case "self":
    case "group": {
      if (source.kind === "group" && !source.certain) return undefined;
      const peers = Peers.of(AddressSet.empty, [source.kind === "self" ? own.key : source.group.key]);
      return { certain: peers, possible: peers };
    }
    case "prefix-list": {
      if (!source.certain) return undefined;
      const { addresses, key, complete } = source.list;
      const certain = Peers.of(addresses, [key]);
      return { certain, possible: complete ? Peers.of(addresses) : certain };
    }
    default:
      return undefined;
  }
}

/** Parts in halves of halves, each with what all of it admits and could. */
type Tree = { readonly certain: Traffic<Peers>; readonly possible: Traffic<Peers> } & (
  | { readonly part: Part }
  | { readonly first: Tree; readonly second: Tree }
);

function treeOf(parts: readonly Part[]): Tree {
  const [part] = parts;
  if (part !== undefined && parts.length === 1) {
    return { part, certain: part.certain, possible: part.traffic };
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
 * @param outside what the parts that are not in the tree admit, at least where the tree's could
 */
function reduce(
  tree: Tree,
  outside: Traffic<Peers>,
): { readonly redundant: readonly Part[]; readonly kept: Traffic<Peers> } {
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

/** Parts that together hold another one, none of which could be left out; one alone if any does. */
function coversOf(part: Part, kept: readonly Part[]): readonly Part[] {
  const near = kept.filter((one) => overlap(one.certainBox, part.box));
  const whole = near.find(({ certain }) => isSubset(part.traffic, certain));
  if (whole !== undefined) return [whole];
  const chosen: Part[] = [];
  let rest = part.traffic;
  for (const one of near) {
    if (rest.isEmpty) break;
    const left = rest.subtract(one.certain);
    if (!left.equals(rest)) chosen.push(one);
    rest = left;
  }
  for (const one of [...chosen].reverse()) {
    const others = chosen.filter((other) => other !== one);
    const together = unionAll(
      others.map(({ certain }) => certain),
      Traffic.empty<Peers>(),
    );
    if (isSubset(part.traffic, together)) chosen.splice(chosen.indexOf(one), 1);
  }
  return chosen;
}

/** The least that a part's services and addresses fit in, to tell quickly which parts have nothing in common. */
interface Box {
  readonly protocols: Interval<number> | undefined;
  readonly ports: Interval<number> | undefined;
  readonly addresses: Interval<bigint> | undefined;
  readonly isSymbolic: boolean;
}

function boxOf({ protocols, ports }: Services, { addresses, names }: Peers): Box {
  return {
    protocols: bounds(protocols.intervals),
    ports: bounds(ports.intervals),
    addresses: addressBounds(addresses),
    isSymbolic: names.size > 0,
  };
}

function bounds(intervals: readonly Interval<number>[]): Interval<number> | undefined {
  const [first, last] = [intervals[0], intervals.at(-1)];
  return first && last && { start: first.start, end: last.end };
}

function addressBounds({ start, end }: AddressSet): Interval<bigint> | undefined {
  return start === undefined || end === undefined ? undefined : { start, end };
}

function overlap(one: Box, other: Box): boolean {
  return (
    meet(one.protocols, other.protocols) &&
    meet(one.ports, other.ports) &&
    ((one.isSymbolic && other.isSymbolic) || meet(one.addresses, other.addresses))
  );
}

function meet<Point extends number | bigint>(
  one: Interval<Point> | undefined,
  other: Interval<Point> | undefined,
): boolean {
  return one !== undefined && other !== undefined && one.start < other.end && other.start < one.end;
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
