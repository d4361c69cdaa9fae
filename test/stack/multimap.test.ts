import assert from "node:assert/strict";
import { groupBy, push } from "../../stack/multimap";

describe("items by a key", () => {
  it("keep their order", () => {
    const byLength = groupBy(["aa", "b", "cc", "d"], ({ length }) => length);
    assert.deepEqual(
      [...byLength],
      [
        [2, ["aa", "cc"]],
        [1, ["b", "d"]],
      ],
    );
    push(byLength, 2, "ee");
    push(byLength, 3, "fff");
    assert.deepEqual([byLength.get(2), byLength.get(3)], [["aa", "cc", "ee"], ["fff"]]);
  });
});
