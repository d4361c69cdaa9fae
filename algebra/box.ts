import type { AddressSet } from "./addresses";
import type { Interval } from "./interval-set";
import type { Peers } from "./peers";
import type { Traffic } from "./traffic";

/** The least that traffic fits in, to tell quickly what has nothing in common. */
export interface Box {
  readonly protocols: Interval<number>;
  readonly ports: Interval<number>;
  readonly addresses: Interval<bigint> | undefined;
  readonly hasNames: boolean;
}

/** Undefined for no traffic. */
export function boxOf(traffic: Traffic<Peers>): Box | undefined {
  let box: Box | undefined;
  for (const { protocols, ports, peers } of traffic.boxes()) {
    const { addresses, names } = peers;
    box = {
      protocols: around(box?.protocols, protocols),
      ports: around(box?.ports, ports),
      addresses: addressBounds(addresses, box?.addresses),
      hasNames: box?.hasNames === true || !names.isEmpty,
    };
  }
  return box;
}

function around<Point extends number | bigint>(
  one: Interval<Point> | undefined,
  other: Interval<Point>,
): Interval<Point> {
  if (one === undefined) return other;
  const first = one.start < other.start ? one : other;
  const last = one.end > other.end ? one : other;
  return { start: first.start, end: last.end };
}

function addressBounds(
  { start, end }: AddressSet,
  known: Interval<bigint> | undefined,
): Interval<bigint> | undefined {
  return start === undefined || end === undefined ? known : around(known, { start, end });
}

/** Whether two boxes may have something in common. */
export function overlap(one: Box | undefined, other: Box | undefined): boolean {
  return (
    one !== undefined &&
    other !== undefined &&
    meet(one.protocols, other.protocols) &&
    meet(one.ports, other.ports) &&
    ((one.hasNames && other.hasNames) || meet(one.addresses, other.addresses))
  );
}

function meet<Point extends number | bigint>(
  one: Interval<Point> | undefined,
  other: Interval<Point> | undefined,
): boolean {
  return one !== undefined && other !== undefined && one.start < other.end && other.start < one.end;
}
