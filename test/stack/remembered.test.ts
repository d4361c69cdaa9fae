import assert from "node:assert/strict";
import { remembered, rememberedOf } from "../../stack/remembered";

describe("an answer that is remembered", () => {
  it("is found once for a text, until there are too many", () => {
    const asked: string[] = [];
    const answer = remembered((text) => {
      asked.push(text);
      return text.length;
    }, 2);
    assert.deepEqual(["a", "a", "bb", "a", "bb"].map(answer), [1, 1, 2, 1, 2]);
    assert.deepEqual(asked, ["a", "bb"]);
    assert.deepEqual(["ccc", "ccc", "a"].map(answer), [3, 3, 1]);
    assert.deepEqual(asked, ["a", "bb", "ccc", "a"]);
  });

  it("is found once for an object, also where it is undefined", () => {
    const asked: object[] = [];
    const answer = rememberedOf((key: { readonly name?: string }) => {
      asked.push(key);
      return key.name;
    });
    const [named, nameless] = [{ name: "a" }, {}];
    assert.deepEqual([named, nameless, named, nameless].map(answer), ["a", undefined, "a", undefined]);
    assert.deepEqual(asked, [named, nameless]);
  });
});
