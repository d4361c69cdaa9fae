import { IntervalMap } from "./interval-map";
import type { SetLike } from "./set";

/** The set with one element and the empty one: what turns a map from intervals into a set of points. */
export class Unit implements SetLike<Unit> {
  static readonly present = new Unit(false);
  static readonly absent = new Unit(true);

  private constructor(readonly isEmpty: boolean) {}

  union(other: Unit): Unit {
    return this.isEmpty ? other : this;
  }
  intersect(other: Unit): Unit {
    return this.isEmpty ? this : other;
  }
  subtract(other: Unit): Unit {
    return other.isEmpty ? this : Unit.absent;
  }
  equals(other: Unit): boolean {
    return this === other;
  }
}

/** The points from `start` up to, but not including, `end`. */
export interface Interval<Point extends number | bigint> {
  readonly start: Point;
  readonly end: Point;
}

/** A set of points as intervals that ascend, do not overlap and do not touch. */
export class IntervalSet<Point extends number | bigint> implements SetLike<IntervalSet<Point>> {
  private constructor(readonly map: IntervalMap<Point, Unit>) {}

  static empty<Point extends number | bigint>(): IntervalSet<Point> {
    return new IntervalSet<Point>(IntervalMap.empty());
  }

  /** The points of [start, end). */
  static of<Point extends number | bigint>(start: Point, end: Point): IntervalSet<Point> {
    return new IntervalSet(IntervalMap.of(start, end, Unit.present));
  }

  get intervals(): readonly Interval<Point>[] {
    return this.map.entries;
  }

  get isEmpty(): boolean {
    return this.map.isEmpty;
  }

  has(point: Point): boolean {
    return this.map.at(point) !== undefined;
  }

  union(other: IntervalSet<Point>): IntervalSet<Point> {
    return new IntervalSet(this.map.union(other.map));
  }

  intersect(other: IntervalSet<Point>): IntervalSet<Point> {
    return new IntervalSet(this.map.intersect(other.map));
  }

  subtract(other: IntervalSet<Point>): IntervalSet<Point> {
    return new IntervalSet(this.map.subtract(other.map));
  }

  equals(other: IntervalSet<Point>): boolean {
    return this.map.equals(other.map);
  }
}
