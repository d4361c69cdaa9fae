import type { AddressSet } from "./addresses";
import type { Interval } from "./interval-set";
import type { Names } from "./names";
import type { Peers } from "./peers";
import type { Traffic } from "./traffic";

/** The least that traffic fits in, to tell quickly what has nothing in common. */
export interface Box {
  readonly protocols: Interval<number>;
  readonly ports: Interval<number>;
  readonly addresses: Interval<bigint> | undefined;
  readonly names: Names;
}

/** Undefined for no traffic. */
export function boxOf(traffic: Traffic<Peers>): Box | undefined {
  let box: Box | undefined;
  for (const { protocols, ports, peers } of traffic.boxes()) {
    const { addresses, names } = peers;
    const own = { protocols, ports, addresses: stretchOf(addresses), names };
    box = box === undefined ? own : boxAround(box, own);
  }
  return box;
}

export function boxAround(one: Box, other: Box): Box {
  return {
    protocols: around(one.protocols, other.protocols),
    ports: around(one.ports, other.ports),
    addresses:
      one.addresses && other.addresses
        ? around(one.addresses, other.addresses)
        : (one.addresses ?? other.addresses),
    names: one.names.union(other.names),
  };
}

function stretchOf({ start, end }: AddressSet): Interval<bigint> | undefined {
  return start === undefined || end === undefined ? undefined : { start, end };
}

function around<Point extends number | bigint>(
  one: Interval<Point>,
  other: Interval<Point>,
): Interval<Point> {
  const first = one.start < other.start ? one : other;
  const last = one.end > other.end ? one : other;
  return { start: first.start, end: last.end };
}

/** Whether two boxes may have something in common. */
export function overlap(one: Box | undefined, other: Box | undefined): boolean {
  return (
    one !== undefined &&
    other !== undefined &&
    meet(one.protocols, other.protocols) &&
    meet(one.ports, other.ports) &&
    (meet(one.addresses, other.addresses) || one.names.meets(other.names))
  );
}

function meet<Point extends number | bigint>(
  one: Interval<Point> | undefined,
  other: Interval<Point> | undefined,
): boolean {
  return one !== undefined && other !== undefined && one.start < other.end && other.start < one.end;
}
