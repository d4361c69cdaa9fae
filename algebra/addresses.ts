import ipaddr from "ipaddr.js";
import { type Interval, IntervalSet } from "./interval-set";
import type { SetLike } from "./set";
import { unionAll } from "./set";

/** A family of addresses, of which every block and every public address has one. */
export type Family = "IPv4" | "IPv6";

/**
 * Both families lie on one axis: an IPv4 address is its number, an IPv6 address its number plus this.
 * The gap between them keeps the last IPv4 interval from touching the first IPv6 one.
 */
const IPV6_BASE = 1n << 64n;
const SIZE = { IPv4: 1n << 32n, IPv6: 1n << 128n } as const;
const BITS = { IPv4: 32, IPv6: 128 } as const;
const BASE = { IPv4: 0n, IPv6: IPV6_BASE } as const;

/** Stacks repeat their blocks: so many are kept. */
const MOST_KNOWN = 500;
const known = new Map<string, AddressSet | undefined>();

/** A set of IPv4 and IPv6 addresses, exact whatever blocks it was written in. */
export class AddressSet implements SetLike<AddressSet> {
  static readonly empty = new AddressSet(IntervalSet.empty());
  static readonly ipv4 = AddressSet.whole("IPv4");
  static readonly ipv6 = AddressSet.whole("IPv6");
  static readonly all = AddressSet.ipv4.union(AddressSet.ipv6);

  /** Out of sight of who compares sets. */
  #blocks: readonly string[] | undefined;

  private constructor(private readonly points: IntervalSet<bigint>) {}

  private static whole(family: Family): AddressSet {
    return new AddressSet(IntervalSet.of(BASE[family], BASE[family] + SIZE[family]));
  }

  /**
   * The addresses of a CIDR block such as `10.0.0.0/8` or `2001:db8::/32`. Host bits may be set.
   * Returns undefined for anything else: no prefix length or one with leading zeros, blanks, zones, octal or shortened IPv4.
   */
  static parse(block: string): AddressSet | undefined {
    if (!known.has(block)) {
      if (known.size >= MOST_KNOWN) known.clear();
      known.set(block, AddressSet.read(block));
    }
    return known.get(block);
  }

  private static read(block: string): AddressSet | undefined {
    const [, written, prefix] = /^([\d.]+|[\da-fA-F:]+(?::[\d.]+)?)\/(0|[1-9]\d{0,2})$/.exec(block) ?? [];
    if (written === undefined || prefix === undefined) return undefined;
    const family: Family = written.includes(":") ? "IPv6" : "IPv4";
    const length = Number(prefix);
    if (length > BITS[family]) return undefined;
    const address = family === "IPv4" ? written : withoutDots(written);
    if (family === "IPv4" ? !ipaddr.IPv4.isValidFourPartDecimal(address) : !ipaddr.IPv6.isValid(address)) {
      return undefined;
    }
    const size = 1n << BigInt(BITS[family] - length);
    const start = BASE[family] + (numberOf(address) / size) * size;
    return new AddressSet(IntervalSet.of(start, start + size));
  }

  /**
   * The union of blocks known to be well-formed, as in code.
   * @throws Error naming the block that is not.
   */
  static of(...blocks: readonly string[]): AddressSet {
    return unionAll(
      blocks.map((block) => {
        const set = AddressSet.parse(block);
        if (set === undefined) throw new Error(`"${block}" is not a CIDR block`);
        return set;
      }),
      AddressSet.empty,
    );
  }

  get isEmpty(): boolean {
    return this.points.isEmpty;
  }

  /** Where the set begins on the axis of all addresses: what sorts blocks. Undefined for the empty set. */
  get start(): bigint | undefined {
    return this.points.intervals[0]?.start;
  }

  /** Where it ends on that axis, behind its last address. */
  get end(): bigint | undefined {
    return this.points.intervals.at(-1)?.end;
  }

  /** Its stretches on that axis, which ascend and do not touch. */
  get stretches(): readonly Interval<bigint>[] {
    return this.points.intervals;
  }

  /** The part of this set in one family. */
  inFamily(family: Family): AddressSet {
    return this.intersect(family === "IPv4" ? AddressSet.ipv4 : AddressSet.ipv6);
  }

  /** How many addresses of a family the set holds. */
  count(family: Family): bigint {
    return this.inFamily(family).points.intervals.reduce((sum, { start, end }) => sum + (end - start), 0n);
  }

  /** Whether a single address such as `192.0.2.1` is in the set. An address that does not parse is not. */
  has(address: string): boolean {
    const block = AddressSet.parse(`${address}/${address.includes(":") ? 128 : 32}`);
    return block?.start !== undefined && this.points.has(block.start);
  }

  /** One address of the set that a host may have, an example for people: from the documentation ranges where possible. */
  example(): string | undefined {
    const first = this.points.intervals[0];
    // A network's first address is nobody's, unless it is all there is.
    const host = first && (first.end - first.start > 2n ? first.start + 1n : first.start);
    const point = EXAMPLES.find((one) => this.points.has(one)) ?? host;
    return point === undefined ? undefined : textOf(point);
  }

  /** The fewest CIDR blocks that make up the set, ascending, IPv4 first. */
  blocks(): readonly string[] {
    this.#blocks ??= this.points.intervals.flatMap((stretch) => [...blocksOf(stretch)]);
    return this.#blocks;
  }

  /** The blocks of each family, or `every address but 10.0.0.0/16` where that is shorter. */
  texts(): string[] {
    return [AddressSet.ipv4, AddressSet.ipv6].flatMap((family) => {
      const blocks = this.intersect(family).blocks();
      if (blocks.length < 2) return blocks;
      const missing = family.subtract(this).blocks();
      const name = family === AddressSet.ipv6 ? "IPv6 address" : "address";
      const isShorter = missing.length > 0 && missing.length < Math.min(blocks.length, MOST_MISSING + 1);
      return isShorter ? [`every ${name} but ${missing.join(", ")}`] : blocks;
    });
  }

  union(other: AddressSet): AddressSet {
    return new AddressSet(this.points.union(other.points));
  }

  intersect(other: AddressSet): AddressSet {
    return new AddressSet(this.points.intersect(other.points));
  }

  subtract(other: AddressSet): AddressSet {
    return new AddressSet(this.points.subtract(other.points));
  }

  equals(other: AddressSet): boolean {
    return this === other || this.points.equals(other.points);
  }
}

/**
 * The end of an IPv6 address may be written as an IPv4 one: https://www.rfc-editor.org/rfc/rfc4291#section-2.2. Empty where that is none.
 * The library takes `::1.2.3.4` for `::ffff:1.2.3.4`.
 */
function withoutDots(address: string): string {
  if (!address.includes(".")) return address;
  const end = address.slice(address.lastIndexOf(":") + 1);
  if (!ipaddr.IPv4.isValidFourPartDecimal(end)) return "";
  const number = Number(numberOf(end));
  const groups = [Math.floor(number / 65536), number % 65536].map((group) => group.toString(16));
  return `${address.slice(0, -end.length)}${groups.join(":")}`;
}

function numberOf(address: string): bigint {
  return ipaddr
    .parse(address)
    .toByteArray()
    .reduce((number, byte) => (number << 8n) | BigInt(byte), 0n);
}

/** The fewest blocks of a stretch: from its start, each the largest that begins there and fits. */
function* blocksOf({ start, end }: { readonly start: bigint; readonly end: bigint }): Iterable<string> {
  const family: Family = start >= IPV6_BASE ? "IPv6" : "IPv4";
  for (let position = start; position < end; ) {
    const offset = position - BASE[family];
    const bits = Math.min(
      bitsOf(end - position) - 1,
      offset === 0n ? BITS[family] : bitsOf(offset & -offset) - 1,
    );
    yield `${textOf(position)}/${BITS[family] - bits}`;
    position += 1n << BigInt(bits);
  }
}

/** How many binary digits a number has that is not 0. */
const bitsOf = (number: bigint) => number.toString(2).length;

function textOf(point: bigint): string {
  return point >= IPV6_BASE
    ? new ipaddr.IPv6(bytesOf(point - IPV6_BASE, 16)).toRFC5952String()
    : bytesOf(point, 4).join(".");
}

function bytesOf(number: bigint, count: number): number[] {
  return Array.from({ length: count }, (_, i) => Number((number >> BigInt(8 * (count - 1 - i))) & 255n));
}

/** The most blocks that are told as missing from all. */
const MOST_MISSING = 3;

/** Addresses set aside for documentation (RFC 5737, RFC 3849): nobody's. */
const EXAMPLES = ["198.51.100.7/32", "203.0.113.7/32", "192.0.2.7/32", "2001:db8::7/128"].map(
  (block) => AddressSet.of(block).start as bigint,
);

/**
 * The blocks of the IANA special-purpose registries that no packet from the internet can come from:
 * private (RFC 1918), shared (RFC 6598), loopback, link-local and unique-local (RFC 4193).
 */
export const PRIVATE_ADDRESSES = AddressSet.of(
  "10.0.0.0/8",
  "172.16.0.0/12",
  "192.168.0.0/16",
  "100.64.0.0/10",
  "127.0.0.0/8",
  "169.254.0.0/16",
  "::1/128",
  "fe80::/10",
  "fc00::/7",
);

/** All but those: where a packet from the internet may come from. */
export const PUBLIC_ADDRESSES = AddressSet.all.subtract(PRIVATE_ADDRESSES);
