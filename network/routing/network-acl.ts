import { AddressSet } from "../../algebra/addresses";
import { IntervalSet } from "../../algebra/interval-set";
import { Peers } from "../../algebra/peers";
import { ALL_PORTS, portRange } from "../../algebra/ports";
import { ALL_PROTOCOLS, type ProtocolSet, protocol, TCP, UDP } from "../../algebra/protocols";
import { isSubset, subtractFromEach, unionAll } from "../../algebra/set";
import { Traffic } from "../../algebra/traffic";
import { rememberedOf } from "../../stack/remembered";
import type { Resource } from "../../stack/resource";
import type { Answer } from "../../stack/value";
import type { Direction, Entry, Order, Refusal } from "../filters/entry";
import { type Decision, Filter, NO_TRAFFIC } from "../filters/filter";
import { idleParts } from "../filters/idle";
import type { Claim } from "./subnet";

/** One entry of a network ACL, whatever resource spells it; its rank is its number. */
export type NetworkAclEntry = Entry;

/** Numbers go from 1 to 32766. No two entries share one, so that a number not known yet comes after a known 1. */
const BY_NUMBER: Order = { lowest: 1.5, highest: 32765.5, tie: "any", hasDenials: true };

/** What decides about the packets that enter and leave subnets, whatever connection they are of. */
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

/** Answers a question about each direction of an ACL once: policies and the paths of many machines ask the same. */
function once<Answered>(
  ask: (filter: Filter<NetworkAclEntry>) => Answered,
): (acl: NetworkAcl, direction: Direction) => Answered {
  const one = (direction: Direction) =>
    rememberedOf((acl: NetworkAcl) =>
      ask(Filter.of(entriesOf(acl), direction, BY_NUMBER, acl.isComplete[direction])),
    );
  const each = { ingress: one("ingress"), egress: one("egress") };
  return (acl, direction) => each[direction](acl);
}

/** What an ACL lets through for certain, by the entry that does. */
export const allowed = once((filter): readonly Decision<NetworkAclEntry>[] => filter.allowed());

/** What an ACL may let through, once everything is known. */
export const possiblyAllowed = once((filter) => filter.possiblyAllowed());

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
  const answers = answersTo(possiblyAllowed(acl, direction === "ingress" ? "egress" : "ingress"));
  const toClients = toClientsOf(acl, direction);
  const flows = allowed(acl, direction).map(({ entry, traffic }) => {
    const own = traffic.on(TRANSPORTS);
    return { entry, direction, traffic: isWithinClientPorts(entry) ? own.subtract(toClients) : own };
  });
  const rests = subtractFromEach(
    flows.map(({ traffic }) => traffic),
    answers,
    NO_TRAFFIC,
  );
  return flows
    .map((flow, i) => ({ ...flow, traffic: rests[i] ?? NO_TRAFFIC }))
    .filter(({ traffic }) => !traffic.isEmpty);
}

const TRANSPORTS = protocol(TCP).union(protocol(UDP));

/** The packets of TCP and UDP whose answers may get back, where `back` is let through that way. */
function answersTo(back: Traffic<Peers>): Traffic<Peers> {
  const toClients = [TCP, UDP].map((transport) => {
    const boxes = [...back.on(protocol(transport), EPHEMERAL_PORTS).boxes()];
    const peers = unionAll(
      boxes.map((box) => box.peers),
      Peers.none,
    );
    return Traffic.of(protocol(transport), ALL_PORTS, peers);
  });
  return unionAll([...toClients, back.on(protocol(UDP))], NO_TRAFFIC);
}

/** What entries for answers let through to peers for which they hold, or may hold, all the ports of every client. */
function toClientsOf(acl: NetworkAcl, direction: Direction): Traffic<Peers> {
  const answering = entriesOf(acl).filter(
    (entry) => entry.direction === direction && entry.action !== "deny" && isWithinClientPorts(entry),
  );
  return unionAll(
    [TCP, UDP].map((transport) =>
      Traffic.of(protocol(transport), ALL_PORTS, clientsOf(answering, protocol(transport))),
    ),
    NO_TRAFFIC,
  );
}

function isWithinClientPorts({ certain }: NetworkAclEntry): boolean {
  return certain.on(ALL_PROTOCOLS, ALL_PORTS.subtract(EPHEMERAL_PORTS)).isEmpty;
}

/** The peers toward which entries together hold, or may hold, all the ports of every client, however these are split among them. */
function clientsOf(entries: readonly NetworkAclEntry[], transport: ProtocolSet): Peers {
  const boxes = [
    ...unionAll(
      entries.map(({ possible }) => possible.on(transport, PORTS_OF_EVERY_CLIENT)),
      NO_TRAFFIC,
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
