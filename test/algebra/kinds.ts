import assert from "node:assert/strict";
import fc from "fast-check";
import { AddressSet } from "../../algebra/addresses";
import { IntervalMap } from "../../algebra/interval-map";
import { type Interval, IntervalSet } from "../../algebra/interval-set";
import { Language } from "../../algebra/language";
import { Names } from "../../algebra/names";
import { Peers } from "../../algebra/peers";
import type { SetLike } from "../../algebra/set";
import { Traffic } from "../../algebra/traffic";
import type { Kind } from "./laws";

/** An interval [start, end) with both ends among the cuts, perhaps empty. */
function cut(cuts: readonly number[]): fc.Arbitrary<Interval<number>> {
  const end = fc.constantFrom(...cuts);
  return fc.tuple(end, end).map(([a, b]) => ({ start: Math.min(a, b), end: Math.max(a, b) }));
}

const within = ({ start, end }: Interval<number>, point: number) => start <= point && point < end;
const product = (...axes: (readonly (string | number)[])[]): string[] =>
  axes.reduce<string[]>(
    (keys, axis) => keys.flatMap((key) => axis.map((one) => `${key} ${one}`.trim())),
    [""],
  );
const upTo = (end: number) => [...Array(end).keys()];

/** Asserts that intervals ascend, hold something and do not overlap, and gives each with its predecessor. */
function* ascending<I extends Interval<number | bigint>>(intervals: readonly I[]): Iterable<[I, I]> {
  for (const [i, interval] of intervals.entries()) {
    assert.ok(interval.start < interval.end);
    const previous = intervals[i - 1];
    if (previous === undefined) continue;
    assert.ok(previous.end <= interval.start);
    yield [previous, interval];
  }
}

export const INTERVAL_SETS: Kind<IntervalSet<number>> = {
  empty: IntervalSet.empty(),
  universe: product(upTo(12)),
  piece: cut(upTo(13)).map((interval) => ({
    set: IntervalSet.of(interval.start, interval.end),
    elements: new Set(product(upTo(12)).filter((point) => within(interval, Number(point)))),
  })),
  has: (set, element) => set.has(Number(element)),
  canonical: ({ intervals }) => {
    for (const [previous, { start }] of ascending(intervals)) assert.notEqual(previous.end, start);
  },
};

function canonicalMap<V extends SetLike<V>>({ entries }: IntervalMap<number, V>): void {
  for (const { value } of entries) assert.ok(!value.isEmpty);
  for (const [previous, next] of ascending(entries)) {
    assert.ok(previous.end < next.start || !previous.value.equals(next.value));
  }
}

export const INTERVAL_MAPS: Kind<IntervalMap<number, IntervalSet<number>>> = {
  empty: IntervalMap.empty(),
  universe: product(upTo(8), upTo(4)),
  piece: fc.tuple(cut(upTo(9)), cut(upTo(5))).map(([points, values]) => ({
    set: IntervalMap.of(points.start, points.end, IntervalSet.of(values.start, values.end)),
    elements: new Set(
      product(upTo(8), upTo(4)).filter((element) => {
        const [point, value] = element.split(" ").map(Number) as [number, number];
        return within(points, point) && within(values, value);
      }),
    ),
  })),
  has: (map, element) => {
    const [point, value] = element.split(" ").map(Number) as [number, number];
    return map.at(point)?.has(value) ?? false;
  },
  canonical: canonicalMap,
};

/** The ends of both families: the last eight IPv4 addresses, and the first and the last four of IPv6. */
const ADDRESSES = [
  ...upTo(8).map((i) => `255.255.255.${248 + i}`),
  ...upTo(4).map((i) => `::${i}`),
  ...upTo(4).map((i) => `ffff:ffff:ffff:ffff:ffff:ffff:ffff:fff${(12 + i).toString(16)}`),
];

/** Aligned runs of those addresses, as blocks. */
const BLOCKS = [
  ...upTo(4).flatMap((length) => aligned("255.255.255.", 8, length, 32, (i) => `${248 + i}`, 0)),
  ...upTo(3).flatMap((length) => aligned("::", 4, length, 128, (i) => `${i}`, 8)),
  ...upTo(3).flatMap((length) =>
    aligned("ffff:ffff:ffff:ffff:ffff:ffff:ffff:fff", 4, length, 128, (i) => (12 + i).toString(16), 12),
  ),
];

function aligned(
  stem: string,
  count: number,
  hostBits: number,
  bits: number,
  last: (i: number) => string,
  offset: number,
): { block: string; elements: string[] }[] {
  const size = 2 ** hostBits;
  return upTo(count / size).map((i) => ({
    block: `${stem}${last(i * size)}/${bits - hostBits}`,
    elements: ADDRESSES.slice(offset + i * size, offset + (i + 1) * size),
  }));
}

export const ADDRESS_SETS: Kind<AddressSet> = {
  empty: AddressSet.empty,
  universe: ADDRESSES,
  piece: fc.constantFrom(...BLOCKS).map(({ block, elements }) => ({
    set: AddressSet.of(block),
    elements: new Set(elements),
  })),
  has: (set, address) => set.has(address),
  canonical: (set) => assert.deepStrictEqual(AddressSet.of(...set.blocks()), set),
};

const NAMES = ["sg-1", "sg-2", "pl-3"];
const SOME_ADDRESSES = ["255.255.255.254", "255.255.255.255", "::"];

export const PEERS: Kind<Peers> = {
  empty: Peers.none,
  universe: [...NAMES, ...SOME_ADDRESSES],
  piece: fc.tuple(fc.subarray(NAMES), fc.subarray(SOME_ADDRESSES)).map(([names, addresses]) => ({
    set: Peers.of(
      AddressSet.of(...addresses.map((address) => `${address}/${address.includes(":") ? 128 : 32}`)),
      names,
    ),
    elements: new Set([...names, ...addresses]),
  })),
  has: (peers, element) => peers.names.has(element) || peers.addresses.has(element),
  canonical: ({ addresses }) => ADDRESS_SETS.canonical(addresses),
};

const PROTOCOL_CUTS = [0, 1, 6, 7, 17, 256];
const PORT_CUTS = [0, 22, 23, 1024, 65536];
/** One protocol and port out of each stretch between cuts, and the last of all. */
const PROTOCOLS = [0, 1, 6, 7, 17, 255];
const PORTS = [0, 22, 23, 1024, 65535];
const PACKETS = product(PROTOCOLS, PORTS, PEERS.universe);

export const TRAFFIC: Kind<Traffic<Peers>> = {
  empty: Traffic.empty(),
  universe: PACKETS,
  piece: fc.tuple(cut(PROTOCOL_CUTS), cut(PORT_CUTS), PEERS.piece).map(([protocols, ports, peers]) => ({
    set: Traffic.of(
      IntervalSet.of(protocols.start, protocols.end),
      IntervalSet.of(ports.start, ports.end),
      peers.set,
    ),
    elements: new Set(
      PACKETS.filter((packet) => {
        const [protocol, port, peer] = packet.split(" ") as [string, string, string];
        return within(protocols, Number(protocol)) && within(ports, Number(port)) && peers.elements.has(peer);
      }),
    ),
  })),
  has: (traffic, packet) => {
    const [protocol, port, peer] = packet.split(" ") as [string, string, string];
    const peers = traffic.peersAt(Number(protocol), Number(port));
    return peers !== undefined && PEERS.has(peers, peer);
  },
  canonical: (traffic) => {
    const boxes = [...traffic.boxes()];
    for (const [i, { protocols, ports, peers }] of boxes.entries()) {
      assert.ok(protocols.start < protocols.end && ports.start < ports.end && !peers.isEmpty);
      const previous = boxes[i - 1];
      if (previous === undefined) continue;
      if (previous.protocols.start !== protocols.start) {
        assert.ok(previous.protocols.end <= protocols.start);
      } else {
        assert.ok(previous.ports.end <= ports.start);
        assert.ok(previous.ports.end < ports.start || !previous.peers.equals(peers));
      }
    }
  },
};

/** Everything that the model of traffic can tell apart. */
export const SOME_PROTOCOLS = cut(PROTOCOL_CUTS).map(({ start, end }) => IntervalSet.of(start, end));
export const SOME_PORTS = cut(PORT_CUTS).map(({ start, end }) => IntervalSet.of(start, end));

const SOME_NAMES = ["a", "b", "c", "any other"];

export const NAME_SETS: Kind<Names> = {
  empty: Names.none,
  universe: SOME_NAMES,
  piece: fc.tuple(fc.subarray(SOME_NAMES.slice(0, 3)), fc.boolean()).map(([listed, isAllBut]) => ({
    set: isAllBut ? Names.all.subtract(Names.of(listed)) : Names.of(listed),
    elements: new Set(SOME_NAMES.filter((name) => listed.includes(name) !== isAllBut)),
  })),
  has: (names, name) => names.has(name),
  canonical: (names) => {
    const [same, ...others] = [names.union(Names.none), names.intersect(Names.all)];
    for (const other of others) assert.ok(same.equals(other));
  },
};

/** Whether a pattern matches a text, by trying everything that a `*` may stand for. */
export function matches(pattern: string, text: string): boolean {
  if (pattern === "") return text === "";
  const [first, rest] = [pattern.charAt(0), pattern.slice(1)];
  if (first === "*") return matches(rest, text) || (text !== "" && matches(pattern, text.slice(1)));
  return text !== "" && (first === "?" || first === text.charAt(0)) && matches(rest, text.slice(1));
}

/** Every text of up to six of two letters that patterns name and one that none does. */
const SOME_TEXTS = upTo(7).flatMap((length) =>
  Array<readonly string[]>(length)
    .fill(["a", "b", "z"])
    .reduce<string[]>((texts, letters) => texts.flatMap((text) => letters.map((one) => text + one)), [""]),
);

export const LANGUAGES: Kind<Language> = {
  empty: Language.none,
  universe: SOME_TEXTS,
  piece: fc
    .array(fc.constantFrom("a", "b", "*", "?"), { maxLength: 3 })
    .map((characters) => characters.join(""))
    .map((pattern) => ({ set: Language.matching(pattern), elements: textsOf(pattern) })),
  has: (language, text) => language.has(text),
  canonical: (language) =>
    assert.deepStrictEqual(Language.all.subtract(Language.all.subtract(language)), language),
};

const texts = new Map<string, ReadonlySet<string>>();

/** Those of them that a pattern matches. */
function textsOf(pattern: string): ReadonlySet<string> {
  const known = texts.get(pattern) ?? new Set(SOME_TEXTS.filter((text) => matches(pattern, text)));
  texts.set(pattern, known);
  return known;
}
