import assert from "node:assert/strict";
import fc from "fast-check";
import type { Interval } from "../../algebra/interval-set";
import { Stretches } from "../../algebra/stretches";

const stretch = fc
  .tuple(fc.bigInt(0n, 20n), fc.bigInt(1n, 12n))
  .map(([start, length]): Interval<bigint> => ({ start, end: start + length }));
const some = fc.array(stretch, { maxLength: 20 });

const holds = (outer: Interval<bigint>, inner: Interval<bigint>) =>
  outer.start <= inner.start && inner.end <= outer.end;

function found(items: Iterable<number>): number[] {
  return [...items].sort((one, other) => one - other);
}

/** The numbers of those of which something holds. */
function those(
  stretches: readonly Interval<bigint>[],
  isMeant: (one: Interval<bigint>) => boolean,
): number[] {
  return stretches.flatMap((one, i) => (isMeant(one) ? i : []));
}

describe("Stretches", () => {
  const indexed = (stretches: readonly Interval<bigint>[]) =>
    new Stretches(stretches.map((one, i) => [one, i] as const));

  it("finds those around another, all and no others", () => {
    fc.assert(
      fc.property(some, stretch, (stretches, other) => {
        const around = those(stretches, (one) => holds(one, other));
        assert.deepEqual(found(indexed(stretches).around(other)), around);
      }),
    );
  });

  it("finds those within another, all and no others, and counts those that begin there", () => {
    fc.assert(
      fc.property(some, stretch, (stretches, other) => {
        const within = those(stretches, (one) => holds(other, one));
        assert.deepEqual(found(indexed(stretches).within(other)), within);
        const begun = stretches.filter(({ start }) => other.start <= start && start < other.end);
        assert.equal(indexed(stretches).countFrom(other), begun.length);
      }),
    );
  });
});
