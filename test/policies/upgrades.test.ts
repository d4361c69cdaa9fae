import assert from "node:assert/strict";
import { aliasesIn, levelsIn } from "../../policies/kit/upgrades";

describe("the level of a policy", () => {
  for (const [release, level, since, own, next] of [
    // Until 1.0 everything has its own level, 1.0.0 included.
    ["0.9.0", "mandatory", undefined, "mandatory", undefined],
    ["0.9.0", "mandatory", "0.9.0", "mandatory", undefined],
    ["1.0.0", "mandatory", "1.0.0", "mandatory", undefined],
    ["1.7.0", "mandatory", undefined, "mandatory", undefined],
    ["1.2.0", "mandatory", "1.2.0", "advisory", "mandatory"],
    ["1.10.3", "mandatory", "1.2.0", "advisory", "mandatory"],
    ["2.0.0-rc.1", "mandatory", "1.2.0", "mandatory", undefined],
    ["2.0.0", "mandatory", "1.2.0", "mandatory", undefined],
    ["2.0.0", "mandatory", "2.0.0", "advisory", "mandatory"],
    ["3.0.0", "mandatory", "2.0.0", "mandatory", undefined],
    ["1.2.0", "advisory", "1.2.0", "advisory", undefined],
    ["1.2.0", "disabled", "1.2.0", "disabled", undefined],
  ] as const) {
    it(`that came as ${level} with ${since ?? "the first"} is ${own} in ${release}`, () => {
      const { enforcementLevel, nextLevel } = levelsIn(release, level, since);
      assert.deepEqual([enforcementLevel, nextLevel], [own, next]);
    });
  }
});

describe("a former name", () => {
  const policies = [
    { name: "no-new", formerNames: [{ name: "no-old", until: "1.4.0" }] },
    { name: "no-other" },
  ];

  for (const [release, holds] of [
    ["1.4.0", true],
    ["2.9.0", true],
    ["3.0.0", false],
  ] as const) {
    it(`of 1.4.0 ${holds ? "stands for the present one" : "is none any more"} in ${release}`, () => {
      assert.deepEqual([...aliasesIn(release, policies)], holds ? [["no-old", "no-new"]] : []);
    });
  }
});
