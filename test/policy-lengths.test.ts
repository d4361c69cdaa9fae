import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { policyFiles } from "../scripts/policy-files";

const root = join(__dirname, "..");
const lengths = policyFiles(root).map(
  ({ source }) => [source, readFileSync(join(root, source), "utf8").trimEnd().split("\n").length] as const,
);

describe("policies are short", () => {
  for (const [share, most] of [
    [0.5, 40],
    [0.9, 70],
  ] as const) {
    it(`${share * 100} % of them have at most ${most} lines`, () => {
      const longer = lengths.filter(([, lines]) => lines > most).sort(([, one], [, other]) => one - other);
      const allowed = lengths.length - Math.ceil(lengths.length * share);
      const listed = longer.map(([source, lines]) => `${source}: ${lines}`).join("\n");
      const wayOn = "Let a noun or policies/questions answer what one of these works out by itself";
      assert.ok(
        longer.length <= allowed,
        `${allowed} may be longer, and ${longer.length} are. ${wayOn}:\n${listed}`,
      );
    });
  }
});
