import assert from "node:assert/strict";
import fc from "fast-check";
import { trials } from "../trials";
import { withDoors } from "./doors";
import { judgeDoors, NOTHING_YET } from "./judge-doors";
import { INLINE, STANDALONE } from "./renderings";
import { descriptions } from "./stacks";

describe("reachability by every door", () => {
  const tally = { ...NOTHING_YET };

  for (const [title, style] of [
    ["inline", INLINE],
    ["standalone", STANDALONE],
  ] as const) {
    for (const phase of ["preview", "update"] as const) {
      it(`agrees with the oracle on every packet: ${title}, ${phase}`, () => {
        fc.assert(
          fc.property(withDoors(descriptions), fc.nat(), (description, seed) =>
            judgeDoors(description, { style, phase, seed, count: 15 }, tally),
          ),
          trials(100),
        );
      });
    }
  }

  it("tries packets that get in by every door, and packets that do not", () => {
    for (const [door, count] of Object.entries(tally)) assert.ok(count > 0, `${door}: ${count}`);
  });
});
