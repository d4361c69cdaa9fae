import { AddressSet } from "../algebra/addresses";
import { Peers } from "../algebra/peers";
import { ALL_PORTS } from "../algebra/ports";
import { ALL_PROTOCOLS } from "../algebra/protocols";
import { unionAll } from "../algebra/set";
import { Traffic } from "../algebra/traffic";
import type { Resource } from "./resource";
import type { Direction, Problem } from "./rule";
import type { Answer, Unknown } from "./value";
import { UNKNOWN } from "./value";

/** One entry of a network ACL, whatever resource spells it. */
export interface NetworkAclEntry {
  /** The resource that declares it; undefined for the entries that AWS itself puts in. */
  readonly resource: Resource | undefined;
  /** Where in that resource, such as `ingress[0]`; empty for a resource that is one entry. */
  readonly path: string;
  readonly direction: Direction | Unknown;
  /** Undefined where the number is no number. */
  readonly number: number | Unknown | undefined;
  /** Whether it allows or denies; undefined where it says neither. */
  readonly allows: Answer | undefined;
  /** What it decides whatever its unknown values turn out to be. */
  readonly certain: Traffic<Peers>;
  /** What it may decide, once its unknown values are known. */
  readonly possible: Traffic<Peers>;
  readonly problems: readonly Problem[];
}

export interface NetworkAcl {
  readonly resource: Resource | undefined;
  readonly key: string;
  readonly title: string;
  /** In the order in which AWS asks them, entries of unknown number last. */
  readonly entries: readonly NetworkAclEntry[];
  /** Whether every entry is there to be seen. Never so for an ACL outside the stack. */
  readonly isComplete: boolean;
}

export const EVERYTHING: Traffic<Peers> = Traffic.of(ALL_PROTOCOLS, ALL_PORTS, Peers.of(AddressSet.all));

/** What one entry decides, after those that AWS asks before it. */
export interface Decision {
  readonly entry: NetworkAclEntry;
  readonly traffic: Traffic<Peers>;
}

/** The entries of a direction that AWS would take, by ascending number. */
export function entriesOf(acl: NetworkAcl, direction: Direction): NetworkAclEntry[] {
  return acl.entries.filter((entry) => entry.direction === direction && entry.problems.length === 0);
}

/**
 * What an ACL lets through for certain, by the entry that does. The first entry that matches decides, and what none matches is denied.
 * What is not known yet is taken to deny all it may, before anything else.
 */
export function allowed(acl: NetworkAcl, direction: Direction): Decision[] {
  if (!acl.isComplete) return [];
  const entries = entriesOf(acl, direction);
  const unsure = entries.filter((entry) => entry.allows !== true && !isPlaced(entry));
  let decided = unionAll(
    unsure.map(({ possible }) => possible),
    Traffic.empty<Peers>(),
  );
  const result: Decision[] = [];
  for (const entry of entries.filter((one) => !unsure.includes(one))) {
    const traffic = entry.certain.subtract(decided);
    if (entry.allows === true && !traffic.isEmpty) result.push({ entry, traffic });
    decided = decided.union(entry.allows === true ? entry.certain : entry.possible);
  }
  return result;
}

/** What an ACL may let through, once everything is known. */
export function possiblyAllowed(acl: NetworkAcl, direction: Direction): Traffic<Peers> {
  if (!acl.isComplete) return EVERYTHING;
  let denied = Traffic.empty<Peers>();
  let result = Traffic.empty<Peers>();
  for (const entry of entriesOf(acl, direction)) {
    if (!isPlaced(entry)) result = result.union(entry.allows === false ? Traffic.empty() : entry.possible);
    else if (entry.allows === true) result = result.union(entry.possible.subtract(denied));
    else denied = denied.union(entry.certain);
  }
  return result;
}

/** Whether it is known what the entry does and when AWS asks it. */
export function isPlaced({ number, allows }: NetworkAclEntry): boolean {
  return typeof number === "number" && allows !== UNKNOWN;
}
