import type { Interval } from "./interval-set";

/** Stretches of one axis, each with something it belongs to, that may overlap: finds those around or within another without a look at the rest. */
export class Stretches<Item> {
  private readonly sorted: readonly (readonly [Interval<bigint>, Item])[];
  /** The furthest end of each half, quarter and so on of them: the stretches themselves last, as in a heap. */
  private readonly furthest: bigint[];

  constructor(stretches: readonly (readonly [Interval<bigint>, Item])[]) {
    this.sorted = [...stretches].sort(([one], [other]) =>
      one.start < other.start ? -1 : Number(one.start > other.start),
    );
    const width = 2 ** Math.ceil(Math.log2(Math.max(1, this.sorted.length)));
    this.furthest = new Array<bigint>(2 * width).fill(-1n);
    for (const [i, [{ end }]] of this.sorted.entries()) this.furthest[width + i] = end;
    for (let i = width - 1; i > 0; i--) this.furthest[i] = larger(this.endOf(2 * i), this.endOf(2 * i + 1));
  }

  /** What the stretches belong to that hold all of another. */
  *around({ start, end }: Interval<bigint>): Iterable<Item> {
    const width = this.furthest.length / 2;
    const count = this.firstFrom(start + 1n);
    const open = [1];
    for (let i = open.pop(); i !== undefined; i = open.pop()) {
      if (this.endOf(i) < end) continue;
      const depth = 31 - Math.clz32(i);
      const first = (i - 2 ** depth) * (width / 2 ** depth);
      if (first >= count) continue;
      if (i >= width) yield (this.sorted[i - width] as readonly [Interval<bigint>, Item])[1];
      else open.push(2 * i, 2 * i + 1);
    }
  }

  /** What the stretches belong to of which another holds all. */
  *within({ start, end }: Interval<bigint>): Iterable<Item> {
    const behind = this.firstFrom(end);
    for (let i = this.firstFrom(start); i < behind; i++) {
      const [stretch, item] = this.sorted[i] as readonly [Interval<bigint>, Item];
      if (stretch.end <= end) yield item;
    }
  }

  /** How many stretches begin in another: no fewer than lie within it. */
  countFrom({ start, end }: Interval<bigint>): number {
    return this.firstFrom(end) - this.firstFrom(start);
  }

  private endOf(i: number): bigint {
    return this.furthest[i] as bigint;
  }

  /** Where the first stretch is that begins at a point or behind it. */
  private firstFrom(point: bigint): number {
    let low = 0;
    let high = this.sorted.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.sorted[middle]?.[0].start as bigint) < point) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function larger(one: bigint, other: bigint): bigint {
  return one > other ? one : other;
}
