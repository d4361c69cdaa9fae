import assert from "node:assert/strict";
import fc from "fast-check";
import { Names } from "../../algebra/names";
import { NAME_SETS } from "./kinds";
import { obeysTheLawsOfSets, setsOf } from "./laws";

describe("names", () => {
  obeysTheLawsOfSets(NAME_SETS);

  it("meet where they have one in common", () => {
    fc.assert(
      fc.property(setsOf(NAME_SETS), setsOf(NAME_SETS), (one, other) => {
        assert.equal(one.meets(other), !one.intersect(other).isEmpty);
      }),
    );
  });

  it("are listed where that is possible", () => {
    assert.deepEqual([...Names.of(["b", "a", "b"])], ["b", "a"]);
    assert.ok(!Names.of(["a", "b"]).equals(Names.of(["b", "c"])));
    assert.deepEqual([...Names.all.subtract(Names.of(["a"]))], []);
    assert.equal(Names.all.subtract(Names.of(["a"])).has("b"), true);
  });
});
