import assert from "node:assert/strict";
import { Coverage, kinds, resourcesOf } from "../../cli/coverage";

describe("what is not judged", () => {
  it("has a word for one and another for many", () => {
    for (const { one, many } of [...Object.values(kinds), resourcesOf("gcp")]) {
      assert.match(one, /^[a-z]+[a-z ,-]+[a-z]$/);
      assert.notEqual(many, one);
      assert.match(many, /^[a-z -]+s( |,|$)/);
    }
  });
});

describe("what is gathered of a run", () => {
  it("counts by kind, and tells each note and each assumption once", () => {
    const coverage = new Coverage();
    coverage.unjudged(kinds.lookUp, "the first");
    coverage.unjudged(kinds.component, undefined, 0);
    coverage.unjudged(kinds.lookUp, "the first", 2);
    coverage.unjudged(kinds.template);
    for (const assumed of ["region a", "region b", "region a"]) coverage.assumed(assumed);
    assert.deepEqual(coverage.outcome, {
      unjudged: [
        { kind: kinds.lookUp, number: 3 },
        { kind: kinds.template, number: 1 },
      ],
      assumptions: ["region a", "region b"],
      notes: ["the first"],
    });
  });
});
