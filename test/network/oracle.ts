import type { Description, Entry, Group, Machine, Rule, Services, Source, Target } from "./description";

/** One packet at a time, by the letter of AWS's rules, on plain data: nothing here knows sets or the network's code. */

export interface Packet {
  readonly source: string;
  readonly protocol: number;
  readonly port: number;
}

/** What lets a packet from the internet through: positions of the route, entries and rules. */
export interface Path {
  readonly table: number;
  readonly route: number;
  /** Undefined in the default ACL that nothing adopts. */
  readonly inbound: number | undefined;
  readonly outbound: readonly number[] | undefined;
  readonly rules: readonly { readonly group: Group; readonly rule: number }[];
}

export interface Address {
  readonly width: number;
  readonly bits: bigint;
}

const SPECIAL = [
  "10.0.0.0/8",
  "172.16.0.0/12",
  "192.168.0.0/16",
  "100.64.0.0/10",
  "127.0.0.0/8",
  "169.254.0.0/16",
  "::1/128",
  "fe80::/10",
  "fc00::/7",
];

const addressesRead = new Map<string, Address>();

export function readAddress(text: string): Address {
  const known = addressesRead.get(text) ?? parseAddress(text);
  addressesRead.set(text, known);
  return known;
}

function parseAddress(text: string): Address {
  if (!text.includes(":")) {
    return { width: 32, bits: text.split(".").reduce((bits, part) => (bits << 8n) + BigInt(part), 0n) };
  }
  const [head = "", tail] = text.split("::");
  const groups = (part: string) => (part === "" ? [] : part.split(":"));
  const [first, last] = [groups(head), tail === undefined ? [] : groups(tail)];
  const zeros = tail === undefined ? [] : Array<string>(8 - first.length - last.length).fill("0");
  const all = [...first, ...zeros, ...last];
  return { width: 128, bits: all.reduce((bits, part) => (bits << 16n) + BigInt(`0x${part}`), 0n) };
}

export function writeAddress({ width, bits }: Address): string {
  const size = width === 32 ? 8n : 16n;
  const parts = Array.from({ length: width === 32 ? 4 : 8 }, (_, i) => {
    const part = (bits >> (BigInt(width) - size * BigInt(i + 1))) & ((1n << size) - 1n);
    return width === 32 ? part.toString() : part.toString(16);
  });
  return parts.join(width === 32 ? "." : ":");
}

type Block = Address & { readonly length: number };

const blocksRead = new Map<string, Block>();

function readBlock(block: string): Block {
  const known = blocksRead.get(block);
  if (known !== undefined) return known;
  const [address = "", length = ""] = block.split("/");
  const read = { ...readAddress(address), length: Number(length) };
  blocksRead.set(block, read);
  return read;
}

function lies(address: Address, block: string): boolean {
  const { width, bits, length } = readBlock(block);
  const shift = BigInt(width - length);
  return address.width === width && address.bits >> shift === bits >> shift;
}

const hasPorts = (protocol: number) => protocol === 6 || protocol === 17;
const hasTypes = (protocol: number) => protocol === 1 || protocol === 58;

export function serves(
  { protocol, from, to }: Services,
  packet: { protocol: number; port: number },
): boolean {
  if (protocol === -1) return true;
  if (protocol !== packet.protocol) return false;
  if (hasPorts(protocol)) return from <= packet.port && packet.port <= to;
  if (!hasTypes(protocol)) return true;
  const [type, code] = [packet.port >> 8, packet.port & 255];
  return (from === -1 || from === type) && (to === -1 || to === code);
}

/** The first entry by number that matches decides; none is a denial. */
export function decide(
  entries: readonly Entry[],
  egress: boolean,
  other: Address,
  packet: { protocol: number; port: number },
): number | undefined {
  let first: Entry | undefined;
  for (const entry of entries) {
    if (entry.egress !== egress || !lies(other, entry.block) || !serves(entry.services, packet)) continue;
    if (first === undefined || entry.number < first.number) first = entry;
  }
  return first?.allows ? entries.indexOf(first) : undefined;
}

/** The ports or messages by which an answer may come back to whoever sent the packet. */
export function answersTo({ protocol, port }: { protocol: number; port: number }, entries: readonly Entry[]) {
  if (hasPorts(protocol)) {
    const ends = entries.flatMap(({ services: { from, to } }) => [from - 1, from, to, to + 1]);
    const clients = [1024, 65535, ...ends.filter((end) => end >= 1024 && end <= 65535)];
    return protocol === 17 ? [...clients, port] : clients;
  }
  if (protocol === 1 && port >> 8 === 8) return [0];
  if (protocol === 58 && port >> 8 === 128) return [129 << 8];
  if (!hasTypes(protocol)) return [0];
  const types = entries.flatMap(({ services: { from, to } }) => [(Math.max(0, from) << 8) + Math.max(0, to)]);
  return [0, 65535, 7, ...types, ...types.map((message) => message ^ 1)];
}

export function routeOf(
  description: Description,
  table: number | undefined,
  address: Address,
): number | undefined {
  let best: { length: number; rank: number; route: number | undefined } | undefined;
  const consider = (block: string, rank: number, route: number | undefined) => {
    if (!lies(address, block)) return;
    const { length } = readBlock(block);
    if (best === undefined || length > best.length || (length === best.length && rank > best.rank)) {
      best = { length, rank, route };
    }
  };
  for (const block of description.blocks) consider(block, 1, undefined);
  const routes = table === undefined ? [] : (description.tables[table] ?? []);
  for (const [i, { destination }] of routes.entries()) {
    if ("block" in destination) consider(destination.block, 2, i);
    else for (const block of description.lists[destination.list] ?? []) consider(block, 0, i);
  }
  return best?.route;
}

export function namesAddress(description: Description, source: Source, address: Address): boolean {
  if ("block" in source) return lies(address, source.block);
  return "list" in source && (description.lists[source.list] ?? []).some((block) => lies(address, block));
}

/** The default group that nothing adopts: AWS lets its members talk to each other, and out. */
const DEFAULT_GROUP: Group = {
  ingress: [{ services: { protocol: -1, from: 0, to: 0 }, sources: [{ self: true }] }],
  egress: [
    { services: { protocol: -1, from: 0, to: 0 }, sources: [{ block: "0.0.0.0/0" }, { block: "::/0" }] },
  ],
};

export function groupsOf({ groups, defaultGroup }: Description, machine: Machine): Group[] {
  const own = machine.groups.map((i) => groups[i] as Group);
  return own.length > 0 ? own : [defaultGroup ?? DEFAULT_GROUP];
}

export function isPublic(address: Address): boolean {
  return !SPECIAL.some((block) => lies(address, block));
}

function hasIpv4(description: Description, machine: Machine, subnet: number): boolean {
  if (machine.elasticIp) return true;
  if (machine.form === "interface") return false;
  return machine.publicAddress ?? description.subnets[subnet]?.mapsPublicAddress ?? false;
}

export function hasIpv6(description: Description, machine: Machine, subnet: number): boolean {
  // The provider sends no count of 0.
  return machine.ipv6 || (description.subnets[subnet]?.assignsIpv6 ?? false);
}

/** How a packet from the internet gets to a machine in one of its subnets and is answered; undefined where it does not or is not. */
export function pathFromInternet(
  description: Description,
  machine: Machine,
  subnet: number,
  packet: Packet,
): Path | undefined {
  const source = readAddress(packet.source);
  if (!isPublic(source)) return undefined;
  const has = source.width === 32 ? hasIpv4 : hasIpv6;
  if (!has(description, machine, subnet)) return undefined;
  const place = description.subnets[subnet];
  const table = place?.table ?? description.mainTable;
  const route = routeOf(description, table, source);
  if (table === undefined || route === undefined) return undefined;
  if (description.tables[table]?.[route]?.target !== "internet") return undefined;

  const rules = groupsOf(description, machine).flatMap((group) =>
    group.ingress.flatMap(({ services, sources }, rule) =>
      serves(services, packet) && sources.some((one) => namesAddress(description, one, source))
        ? [{ group, rule }]
        : [],
    ),
  );
  if (rules.length === 0) return undefined;

  const acl = place?.acl ?? description.defaultAcl;
  if (acl === undefined) return { table, route, inbound: undefined, outbound: undefined, rules };
  const entries = description.acls[acl] ?? [];
  const inbound = decide(entries, false, source, packet);
  const outbound = answersTo(packet, entries).flatMap(
    (port) => decide(entries, true, source, { ...packet, port }) ?? [],
  );
  if (inbound === undefined || outbound.length === 0) return undefined;
  return { table, route, inbound, outbound, rules };
}

/** Whether a machine may send the internet a packet, here to `source`, and is answered: by its own address, by NAT or by an egress-only gateway. */
export function reachesOutside(
  description: Description,
  { machine, subnet }: Place,
  packet: Packet,
): boolean {
  const peer = readAddress(packet.source);
  const isSent = groupsOf(description, machine).some(({ egress }) =>
    egress.some(
      ({ services, sources }) =>
        serves(services, packet) && sources.some((one) => namesAddress(description, one, peer)),
    ),
  );
  if (!isPublic(peer) || !isSent || !passesAndReturns(description, subnet, peer, packet)) return false;
  const has = peer.width === 32 ? hasIpv4 : hasIpv6;
  switch (targetOf(description, subnet, peer)) {
    case "internet":
      return has(description, machine, subnet);
    case "egress-only":
      return peer.width === 128 && has(description, machine, subnet);
    case "nat":
      return peer.width === 32 && passesNat(description, { machine, subnet }, packet);
    default:
      return false;
  }
}

function targetOf(description: Description, subnet: number, address: Address): Target | undefined {
  const table = description.subnets[subnet]?.table ?? description.mainTable;
  const route = routeOf(description, table, address);
  return table === undefined || route === undefined ? undefined : description.tables[table]?.[route]?.target;
}

function aclOf(description: Description, subnet: number): readonly Entry[] | undefined {
  const acl = description.subnets[subnet]?.acl ?? description.defaultAcl;
  return acl === undefined ? undefined : (description.acls[acl] ?? []);
}

/** Whether a subnet's ACL lets a packet out to an address, and some answer to it in. */
function passesAndReturns(description: Description, subnet: number, peer: Address, packet: Packet): boolean {
  const entries = aclOf(description, subnet);
  return (
    entries === undefined ||
    (decide(entries, true, peer, packet) !== undefined &&
      answersTo(packet, entries).some(
        (port) => decide(entries, false, peer, { ...packet, port }) !== undefined,
      ))
  );
}

/** Whether the NAT gateway gets a packet from a machine, whatever address that has, sends it on, and gets the answer back to it. */
function passesNat(description: Description, from: Place, packet: Packet): boolean {
  const { nat } = description;
  const peer = readAddress(packet.source);
  if (nat === undefined || ![1, 6, 17].includes(packet.protocol)) return false;
  if (targetOf(description, nat, peer) !== "internet") return false;
  if (!passesAndReturns(description, nat, peer, packet)) return false;
  if (nat === from.subnet) return true;
  const table = description.subnets[nat]?.table ?? description.mainTable;
  const machines = addressesOf(description, from, 32);
  const entries = aclOf(description, nat);
  if (!machines.every((address) => routeOf(description, table, address) === undefined)) return false;
  if (entries === undefined) return true;
  return (
    machines.every((address) => decide(entries, false, address, packet) !== undefined) &&
    answersTo(packet, entries).some((port) =>
      machines.every((address) => decide(entries, true, address, { ...packet, port }) !== undefined),
    )
  );
}

export interface Place {
  readonly machine: Machine;
  readonly subnet: number;
}

/**
 * Whether one machine may send another a packet inside the VPC, whatever addresses of their subnets they get, and on some client port is
 * answered, whatever they are.
 */
export function reachesInside(
  description: Description,
  from: Place,
  to: Place,
  width: number,
  packet: { protocol: number; port: number },
): boolean {
  const sources = addressesOf(description, from, width);
  const destinations = addressesOf(description, to, width);
  if (sources.length === 0 || destinations.length === 0) return false;
  const [mine, others] = [groupsOf(description, from.machine), groupsOf(description, to.machine)];
  const always = (test: (source: Address, destination: Address) => boolean) =>
    sources.every((source) => destinations.every((destination) => test(source, destination)));
  if (!always((source, destination) => groupsAdmit(description, mine, others, source, destination, packet))) {
    return false;
  }
  if (from.subnet === to.subnet) return true;

  const [here, there] = [description.subnets[from.subnet], description.subnets[to.subnet]];
  const isLocal = (table: number | undefined, address: Address) =>
    routeOf(description, table ?? description.mainTable, address) === undefined;
  if (!always((source, destination) => isLocal(here?.table, destination) && isLocal(there?.table, source))) {
    return false;
  }
  const passes = (acl: number | undefined, egress: boolean, other: Address, port: number) => {
    const own = acl ?? description.defaultAcl;
    const entries = own === undefined ? undefined : (description.acls[own] ?? []);
    return entries === undefined || decide(entries, egress, other, { ...packet, port }) !== undefined;
  };
  return (
    always(
      (source, destination) =>
        passes(here?.acl, true, destination, packet.port) && passes(there?.acl, false, source, packet.port),
    ) &&
    answersTo(packet, description.acls.flat()).some((port) =>
      always(
        (source, destination) =>
          passes(there?.acl, true, source, port) && passes(here?.acl, false, destination, port),
      ),
    )
  );
}

/** Addresses of a subnet, one between any two that something tells apart. */
export function addressesOf(description: Description, { machine, subnet }: Place, width: number): Address[] {
  if (width === 128 && !hasIpv6(description, machine, subnet)) return [];
  const { block = "", ipv6Block = "" } = description.subnets[subnet] ?? {};
  const own = width === 32 ? block : ipv6Block;
  return addressesIn(description, own);
}

const addressesFound = new WeakMap<Description, Map<string, Address[]>>();

function addressesIn(description: Description, block: string): Address[] {
  const known = addressesFound.get(description) ?? new Map<string, Address[]>();
  addressesFound.set(description, known);
  const found =
    known.get(block) ??
    boundaries(description)
      .map(readAddress)
      .filter((address) => lies(address, block));
  known.set(block, found);
  return found;
}

const boundariesFound = new WeakMap<Description, readonly string[]>();

/** The first and last address of every block, and those beside them. */
export function boundaries(description: Description): readonly string[] {
  const known = boundariesFound.get(description);
  if (known !== undefined) return known;
  const found = [...new Set(blocksOf(description).flatMap(edges))];
  boundariesFound.set(description, found);
  return found;
}

function blocksOf(description: Description): string[] {
  const sourcesOf = ({ ingress, egress }: Group) => [...ingress, ...egress].flatMap(({ sources }) => sources);
  return [
    ...SPECIAL,
    ...description.blocks,
    ...description.lists.flat(),
    ...description.subnets.flatMap(({ block, ipv6Block }) => [block, ipv6Block]),
    ...description.acls.flat().map(({ block }) => block),
    ...description.tables.flat().flatMap(({ destination }) => blockOf(destination)),
    ...[...description.groups, ...(description.defaultGroup ? [description.defaultGroup] : [])]
      .flatMap(sourcesOf)
      .flatMap(blockOf),
  ];
}

const edgesFound = new Map<string, readonly string[]>();

function edges(block: string): readonly string[] {
  const known = edgesFound.get(block);
  if (known !== undefined) return known;
  const { width, bits, length } = readBlock(block);
  const size = 1n << BigInt(width - length);
  const start = (bits / size) * size;
  const found = [start - 1n, start, start + size / 2n, start + size - 1n, start + size]
    .filter((one) => one >= 0n && one < 1n << BigInt(width))
    .map((one) => writeAddress({ width, bits: one }));
  edgesFound.set(block, found);
  return found;
}

function blockOf(source: object): string[] {
  return "block" in source ? [source.block as string] : [];
}

export function groupsAdmit(
  description: Description,
  mine: readonly Group[],
  others: readonly Group[],
  source: Address,
  destination: Address,
  packet: { protocol: number; port: number },
): boolean {
  const admits = (group: Group, { services, sources }: Rule, peer: Address, peers: readonly Group[]) =>
    serves(services, packet) &&
    sources.some((one) => {
      if ("group" in one) return peers.includes(description.groups[one.group] as Group);
      return "self" in one ? peers.includes(group) : namesAddress(description, one, peer);
    });
  return (
    mine.some((group) => group.egress.some((rule) => admits(group, rule, destination, others))) &&
    others.some((group) => group.ingress.some((rule) => admits(group, rule, source, mine)))
  );
}
