import assert from "node:assert/strict";
import { Names } from "../../algebra/names";
import { NAME_SETS } from "./kinds";
import { obeysTheLawsOfSets } from "./laws";

describe("names", () => {
  obeysTheLawsOfSets(NAME_SETS);

  it("are listed where that is possible", () => {
    assert.deepEqual([...Names.of(["b", "a", "b"])], ["b", "a"]);
    assert.ok(!Names.of(["a", "b"]).equals(Names.of(["b", "c"])));
    assert.deepEqual([...Names.all.subtract(Names.of(["a"]))], []);
    assert.equal(Names.all.subtract(Names.of(["a"])).has("b"), true);
  });
});
