import { IntervalSet } from "./interval-set";

/** Sets of IANA protocol numbers, 0 to 255. */
export type ProtocolSet = IntervalSet<number>;

/** https://www.iana.org/assignments/protocol-numbers */
export const ICMP = 1;
export const TCP = 6;
export const UDP = 17;
export const ICMPV6 = 58;

/** 0 to 255. */
export const ALL_PROTOCOLS: ProtocolSet = IntervalSet.of(0, 256);

const NAMES = new Map([
  ["icmp", ICMP],
  ["tcp", TCP],
  ["udp", UDP],
  ["icmpv6", ICMPV6],
]);

/** The set of one protocol. @param number 0 to 255, such as `TCP` */
export function protocol(number: number): ProtocolSet {
  const known = single.get(number) ?? IntervalSet.of(number, number + 1);
  single.set(number, known);
  return known;
}

const single = new Map<number, ProtocolSet>();

/**
 * Reads a protocol as AWS writes it: `-1` or `all` for every protocol, a name or a number, in any case, as text or number.
 * Returns undefined for anything else.
 */
export function parseProtocol(value: unknown): ProtocolSet | undefined {
  if (typeof value !== "string" && typeof value !== "number") return undefined;
  const text = String(value).trim().toLowerCase();
  if (text === "-1" || text === "all") return ALL_PROTOCOLS;
  const number = NAMES.get(text) ?? (/^\d{1,3}$/.test(text) ? Number(text) : Number.NaN);
  return number >= 0 && number <= 255 ? protocol(number) : undefined;
}

/** The name of a protocol number, or the number itself where it has no name here. */
export function protocolName(number: number): string {
  for (const [name, value] of NAMES) if (value === number) return name;
  return `protocol ${number}`;
}
