import assert from "node:assert/strict";
import { seconds } from "../../cli/program/registration";

describe("a duration of the engine", () => {
  for (const [text, expected] of [
    ["", 0],
    ["90s", 90],
    ["1h30m", 5400],
    ["1m0.5s", 60.5],
    ["250ms", 0.25],
    ["3us", 3e-6],
    ["5ns", 5e-9],
  ] as const)
    it(`${text || "that is none"} is ${expected} seconds`, () =>
      assert.ok(Math.abs(seconds(text) - expected) < 1e-12));
});
