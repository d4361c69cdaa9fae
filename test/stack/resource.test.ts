import assert from "node:assert/strict";
import { byUrn, Resource, titleOf } from "../../stack/resource";
import { UNKNOWN, type Value, type Values } from "../../stack/value";

const URN = "urn:pulumi:dev::shop::aws:ec2/instance:Instance::web";
const of = (declared: Values | undefined, settled: Values | undefined) =>
  new Resource({ urn: URN, type: "aws:ec2/instance:Instance", name: "web", declared, settled });

/** Inputs, outputs, and what a property `a` of them is: by either, by what is declared, by what is settled. */
const CASES: readonly (readonly [string, Values | undefined, Values | undefined, Value, Value, Value])[] = [
  ["declared", { a: 1 }, {}, 1, 1, undefined],
  ["declared and settled otherwise", { a: 1 }, { a: 2 }, 1, 1, 2],
  ["declared and not settled yet", { a: 1 }, { a: UNKNOWN }, 1, 1, UNKNOWN],
  ["unknown when declared, then settled", { a: UNKNOWN }, { a: 2 }, 2, UNKNOWN, 2],
  ["unknown when declared, and in no output", { a: UNKNOWN }, {}, UNKNOWN, UNKNOWN, undefined],
  ["unknown", { a: UNKNOWN }, { a: UNKNOWN }, UNKNOWN, UNKNOWN, UNKNOWN],
  ["left to the cloud", {}, { a: 2 }, 2, undefined, 2],
  ["left to the cloud as null", { a: null }, { a: 2 }, 2, undefined, 2],
  ["left to a cloud that has not settled it", {}, { a: UNKNOWN }, undefined, undefined, UNKNOWN],
  ["settled, its inputs not shown", undefined, { a: 2 }, 2, 2, 2],
  ["unknown, its inputs not shown", undefined, { a: UNKNOWN }, UNKNOWN, UNKNOWN, UNKNOWN],
  ["nowhere", undefined, undefined, undefined, undefined, undefined],
];

describe("a property of a resource", () => {
  for (const [what, declared, settled, either, fromProgram, fromCloud] of CASES) {
    it(`may be ${what}`, () => {
      const resource = of(declared, settled);
      assert.equal(resource.get("a"), either);
      assert.equal(resource.getDeclared("a"), fromProgram);
      assert.equal(resource.getSettled("a"), fromCloud);
    });
  }

  it("is of inputs alone where the resource stands alone, or of outputs without them", () => {
    assert.equal(of({ a: 1 }, { a: 2 }).alone().getSettled("a"), undefined);
    assert.equal(of({ a: 1 }, { a: 2 }).alone().get("a"), 1);
    assert.equal(of({}, { a: 2 }).alone().get("a"), undefined);
    assert.equal(of(undefined, { a: 2 }).alone().get("a"), 2);
  });
});

describe("a resource", () => {
  it("has no dependencies, no provider and a stack of its own, unless it is said", () => {
    const plain = of({}, {});
    assert.deepEqual([plain.dependencies, plain.provider, plain.isContext], [new Map(), {}, false]);
    const facts = { urn: URN, type: "t", name: "n", isContext: true, provider: { region: "r" }, parent: "p" };
    const told = new Resource({ ...facts, dependencies: new Map([["a", ["b"]]]) });
    assert.deepEqual(told.dependencies, new Map([["a", ["b"]]]));
    assert.deepEqual([told.provider, told.parent, told.isContext], [{ region: "r" }, "p", true]);
    assert.deepEqual([told.alone().provider, told.alone().parent], [{ region: "r" }, "p"]);
  });

  it("is called by the last part of its type and its name", () => {
    assert.equal(of({}, {}).title, "Instance web");
    assert.equal(titleOf("vpc", "main"), "vpc main");
  });

  it("is sorted by its URN", () => {
    const sorted = ["b", "a", "c", "a"].map((urn) => ({ urn })).sort(byUrn);
    assert.equal(sorted.map(({ urn }) => urn).join(""), "aabc");
    assert.equal(byUrn({ urn: "a" }, { urn: "a" }), 0);
    assert.ok(byUrn({ urn: "b" }, { urn: "a" }) > 0 && byUrn({ urn: "a" }, { urn: "b" }) < 0);
  });
});
