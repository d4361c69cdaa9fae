import assert from "node:assert/strict";
import fc from "fast-check";
import { type Box, boxOf, overlap } from "../../algebra/box";
import { Boxes } from "../../algebra/boxes";
import { Peers } from "../../algebra/peers";
import { ALL_PORTS } from "../../algebra/ports";
import { ALL_PROTOCOLS } from "../../algebra/protocols";
import { Traffic } from "../../algebra/traffic";
import { TRAFFIC } from "./kinds";
import { setsOf } from "./laws";

const traffic = setsOf(TRAFFIC);

describe("boxes in halves of halves", () => {
  it("are found where they overlap another, all and no others, in their order", () => {
    fc.assert(
      fc.property(fc.array(traffic, { maxLength: 40 }), traffic, (some, other) => {
        const boxes = some.flatMap((one, i) => {
          const box = boxOf(one);
          return box === undefined ? [] : [[box, i] as const];
        });
        const wanted = boxOf(other);
        if (wanted === undefined) return;
        const expected = boxes.filter(([box]) => overlap(wanted, box)).map(([, i]) => i);
        assert.deepEqual(new Boxes(boxes).overlapping(wanted), expected);
      }),
      { numRuns: 50 },
    );
  });

  it("are found however many are alike", () => {
    const box = boxOf(Traffic.of(ALL_PROTOCOLS, ALL_PORTS, Peers.all)) as Box;
    const all = new Boxes(Array.from({ length: 50 }, (_, i) => [box, i] as const));
    assert.deepEqual(all.overlapping(box), [...Array(50).keys()]);
    assert.deepEqual(new Boxes([]).overlapping(box), []);
  });
});
