import { AddressSet } from "../../algebra/addresses";
import { Names } from "../../algebra/names";
import { Peers } from "../../algebra/peers";
import { Traffic } from "../../algebra/traffic";
import { byUrn } from "../../stack/resource";
import { UNKNOWN } from "../../stack/value";
import { type Direction, mayDeny } from "../filters/entry";
import { type Idle, idleParts, type Part } from "../filters/idle";
import { type Rule, type Side, type Source, trafficOf } from "./rule";
import { besideRulesOf, isOnSide, rulesOf, rulesToward, type SecurityGroup } from "./security-group";

/** A rule from one of its sources, which AWS counts as a rule. */
export interface RulePart extends Part<Rule> {
  readonly source: Source;
}

/**
 * The parts of a group's rules of one direction that could all go together with nothing lost: of equal ones the first by URN and place stays.
 * Whatever unknown values turn out to be, each lies inside its covers.
 */
export function redundantParts(group: SecurityGroup, direction: Direction): Idle<RulePart>[] {
  return group.sides.flatMap((side) => {
    const beside = besideRulesOf(group).filter(
      (rule) => rule.direction === direction && isOnSide(rule, side),
    );
    const perhaps = rulesToward(group, direction).filter((rule) => rule.direction === UNKNOWN);
    const parts = [
      ...partsOf(group, direction, side),
      ...beside.flatMap(partOf),
      ...perhaps.flatMap(partOf).map((part) => ({ ...part, certain: Traffic.empty<Peers>() })),
    ];
    return idleParts(parts, group.order, "others").filter(
      ({ entry }) => !beside.includes(entry) && !perhaps.includes(entry),
    );
  });
}

/** What decides beside a group's rules counts whole. */
function partOf(entry: Rule): RulePart[] {
  const [source] = entry.sources;
  if (source === undefined) return [];
  const { certain, possible } = entry;
  return [{ entry, source, certain, possible, deniable: deniableBy(entry, possible) }];
}

function partsOf(group: SecurityGroup, direction: Direction, side: Side): RulePart[] {
  return rulesOf(group, direction)
    .filter((rule) => rule.problems.length === 0 && isOnSide(rule, side))
    .sort((one, other) => byUrn(one.resource, other.resource))
    .flatMap((entry) =>
      entry.sources.flatMap((source): RulePart[] => {
        // What denies nobody knows whom yet may deny anyone.
        const peers = peersOf(source, group) ?? (mayDeny(entry) ? ANYONE : undefined);
        if (peers === undefined) return [];
        // A rule of a side that is not known yet may be of the other one.
        const certain =
          entry.side === UNKNOWN ? Traffic.empty<Peers>() : trafficOf(entry.services, peers.certain);
        const possible = trafficOf(entry.possibleServices, peers.possible);
        return [{ entry, source, certain, possible, deniable: deniableBy(entry, possible) }];
      }),
    );
}

const ANYONE = { certain: Peers.none, possible: Peers.all };

/** Whoever is known by a name may have any address, and other names as well. */
function deniableBy(entry: Rule, possible: Traffic<Peers>): Traffic<Peers> | undefined {
  if (!mayDeny(entry)) return undefined;
  return possible.mapPeers(({ addresses, names }) =>
    Peers.of(names.isEmpty ? addresses : AddressSet.all, Names.all),
  );
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
