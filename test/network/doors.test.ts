import fc from "fast-check";
import { assertMeetingAll, trials } from "../trials";
import { withDoors } from "./doors";
import { judgeDoors, NOTHING_YET } from "./judge-doors";
import { INLINE, STANDALONE, type Style } from "./renderings";
import { descriptions } from "./stacks";

describe("reachability by every door", () => {
  const tally = { ...NOTHING_YET };

  const agreeing = (style: Style, phase: "preview" | "update") =>
    fc.property(withDoors(descriptions), fc.nat(), (description, seed) =>
      judgeDoors(description, { style, phase, seed, count: 15 }, tally),
    );

  for (const [title, style] of [
    ["inline", INLINE],
    ["standalone", STANDALONE],
  ] as const) {
    for (const phase of ["preview", "update"] as const) {
      it(`agrees with the oracle on every packet: ${title}, ${phase}`, () =>
        fc.assert(agreeing(style, phase), trials(100)));
    }
  }

  it("tries packets that get in by every door, and packets that do not", () =>
    assertMeetingAll(agreeing(INLINE, "update"), 100, tally));
});
