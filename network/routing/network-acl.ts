import { AddressSet } from "../../algebra/addresses";
import { IntervalSet } from "../../algebra/interval-set";
import { Peers } from "../../algebra/peers";
import { ALL_PORTS, portRange } from "../../algebra/ports";
import { ALL_PROTOCOLS, type ProtocolSet, protocol, TCP, UDP } from "../../algebra/protocols";
import { isSubset, unionAll } from "../../algebra/set";
import { Traffic } from "../../algebra/traffic";
import type { Resource } from "../../stack/resource";
import type { Answer } from "../../stack/value";
import type { Direction, Entry, Order, Refusal } from "../filters/entry";
import { type Decision, Filter } from "../filters/filter";
import { idleParts } from "../filters/idle";
import type { Claim } from "./subnet";

/** One entry of a network ACL, whatever resource spells it; its rank is its number. */
export type NetworkAclEntry = Entry;

/** Numbers go from 1 to 32766. No two entries share one, so that a number not known yet comes after a known 1. */
const BY_NUMBER: Order = { lowest: 1.5, highest: 32765.5, tie: "any", hasDenials: true };

export interface NetworkAcl {
  readonly resource: Resource | undefined;
  readonly key: string;
  readonly title: string;
  readonly claims: readonly Claim[];
  /** What binds it to subnets as well, where it lists these itself and so undoes what others bind. */
  readonly undoneBindings?: readonly Resource[];
  /** In the order in which AWS asks them, entries of unknown number last. */
  readonly entries: readonly NetworkAclEntry[];
  /** What AWS would not take of it and its entries, beside what makes single entries unreadable. */
  readonly refusals: readonly Refusal[];
  /** Whether the program manages a direction's entries in the ACL itself; UNKNOWN where the list is, or the engine showed outputs alone. */
  readonly managesInline: Readonly<Record<Direction, Answer>>;
  /** Whether every entry of a direction is there to be seen. Never so for an ACL outside the stack. */
  readonly isComplete: Readonly<Record<Direction, boolean>>;
}

export const EVERYTHING: Traffic<Peers> = Traffic.of(ALL_PROTOCOLS, ALL_PORTS, Peers.of(AddressSet.all));

/** Such as `ingress[0] (100)`, the standalone entry by its title, or `AWS's entry 100`. */
export function entryTitle({ resource, path, rank }: NetworkAclEntry): string {
  if (resource === undefined) return `AWS's ${path}`;
  const name = path === "" ? resource.title : path;
  return typeof rank === "number" ? `${name} (${rank})` : name;
}

/** The blocks that traffic comes from or goes to, as texts. */
export function blocksOf(traffic: Traffic<Peers>): string[] {
  const { addresses } = unionAll(
    [...traffic.boxes()].map(({ peers }) => peers),
    Peers.none,
  );
  return addresses.texts();
}

/** The entries that AWS would take, of both directions. */
function entriesOf({ entries }: NetworkAcl): NetworkAclEntry[] {
  return entries.filter(({ problems }) => problems.length === 0);
}

function filterOf(acl: NetworkAcl, direction: Direction): Filter<NetworkAclEntry> {
  return Filter.of(entriesOf(acl), direction, BY_NUMBER, acl.isComplete[direction]);
}

/** What an ACL lets through for certain, by the entry that does. */
export function allowed(acl: NetworkAcl, direction: Direction): Decision<NetworkAclEntry>[] {
  return filterOf(acl, direction).allowed();
}

/** What an ACL may let through, once everything is known. */
export function possiblyAllowed(acl: NetworkAcl, direction: Direction): Traffic<Peers> {
  return filterOf(acl, direction).possiblyAllowed();
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
 * other way, nor for UDP the port that they came to. What is there for answers starts no flow.
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
  const answering = entriesOf(acl).filter(
    (entry) => entry.direction === direction && entry.action !== "deny" && isWithinClientPorts(entry),
  );
  const samePort = back.on(protocol(UDP));
  return allowed(acl, direction)
    .map(({ entry, traffic }) => ({
      entry,
      direction,
      traffic: unionAll(
        answered.map(({ transport, peers }) => {
          const own = isWithinClientPorts(entry) ? clientsOf(answering, transport) : Peers.none;
          return traffic.on(transport).mapPeers((some) => some.subtract(peers).subtract(own));
        }),
        Traffic.empty<Peers>(),
      ).subtract(samePort),
    }))
    .filter(({ traffic }) => !traffic.isEmpty);
}

const TRANSPORTS = [protocol(TCP), protocol(UDP)];

function isWithinClientPorts({ certain }: NetworkAclEntry): boolean {
  return certain.on(ALL_PROTOCOLS, ALL_PORTS.subtract(EPHEMERAL_PORTS)).isEmpty;
}

/** The peers toward which entries together hold, or may hold, all the ports of every client, however these are split among them. */
function clientsOf(entries: readonly NetworkAclEntry[], transport: ProtocolSet): Peers {
  const boxes = [
    ...unionAll(
      entries.map(({ possible }) => possible.on(transport, PORTS_OF_EVERY_CLIENT)),
      Traffic.empty<Peers>(),
    ).boxes(),
  ];
  const held = unionAll(
    boxes.map(({ ports }) => IntervalSet.of(ports.start, ports.end)),
    IntervalSet.empty<number>(),
  );
  if (!isSubset(PORTS_OF_EVERY_CLIENT, held)) return Peers.none;
  return boxes.reduce((common, { peers }) => common.intersect(peers), Peers.all);
}

/** An entry that never gets to decide anything, and those before it that decide in its place. */
export interface ShadowedEntry {
  readonly entry: NetworkAclEntry;
  readonly by: readonly NetworkAclEntry[];
}

/** The entries of a direction all of whose packets lower-numbered ones decide, whatever unknown values turn out to be. */
export function shadowedEntries(acl: NetworkAcl, direction: Direction): ShadowedEntry[] {
  const parts = entriesOf(acl).flatMap((entry) => {
    const { certain, possible } = entry;
    return entry.direction === direction ? [{ entry, certain, possible }] : [];
  });
  return idleParts(parts, BY_NUMBER, "before").map(({ entry, covers }) => ({
    entry,
    by: covers.map((cover) => cover.entry),
  }));
}
