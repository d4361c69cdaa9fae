import assert from "node:assert/strict";
import { IntervalMap } from "../../algebra/interval-map";
import { IntervalSet } from "../../algebra/interval-set";
import { INTERVAL_MAPS, INTERVAL_SETS } from "./kinds";
import { obeysTheLawsOfSets, same } from "./laws";

describe("IntervalSet", () => {
  obeysTheLawsOfSets(INTERVAL_SETS);

  it("joins what touches and keeps apart what does not", () => {
    same(IntervalSet.of<number>(1, 3).union(IntervalSet.of<number>(3, 5)), IntervalSet.of<number>(1, 5));
    assert.equal(IntervalSet.of<number>(1, 3).union(IntervalSet.of<number>(4, 5)).intervals.length, 2);
  });

  it("is empty where the end is not behind the start", () => {
    assert.ok(IntervalSet.of<number>(3, 3).isEmpty);
    assert.ok(IntervalSet.of<number>(4, 3).isEmpty);
    assert.ok(!IntervalSet.of<number>(3, 4).isEmpty);
  });

  it("holds its first point and not its end", () => {
    const set = IntervalSet.of<number>(3, 5);
    assert.deepEqual(
      [2, 3, 4, 5].map((point) => set.has(point)),
      [false, true, true, false],
    );
  });
});

describe("IntervalMap", () => {
  obeysTheLawsOfSets(INTERVAL_MAPS);

  it("leaves out the points whose value a change empties, and joins those it makes equal", () => {
    const map = IntervalMap.of<number, IntervalSet<number>>(0, 2, IntervalSet.of<number>(0, 1))
      .union(IntervalMap.of<number, IntervalSet<number>>(2, 4, IntervalSet.of<number>(1, 2)))
      .union(IntervalMap.of<number, IntervalSet<number>>(4, 6, IntervalSet.of<number>(2, 3)));
    same(
      map.mapValues((value) =>
        value.intersect(IntervalSet.of<number>(0, 2)).union(IntervalSet.empty<number>()),
      ),
      map.subtract(IntervalMap.of<number, IntervalSet<number>>(4, 6, IntervalSet.of<number>(2, 3))),
    );
    same(
      map.mapValues(() => IntervalSet.of<number>(7, 8)),
      IntervalMap.of<number, IntervalSet<number>>(0, 6, IntervalSet.of<number>(7, 8)),
    );
  });
});
