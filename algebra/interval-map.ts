import type { SetLike } from "./set";

/** The points from `start` up to, but not including, `end`, all mapped to `value`. */
export interface Entry<Point extends number | bigint, Value> {
  readonly start: Point;
  readonly end: Point;
  readonly value: Value;
}

/**
 * A set of pairs (point, element of value), stored as a map from intervals of points to non-empty sets.
 *
 * Canonical: entries ascend, do not overlap, and touching entries differ in value. Equal sets are therefore
 * equal entry by entry.
 */
export class IntervalMap<Point extends number | bigint, Value extends SetLike<Value>>
  implements SetLike<IntervalMap<Point, Value>>
{
  private constructor(readonly entries: readonly Entry<Point, Value>[]) {}

  static empty<Point extends number | bigint, Value extends SetLike<Value>>(): IntervalMap<Point, Value> {
    return new IntervalMap<Point, Value>([]);
  }

  /** The points of [start, end) with `value`; empty when the interval or the value is. */
  static of<Point extends number | bigint, Value extends SetLike<Value>>(
    start: Point,
    end: Point,
    value: Value,
  ): IntervalMap<Point, Value> {
    return new IntervalMap(start < end && !value.isEmpty ? [{ start, end, value }] : []);
  }

  get isEmpty(): boolean {
    return this.entries.length === 0;
  }

  /** The value at a point, or undefined where there is none. */
  at(point: Point): Value | undefined {
    const entry = this.entries[this.endedBy(point)];
    return entry !== undefined && entry.start <= point ? entry.value : undefined;
  }

  /** How many entries end at a point or before it. */
  private endedBy(point: Point): number {
    let low = 0;
    let high = this.entries.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.entries[middle] as Entry<Point, Value>).end <= point) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** The entries that lie between the ends of another map, found without a look at the rest of them. */
  private facing<Other extends SetLike<Other>>(other: IntervalMap<Point, Other>): IntervalMap<Point, Value> {
    const [first, last] = [other.entries[0], other.entries.at(-1)];
    if (first === undefined || last === undefined) return IntervalMap.empty();
    const [from, to] = [this.endedBy(first.start), this.endedBy(last.end) + 1];
    return from === 0 && to >= this.entries.length ? this : new IntervalMap(this.entries.slice(from, to));
  }

  /** Applies `change` to every value; points whose value becomes empty are left out. */
  mapValues<Changed extends SetLike<Changed>>(
    change: (value: Value, entry: Entry<Point, Value>) => Changed,
  ): IntervalMap<Point, Changed> {
    const entries: Entry<Point, Changed>[] = [];
    for (const entry of this.entries) {
      append(entries, entry.start, entry.end, change(entry.value, entry));
    }
    return new IntervalMap(entries);
  }

  union(other: IntervalMap<Point, Value>): IntervalMap<Point, Value> {
    if (this.isEmpty) return other;
    if (other.isEmpty) return this;
    return this.combine(other, (a, b) => (a && b ? a.union(b) : (a ?? b)));
  }

  intersect(other: IntervalMap<Point, Value>): IntervalMap<Point, Value> {
    return this.where(other, (a, b) => a.intersect(b));
  }

  subtract(other: IntervalMap<Point, Value>): IntervalMap<Point, Value> {
    const others = other.facing(this);
    return others.isEmpty ? this : this.combine(others, (a, b) => (a && b ? a.subtract(b) : a));
  }

  /** Merges the values over what two maps have in common; the rest of both is left out. */
  where<Other extends SetLike<Other>>(
    other: IntervalMap<Point, Other>,
    merge: (a: Value, b: Other) => Value,
  ): IntervalMap<Point, Value> {
    const some = this.facing(other);
    if (some.isEmpty) return some;
    const others = other.facing(some);
    if (others.isEmpty) return IntervalMap.empty();
    return some.combine(others, (a, b) => (a && b ? merge(a, b) : undefined));
  }

  equals(other: IntervalMap<Point, Value>): boolean {
    return (
      this === other ||
      (this.entries.length === other.entries.length &&
        this.entries.every((entry, i) => {
          const twin = other.entries[i] as Entry<Point, Value>;
          return entry.start === twin.start && entry.end === twin.end && entry.value.equals(twin.value);
        }))
    );
  }

  /**
   * Sweeps both maps once, left to right, and merges the values over each stretch where neither changes.
   * `merge` gets undefined where a map has no value, and answers undefined to leave the stretch out.
   */
  combine<Other extends SetLike<Other>>(
    other: IntervalMap<Point, Other>,
    merge: (a: Value | undefined, b: Other | undefined) => Value | undefined,
  ): IntervalMap<Point, Value> {
    const result: Entry<Point, Value>[] = [];
    const [left, right] = [this.entries, other.entries];
    let i = 0;
    let j = 0;
    let position: Point | undefined;
    while (i < left.length || j < right.length) {
      const a = left[i];
      const b = right[j];
      const aStart = a && (position !== undefined && position > a.start ? position : a.start);
      const bStart = b && (position !== undefined && position > b.start ? position : b.start);
      const start = aStart === undefined || (bStart !== undefined && bStart < aStart) ? bStart : aStart;
      const inA = a !== undefined && aStart === start;
      const inB = b !== undefined && bStart === start;
      let end = inA ? (a as Entry<Point, Value>).end : (b as Entry<Point, Other>).end;
      if (inB && (b as Entry<Point, Other>).end < end) end = (b as Entry<Point, Other>).end;
      if (!inA && aStart !== undefined && aStart < end) end = aStart;
      if (!inB && bStart !== undefined && bStart < end) end = bStart;

      const value = merge(inA ? a?.value : undefined, inB ? b?.value : undefined);
      if (value !== undefined) append(result, start as Point, end, value);

      position = end;
      if (a && a.end <= end) i++;
      if (b && b.end <= end) j++;
    }
    return new IntervalMap(result);
  }
}

/** Keeps the invariant: drops what is empty and joins what touches and is equal. */
function append<Point extends number | bigint, Value extends SetLike<Value>>(
  entries: Entry<Point, Value>[],
  start: Point,
  end: Point,
  value: Value,
): void {
  if (value.isEmpty) return;
  const last = entries.at(-1);
  if (last !== undefined && last.end === start && last.value.equals(value)) {
    entries[entries.length - 1] = { start: last.start, end, value: last.value };
  } else {
    entries.push({ start, end, value });
  }
}
