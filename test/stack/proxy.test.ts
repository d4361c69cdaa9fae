import assert from "node:assert/strict";
import { Secret } from "@pulumi/policy";
import { isSame, readProperties, withoutProxy } from "../../stack/proxy";
import { UNKNOWN } from "../../stack/value";

const MARK = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const proxy = (target: object) => ({ __isSpecialProxy: true, __getSpecialProxyTarget: target });

describe("properties that the SDK hands out", () => {
  it("are plain data behind one proxy or several", () => {
    const data = { a: 1 };
    assert.equal(withoutProxy(data), data);
    assert.equal(withoutProxy(proxy(data)), data);
    assert.equal(withoutProxy(proxy(proxy(data))), data);
    assert.equal(
      withoutProxy({ __isSpecialProxy: "no", __getSpecialProxyTarget: data }).__isSpecialProxy,
      "no",
    );
  });

  it("are read with unknown values in their places, and secrets as what they hold", () => {
    const properties = { a: MARK, b: [MARK, 1, null], c: { d: MARK, e: true }, f: new Secret({ g: MARK }) };
    assert.deepEqual(readProperties(proxy(properties)), {
      a: UNKNOWN,
      b: [UNKNOWN, 1, null],
      c: { d: UNKNOWN, e: true },
      f: { g: UNKNOWN },
    });
    assert.deepEqual(readProperties({ a: Object.create(null) as object }), { a: {} });
    assert.deepEqual(readProperties({ a: null, b: { c: null }, d: [{ e: null }, 1] }), { b: {}, d: [{}, 1] });
  });
});

describe("plain data", () => {
  for (const [one, other, expected] of [
    [1, 1, true],
    [1, 2, false],
    [Number.NaN, Number.NaN, true],
    [null, null, true],
    [null, {}, false],
    [{}, null, false],
    [undefined, {}, false],
    [{}, 5, false],
    [5, {}, false],
    ["a", "a", true],
    ["1", 1, false],
    [{}, [], false],
    [[], {}, false],
    [{}, {}, true],
    [[1, [2]], [1, [2]], true],
    [[1, 2], [2, 1], false],
    [[1], [1, 2], false],
    [{ a: 1, b: { c: 2 } }, { b: { c: 2 }, a: 1 }, true],
    [{ a: 1 }, { a: 1, b: 2 }, false],
    [{ a: 1, b: 2 }, { a: 1 }, false],
    [{ a: undefined }, { b: undefined }, false],
    [{ toString: undefined }, { a: undefined }, false],
    [{ a: { b: 1 } }, { a: { b: 2 } }, false],
    [{ length: 0 }, "", false],
  ] as const) {
    it(`${JSON.stringify(one)} is ${expected ? "the same as" : "another than"} ${JSON.stringify(other)}`, () =>
      assert.equal(isSame(one, other), expected));
  }
});
