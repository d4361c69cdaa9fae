import assert from "node:assert/strict";
import { holdsArchiveOfAssets } from "../../stack/archive";
import type { Value } from "../../stack/value";

describe("an archive of assets", () => {
  const archive = { __pulumiArchive: true, assets: {} };
  for (const [what, value, expected] of [
    ["by itself", archive, true],
    ["in a list", [1, [archive]], true],
    ["in an object", { a: 1, code: { archive } }, true],
    ["but not one that is a file", { __pulumiArchive: true, path: "." }, false],
    ["but not assets of no archive", { assets: {} }, false],
    ["but not an archive in name", { __pulumiArchive: "true", assets: {} }, false],
    ["but not a text", "archive", false],
    ["but not null", null, false],
    ["but not an empty list", [], false],
  ] as readonly (readonly [string, Value, boolean])[]) {
    it(`is found ${what}`, () => assert.equal(holdsArchiveOfAssets(value), expected));
  }
});
