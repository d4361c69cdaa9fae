import { IntervalSet } from "./interval-set";
import { unionAll } from "./set";

/**
 * Sets of 16-bit numbers: the ports of TCP and UDP; for ICMP, the type times 256 plus the code, so that one axis serves both.
 */
export type PortSet = IntervalSet<number>;

/** 0 to 65535. */
export const ALL_PORTS: PortSet = IntervalSet.of(0, 65536);

/** The ports `from` to `to`, both included. */
export function portRange(from: number, to: number): PortSet {
  return IntervalSet.of(from, to + 1);
}

/** @param numbers 0 to 65535 each */
export function ports(numbers: readonly number[]): PortSet {
  return unionAll(
    numbers.map((number) => portRange(number, number)),
    IntervalSet.empty<number>(),
  );
}

/** Whether a set has every port, with 0 or without it: nothing listens there. */
export function hasEveryPort(set: PortSet): boolean {
  return set.union(ports([0])).equals(ALL_PORTS);
}

/** ICMP messages of one type, of one code or, with code -1, of every code; type -1 is every message. */
export function icmpMessages(type: number, code: number): PortSet {
  if (type === -1) return ALL_PORTS;
  return code === -1 ? IntervalSet.of(type * 256, type * 256 + 256) : ports([type * 256 + code]);
}

/** `22`, `80, 443`, `1024-65535`, as people write port ranges. */
export function portsText(set: PortSet): string {
  return set.intervals
    .map(({ start, end }) => (end - start === 1 ? `${start}` : `${start}-${end - 1}`))
    .join(", ");
}
