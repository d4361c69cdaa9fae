import { AddressSet } from "../../algebra/addresses";
import { IntervalSet } from "../../algebra/interval-set";
import { Peers } from "../../algebra/peers";
import type { PortSet } from "../../algebra/ports";
import { ALL_PORTS, portRange } from "../../algebra/ports";
import { ALL_PROTOCOLS, protocol, TCP, UDP } from "../../algebra/protocols";
import { isSubset, unionAll } from "../../algebra/set";
import { Traffic } from "../../algebra/traffic";
import type { Resource } from "../../stack/resource";
import type { Answer, Unknown } from "../../stack/value";
import { UNKNOWN } from "../../stack/value";
import type { Direction, Problem } from "../groups/rule";

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
  /** Whether every entry of a direction is there to be seen. Never so for an ACL outside the stack. */
  readonly isComplete: Readonly<Record<Direction, boolean>>;
}

export const EVERYTHING: Traffic<Peers> = Traffic.of(ALL_PROTOCOLS, ALL_PORTS, Peers.of(AddressSet.all));

/** What one entry decides, after those that AWS asks before it. */
export interface Decision {
  readonly entry: NetworkAclEntry;
  readonly traffic: Traffic<Peers>;
}

/** Such as `ingress[0] (100)`, the standalone entry by its title, or `AWS's entry 100`. */
export function entryTitle({ resource, path, number }: NetworkAclEntry): string {
  if (resource === undefined) return `AWS's ${path}`;
  const name = path === "" ? resource.title : path;
  return typeof number === "number" ? `${name} (${number})` : name;
}

/** The blocks that traffic comes from or goes to. */
export function blocksOf(traffic: Traffic<Peers>): string[] {
  return unionAll(
    [...traffic.boxes()].map(({ peers }) => peers),
    Peers.none,
  ).addresses.blocks();
}

/** The entries that AWS would take and that are or may be of a direction, by ascending number. */
export function entriesOf(acl: NetworkAcl, direction: Direction): NetworkAclEntry[] {
  return acl.entries.filter(
    (entry) => (entry.direction === direction || entry.direction === UNKNOWN) && entry.problems.length === 0,
  );
}

/**
 * What an ACL lets through for certain, by the entry that does. The first entry that matches decides, and what none matches is denied.
 * An entry that may deny is taken to deny all it may: before anything else while its number is unknown, else in its turn.
 */
export function allowed(acl: NetworkAcl, direction: Direction): Decision[] {
  if (!acl.isComplete[direction]) return [];
  const entries = entriesOf(acl, direction);
  let decided = unionAll(
    entries.filter((entry) => !isNumbered(entry) && mayDeny(entry)).map(({ possible }) => possible),
    Traffic.empty<Peers>(),
  );
  const result: Decision[] = [];
  for (const entry of entries) {
    if (mayDeny(entry)) decided = decided.union(entry.possible);
    else if (entry.direction !== UNKNOWN) {
      const traffic = entry.certain.subtract(decided);
      if (!traffic.isEmpty) result.push({ entry, traffic });
      decided = decided.union(entry.certain);
    }
  }
  return result;
}

/** What an ACL may let through, once everything is known. */
export function possiblyAllowed(acl: NetworkAcl, direction: Direction): Traffic<Peers> {
  if (!acl.isComplete[direction]) return EVERYTHING;
  let denied = Traffic.empty<Peers>();
  const result: Traffic<Peers>[] = [];
  for (const entry of entriesOf(acl, direction)) {
    if (entry.allows !== false) {
      result.push(isNumbered(entry) ? entry.possible.subtract(denied) : entry.possible);
    } else if (isNumbered(entry) && entry.direction !== UNKNOWN) {
      denied = denied.union(entry.certain);
    }
  }
  return unionAll(result, Traffic.empty<Peers>());
}

/** The ports to which answers go: those of clients. */
export const EPHEMERAL_PORTS = portRange(1024, 65535);

/** Those that Linux (32768-60999) and Windows (49152-65535) clients have in common; an entry for answers holds them. */
const PORTS_OF_EVERY_CLIENT = portRange(49152, 60999);

/** Packets that an ACL lets through one way and whose answers it denies the other way. */
export interface UnansweredFlow {
  readonly entry: NetworkAclEntry;
  readonly direction: Direction;
  readonly traffic: Traffic<Peers>;
}

/**
 * The flows of TCP and UDP that an ACL certainly admits, by entry, and whose answers it certainly denies: to their peers, no client port is open the
 * other way. Entries that are there for answers start no flow.
 */
export function unansweredFlows(acl: NetworkAcl, direction: Direction): UnansweredFlow[] {
  const back = possiblyAllowed(acl, direction === "ingress" ? "egress" : "ingress");
  const answered = TRANSPORTS.map((transport) => ({
    transport,
    peers: unionAll(
      [...back.on(transport, EPHEMERAL_PORTS).boxes()].map(({ peers }) => peers),
      Peers.none,
    ),
  }));
  return allowed(acl, direction)
    .filter(({ entry }) => !mayBeForAnswers(entry))
    .map(({ entry, traffic }) => ({
      entry,
      direction,
      traffic: unionAll(
        answered.map(({ transport, peers }) =>
          traffic.on(transport).mapPeers((some) => some.subtract(peers)),
        ),
        Traffic.empty<Peers>(),
      ),
    }))
    .filter(({ traffic }) => !traffic.isEmpty);
}

const TRANSPORTS = [protocol(TCP), protocol(UDP)];

function mayBeForAnswers({ certain, possible }: NetworkAclEntry): boolean {
  return isSubset(portsOf(certain), EPHEMERAL_PORTS) && isSubset(PORTS_OF_EVERY_CLIENT, portsOf(possible));
}

function portsOf(traffic: Traffic<Peers>): PortSet {
  return unionAll(
    [...traffic.boxes()].map(({ ports }) => IntervalSet.of(ports.start, ports.end)),
    IntervalSet.empty<number>(),
  );
}

/** An entry that never gets to decide anything, and those before it that decide in its place. */
export interface ShadowedEntry {
  readonly entry: NetworkAclEntry;
  readonly by: readonly NetworkAclEntry[];
}

/** The entries of a direction all of whose packets lower-numbered ones decide, whatever unknown values turn out to be. */
export function shadowedEntries(acl: NetworkAcl, direction: Direction): ShadowedEntry[] {
  const entries = entriesOf(acl, direction).filter(
    (entry) => isNumbered(entry) && entry.direction === direction,
  );
  const result: ShadowedEntry[] = [];
  let decided = Traffic.empty<Peers>();
  for (const [i, entry] of entries.entries()) {
    // Of two entries with one number, which AWS refuses, neither comes before the other.
    const isShadowed = !entry.possible.isEmpty && entry.possible.subtract(decided).isEmpty;
    const by = isShadowed
      ? decidersOf(
          entry.possible,
          entries.slice(0, i).filter(({ number }) => number !== entry.number),
        )
      : undefined;
    if (by !== undefined) result.push({ entry, by });
    else decided = decided.union(entry.certain);
  }
  return result;
}

/** Which entries, asked in turn, decide all of the traffic; undefined where they leave some of it. */
function decidersOf(
  traffic: Traffic<Peers>,
  entries: readonly NetworkAclEntry[],
): NetworkAclEntry[] | undefined {
  let rest = traffic;
  const result: NetworkAclEntry[] = [];
  for (const entry of entries) {
    const left = rest.subtract(entry.certain);
    if (!left.equals(rest)) result.push(entry);
    rest = left;
    if (rest.isEmpty) return result;
  }
  return undefined;
}

/** Whether it is known when AWS asks an entry. */
export function isNumbered({ number }: NetworkAclEntry): boolean {
  return typeof number === "number";
}

function mayDeny({ allows }: NetworkAclEntry): boolean {
  return allows !== true;
}
